"""Coverage read from the journal alone: the units of a day, and what covers or reaches them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Max, Q, QuerySet

from zhuchao.journal.models import Entry, Span
from zhuchao.registry.kinds import UNIT_SECTORS
from zhuchao.rules.coverage import Coverage, Unit, coverage
from zhuchao.rules.dated import add_months

UNITS = (
    "organisation.founded",
    "organisation.changed",
    "organisation.loaded",
    "organisation.closed",
)
OWN = ("own.made", "own.changed", "own.ended")
JOINT = ("joint.made", "joint.changed", "joint.ended")
REACHES = ("reach.made", "reach.changed", "reach.ended")
ALIKE: dict[tuple[str, ...], tuple[str, ...]] = {OWN: OWN + JOINT, JOINT: OWN + JOINT}
SECTORS = sorted(set(UNIT_SECTORS.values()))


@dataclass(frozen=True)
class Filters:
    """Which units are looked at; empty: all."""

    path: str = ""
    sector: str = ""
    trade: str = ""

    def fits(self, unit: Unit) -> bool:
        """Whether a unit is among them."""
        return (
            unit.path.startswith(self.path)
            and self.sector in ("", unit.sector)
            and self.trade in ("", unit.trade)
        )


@dataclass(frozen=True)
class Day:
    """The units of a day and the ids of those covered and reached, as believed or as known then."""

    day: date
    units: tuple[Unit, ...]
    own: frozenset[int]
    covered: frozenset[int]
    reached: frozenset[int]

    def coverage(self, f: Filters) -> Coverage:
        """The coverage of the units that fit."""
        return coverage(filter(f.fits, self.units), self.own, self.covered, self.reached)

    def by(self, f: Filters, key: Callable[[Unit], str]) -> dict[str, Coverage]:
        """The coverage of each group of the units that fit."""
        groups: dict[str, list[Unit]] = {}
        for unit in filter(f.fits, self.units):
            groups.setdefault(key(unit), []).append(unit)
        return {
            name: coverage(units, self.own, self.covered, self.reached)
            for name, units in groups.items()
        }


def on_day(day: date, *, known: datetime | None = None) -> Day:
    """Everything coverage needs of a day, in four statements.

    `known` asks what was known at an earlier moment instead of what is believed now.
    """
    own = _ids(OWN, day, known)
    return Day(
        day=day,
        units=tuple(_units(day, known)),
        own=own,
        covered=own | _ids(JOINT, day, known),
        reached=_ids(REACHES, day, known),
    )


def _units(day: date, known: datetime | None) -> Iterable[Unit]:
    sector = reduce(or_, (Q(facets__contains=f'"sector":"{s}"') for s in SECTORS))
    rows = _held(UNITS, day, known).filter(sector)
    for number, path, facets in rows.values_list("organisation", "division_path", "facets"):
        yield Unit(
            id=number or 0,
            path=str(path),
            sector=facets["sector"],
            trade=facets["trade"],
            operating=facets["operating"],
            members=facets["members_known"],
        )


def _ids(verbs: tuple[str, ...], day: date, known: datetime | None) -> frozenset[int]:
    rows = _held(verbs, day, known)
    return frozenset(n for n in rows.values_list("organisation", flat=True).distinct() if n)


def _held(
    verbs: tuple[str, ...], day: date, known: datetime | None
) -> QuerySet[Span] | QuerySet[Entry]:
    """The spans that hold on a day, or the versions of them that were the last at a moment."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    valid = begun & (Q(valid_to=None) | Q(valid_to__gte=day))
    if known is None:
        return Span.objects.filter(valid, verb__in=verbs)
    # A tie corrected from one form to another goes on under another verb.
    told = Entry.objects.filter(verb__in=ALIKE.get(verbs, verbs), recorded_at__lte=known)
    last = told.exclude(span_id="").values("span_id").annotate(last=Max("id")).values("last")
    return Entry.objects.filter(valid, pk__in=last, verb__in=verbs)


def months(day: date, count: int = 12) -> list[date]:
    """The same day of the last months up to this one, the oldest first."""
    return [add_months(day, -n) for n in reversed(range(count + 1))]
