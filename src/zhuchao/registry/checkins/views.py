"""The room of dual check-in: its figures and items, what lies behind a number, and one's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.checkins.behind import figure_sheet, records, titles
from zhuchao.registry.checkins.figures import FIGURES, counts
from zhuchao.registry.checkins.forms import DayForm, ItemForm
from zhuchao.registry.checkins.items import list_item
from zhuchao.registry.checkins.pair_queries import mine
from zhuchao.registry.checkins.policy import SEES, kept_areas, pair_areas
from zhuchao.registry.checkins.queries import items
from zhuchao.registry.checkins.words import bars, check_in_line, item_line, pair_line, take_line

SHOWN = 200
"""Rows behind a figure on the page; the Excel file has all."""


def demand_desk(scope: Scope) -> None:
    """Raise Refused("forbidden") for who sees no figure of any area."""
    demand(scope.system or scope.holds(*SEES), _("没有权限查看双报到"))


def after_of(request: HttpRequest) -> int:
    """The key a list goes on after; 0 for its first page and for nonsense."""
    said = request.GET.get("after", "")
    return int(said) if said.isdecimal() and len(said) < 12 else 0


def rooms(scope: Scope) -> dict[str, bool]:
    """The tabs beside the items that a scope finds anything under."""
    return {"keeps": bool(kept_areas(scope)), "pairs": bool(pair_areas(scope))}


@require_http_methods(["GET", "POST"])
@staff
def checkins(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The figures and the items of the area; a new item."""
    demand_desk(scope)
    form = ItemForm(kept_areas(scope), request.POST or None)
    if request.method == "POST":

        def act() -> Any:
            given = {name: form.cleaned_data[name] for name in ("kind", "words", "wanted", "until")}
            return list_item(scope, form.place(), **given)

        if done := taken(request, form, act, "checkins:list"):
            return done
    day_form = DayForm(request.GET)
    day, today = day_form.asked(), local_day(now())
    past = "past" in request.GET
    after = after_of(request)
    page = items(scope, today, past=past, after=after)
    found = counts(scope, day)
    query = "past=on&" if past else ""
    context = {
        "tiles": [(name, _(label), getattr(found, name)) for name, label in FIGURES.items()],
        "bars": bars(found),
        "day": day,
        "day_form": day_form,
        "rows": [item_line(one) for one in page.rows],
        "past": past,
        "form": form,
        "open": request.method == "POST",
        "first": f"?{query}" if after else "",
        "next": f"?{query}after={page.after}" if page.after else "",
        "tab": "items",
        **rooms(scope),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/checkins/list.html", context, status=status)


@require_GET
@staff
def behind(request: HttpRequest, scope: Scope, figure: str) -> HttpResponse:
    """The records behind one figure."""
    demand_desk(scope)
    heads = titles(figure)
    day = DayForm(request.GET).asked()
    rows = list(records(scope, figure, day))
    context = {
        "title": _(FIGURES[figure]),
        "figure": figure,
        "heads": heads,
        "rows": [list(zip(heads, row, strict=True)) for row in rows[:SHOWN]],
        "count": len(rows),
        "more": len(rows) > SHOWN,
        "day": day,
    }
    return render(request, "registry/checkins/behind.html", context)


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope, figure: str) -> HttpResponseBase:
    """The same as an Excel file."""
    demand_desk(scope)
    return figure_sheet(scope, figure, DayForm(request.GET).asked())


@require_GET
@staff
def own(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What somebody took up himself or as a secretary, and what he may take up."""
    found = mine(scope, local_day(now()))
    context = {
        "ties": [check_in_line(scope, tie) for tie in found.ties],
        "takes": [take_line(scope, one) for one in found.taken],
        "items": [item_line(one) for one in found.open],
        "pairs": [pair_line(one) for one in found.pairs],
    }
    return render(request, "registry/checkins/mine.html", context)
