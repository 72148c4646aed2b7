"""Visits as figures: counted from the journal's facts, scan and hand tally apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet, Sum

from zhuchao.circle.merchants.kinds import SCANS
from zhuchao.circle.merchants.openings import NEVER, Openings, openings
from zhuchao.circle.merchants.queries import visit_facts
from zhuchao.journal.models import Entry
from zhuchao.rules.visiting import DailyMeans, daily_means


@dataclass(frozen=True)
class Cell:
    """So many visits of one day, hour, offer (or none) and way at a site."""

    site: int
    day: date
    hour: int
    offer: int | None
    way: str
    visits: int

    @property
    def scanned(self) -> bool:
        """Whether a telephone counted it, not a hand."""
        return self.way in SCANS


def facts(sites: Iterable[int], first: date, last: date) -> QuerySet[Entry]:
    """The visits at these sites from a day to a day, both included: the records behind a number."""
    found = visit_facts().filter(day__gte=first, day__lte=last)
    return found.filter(subject_kind="shop", subject_id__in=list(sites))


def cells(sites: Iterable[int], first: date, last: date) -> list[Cell]:
    """The same, added up by the database; one statement."""
    rows = facts(sites, first, last).order_by().values_list("subject_id", "day", "facets")
    return [
        Cell(site, day, said["hour"], said["offer"], said["way"], count)
        for site, day, said, count in rows.annotate(n=Sum("headcount"))
    ]


def thanks(sites: Iterable[int], first: date, last: date) -> QuerySet[Entry]:
    """Who said thank you, as facts with their words; each counts, its words erased or not."""
    rows = Entry.objects.filter(verb="visit.thanked", day__gte=first, day__lte=last)
    found = rows.filter(subject_kind="shop", subject_id__in=list(sites))
    return found.select_related("remark").order_by("-id")


@dataclass(frozen=True)
class Visits:
    """The visits of a shop, or of all, in a period, and the days they are divided by."""

    by_way: Mapping[str, int]
    means: DailyMeans
    scan_means: DailyMeans
    tally_means: DailyMeans

    @property
    def scans(self) -> int:
        """Those a telephone counted."""
        return sum(self.by_way.get(way, 0) for way in SCANS)

    @property
    def tallies(self) -> int:
        """Those the owner counted by hand."""
        return self.by_way.get("tally", 0)


@dataclass
class _Gathered:
    """Cells being added up: by day and way."""

    days: dict[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, cell: Cell) -> None:
        self.days[cell.way][cell.day] += cell.visits

    def by_day(self) -> dict[date, tuple[int, int]]:
        """Scans and hand tallies, day by day."""
        scan = sum((self.days[way] for way in SCANS), Counter[date]())
        return {day: (scan[day], self.days["tally"][day]) for day in scan | self.days["tally"]}

    def over(self, held: Openings) -> Visits:
        every = sum(self.days.values(), Counter[date]())
        scan = sum((self.days[way] for way in SCANS), Counter[date]())
        opened, there = held.opened | frozenset(every), held.there
        return Visits(
            {way: count.total() for way, count in self.days.items()},
            daily_means(every, opened, there),
            daily_means(scan, opened, there),
            daily_means(self.days["tally"], opened, there),
        )


@dataclass(frozen=True)
class Period:
    """What a list of merchants counts: each shop, and all together."""

    shops: Mapping[int, Visits]
    total: Visits
    days: Mapping[date, tuple[int, int]]
    """Scans and hand tallies of each day on which anybody came."""


def period(sites: Iterable[int], first: date, last: date) -> Period:
    """The visits of these sites from a day to a day; four statements for all.

    Of all together an open day is one on which any of them was open, and the calendar days are
    those on which any was there. Source: claim C-08.
    """
    numbers = list(sites)
    held = openings(numbers, first, last)
    gathered = {number: _Gathered() for number in numbers}
    together = _Gathered()
    for cell in cells(numbers, first, last):
        gathered[cell.site].add(cell)
        together.add(cell)
    everybody = Openings(
        frozenset().union(*(one.there for one in held.values())),
        frozenset().union(*(one.opened for one in held.values())),
    )
    shops = {n: one.over(held.get(n, NEVER)) for n, one in gathered.items()}
    return Period(shops, together.over(everybody), together.by_day())
