"""The units things are counted in; they are different things and refuse to be added."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Measure(StrEnum):
    """Every unit a number may carry. 183 批次 and 293 人次 are one fact each, never a sum."""

    ITEM = "件"
    ITEM_COUNT = "件(次)"
    PERSON = "人"
    PERSON_COUNT = "人次"
    SESSION = "场次"
    BATCH = "批次"
    HOUR = "小时"
    COPY = "份"


@dataclass(frozen=True)
class Quantity:
    """A number with its unit; only hours may be broken.

    >>> Quantity(2, Measure.PERSON) + Quantity(3, Measure.PERSON)
    Quantity(amount=5, unit=<Measure.PERSON: '人'>)
    >>> Quantity(2, Measure.PERSON) + Quantity(3, Measure.PERSON_COUNT)
    Traceback (most recent call last):
    TypeError: 人 and 人次 are different units and cannot be added

    Source: domain.md §1, Counting.
    """

    amount: int | Decimal
    unit: Measure

    def __post_init__(self) -> None:
        if self.unit is not Measure.HOUR and self.amount != int(self.amount):
            raise ValueError(f"{self.amount} {self.unit}: only hours may be broken")

    def __add__(self, other: "Quantity") -> "Quantity":
        if not isinstance(other, Quantity):
            return NotImplemented
        if other.unit is not self.unit:
            raise TypeError(f"{self.unit} and {other.unit} are different units and cannot be added")
        return Quantity(self.amount + other.amount, self.unit)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"
