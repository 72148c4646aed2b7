"""What somebody's verified reports are worth to him, and what is left: computed, never stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhuchao.rules.dated import add_months

Duplicates = Literal["none", "share"]


@dataclass(frozen=True)
class PointsScheme:
    """One version of the rules of points (domain.md §4): off unless a district turns it on."""

    version: str
    label: str
    basis: str
    confirmed: bool
    in_force_from: date
    in_force_to: date | None
    enabled: bool
    daily_cap: int
    duplicates: Duplicates
    expires_months: int
    credits: Mapping[str, int]
    """Points of a verified matter by its kind."""
    prices: Mapping[str, int]
    """Points of a coupon by the kind of offer."""
    coupon_days: int
    """How many days a coupon holds."""


@dataclass(frozen=True)
class Credit:
    """One report that was verified on a day; `reporters` told the same, he was the first or not."""

    on: date
    kind: str
    reporters: int = 1
    first: bool = True


@dataclass(frozen=True)
class Spent:
    """Points given for a coupon on a day."""

    on: date
    points: int


@dataclass(frozen=True)
class Lot:
    """What is left of the points of one day, and the first day on which they are gone."""

    on: date
    points: int
    expires: date


@dataclass(frozen=True)
class Balance:
    """What there is on a day: credited = left + spent + expired."""

    credited: int
    spent: int
    expired: int
    lots: tuple[Lot, ...]

    @property
    def left(self) -> int:
        """Points that can be spent."""
        return sum(lot.points for lot in self.lots)


def worth(scheme: PointsScheme, credit: Credit) -> int:
    """The points of one verified report before the cap of its day; 0 for kinds that have none."""
    points = scheme.credits.get(credit.kind, 0)
    if credit.reporters == 1:
        return points
    if scheme.duplicates == "share":
        return points // credit.reporters
    return points if credit.first else 0


def balance(
    scheme: PointsScheme, credits: Iterable[Credit], spent: Iterable[Spent], on: date
) -> Balance:
    """What somebody has on a day, from everything credited and spent up to it, in any order.

    Each day counts up to the cap; the oldest points are spent first; what is older than
    `expires_months` is gone. Spending more than there was takes all there was.
    """
    days: dict[date, int] = {}
    for credit in credits:
        if credit.on <= on:
            days[credit.on] = days.get(credit.on, 0) + worth(scheme, credit)
    earned = {day: min(points, scheme.daily_cap) for day, points in days.items()}
    lots = {day: points for day, points in sorted(earned.items()) if points}
    used = 0
    for paid in sorted(spent, key=lambda s: s.on):
        if paid.on <= on:
            used += _take(lots, paid, scheme.expires_months)
    left = tuple(
        Lot(day, points, expires)
        for day, points in lots.items()
        if points and (expires := add_months(day, scheme.expires_months)) > on
    )
    credited = sum(earned.values())
    return Balance(credited, used, credited - used - sum(lot.points for lot in left), left)


def _take(lots: dict[date, int], paid: Spent, months: int) -> int:
    """Spend from the oldest lots that were there and not expired on the day; how many."""
    wanted = paid.points
    for day, points in lots.items():
        if wanted and day <= paid.on < add_months(day, months):
            taken = min(points, wanted)
            lots[day] -= taken
            wanted -= taken
    return paid.points - wanted
