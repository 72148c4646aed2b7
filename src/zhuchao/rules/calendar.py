"""Working days: weekends, statutory holidays, make-up days and what a district adds to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chinese_calendar import constants

ONE_DAY = timedelta(days=1)


class Landing(NamedTuple):
    """The day a count ends on; provisional when it touched a year nobody has loaded."""

    day: date
    provisional: bool


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days are worked. `working` holds the exceptions to Monday–Friday, both ways.

    A year outside `known_years` has weekends only, and what touches it is provisional: its
    swap days come by a State Council notice of the year before (domain.md §9).
    """

    working: Mapping[date, bool]
    known_years: frozenset[int]
    # An import asks for the same few days thousands of times.
    _landings: dict[tuple[date, int], Landing] = field(default_factory=dict, init=False, repr=False)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`. Raises TypeError for a datetime: its zone is unknown."""
        if isinstance(day, datetime):
            raise TypeError("a calendar takes local days, not moments")
        return self.working.get(day, day.weekday() < 5)

    def provisional(self, first: date, last: date) -> bool:
        """Whether any year from `first` to `last`, both included, has not been loaded."""
        return any(y not in self.known_years for y in range(first.year, last.year + 1))

    def next_working_day(self, day: date) -> Landing:
        """The first working day from `day` on, `day` itself included.

        >>> national().next_working_day(date(2026, 10, 2)).day
        datetime.date(2026, 10, 8)
        """
        last = day
        while not self.is_working(last):
            last += ONE_DAY
        return Landing(last, self.provisional(day, last))

    def add_working_days(self, day: date, n: int) -> Landing:
        """The n-th working day after `day`, which itself does not count.

        >>> national().add_working_days(date(2026, 9, 30), 5)
        Landing(day=datetime.date(2026, 10, 13), provisional=False)

        Raises ValueError for n < 1 and OverflowError beyond the year 9999.
        """
        found = self._landings.get((day, n))
        if found is None:
            found = self._landings[day, n] = self._count(day, n)
        return found

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after `after` up to and including `until`."""
        days = (until - after).days
        return sum(self.is_working(after + timedelta(days=i)) for i in range(1, days + 1))

    def _count(self, day: date, n: int) -> Landing:
        if n < 1:
            raise ValueError("a count of working days starts at 1")
        last, left = day, n
        while left:
            last += ONE_DAY
            left -= self.is_working(last)
        return Landing(last, self.provisional(day + ONE_DAY, last))


def national(
    overrides: Mapping[date, bool] | None = None, loaded_years: Iterable[int] = ()
) -> Calendar:
    """The State Council's calendar, with a district's own days laid over it.

    `overrides` says of a day whether it is worked; `loaded_years` are the years whose notice
    the overrides carry, such as one younger than the installed national calendar.
    """
    rest = dict.fromkeys(constants.holidays, False)
    makeup = dict.fromkeys(constants.workdays, True)
    known = {day.year for day in rest} | set(loaded_years)
    return Calendar(rest | makeup | dict(overrides or {}), frozenset(known))
