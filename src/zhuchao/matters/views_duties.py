"""The duty table with its holes and conflicts, and the handover of all one holds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.models import Account
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.actions.duties import MAY_ROUTE, correct_duty, end_duty
from zhuchao.matters.actions.handover import hand_over
from zhuchao.matters.desk_duties import (
    DutyFilter,
    conflicts,
    duties_today,
    holes,
    system_gaps,
)
from zhuchao.matters.desk_queries import held_by, people_to_hand_over
from zhuchao.matters.desk_rows import rows
from zhuchao.matters.door import staff
from zhuchao.matters.forms_desk import DutyFilterForm, DutyForm, HandoverForm
from zhuchao.matters.models import Holding
from zhuchao.matters.policy import MEMBERS
from zhuchao.registry.people import members

FILLED = ("item", "kind", "category", "division", "position")


@require_http_methods(["GET", "POST"])
@staff
def routing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who does what where; whoever answers for it corrects it here."""
    if request.method == "GET":
        filled = {k: request.GET[f"new_{k}"] for k in FILLED if f"new_{k}" in request.GET}
        return _routing(request, scope, DutyForm(initial=filled), opened=bool(filled))
    form = DutyForm(request.POST)
    if not form.is_valid():
        return _routing(request, scope, form, opened=True, status=422)
    try:
        correct_duty(scope, form.duty())
    except Refused as refused:
        form.blame(refused)
        return _routing(request, scope, form, opened=True, status=refused.status)
    messages.success(request, _("已写入职责清单，以后照此派单。"))
    return redirect("desk:routing")


def _routing(
    request: HttpRequest, scope: Scope, form: DutyForm, *, opened: bool, status: int = 200
) -> HttpResponse:
    filters = DutyFilterForm(request.GET)
    wanted = filters.wanted() if filters.is_valid() else DutyFilter()
    context = {
        "filters": filters,
        "form": form,
        "opened": opened,
        "lines": [(d, over(d.path, scope.paths(*MAY_ROUTE))) for d in duties_today(wanted)],
        "holes": holes(),
        "system_gaps": system_gaps(),
        "conflicts": conflicts(),
        "may_route": scope.holds(*MAY_ROUTE),
    }
    return render(request, "matters/desk/routing.html", context, status=status)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """End a row."""
    duty = end_duty(scope, number)
    messages.success(request, _("“%(item)s”已终止。") % {"item": duty.item})
    return redirect("desk:routing")


@require_http_methods(["GET", "POST"])
@staff
def handover(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Everything one person holds, and to whom it goes."""
    people = people_to_hand_over(scope)
    given = request.POST if request.method == "POST" else request.GET
    chosen = given.get("leaving", "")
    leaving = next((a for a in people if str(a.pk) == chosen), None)
    if chosen and leaving is None:
        demand(False, _("只有本人、本单位负责人或系统管理员可以移交"))
    leaving = leaving or get_object_or_404(Account, pk=scope.account_id)
    held = held_by(scope, leaving.pk)
    able = _able(leaving, held)
    if request.method == "GET":
        form = HandoverForm(able, initial={"leaving": leaving.pk})
        return _handover(request, people, leaving, held, form)
    form = HandoverForm(able, request.POST)
    if not form.is_valid():
        return _handover(request, people, leaving, held, form, status=422)
    return _move(request, scope, people, leaving, held, form)


def _able(leaving: Account, held: list[Holding]) -> list[Account]:
    """The colleagues who work wherever one of the matters lies."""
    found = members({h.organisation_id for h in held}, *MEMBERS)
    return [a for a in found if a.pk != leaving.pk]


def _move(
    request: HttpRequest,
    scope: Scope,
    people: list[Account],
    leaving: Account,
    held: list[Holding],
    form: HandoverForm,
) -> HttpResponse:
    taking = get_object_or_404(Account, pk=form.cleaned_data["taking"])
    try:
        count = hand_over(scope, leaving, taking, reason=form.cleaned_data["reason"])
    except Refused as refused:
        form.blame(refused)
        return _handover(request, people, leaving, held, form, status=refused.status)
    words = ngettext("已把 %(n)s 件移交给%(who)s。", "已把 %(n)s 件移交给%(who)s。", count)
    messages.success(request, words % {"n": count, "who": taking})
    return redirect("desk:handover")


def _handover(
    request: HttpRequest,
    people: list[Account],
    leaving: Account,
    held: list[Holding],
    form: HandoverForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "people": people,
        "leaving": leaving,
        "rows": rows(h.matter for h in held),
        "form": form,
    }
    return render(request, "matters/desk/handover.html", context, status=status)
