"""Visits counted without a name: meal periods, slots of a rotating code, means by the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

PERIOD_HOURS = 4
SLOT_SECONDS = 120
KEPT_SLOTS = 3
"""A rotating code is taken in its own slot and the two after it: four minutes at least."""


def meal_period(hour: int) -> int:
    """Which four hours of a day an hour lies in; they change at 2, 6, 10, 14, 18 and 22.

    >>> [meal_period(hour) for hour in (0, 1, 2, 10, 13, 14, 21, 22)]
    [0, 0, 1, 3, 3, 4, 5, 6]
    """
    return (hour + 2) // PERIOD_HOURS


def slot_of(moment: datetime) -> int:
    """The number of the two minutes a moment lies in; moments are aware."""
    return int(moment.timestamp()) // SLOT_SECONDS


def taken_slots(moment: datetime) -> tuple[int, ...]:
    """The slots whose code is still taken at a moment, the newest first.

    >>> from datetime import UTC
    >>> taken_slots(datetime(1970, 1, 1, 0, 10, tzinfo=UTC))
    (5, 4, 3)
    """
    newest = slot_of(moment)
    return tuple(newest - back for back in range(KEPT_SLOTS))


@dataclass(frozen=True)
class DailyMean:
    """So many visits on so many days; the two are kept, so that each can be opened."""

    visits: int
    days: int

    @property
    def value(self) -> Fraction | None:
        """Visits a day, exactly; None where there was no day.

        >>> DailyMean(10, 4).value, DailyMean(0, 0).value
        (Fraction(5, 2), None)
        """
        return Fraction(self.visits, self.days) if self.days else None


@dataclass(frozen=True)
class DailyMeans:
    """The same visits by open day and by calendar day: two numbers that are never mixed up.

    An open day is one on which the place was to open, or on which somebody was counted all the
    same. Source: claim C-08, 日均服务: both are named.
    """

    visits: int
    open_days: int
    calendar_days: int

    @property
    def by_open_day(self) -> DailyMean:
        """Visits a day it was open."""
        return DailyMean(self.visits, self.open_days)

    @property
    def by_calendar_day(self) -> DailyMean:
        """Visits a day of the period."""
        return DailyMean(self.visits, self.calendar_days)


def daily_means(
    visits: Mapping[date, int], opened: frozenset[date], there: frozenset[date]
) -> DailyMeans:
    """The means of a place that was `there` on these days and `opened` on those.

    >>> one, two, three = (date(2026, 11, n) for n in (1, 2, 3))
    >>> daily_means({one: 4, two: 2}, frozenset({one}), frozenset({one, two, three}))
    DailyMeans(visits=6, open_days=2, calendar_days=3)
    """
    came = frozenset(day for day, count in visits.items() if count > 0)
    return DailyMeans(sum(visits.values()), len(opened | came), len(there | opened | came))
