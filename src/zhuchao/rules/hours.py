"""Opening hours: what is said of them, and whether a place is open at a moment."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from zhuchao.rules.calendar import ONE_DAY, Calendar
from zhuchao.rules.lunar import LunarDay, lunar_days

Interval = tuple[int, int]
"""Minutes from the midnight a day begins with; an end beyond MINUTES lies in the next day."""
Day = tuple[Interval, ...] | None
"""The intervals that begin on a day: none is closed, None is unknown."""
State = Literal["open", "closed", "unknown"]
Dated = tuple[date, date, Day]
"""First and last day of an exception, and what holds on them."""

MINUTES = 24 * 60
ALL_DAY: Day = ((0, MINUTES),)
HORIZON = 60
"""Days ahead in which a change is looked for."""


def sound(day: Day) -> bool:
    """Whether intervals are in order, do not overlap and none lasts over 24 hours."""
    if day is None:
        return True
    each = all(0 <= a < MINUTES and a < b <= a + MINUTES for a, b in day)
    return each and all(one[1] <= two[0] for one, two in pairwise(day))


@dataclass(frozen=True)
class Hours:
    """What somebody said of when a place is open. What nobody said is unknown, not closed.

    Where several apply, the first of these decides: `closed_until` (its last closed day), a date,
    a lunar day, a day off of the State Council calendar ("usual": none of its own), the
    weekday (Monday first). Raises ValueError for intervals that overlap, or last over 24 hours.
    """

    week: tuple[Day, ...]
    holidays: Day | Literal["usual"] = "usual"
    lunar: tuple[tuple[LunarDay, Day], ...] = ()
    dates: tuple[Dated, ...] = ()
    closed_until: date | None = None

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("a week has seven days")
        held = [*self.week, *(d for _, d in self.lunar), *(d for _, _, d in self.dates)]
        if self.holidays != "usual":
            held.append(self.holidays)
        if not all(sound(day) for day in held):
            raise ValueError("intervals overlap, or last over 24 hours")
        if any(last < first for first, last, _ in self.dates):
            raise ValueError("an exception ends before it begins")

    def on(self, day: date, calendar: Calendar) -> Day:
        """The intervals that begin on a day."""
        if self.closed_until and day <= self.closed_until:
            return ()
        for first, last, held in self.dates:
            if first <= day <= last:
                return held
        for name, held in self.lunar:
            if name in lunar_days(day):
                return held
        if self.holidays != "usual" and calendar.working.get(day) is False:
            return self.holidays
        return self.week[day.weekday()]


UNKNOWN = Hours((None,) * 7)
ALWAYS = Hours((ALL_DAY,) * 7)


def state_at(hours: Hours, moment: datetime, calendar: Calendar) -> State:
    """Whether a place is open, by the wall clock of `moment`, which is local.

    An interval holds from its first minute up to, not including, its end.

    >>> from zhuchao.rules.calendar import national
    >>> night = Hours((((22 * 60, 30 * 60),),) * 5 + ((), ()))
    >>> state_at(night, datetime(2026, 11, 28, 5, 59), national())
    'open'
    >>> state_at(night, datetime(2026, 11, 28, 6), national())
    'closed'
    >>> state_at(UNKNOWN, datetime(2026, 11, 28, 6), national())
    'unknown'
    """
    day, minute = moment.date(), moment.hour * 60 + moment.minute
    today = hours.on(day, calendar)
    if _holds(today, minute) or _holds(hours.on(day - ONE_DAY, calendar), minute + MINUTES):
        return "open"
    return "unknown" if today is None else "closed"


def _holds(day: Day, minute: int) -> bool:
    return any(a <= minute < b for a, b in day or ())


def next_change(
    hours: Hours, moment: datetime, calendar: Calendar
) -> tuple[datetime, State] | None:
    """The next moment at which the state is another one, and which; None within HORIZON days.

    >>> from zhuchao.rules.calendar import national
    >>> office = Hours((((9 * 60, 17 * 60),),) * 5 + ((), ()))
    >>> next_change(office, datetime(2026, 11, 27, 18), national())
    (datetime.datetime(2026, 11, 30, 9, 0), 'open')
    """
    state, first = state_at(hours, moment, calendar), moment.date()
    until = max(first, hours.closed_until or first) + timedelta(days=HORIZON)
    for n in range((until - first).days + 1):
        midnight = datetime.combine(first + timedelta(days=n), time(), moment.tzinfo)
        for minute in _edges(hours, midnight.date(), calendar):
            then = midnight + timedelta(minutes=minute)
            if then > moment and state_at(hours, then, calendar) != state:
                return then, state_at(hours, then, calendar)
    return None


def _edges(hours: Hours, day: date, calendar: Calendar) -> list[int]:
    """The minutes of a day at which something may begin or end."""
    own = [minute for one in hours.on(day, calendar) or () for minute in one]
    late = [end - MINUTES for _, end in hours.on(day - ONE_DAY, calendar) or ()]
    return sorted({0, *(m for m in (*own, *late) if 0 <= m < MINUTES)})


@lru_cache(maxsize=4096)
def open_hours(hours: Hours, weekday: int) -> tuple[bool | None, ...]:
    """Of each hour of an ordinary weekday (0 is Monday): open throughout, not, or unknown (None).

    >>> [h for h, it_is in enumerate(open_hours(Hours((((510, 720),),) * 7), 2)) if it_is]
    [9, 10, 11]
    """
    late = [(a - MINUTES, b - MINUTES) for a, b in hours.week[weekday - 1] or ()]
    merged: list[Interval] = []
    for a, b in sorted([*late, *(hours.week[weekday] or ())]):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    otherwise = None if hours.week[weekday] is None else False
    return tuple(
        any(a <= h * 60 and h * 60 + 60 <= b for a, b in merged) or otherwise for h in range(24)
    )
