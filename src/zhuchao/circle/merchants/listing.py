"""The desk's list of merchants: what each offers and how many came, with the days it is over."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.counts import Visits, period
from zhuchao.circle.merchants.drawing import Line
from zhuchao.circle.merchants.kinds import PLATE
from zhuchao.circle.merchants.openings import days_of
from zhuchao.circle.merchants.policy import shops
from zhuchao.circle.merchants.queries import offers_on_map
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.plates import valid_marks
from zhuchao.marks.site_words import listed
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Site
from zhuchao.rules.visiting import DailyMean

DAYS = 28
"""Days the list counts when nothing is said: four whole weeks up to yesterday."""


@dataclass(frozen=True)
class ListFilters:
    """What the list is narrowed to; both days are included."""

    first: date
    last: date
    division: str = ""
    plate: str = ""
    """"yes" or "no": with or without a valid plate today."""
    words: str = ""


def usual() -> tuple[date, date]:
    """The period of a list when none is said."""
    yesterday = local_day(now()) - timedelta(days=1)
    return yesterday - timedelta(days=DAYS - 1), yesterday


@dataclass(frozen=True)
class Row:
    """A merchant as a line of the list."""

    id: int
    code: str
    name: str
    place: str
    status: str
    accredited: bool
    offers: str
    visits: Visits


@dataclass(frozen=True)
class Listing:
    """The list with its total; a site counts once however many offers it has."""

    first: date
    last: date
    rows: list[Row]
    total: Visits
    accredited: int
    days: list[Line]
    """All together, day by day."""


def narrowed(scope: Scope, f: ListFilters) -> QuerySet[Site]:
    """The merchants that fit."""
    found = shops(scope)
    area = atlas().by_code.get(f.division)
    if area:
        found = found.filter(under("division__path", [area.path]))
    for word in f.words.split():
        found = found.filter(name__icontains=word)
    if f.plate:
        held = _accredited()
        found = found.filter(pk__in=held) if f.plate == "yes" else found.exclude(pk__in=held)
    return found


def _accredited() -> set[int]:
    rows = valid_marks(local_day(now())).filter(standard=PLATE)
    return set(rows.values_list("site", flat=True))


def listing(scope: Scope, f: ListFilters) -> Listing:
    """The merchants that fit, those most visited first, with the visits of the period."""
    sites = list(narrowed(scope, f))
    counted = period([site.pk for site in sites], f.first, f.last)
    held, offers, areas = _accredited(), offers_on_map(), atlas()
    rows = [
        Row(
            id=site.pk,
            code=site.code,
            name=site.name,
            place=areas.full_name(site.division.path),
            status=site.status,
            accredited=site.pk in held,
            offers=listed(offers.get(site.pk, ())),
            visits=counted.shops[site.pk],
        )
        for site in sites
    ]
    rows.sort(key=lambda row: (-row.visits.means.visits, row.id))
    days = [
        Line(f"{day.month}-{day.day}", *counted.days.get(day, (0, 0)))
        for day in days_of(f.first, f.last)
    ]
    accredited = sum(row.accredited for row in rows)
    return Listing(f.first, f.last, rows, counted.total, accredited, days)


def mean_words(mean: DailyMean) -> str:
    """A mean with one decimal; a dash where there was no day.

    >>> mean_words(DailyMean(10, 4)), mean_words(DailyMean(0, 0))
    ('2.5', '—')
    """
    return "—" if mean.value is None else f"{float(mean.value):,.1f}"
