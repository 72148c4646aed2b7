"""Shared rooms on the desk: which there are, the week of one, and what is booked in it."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.places.queries import calendar
from zhuchao.registry.alliances import actions, booking
from zhuchao.registry.alliances.forms import BookForm, OpenForm, WeekForm
from zhuchao.registry.alliances.policy import own
from zhuchao.registry.alliances.rooms import (
    Room,
    booked,
    confirmed,
    own_bookings,
    room_of,
    unconfirmed,
)
from zhuchao.registry.alliances.rooms import rooms as rooms_on
from zhuchao.registry.alliances.wanted import MOST_PEOPLE
from zhuchao.registry.alliances.week import monday, week
from zhuchao.registry.alliances.words import booking_line, room_line, week_columns
from zhuchao.registry.coverage.policy import ACTS, acts
from zhuchao.registry.models import Booking
from zhuchao.registry.organisations.forms import DayForm, with_day
from zhuchao.rules.hours_data import from_text

HOME = "alliances:rooms"
MORNING = 9
"""The hour a booking begins with when none was tapped."""
FARTHEST = date(2121, 1, 1)


@require_GET
@staff
def rooms(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The rooms that are shared with the scope's organisations, and what they have booked."""
    return _list(request, scope)


def _list(request: HttpRequest, scope: Scope, wrong: BlamingForm | None = None) -> HttpResponse:
    may, form = scope.holds(*ACTS), DayForm(with_day(request.GET))
    day = form.day() if form.is_valid() else local_day(now())
    context = {
        "day": day,
        "today": day == local_day(now()),
        "rooms": [room_line(one) for one in rooms_on(scope, day)],
        "mine": [booking_line(one) for one in own_bookings(scope, now())],
        "books": bool(own(scope)),
        "form": wrong or (OpenForm(scope, prefix="open") if may else None),
        "open": wrong is not None,
        "may": may,
    }
    return render(
        request, "registry/alliances/rooms.html", context, status=200 if wrong is None else 422
    )


@require_POST
@staff
def open_room(request: HttpRequest, scope: Scope) -> HttpResponse:
    """An organisation opens a room to others."""
    form = OpenForm(scope, request.POST, prefix="open")
    done = taken(request, form, lambda: actions.open_room(scope, **form.cleaned_data), HOME)
    return done or _list(request, scope, form)


@require_GET
@staff
def room(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The week of a room."""
    return _room(request, scope, room_of(scope, code))


def _room(
    request: HttpRequest, scope: Scope, found: Room, wrong: BlamingForm | None = None
) -> HttpResponse:
    day, first = _touched(request)
    begin, moment = monday(day), now()
    grid = week(
        from_text(found.site.hours),
        begin,
        booked(found.site, begin, begin + timedelta(days=6)),
        moment,
        calendar(),
    )
    hour = MORNING if first is None else first
    initial = {"day": day, "first": hour, "last": hour + 1}
    forms: dict[str, BlamingForm] = {
        "book": BookForm(found.bookers, prefix="book", initial=initial),
        "close": LastDayForm(prefix="close"),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "room": found,
        "line": room_line(found),
        "days": week_columns(grid),
        "unknown": grid.unknown,
        "begin": begin,
        "end": begin + timedelta(days=6),
        "before": begin - timedelta(days=7),
        "after": begin + timedelta(days=7),
        "today": local_day(moment),
        "day": day,
        "first": first,
        "books": bool(found.bookers) and found.here,
        "due": [booking_line(one) for one in unconfirmed(found.site, moment)],
        "done": [booking_line(one) for one in confirmed(found.site)],
        "coming": [
            (booking_line(one), one.organisation_id in own(scope))
            for one in booked(found.site, local_day(moment), FARTHEST)
            if one.since > moment
        ],
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "may_close": acts(scope, str(found.site.division.path)) and found.here,
    }
    return render(
        request, "registry/alliances/room.html", context, status=200 if wrong is None else 422
    )


def _touched(request: HttpRequest) -> tuple[date, int | None]:
    """The day and the hour that were touched; today where the address says none that is sound."""
    form, today = WeekForm(request.GET), local_day(now())
    said = form.cleaned_data if form.is_valid() else {}
    day = said.get("day") or today
    near = abs(day - today) < timedelta(days=3660)
    return (day if near else today), said.get("first")


@require_POST
@staff
def book(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Book some hours."""
    found = room_of(scope, code)
    form = BookForm(found.bookers, request.POST, prefix="book")

    def act() -> Any:
        unit = form.cleaned_data["organisation"]
        return booking.book(scope, found.site.pk, unit, form.wanted())

    return taken(request, form, act, "alliances:room", code) or _room(request, scope, found, form)


@require_POST
@staff
def close(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Share a room no more."""
    found, form = room_of(scope, code), LastDayForm(request.POST, prefix="close")
    done = taken(
        request, form, lambda: actions.close_room(scope, found.tie.pk, **form.cleaned_data), HOME
    )
    return done or _room(request, scope, found, form)


@require_POST
@staff
def cancel(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Cancel a booking."""
    booking.cancel(scope, number, request.POST.get("reason", ""))
    return _back(request, number)


@require_POST
@staff
def confirm(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Say how many came."""
    came = request.POST.get("came", "").strip()
    if not (came.isascii() and came.isdigit() and len(came) <= len(str(MOST_PEOPLE))):
        raise Refused("invalid", _("请写到场人数，没有人来写 0"), "came")
    booking.confirm(scope, number, int(came))
    return _back(request, number)


@require_POST
@staff
def take_back(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Void what was confirmed."""
    booking.take_back(scope, number, request.POST.get("reason", ""))
    return _back(request, number)


def _back(request: HttpRequest, number: int) -> HttpResponse:
    messages.success(request, _("已写入记录。"))
    row = Booking.objects.select_related("site").get(pk=number)
    return redirect("alliances:room", row.site.code)
