"""The whole hours of a day in which a room can be used, by its opening hours."""

from collections.abc import Iterable
from datetime import date

from zhuchao.rules.calendar import ONE_DAY, Calendar
from zhuchao.rules.hours import MINUTES, Hours, Interval

DAY_HOURS = 24


def open_on(hours: Hours, day: date, calendar: Calendar) -> tuple[bool | None, ...]:
    """Of each hour of one day: open throughout, not, or unknown (None).

    >>> from zhuchao.rules.calendar import national
    >>> office = Hours((((510, 720), (720, 780)),) * 5 + ((), None))
    >>> [h for h, it_is in enumerate(open_on(office, date(2026, 11, 27), national())) if it_is]
    [9, 10, 11, 12]
    >>> set(open_on(office, date(2026, 11, 28), national()))
    {False}
    >>> set(open_on(office, date(2026, 11, 29), national()))
    {None}
    """
    today = hours.on(day, calendar)
    late = hours.on(day - ONE_DAY, calendar) or ()
    merged = _merged([*((a - MINUTES, b - MINUTES) for a, b in late), *(today or ())])
    otherwise = None if today is None else False
    return tuple(
        any(a <= h * 60 and h * 60 + 60 <= b for a, b in merged) or otherwise
        for h in range(DAY_HOURS)
    )


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Intervals in order, those that touch as one."""
    found: list[Interval] = []
    for a, b in sorted(intervals):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found
