"""The desk's pages of joining: nominate at the door, what waits, decide, look up who applied."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.models import File
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.codes import outside, picture
from zhuchao.circle.merchants.forms import DecideForm, NominateForm, PurposeForm
from zhuchao.circle.merchants.joining import (
    accept,
    invite_again,
    invited,
    nominate,
    open_contact,
    refuse,
)
from zhuchao.circle.merchants.kinds import OFFER_KINDS, STATES, TONES, VIAS
from zhuchao.circle.merchants.policy import application_rule, reviews, seen_application
from zhuchao.circle.merchants.views_join import state_address, taken
from zhuchao.circle.models import Application
from zhuchao.marks.paging import onward
from zhuchao.places.atlas import atlas

PAGE = 30


@require_http_methods(["GET", "POST"])
@staff
def nomination(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Propose a merchant at its door, on a phone."""
    demand(reviews(scope), _("只有街道、社区和督办的工作人员可以推荐商户"))
    if request.method == "GET":
        return render(request, "merchants/desk/nominate.html", {"form": NominateForm()})
    form = NominateForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            nominate(scope, taken(form))
            messages.success(request, _("已推荐，可以接着审核。"))
            return redirect("merchants:applications")
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
    return render(request, "merchants/desk/nominate.html", {"form": form}, status=422)


@require_GET
@staff
def applications(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What waits for a decision, the oldest first; with ?state= what was decided, newest first."""
    demand(reviews(scope), _("只有属地街道、社区的工作人员可以审核"))
    state = request.GET.get("state", "waiting")
    state = state if state in dict(STATES) else "waiting"
    rows = Application.objects.filter(application_rule(scope), state=state)
    text = request.GET.get("after", "")
    after = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    waiting = state == "waiting"
    if after:
        rows = rows.filter(pk__gt=after) if waiting else rows.filter(pk__lt=after)
    rows = rows.order_by("pk" if waiting else "-pk").select_related("division")
    found = list(rows[: PAGE + 1])
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    context = {
        "rows": [_line(row) for row in found[:PAGE]],
        "state": state,
        "states": [(name, _(label)) for name, label in STATES],
        "first": onward(request, None),
        "next": onward(request, more) if more else "",
    }
    return render(request, "merchants/desk/applications.html", context)


def _line(row: Application) -> dict[str, Any]:
    return {
        "row": row,
        "where": atlas().full_name(row.division.path),
        "offer": _(dict(OFFER_KINDS)[row.offer]),
        "via": _(dict(VIAS)[row.via]),
        "state": _(dict(STATES)[row.state]),
        "tone": TONES[row.state],
    }


@require_GET
@staff
def application(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """One application in full."""
    return _application(request, scope, receipt)


def _application(
    request: HttpRequest,
    scope: Scope,
    receipt: str,
    given: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = seen_application(scope, receipt)
    link = outside(request, state_address(receipt))
    photos = File.objects.filter(subject_kind="merchant_application", subject_id=row.pk)
    context = {
        **_line(row),
        "photos": list(photos),
        "decide": DecideForm(initial={"version": row.version}),
        "purpose": PurposeForm(),
        "opened": None,
        "link": link,
        "qr": picture(link),
        "invited": invited(row),
        **(given or {}),
    }
    return render(request, "merchants/desk/application.html", context, status=status)


@require_POST
@staff
def decide(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Accept or refuse."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _application(request, scope, receipt, {"decide": form}, 422)
    said = form.cleaned_data
    try:
        if said["decision"] == "refuse":
            refuse(scope, receipt, reason=said["reason"], version=said["version"])
        else:
            opened = said["decision"] == "open"
            accept(scope, receipt, opened=opened, version=said["version"])
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _application(request, scope, receipt, {"decide": form}, 422)
    messages.success(request, _("已审核。"))
    return redirect("merchants:application", receipt)


@require_POST
@staff
def contact(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Show name and phone of who applied, for a purpose that is written down."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _application(request, scope, receipt, {"purpose": form}, 422)
    try:
        opened = open_contact(scope, receipt, form.cleaned_data["purpose"])
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _application(request, scope, receipt, {"purpose": form}, 422)
    return _application(request, scope, receipt, {"opened": opened})


@require_POST
@staff
def again(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Let an invitation begin anew."""
    invite_again(scope, receipt)
    messages.success(request, _("邀请重新生效，把二维码给店主扫。"))
    return redirect("merchants:application", receipt)
