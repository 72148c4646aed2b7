"""Leaders' receptions: the list with its totals, a new session, and batches at the counter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.petition import receptions as rooms
from zhuchao.matters.kinds.petition.figures import received
from zhuchao.matters.kinds.petition.forms import ComingForm, ReceptionForm
from zhuchao.matters.kinds.petition.forms_count import PeriodForm

AUTHORITIES = ("petition_desk", "petition_watch")


@require_GET
@staff
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The sessions, and what came to them in a period: 批 and 人次 apart, from the journal."""
    demand(scope.holds(*AUTHORITIES), _("接访只对信访部门开放"))
    form = PeriodForm(request.GET)
    status = 200 if form.is_valid() else 422
    first, last = form.period() if status == 200 else (None, None)
    context = {
        "form": form,
        "counted": received(scope, first, last) if first and last else [],
        "rows": list(rooms.receptions(scope)[: rooms.SHOWN]),
        "may_open": rooms.may_receive(scope),
    }
    return render(request, "matters/petition/receptions.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff
def opened(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A new session."""
    demand(rooms.may_receive(scope), _("您没有登记接访的权限"))
    form = ReceptionForm(scope, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            held = rooms.open_reception(scope, *form.opening())
        except Refused as refused:
            form.blame(refused)
        else:
            return redirect("desk:reception", held.pk)
    status = 422 if form.errors else 200
    return render(request, "matters/petition/reception_new.html", {"form": form}, status=status)


@require_GET
@staff
def one(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One session: who came, and the form for the next batch."""
    return _one(request, scope, number)


def _one(
    request: HttpRequest, scope: Scope, number: int, form: Any = None, status: int = 200
) -> HttpResponse:
    held = rooms.reception(scope, number)
    context = {
        "held": held,
        "mode": _(held.get_mode_display()),
        "rows": rooms.batches(scope, held),
        "form": form or ComingForm(initial={"headcount": 1, "deputies": 1}),
        "may_add": rooms.may_receive(scope),
    }
    return render(request, "matters/petition/reception.html", context, status=status)


@require_POST
@staff
def coming(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """A batch comes before the leader."""
    held = rooms.reception(scope, number)
    form = ComingForm(request.POST)
    if form.is_valid():
        try:
            matter = rooms.receive(scope, held, form.coming())
        except Refused as refused:
            form.blame(refused)
        else:
            words = _("已登记，受理编号 %(receipt)s。") % {"receipt": matter.receipt}
            messages.success(request, words)
            return redirect("desk:reception", number)
    return _one(request, scope, number, form, status=422)
