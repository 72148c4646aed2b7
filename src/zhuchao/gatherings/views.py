"""Visits on the desk: the list under its figures, and a new one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.gatherings.actions import NOT_YOURS, plan_visit
from zhuchao.gatherings.details import visit_detail
from zhuchao.gatherings.figures import Counts, counts
from zhuchao.gatherings.forms import VisitFilterForm, VisitForm
from zhuchao.gatherings.models import Gathering
from zhuchao.gatherings.policy import may_arrange
from zhuchao.gatherings.queries import VisitFilters, visit_page, waiting_for
from zhuchao.gatherings.sheet import visit_sheet
from zhuchao.gatherings.words import HIGH, mode_bars, month_bars, street_words, visit_line
from zhuchao.journal.clock import today
from zhuchao.marks.paging import onward
from zhuchao.registry.coverage.policy import areas
from zhuchao.registry.instructors.queries import units
from zhuchao.registry.unit_map import unit_map

MOST_BARE = 100
"""Units nobody visited that are listed."""


@require_GET
@staff
def visits(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list, narrowed by the address, under the numbers of a year."""
    day, form = today(), VisitFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else VisitFilters()
    found = visit_page(scope, f, day, after=form.page_after if sound else 0)
    mine, late = waiting_for(scope, day)
    figures = bool(areas(scope)) and "after" not in request.GET
    context = {
        "form": form,
        "rows": [visit_line(one, day) for one in found.rows if sound],
        "next": onward(request, found.after),
        "first": onward(request, None),
        "query": request.GET.urlencode(),
        "narrowed": any(v for k, v in request.GET.items() if k != "after"),
        "mine": mine,
        "late": late,
        "may": may_arrange(scope),
        "figures": figures,
        **(_figures(scope, f.year or day.year) if figures else {}),
    }
    return render(request, "gatherings/list.html", context, status=200 if sound else 422)


def _figures(scope: Scope, year: int) -> dict[str, Any]:
    told, every = counts(scope, year), units(scope)
    bare = [unit for unit in every if unit.pk not in told.units]
    paths = {unit.pk: str(unit.division.path) for unit in every}
    return {
        "year": year,
        "tiles": _tiles(told, year),
        "months": month_bars(told, year),
        "high": HIGH,
        "modes": mode_bars(told),
        "map": unit_map(every, told.units, street_words(told, paths)),
        "every": len(every),
        "reached": len(every) - len(bare),
        "bare": bare[:MOST_BARE],
        "without": len(bare),
    }


def _tiles(told: Counts, year: int) -> list[dict[str, Any]]:
    """The figures of the year, each leading to its records."""
    visits, findings = reverse("visits:list"), reverse("visits:findings")

    def tile(n: int, label: str, path: str, state: str = "", tone: str = "") -> dict[str, Any]:
        query = {"year": year, "counted": "on"} | ({"state": state} if state else {})
        to = f"{path}?{urlencode(query)}"
        return {"count": n, "label": label, "to": to, "tone": tone if n else ""}

    return [
        tile(told.visits, _("走访（次）"), visits),
        tile(told.findings, _("发现（条）"), findings),
        tile(told.settled, _("落实（条）"), findings, "done"),
        tile(told.open, _("跟进中（条）"), findings, "open"),
        tile(told.late, _("其中超期（条）"), findings, "late", "bad"),
    ]


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    form = VisitFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return visit_sheet(scope, form.filters(), today())


@require_http_methods(["GET", "POST"])
@staff
def plan(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A new visit; the address may begin it with a unit, or with the visit it comes back to."""
    demand(may_arrange(scope), _(NOT_YOURS))
    if request.method == "GET":
        return _new(request, VisitForm(scope, initial=_begun(request, scope)))
    form = VisitForm(scope, request.POST)
    if not form.is_valid():
        return _new(request, form, 422)
    try:
        made: Gathering = plan_visit(scope, form.visit())
    except Refused as refused:
        form.blame(refused)
        return _new(request, form, refused.status)
    messages.success(request, _("已写入记录。"))
    return redirect("visits:visit", made.pk)


def _begun(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """What a new visit begins with."""
    number = request.GET.get("follows", "")
    if number.isascii() and number.isdigit() and len(number) < 10:
        before = visit_detail(scope, int(number)).visit
        return {
            "follows": before.pk,
            "unit": before.unit.code if before.unit else "",
            "division": "" if before.unit else before.division.code,
            "title": _("回访：%(title)s") % {"title": before.title},
            "host": before.host_id,
        }
    return {"unit": request.GET.get("unit", ""), "division": request.GET.get("division", "")}


def _new(request: HttpRequest, form: VisitForm, status: int = 200) -> HttpResponse:
    return render(request, "gatherings/new.html", {"form": form}, status=status)
