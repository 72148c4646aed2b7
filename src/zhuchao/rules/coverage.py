"""The two coverages of units (两个覆盖), and how much one differs from another."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Unit:
    """An enterprise or social organisation as it is believed on a day."""

    id: int
    path: str
    sector: str
    trade: str
    operating: str
    members: int | None
    """Formal members known there; None while nobody asked."""


@dataclass(frozen=True)
class Coverage:
    """Units counted, each once, over those operating (domain.md §3, P16)."""

    base: int
    """Units operating on the day: the denominator of each rate."""
    unknown: int
    """Units of which nobody knows whether they operate; in no rate."""
    own: int
    """Units with a Party organisation of their own."""
    covered: int
    """Units with an organisation of their own or in a joint one."""
    reached: int
    """Covered units, and those an instructor, a liaison, a union or the Youth League reaches."""

    def rate(self, count: int) -> Fraction | None:
        """A count over the base; None without a base."""
        return Fraction(count, self.base) if self.base else None

    @property
    def organisation_rate(self) -> Fraction | None:
        """组织覆盖率."""
        return self.rate(self.covered)

    @property
    def work_rate(self) -> Fraction | None:
        """工作覆盖率."""
        return self.rate(self.reached)

    @property
    def own_rate(self) -> Fraction | None:
        """单独组建率."""
        return self.rate(self.own)


def coverage(
    units: Iterable[Unit], own: Set[int], covered: Set[int], reached: Set[int]
) -> Coverage:
    """The coverage of units; the sets are ids of units, whatever else they may hold.

    A unit in several sets or named several times counts once, so no rate is ever above 1.
    """
    known = {unit.id: unit for unit in units}
    base = {number for number, unit in known.items() if unit.operating == "yes"}
    with_one = base & (covered | own)
    return Coverage(
        base=len(base),
        unknown=sum(unit.operating == "unknown" for unit in known.values()),
        own=len(base & own),
        covered=len(with_one),
        reached=len(with_one | (base & reached)),
    )


@dataclass(frozen=True)
class Change:
    """From one rate to another: percentage points, and relative per cent of the first.

    "同比提升 9.1%" may mean either (domain.md §3), so both are always told by name.
    """

    points: Fraction | None
    relative: Fraction | None


def change(before: Fraction | None, after: Fraction | None) -> Change:
    """How much a rate changed; None where a rate is missing, relative also from nothing.

    >>> change(Fraction(1, 2), Fraction(3, 5))
    Change(points=Fraction(10, 1), relative=Fraction(20, 1))
    """
    if before is None or after is None:
        return Change(None, None)
    points = (after - before) * 100
    return Change(points, points / before if before else None)
