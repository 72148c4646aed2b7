"""Instructors on the desk: the pool with its load, one posting, and what is written about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import atlas
from zhuchao.registry.coverage.policy import ACTS, SEES, acts
from zhuchao.registry.instructors.actions import (
    call_back,
    grade_year,
    log_visit,
    post_from_pool,
    take_back_visit,
    take_into_pool,
)
from zhuchao.registry.instructors.forms import GradeForm, PoolForm, PostForm, VisitForm
from zhuchao.registry.instructors.mapping import load_map, posted_units, room_by_street
from zhuchao.registry.instructors.policy import guides
from zhuchao.registry.instructors.queries import Instructor, counts, record, units
from zhuchao.registry.instructors.queries import instructors as instructors_on
from zhuchao.registry.instructors.words import by_street, by_trade, line, visit_line
from zhuchao.registry.models import Organisation
from zhuchao.registry.personnel.codes import code_label
from zhuchao.registry.telling import path_of
from zhuchao.rules.flows.difficulty import FLOW as DIFFICULTY
from zhuchao.rules.structure_file import shipped_limits

HOME = "instructors:list"
MOST_BARE = 100
"""Units without an instructor that are listed."""


@require_GET
@staff
def instructors(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The pool, who is posted where, and the load by area and trade."""
    return _list(request, scope)


def _list(request: HttpRequest, scope: Scope, wrong: BlamingForm | None = None) -> HttpResponse:
    demand(scope.system or scope.holds(*SEES, "instructor"), _("没有权限查看党建指导员"))
    today, limits = local_day(now()), shipped_limits()
    desk = scope.holds(*SEES)
    rows, found = instructors_on(scope, today), units(scope)
    forms = {"pool": PoolForm(prefix="pool"), "post": PostForm(rows, found, prefix="post")}
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "rows": [line(one, today, limits.instructor_units) for one in rows],
        "counts": counts(scope, today) if desk else None,
        "streets": by_street(found, rows, limits.instructor_units),
        **(_map(found, rows, limits.instructor_units) if desk else {"map": None}),
        "trades": by_trade(found, rows),
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "may": scope.holds(*ACTS),
        "desk": desk,
        "today": today,
        "limits": limits,
        "source": f"{_(limits.label)} · {limits.version}",
    }
    return render(
        request, "registry/instructors/list.html", context, status=200 if wrong is None else 422
    )


def _map(found: list[Organisation], rows: list[Instructor], most: int) -> dict[str, Any]:
    """The map of the units, the units without an instructor, and the room of the whole's pool."""
    posted, root = posted_units(rows), atlas().root
    bare = [unit for unit in found if unit.pk not in posted]
    return {
        "map": load_map(found, rows, most),
        "bare": bare[:MOST_BARE],
        "without": len(bare),
        "whole_room": room_by_street(rows, most).get(root.path if root else "", 0),
    }


@require_POST
@staff
def pool(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take somebody into the pool."""
    form = PoolForm(request.POST, prefix="pool")

    def act() -> Any:
        return take_into_pool(
            scope, form.cleaned_data["label"], form.area(), since=form.cleaned_data["since"]
        )

    return taken(request, form, act, HOME) or _list(request, scope, form)


@require_POST
@staff
def post(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Post somebody from the pool."""
    today = local_day(now())
    form = PostForm(instructors_on(scope, today), units(scope), request.POST, prefix="post")

    def act() -> Any:
        given = form.cleaned_data
        unit = form.units[given["unit"]]
        days = {"since": given["since"], "months": given["months"]}
        return post_from_pool(scope, given["person"], unit, **days)

    return taken(request, form, act, HOME) or _list(request, scope, form)


@require_GET
@staff
def posting(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One posting: its visits, what came of them, and what may be written."""
    return _posting(request, scope, number)


def _posting(
    request: HttpRequest,
    scope: Scope,
    number: int,
    wrong: BlamingForm | None = None,
) -> HttpResponse:
    found = record(scope, number)
    unit, person = found.tie.whom_organisation, found.tie.who_person
    if unit is None or person is None:
        raise Refused("not_found", _("没有这次派驻，或者您不能查看"))
    forms: dict[str, BlamingForm] = {
        "visit": VisitForm(prefix="visit"),
        "grade": GradeForm(prefix="grade"),
        "end": LastDayForm(prefix="end"),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    today = local_day(now())
    context = {
        "tie": found.tie,
        "unit": unit,
        "person": person,
        "here": found.tie.valid_to is None or found.tie.valid_to >= today,
        "visits": [visit_line(row) for row in found.visits],
        "grades": [(g.on.year, _(code_label("appraised", g.code))) for g in found.grades],
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "may": acts(scope, path_of(unit)),
        "enters": scope.holds(*DIFFICULTY.raisers),
        "guides": guides(scope, person.pk, path_of(unit)),
    }
    return render(
        request, "registry/instructors/posting.html", context, status=200 if wrong is None else 422
    )


@require_POST
@staff
def visit(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Log a visit."""
    form = VisitForm(request.POST, prefix="visit")
    return _act(request, scope, number, form, lambda: log_visit(scope, number, form.visit()))


@require_POST
@staff
def grade(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Grade a year."""
    form = GradeForm(request.POST, prefix="grade")
    return _act(
        request, scope, number, form, lambda: grade_year(scope, number, **form.cleaned_data)
    )


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """End a posting on its last day."""
    form = LastDayForm(request.POST, prefix="end")
    return _act(request, scope, number, form, lambda: call_back(scope, number, **form.cleaned_data))


@require_POST
@staff
def take_back(request: HttpRequest, scope: Scope, number: int, row: int) -> HttpResponse:
    """Void a visit."""
    take_back_visit(scope, row, request.POST.get("reason", ""))
    messages.success(request, _("已撤回。"))
    return redirect("instructors:posting", number)


def _act(
    request: HttpRequest, scope: Scope, number: int, form: BlamingForm, act: Callable[[], Any]
) -> HttpResponse:
    record(scope, number)  # who may not see the posting is told no more
    done = taken(request, form, act, "instructors:posting", number)
    return done or _posting(request, scope, number, form)
