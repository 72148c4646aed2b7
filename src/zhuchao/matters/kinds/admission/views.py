"""The desk's pages of admissions: the board, a new application, the plan of places."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.admission.board import Filters, board
from zhuchao.matters.kinds.admission.figures import activists, admitted
from zhuchao.matters.kinds.admission.forms import BeginForm, BoardForm, ChangeForm, PlanForm
from zhuchao.matters.kinds.admission.quota import DESK, change, groups, plan, year_of
from zhuchao.matters.models import Matter

ROLES = ("party_desk", "secretary")


def _demand_party(scope: Scope) -> None:
    demand(scope.holds(*ROLES), _("这里只给党建岗和支部书记"))


@require_GET
@staff
def admissions(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Applicants by stage, what is next and what blocks; the two figures beside."""
    _demand_party(scope)
    form = BoardForm(scope, request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    wanted = Filters(said.get("group", ""), said.get("branch"), bool(said.get("late")))
    today = local_day(now())
    columns = board(scope, wanted, groups(today))
    first = date(today.year, 1, 1)
    context = {
        "form": form,
        "columns": columns,
        "count": sum(len(c.cards) for c in columns),
        "late": sum(card.stand == "late" for c in columns for card in c.cards),
        "activists": activists(scope, today),
        "admitted": admitted(scope, first, today),
        "first": first,
        "day": today,
        "may_plan": scope.holds(DESK),
    }
    return render(request, "matters/admission/board.html", context)


@require_http_methods(["GET", "POST"])
@staff
def begin(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take down an application: the matter and its first step, both or none."""
    _demand_party(scope)
    form = BeginForm(scope, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            matter = _begin(scope, form)
        except Refused as refused:
            form.blame(refused)
        else:
            messages.success(request, _("已登记。"))
            return redirect("desk:matter", matter.receipt)
    status = 422 if form.errors else 200
    return render(request, "matters/admission/begin.html", {"form": form}, status=status)


def _begin(scope: Scope, form: BeginForm) -> Matter:
    with transaction.atomic():
        raised = raise_matter(scope, form.draft())
        if not raised.created:
            return raised.matter
        answers = Answers(more={"done_on": form.cleaned_data["done_on"]})
        return take_step(scope, raised.matter.pk, "apply", answers, version=raised.matter.version)


@require_http_methods(["GET", "POST"])
@staff
def quota(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The plan of a year with its use; a row is added here."""
    demand(scope.holds(DESK), _("只有党建岗可以定名额"))
    year = _year(request)
    form = PlanForm(scope, year, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = plan(scope, **form.cleaned_data)
        except Refused as refused:
            form.blame(refused)
        else:
            messages.success(request, _("已写入计划。"))
            return _to_year(row.year)
    return _quota(request, scope, year, form)


@require_POST
@staff
def change_quota(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Change the numbers of a row."""
    form = ChangeForm(request.POST)
    year = _year(request)
    if not form.is_valid():
        faults = " ".join(str(e) for errors in form.errors.values() for e in errors)
        messages.error(request, faults)
        return _quota(request, scope, year, PlanForm(scope, year), status=422)
    row = change(scope, number, **form.cleaned_data)
    messages.success(request, _("已改。"))
    return _to_year(row.year)


def _to_year(year: int) -> HttpResponse:
    response = redirect("desk:admission_quota")
    response["Location"] += f"?year={year}"
    return response


def _quota(
    request: HttpRequest, scope: Scope, year: int, form: PlanForm, status: int = 200
) -> HttpResponse:
    demand(scope.holds(DESK), _("只有党建岗可以定名额"))
    context = {"plan": year_of(scope, year), "form": form, "before": year - 1, "after": year + 1}
    answer = 422 if form.errors else status
    return render(request, "matters/admission/quota.html", context, status=answer)


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    this = local_day(now()).year
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
