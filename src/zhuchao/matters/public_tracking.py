"""The pages of whoever has a receipt and its query code: the slip, the progress, his own steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, bearer
from zhuchao.matters.actions.following import set_sharing
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.offers import offered, steps_offered
from zhuchao.matters.policy import visible_with_roles
from zhuchao.matters.public_forms import LookupForm, WayForm
from zhuchao.matters.public_story import Story, story
from zhuchao.matters.queries import Detail, detail_of, known_step
from zhuchao.matters.receipts import code_fits, query_code, tidy_receipt
from zhuchao.matters.taking_part import there
from zhuchao.rules.flow import Step

TRIES = 20
"""Tries a minute at the code of one receipt, by anybody together."""
WAYS = {
    "confirm": (gettext_lazy("确认办结"), gettext_lazy("答复收到了，请说一句办得怎么样。")),
    "feed_back": (gettext_lazy("修好了，销号"), gettext_lazy("去看过了吗？修好了就请销号。")),
    "reopen": (gettext_lazy("没有解决"), gettext_lazy("写明哪里没有解决，会退回重新办理。")),
    "skip": (gettext_lazy("跳过这一站"), gettext_lazy("不再等这一站，交给下一站。")),
    "withdraw": (gettext_lazy("撤回"), gettext_lazy("撤回后不再办理，不能恢复。")),
}
"""The asker's steps in his own words: the button, and what it does. Others keep their label."""


def receipt_address(receipt: str) -> str:
    """Where the slip of a receipt is, with its code: for whoever just earned it."""
    return _address("receipt", receipt, query_code(receipt))


def _address(page: str, receipt: str, code: str) -> str:
    return f"{reverse(page, args=[receipt])}?{urlencode({'code': code})}"


def opened(request: HttpRequest, receipt: str, code: str) -> tuple[Scope, Detail]:
    """The matter a code opens. A wrong code and an unknown receipt are refused alike."""
    within = allow(f"code:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC)
    if not within or not allow(f"code:{receipt}", TRIES):
        raise Refused("too_many", _("试得太频繁了，请一分钟后再试"))
    scope = bearer(receipt)
    if code_fits(receipt, code):
        rows = visible_with_roles(scope).select_related("holder", "merged_into")
        # The asker of a merged matter also follows the one it went into: that is the living one.
        matter = rows.order_by(F("merged_into").asc(nulls_first=True)).first()
        if matter is not None:
            return scope, detail_of(scope, matter)
    raise Refused("not_found", _("回执号或者查询码不对，请照回执再输一次"), "code")


@never_cache
@require_GET
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """The slip to keep: number, code and a QR that leads to the progress."""
    code = request.GET.get("code", "")
    _scope, found = opened(request, receipt, code)
    track = _address("track", receipt, code)
    outside = f"{settings.ZHUCHAO_URL}{track}" if settings.ZHUCHAO_URL else None
    qr = segno.make(outside or request.build_absolute_uri(track), error="m", micro=False)
    context = {
        "receipt": receipt,
        "code": query_code(receipt),
        "story": story(found, receipt),
        "track": track,
        "qr": qr.svg_data_uri(border=2, dark="#28231d", light="#ffffff"),
    }
    return render(request, "matters/public/receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Type a receipt and its code."""
    form = LookupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = tidy_receipt(form.cleaned_data["receipt"])
        try:
            opened(request, number, form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            return redirect(_address("track", number, query_code(number)))
    status = 422 if form.errors else 200
    return render(request, "matters/public/lookup.html", {"form": form}, status=status)


@never_cache
@require_GET
def track(request: HttpRequest, receipt: str) -> HttpResponse:
    """Where a matter stands, and what its asker may do now."""
    code = request.GET.get("code", "")
    if not code:
        form = LookupForm(initial={"receipt": receipt})
        return render(request, "matters/public/lookup.html", {"form": form})
    scope, found = opened(request, receipt, code)
    return _progress(request, scope, found)


def _progress(
    request: HttpRequest,
    scope: Scope,
    found: Detail,
    given: Mapping[str, forms.Form] | None = None,
) -> HttpResponse:
    told: Story = story(found, scope.capability)
    aside = KINDS[found.matter.kind].aside
    context = {
        "aside": (aside[0], aside[1](found, scope.capability)) if aside else None,
        "receipt": scope.capability,
        "code": query_code(scope.capability),
        "matter": found.matter,
        "story": told,
        "ways": [_way(found, s, (given or {}).get(s.name)) for s in _steps(scope, found)],
    }
    status = 422 if given else 200
    return render(request, "matters/public/track.html", context, status=status)


@dataclass(frozen=True)
class Way:
    """A step the asker may take, as the page shows it."""

    name: str
    weight: str
    label: str
    hint: str
    form: forms.Form


def _way(found: Detail, step: Step, given: forms.Form | None) -> Way:
    own = KINDS[found.matter.kind].ways.get(step.name)
    label, hint = WAYS.get(step.name, (_(step.label), ""))
    label, hint = (_(own[0]), _(own[1])) if own else (label, hint)
    return Way(step.name, step.weight, str(label), str(hint), given or _form(found, step))


def _steps(scope: Scope, found: Detail) -> list[Step]:
    """What the asker may do now; a station can be skipped only while one holds the matter."""
    on_chain = any(h.role == "hop" and h.ended_at is None for h in found.holdings)
    return [s for s in steps_offered(scope, found) if s.name != "skip" or on_chain]


def _form(found: Detail, step: Step, data: Any = None) -> WayForm:
    rows = offered(found.matter.kind, step.asks, found.matter)
    return WayForm(step, data, people=there(found), rows=rows, auto_id=f"id_{step.name}_%s")


@require_POST
def step(request: HttpRequest, receipt: str, step: str) -> HttpResponse:
    """The asker confirms, reopens, rates, skips a station or withdraws."""
    code = request.POST.get("code", "")
    scope, found = opened(request, receipt, code)
    form = _form(found, known_step(found.flow, step), request.POST)
    if not form.is_valid():
        return _progress(request, scope, found, {step: form})
    try:
        take_step(scope, found.matter.pk, step, form.answers(), version=_version(request))
    except Refused as refused:
        if refused.code not in ("invalid", "stale"):
            raise
        messages.error(request, refused.message)
    else:
        messages.success(request, _("已记下，谢谢您。"))
    return redirect(_address("track", receipt, code))


def _version(request: HttpRequest) -> int:
    """The version the asker saw; none is as stale as can be."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
def sharing(request: HttpRequest, receipt: str) -> HttpResponse:
    """Agree, or agree no more, that the handling offices see who asked."""
    code = request.POST.get("code", "")
    scope, found = opened(request, receipt, code)
    share = request.POST.get("share") == "yes"
    set_sharing(scope, found.matter.pk, share=share)
    done = (
        _("处理单位现在可以看到您的联系方式。")
        if share
        else _("已收回，处理单位看不到您的联系方式。")
    )
    messages.success(request, done)
    return redirect(_address("track", receipt, code))
