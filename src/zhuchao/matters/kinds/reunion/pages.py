"""The public pages of 找组织: whom branches look for, consent first, then five answers."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.kinds.reunion.beginning import WORDING
from zhuchao.matters.kinds.reunion.forms import JoinForm
from zhuchao.matters.kinds.reunion.posts import posts
from zhuchao.matters.public_tracking import receipt_address


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Whom party organisations here look for: trades and places, nobody's name, no numbers."""
    return render(request, "matters/reunion/board.html", {"posts": posts()})


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """First what happens with what he says; only who agrees is asked who he is."""
    answered = _number(request.GET.get("post") or request.POST.get("post"))
    if request.POST.get("consent") != WORDING:
        context = {"post": answered, "wording": WORDING}
        return render(request, "matters/reunion/consent.html", context)
    if "name" not in request.POST:
        return _form(request, JoinForm(initial={"post": answered, "consent": WORDING}))
    if not allow(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("提交得太频繁了，请一分钟后再试"))
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        # His own word stands in for the authority that the flow asks of whoever raises it.
        raised = raise_matter(replace(PUBLIC, system=True), form.draft())
    except Refused as refused:
        form.blame(refused)
        return _form(request, form, status=refused.status)
    return redirect(receipt_address(raised.matter.receipt))


def _form(request: HttpRequest, form: JoinForm, status: int = 200) -> HttpResponse:
    return render(request, "matters/reunion/join.html", {"form": form}, status=status)


def _number(text: str | None) -> int | None:
    found = (text or "").strip()
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else None
