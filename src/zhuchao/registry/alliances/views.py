"""Alliances on the desk: those of a day with their picture, one with its way, and the uses."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.policy import demand
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.alliances import actions
from zhuchao.registry.alliances.drawing import circle_of_equals, leader_with_led
from zhuchao.registry.alliances.forms import (
    DissolveForm,
    FoundForm,
    JoinForm,
    LeadForm,
    PageForm,
)
from zhuchao.registry.alliances.policy import own
from zhuchao.registry.alliances.queries import Circle, bonds, counts, seen_alliance, use_page, used
from zhuchao.registry.alliances.sheet import use_sheet
from zhuchao.registry.alliances.words import booking_line
from zhuchao.registry.coverage.policy import ACTS, SEES, acts
from zhuchao.registry.organisations.drawing import strip
from zhuchao.registry.organisations.forms import DayForm, with_day
from zhuchao.registry.organisations.standing import end_of
from zhuchao.registry.organisations.words import change_days, timeline

HOME = "alliances:list"


@require_GET
@staff
def alliances(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The alliances and leads of a day, drawn, with their figures."""
    return _list(request, scope)


def _demand(scope: Scope) -> None:
    demand(bool(scope.holds(*SEES) or own(scope)), _("没有权限查看联建和带建"))


def _list(request: HttpRequest, scope: Scope, wrong: BlamingForm | None = None) -> HttpResponse:
    _demand(scope)
    form, known = _looked_at(request)
    day = form.day() if form.is_valid() else local_day(now())
    found = bonds(scope, day, known=known)
    may, desk = scope.holds(*ACTS), scope.holds(*SEES)
    forms: dict[str, BlamingForm] = {}
    if may:
        forms = {"found": FoundForm(scope, prefix="found"), "lead": LeadForm(prefix="lead")}
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "form": form,
        "day": day,
        "today": day == local_day(now()),
        "then": known is not None,
        "same_day": _same_day(day, known),
        "alliances": [(one, circle_of_equals(one)) for one in found.alliances],
        "leaders": [
            (one, leader_with_led(one), [(e, _ends_here(scope, e.organisation)) for e in one.ends])
            for one in found.leaders
        ],
        "counts": counts(scope, day, found, known=known) if desk else None,
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "may": may,
        "wrong": wrong,
    }
    status = 200 if wrong is None and form.is_valid() else 422
    return render(request, "registry/alliances/list.html", context, status=status)


def _same_day(day: date, known: datetime | None) -> str:
    return urlencode({"on": day.isoformat(), **({"known": "then"} if known else {})})


def _ends_here(scope: Scope, organisation: Any) -> bool:
    return acts(scope, str(organisation.division.path))


def _looked_at(request: HttpRequest) -> tuple[DayForm, datetime | None]:
    """The day asked for, and the moment whose knowledge counts; None: what is known now."""
    form = DayForm(with_day(request.GET))
    then = form.is_valid() and form.cleaned_data["known"] == "then"
    return form, end_of(form.day()) if then else None


@require_POST
@staff
def found(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Found an alliance."""
    form = FoundForm(scope, request.POST, prefix="found")

    def act() -> Any:
        given = form.cleaned_data
        who = {"members": given["members"], "since": given["since"]}
        return actions.found_alliance(scope, given["name"], form.area(), **who)

    return taken(request, form, act, HOME) or _list(request, scope, form)


@require_POST
@staff
def lead(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A Party organisation leads another."""
    form = LeadForm(request.POST, prefix="lead")
    done = taken(request, form, lambda: actions.lead(scope, **form.cleaned_data), HOME)
    return done or _list(request, scope, form)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The last day of a lead."""
    form = LastDayForm(request.POST, prefix=f"end{number}")
    done = taken(request, form, lambda: actions.leave(scope, number, **form.cleaned_data), HOME)
    return done or _list(request, scope, form)


@require_GET
@staff
def uses(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The records behind the figures of use: each booking of the year that was used."""
    demand(scope.holds(*SEES), _("没有权限查看联建和带建"))
    form, known = _looked_at(request)
    day = form.day() if form.is_valid() else local_day(now())
    at_key = PageForm(request.GET)
    before = at_key.cleaned_data["before"] if at_key.is_valid() else None
    page = use_page(used(scope, day, known=known), before)
    path, same_day = request.path, _same_day(day, known)
    context = {
        "rows": [(booking_line(row), entry) for entry, row in page.rows],
        "day": day,
        "counts": counts(scope, day, bonds(scope, day, known=known), known=known),
        "first": f"{path}?{same_day}" if before else "",
        "same_day": same_day,
        "next": f"{path}?{same_day}&before={page.before}" if page.before else "",
    }
    return render(request, "registry/alliances/uses.html", context)


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The records behind the figures of use as an Excel file."""
    demand(scope.holds(*SEES), _("没有权限查看联建和带建"))
    form, known = _looked_at(request)
    day = form.day() if form.is_valid() else local_day(now())
    return use_sheet(scope, used(scope, day, known=known))


@require_GET
@staff
def alliance(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One alliance on a day."""
    return _one(request, scope, code)


def _one(
    request: HttpRequest, scope: Scope, code: str, wrong: BlamingForm | None = None
) -> HttpResponse:
    row = seen_alliance(scope, code)
    form, known = _looked_at(request)
    day, today = form.day() if form.is_valid() else local_day(now()), local_day(now())
    circles = {one.centre.pk: one for one in bonds(scope, day, known=known).alliances}
    circle = circles.get(row.pk)
    lines = timeline(row, posts=False)
    forms: dict[str, BlamingForm] = {
        "join": JoinForm(prefix="join"),
        "dissolve": DissolveForm(prefix="dissolve", initial={"version": row.version}),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "alliance": row,
        "form": form,
        "day": day,
        "today": day == today,
        "then": known is not None,
        "circle": circle or Circle(row),
        "there": circle is not None,
        "picture": circle_of_equals(circle) if circle else None,
        "strip": strip(change_days(lines), day, today),
        "lines": lines,
        "may": acts(scope, str(row.division.path)) and row.valid_to is None,
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "wrong": wrong,
    }
    status = 200 if wrong is None and form.is_valid() else 422
    return render(request, "registry/alliances/alliance.html", context, status=status)


@require_POST
@staff
def join(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """An organisation joins."""
    row, form = seen_alliance(scope, code), JoinForm(request.POST, prefix="join")

    def act() -> Any:
        given = form.cleaned_data
        return actions.join(scope, row, given["members"], since=given["since"])

    return taken(request, form, act, "alliances:alliance", code) or _one(request, scope, code, form)


@require_POST
@staff
def leave(request: HttpRequest, scope: Scope, code: str, number: int) -> HttpResponse:
    """A member leaves."""
    seen_alliance(scope, code)
    form = LastDayForm(request.POST, prefix=f"leave{number}")
    done = taken(
        request,
        form,
        lambda: actions.leave(scope, number, **form.cleaned_data),
        "alliances:alliance",
        code,
    )
    return done or _one(request, scope, code, form)


@require_POST
@staff
def dissolve(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Dissolve an alliance."""
    row, form = seen_alliance(scope, code), DissolveForm(request.POST, prefix="dissolve")
    done = taken(
        request,
        form,
        lambda: actions.dissolve(scope, row, **form.cleaned_data),
        "alliances:alliance",
        code,
    )
    return done or _one(request, scope, code, form)
