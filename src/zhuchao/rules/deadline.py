"""When something falls due: counting minutes, hours, calendar days and working days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from zhuchao.rules.calendar import Calendar
from zhuchao.rules.flow import Unit

END_OF_DAY = time(23, 59, 59)
STRAIGHT = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


class Timed(Protocol):
    """Whatever sets a limit: a clock of a flow, a hop of a chain, a row of a rule set."""

    @property
    def amount(self) -> int:
        """How many units."""

    @property
    def unit(self) -> Unit:
        """Which unit; 日 and 工作日 are never mixed (domain.md, rule 3)."""


@dataclass(frozen=True)
class Due:
    """A deadline twice: staff are warned on `due`, petitioners are given `shifted`.

    Both are aware moments in the district's zone, and inclusive: late means `now > due`. A
    deadline counted in days ends with the last second of its day, 23:59:59. `shifted` differs
    only where a last calendar day is a rest day. `provisional`: see `Calendar`.
    """

    due: datetime
    shifted: datetime
    provisional: bool


def due(start: datetime, clock: Timed, calendar: Calendar, zone: tzinfo) -> Due:
    """When `clock`, started at the aware moment `start`, falls due in the district's `zone`.

    Minutes and hours run straight through nights and holidays. Days exclude the start day; a
    last calendar day on a rest day moves to the next working day: domain.md §1, Counting.
    An extension counts from the old due: `due(old.due, extension, calendar, zone)`.

    >>> from zhuchao.rules.catalogue import shipped
    >>> from zhuchao.rules.calendar import national
    >>> from zhuchao.rules.ruleset import limit
    >>> D5 = limit(shipped()["petition"], "D5")
    >>> found = due(datetime(2026, 8, 3, 9, tzinfo=UTC), D5, national(), UTC)
    >>> str(found.due.date()), str(found.shifted.date())
    ('2026-10-02', '2026-10-08')

    Raises ValueError for a moment without zone or an amount below 1, OverflowError beyond 9999.
    """
    if clock.amount < 1:
        raise ValueError("a limit is at least 1")
    if clock.unit in STRAIGHT:
        return _straight(start, STRAIGHT[clock.unit] * clock.amount, zone, provisional=False)
    first = _day(start, zone)
    if clock.unit == "day":
        return _calendar_day(first + timedelta(days=clock.amount), calendar, zone)
    last, provisional = calendar.add_working_days(first, clock.amount)
    return Due(_end(last, zone), _end(last, zone), provisional)


def resume(
    old: Due,
    paused_at: datetime,
    resumed_at: datetime,
    clock: Timed,
    calendar: Calendar,
    zone: tzinfo,
) -> Due:
    """The deadline after a pause: what was left at `paused_at` is left again at `resumed_at`.

    Straight clocks move by the elapsed time, day clocks by the midnights passed, working-day
    clocks by the working days after the day of pausing up to the day of resuming. So a pause
    within one day moves only straight clocks; a clock already late stays as late as it was.

    Raises ValueError for moments without zone or a resumption before the pause.
    """
    first, last = _day(paused_at, zone), _day(resumed_at, zone)
    passed = resumed_at.astimezone(UTC) - paused_at.astimezone(UTC)
    if passed < timedelta(0):
        raise ValueError("a clock cannot resume before it was paused")
    if clock.unit in STRAIGHT:
        return _straight(old.due, passed, zone, old.provisional)
    if clock.unit == "day":
        days = (last - first).days
        moved = _calendar_day(_day(old.due, zone) + timedelta(days=days), calendar, zone)
        return moved if days else old
    return _move_working_days(old, first, last, calendar, zone)


def _move_working_days(
    old: Due, paused: date, resumed: date, calendar: Calendar, zone: tzinfo
) -> Due:
    passed = calendar.working_days_between(paused, resumed)
    if not passed:
        return old
    last, provisional = calendar.add_working_days(_day(old.due, zone), passed)
    unsure = provisional or old.provisional or calendar.provisional(paused, resumed)
    return Due(_end(last, zone), _end(last, zone), unsure)


def _straight(start: datetime, length: timedelta, zone: tzinfo, provisional: bool) -> Due:
    _day(start, zone)
    # Through UTC, for adding to a local moment would count its wall clock, not elapsed time.
    end = (start.astimezone(UTC) + length).astimezone(zone)
    return Due(end, end, provisional)


def _calendar_day(last: date, calendar: Calendar, zone: tzinfo) -> Due:
    landing = calendar.next_working_day(last)
    return Due(_end(last, zone), _end(landing.day, zone), landing.provisional)


def _day(moment: datetime, zone: tzinfo) -> date:
    if moment.utcoffset() is None:
        raise ValueError("a deadline needs a moment with its time zone")
    return moment.astimezone(zone).date()


def _end(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, END_OF_DAY, zone)
