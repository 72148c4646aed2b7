"""A standard places are held to: a checklist with points, grades, and how a check is scored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from zhuchao.rules.dated import add_months

Evidence = Literal["any", "none"]
"""What a yes asks for: a photo or a note (any), or nothing. A photo alone is never demanded."""


@dataclass(frozen=True)
class Item:
    """One line of the checklist. Without a required one nothing is passed, whatever the score."""

    key: str
    label: str
    points: int = 1
    required: bool = False
    evidence: Evidence = "any"
    basis: str = ""


@dataclass(frozen=True)
class Grade:
    """A result, given from so many per cent of all points on."""

    name: str
    label: str
    percent: int


@dataclass(frozen=True)
class Standard:
    """One version of a standard; followed, never changed (domain.md §4).

    `confirmed` says that the items were found in a published text; else they are a local default.
    `kinds` are the kinds of site that may carry its plate, none named: any. `months` is how long a
    plate is valid. Grades stand from the best to the lowest.
    """

    key: str
    version: str
    label: str
    basis: str
    confirmed: bool
    in_force_from: date
    in_force_to: date | None
    months: int
    kinds: tuple[str, ...]
    items: tuple[Item, ...]
    grades: tuple[Grade, ...]

    def in_force(self, day: date) -> bool:
        """Whether a check made on this day goes by this version."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    @cached_property
    def most(self) -> int:
        """All points there are."""
        return sum(item.points for item in self.items)


@dataclass(frozen=True)
class Outcome:
    """What a check came to; `grade` is None when it was not passed."""

    points: int
    most: int
    grade: Grade | None
    lacking: tuple[Item, ...]
    """Required items that were not met."""


def score(standard: Standard, met: Collection[str]) -> Outcome:
    """The points and grade for the items that are met, by their keys.

    >>> sign, seats = Item("sign", "标识", 2, required=True), Item("seats", "座位", 3)
    >>> one = Standard("x", "1", "x", "", False, date(2026, 1, 1), None, 12, (), (sign, seats),
    ...                (Grade("good", "优秀", 90), Grade("pass", "合格", 40)))
    >>> score(one, {"sign"}).grade.label, score(one, {"seats"}).grade
    ('合格', None)
    """
    points = sum(item.points for item in standard.items if item.key in met)
    lacking = tuple(i for i in standard.items if i.required and i.key not in met)
    reached = [g for g in standard.grades if points * 100 >= g.percent * standard.most]
    return Outcome(points, standard.most, None if lacking else next(iter(reached), None), lacking)


def months_later(day: date, months: int) -> date:
    """The last day of a validity of so many months that begins on `day`.

    >>> months_later(date(2026, 3, 1), 12), months_later(date(2024, 2, 29), 12)
    (datetime.date(2027, 2, 28), datetime.date(2025, 2, 27))
    """
    return add_months(day, months) - timedelta(days=1)
