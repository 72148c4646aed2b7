"""A week of a room as a grid: days beside each other, hours below each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from zhuchao.journal.clock import zone
from zhuchao.registry.alliances.opening import DAY_HOURS, open_on
from zhuchao.registry.alliances.wanted import moment_at
from zhuchao.registry.models import Booking
from zhuchao.rules.calendar import Calendar
from zhuchao.rules.hours import Hours

USUAL = (8, 21)
"""The hours shown at least where nothing is known of them."""
State = Literal["free", "taken", "shut", "past"]


@dataclass(frozen=True)
class Cell:
    """Some hours of a day that are alike; free ones stand each by itself."""

    hour: int
    span: int
    state: State
    booking: Booking | None = None

    @property
    def until(self) -> int:
        """The hour it ends with, not included."""
        return self.hour + self.span


@dataclass(frozen=True)
class DayColumn:
    """A day with its cells, from the first shown hour to the last without a gap."""

    day: date
    cells: list[Cell]


@dataclass(frozen=True)
class Week:
    """Seven days, and whether the opening hours of any are unknown."""

    days: list[DayColumn]
    first: int
    last: int
    unknown: bool


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def week(
    hours: Hours, begin: date, bookings: Sequence[Booking], moment: datetime, calendar: Calendar
) -> Week:
    """The week that begins on a day, as it stands at a moment."""
    days = [begin + timedelta(days=n) for n in range(7)]
    states = [open_on(hours, day, calendar) for day in days]
    taken = [_taken(day, bookings) for day in days]
    first, last = _bounds(states, taken)
    columns = [
        DayColumn(day, cells(state, held, (first, last), _past(day, moment)))
        for day, state, held in zip(days, states, taken, strict=True)
    ]
    return Week(columns, first, last, any(None in state for state in states))


def cells(
    state: Sequence[bool | None],
    taken: Sequence[Booking | None],
    bounds: tuple[int, int],
    past: int,
) -> list[Cell]:
    """The cells of a day between two hours; `past`: the hours gone by."""
    return list(_cells([_said(h, state, taken, past) for h in range(DAY_HOURS)], bounds))


def _cells(said: Sequence[tuple[State, Booking | None]], bounds: tuple[int, int]) -> Iterator[Cell]:
    hour, last = bounds
    while hour < last:
        span = 1
        while said[hour][0] != "free" and hour + span < last and said[hour + span] == said[hour]:
            span += 1
        yield Cell(hour, span, *said[hour])
        hour += span


def _said(
    hour: int, state: Sequence[bool | None], taken: Sequence[Booking | None], past: int
) -> tuple[State, Booking | None]:
    if taken[hour] is not None:
        return "taken", taken[hour]
    if state[hour] is False:
        return "shut", None
    return ("past" if hour < past else "free"), None


def _taken(day: date, bookings: Sequence[Booking]) -> list[Booking | None]:
    """Who holds each hour of a day."""
    hours: list[Booking | None] = [None] * DAY_HOURS
    for one in bookings:
        if one.since.astimezone(zone()).date() == day:
            first = (one.since - moment_at(day, 0)) // timedelta(hours=1)
            last = (one.until - moment_at(day, 0)) // timedelta(hours=1)
            hours[first:last] = [one] * (last - first)
    return hours


def _bounds(
    states: Sequence[Sequence[bool | None]], taken: Sequence[Sequence[Booking | None]]
) -> tuple[int, int]:
    """The first and last hour worth showing."""
    pairs = [(h, day[h]) for day in states for h in range(DAY_HOURS)]
    known = [h for h, it_is in pairs if it_is]
    unknown = any(it_is is None for _h, it_is in pairs)
    held = [h for day in taken for h in range(DAY_HOURS) if day[h] is not None]
    usual = [USUAL[0], USUAL[1] - 1] if unknown or not known else []
    shown = [*known, *held, *usual]
    return min(shown), max(shown) + 1


def _past(day: date, moment: datetime) -> int:
    """How many hours of a day have begun."""
    gone = moment - moment_at(day, 0)
    return max(0, min(DAY_HOURS, gone // timedelta(hours=1) + 1)) if gone >= timedelta() else 0
