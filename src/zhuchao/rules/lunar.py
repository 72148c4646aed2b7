"""Days of the lunar calendar, by which people close for the New Year and open for a festival."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from lunar_python import Solar

LAST = 0
"""Stands for the last day of a month, the 29th or 30th: 除夕 is (12, LAST)."""


class LunarDay(NamedTuple):
    """A month 1–12 and a day 1–30, or LAST. A leap month has none of these days."""

    month: int
    day: int


NEW_YEARS_EVE = LunarDay(12, LAST)


@lru_cache(maxsize=2048)
def lunar_days(day: date) -> frozenset[LunarDay]:
    """What a day is called in the lunar calendar: one name, two on the last of a month.

    >>> sorted(lunar_days(date(2026, 2, 16)))
    [LunarDay(month=12, day=0), LunarDay(month=12, day=29)]
    >>> sorted(lunar_days(date(2026, 2, 17)))
    [LunarDay(month=1, day=1)]
    """
    month, number = _lunar(day)
    if month < 1:
        return frozenset()
    last = _lunar(day + timedelta(days=1))[1] == 1
    return frozenset({LunarDay(month, number)} | ({LunarDay(month, LAST)} if last else set()))


def _lunar(day: date) -> tuple[int, int]:
    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return int(found.getMonth()), int(found.getDay())
