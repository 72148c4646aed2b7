"""Steps bounded by the days of others: so long after one, at the latest so long after another."""

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from zhuchao.rules.calendar import Calendar

DateUnit = Literal["day", "working_day", "month", "year"]


@dataclass(frozen=True)
class Bound:
    """So much time from the day on which the step `after` was done.

    `kind`: not `earliest` than that; `latest` by then, with a reason up to `most` (never later,
    so the rules say; still a person decides what follows). An `extended` bound moves with a
    prolonged probation. `article` cites in full.
    """

    kind: Literal["earliest", "latest", "most"]
    after: str
    amount: int
    unit: DateUnit
    article: str
    extended: bool = False


@dataclass(frozen=True)
class DatedStep:
    """One step of a long way: its place in it, its papers, what bounds its day, and the source."""

    name: str
    number: int
    stage: str
    label: str
    article: str
    evidence: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    decides: bool = False
    """People decide yes or no; with no the way stops here until they decide anew."""
    ballot: bool = False
    """They decide by secret ballot: due to attend, present, yes."""
    notice: int = 0
    """Working days of public notice that must have ended before."""
    least: Mapping[str, int] = field(default_factory=dict)
    """Amounts of which one must be reached: {"days": 3, "hours": 24}."""
    every: Bound | None = None
    """It is repeated: the next time is due so long after the last."""
    unconfirmed: str = ""
    """What should be checked in the official text, because sources differ."""


def add_months(day: date, count: int) -> date:
    """The same day so many months on; where that month has none, its last (民法典第二百零二条).

    >>> add_months(date(2027, 1, 31), 1), add_months(date(2028, 2, 29), 12)
    (datetime.date(2027, 2, 28), datetime.date(2029, 2, 28))

    Raises ValueError beyond the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def later(day: date, amount: int, unit: DateUnit, calendar: Calendar) -> date:
    """The day `amount` units after `day`, which itself does not count."""
    if unit == "working_day":
        return calendar.add_working_days(day, amount).day
    if unit == "day":
        return day + timedelta(days=amount)
    return add_months(day, amount * 12 if unit == "year" else amount)


def of_bound(bound: Bound, day: date, extension: int, calendar: Calendar) -> date:
    """Where a bound lies that counts from `day`; `extension` in months prolongs what it may."""
    found = later(day, bound.amount, bound.unit, calendar)
    return add_months(found, extension) if bound.extended and extension else found
