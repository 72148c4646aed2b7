"""Where people need a station and when: visits, reports and files, as coarse squares."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

import numpy as np
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractHour, Floor

from zhuchao.access.scope import Scope
from zhuchao.circle.models import PointFile
from zhuchao.circle.reach.kinds import DEMAND, REPORTS, VISITS
from zhuchao.circle.reach.policy import within
from zhuchao.circle.reach.reading import COARSE, HUNDREDTHS, WHENEVER
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter
from zhuchao.places.models import Site
from zhuchao.roads.earth import Floats, Ints
from zhuchao.rules.flows import FLOWS

HOURS = 24
VISIT_DAYS, REPORT_DAYS = 28, 90
PUBLISHED = ("appeal", "hazard")
"""Kinds of matter whose places count; a sealed kind never does."""
Cell = tuple[int, int, int, float, int]
"""1000 lon, 1000 lat, hour or WHENEVER, how often a day, how many stand behind it."""


@dataclass(frozen=True)
class Demand:
    """Squares of about 100 m, how often a day something is wanted in each, hour by hour.

    What has no hour is spread evenly over the day. `count` is how many rows, visits or reports
    stand behind a square: few of them are left out of exports.
    """

    key: str
    lon: Floats = field(compare=False)
    lat: Floats = field(compare=False)
    weight: Floats = field(compare=False)
    """One row for each square, one column for each hour."""
    count: Ints = field(compare=False)

    @property
    def day(self) -> Floats:
        """How often a day, all hours together."""
        found: Floats = self.weight.sum(axis=1)
        return found

    @property
    def total(self) -> float:
        """Of all squares together, a day."""
        return float(self.weight.sum())


def demand_of(scope: Scope, sources: Iterable[str]) -> Demand:
    """The demand of these sources ("visits", "reports", the number of a file) within the scope."""
    cells: list[Cell] = []
    for source in sources:
        if source == VISITS:
            cells += visits(scope)
        elif source == REPORTS:
            cells += reports(scope)
    numbers = [int(source) for source in sources if source.isdigit()]
    for row in point_files(scope, DEMAND).filter(pk__in=numbers):
        cells += ((x, y, hour, load / HUNDREDTHS, n) for x, y, hour, load, n in row.rows)
    return gathered(cells)


def gathered(cells: Sequence[Cell]) -> Demand:
    """Cells as squares with 24 columns each."""
    places = sorted({cell[:2] for cell in cells})
    at = {place: row for row, place in enumerate(places)}
    weight, count = np.zeros((len(places), HOURS)), np.zeros(len(places), dtype=np.int64)
    for x, y, hour, load, n in cells:
        row = at[x, y]
        count[row] += n
        if hour == WHENEVER:
            weight[row] += load / HOURS
        else:
            weight[row, hour] += load
    corner = np.array(places, dtype=float).reshape(-1, 2) / COARSE
    digest = sha256(corner.tobytes() + weight.tobytes() + count.tobytes()).hexdigest()
    return Demand(digest, corner[:, 0], corner[:, 1], weight, count)


def point_files(scope: Scope, kind: str) -> QuerySet[PointFile]:
    """The files of a kind that a scope may use, the newest first."""
    found = PointFile.objects.filter(within(scope, "division_path"), kind=kind)
    return found.order_by("-pk")


def visits(scope: Scope) -> Iterator[Cell]:
    """Visits counted at merchants (M08), at the place of the merchant: who came is not known."""
    since = local_day(now()) - timedelta(days=VISIT_DAYS)
    voided = Entry.objects.filter(voids__isnull=False, verb="visit.voided").values("voids")
    rows = Entry.objects.filter(
        within(scope, "division_path"), verb="visit.counted", day__gt=since
    ).exclude(pk__in=voided)
    hour = ExtractHour("occurred_at", tzinfo=zone())
    counted = rows.annotate(hour=hour).values_list("subject_id", "hour")
    found = list(counted.annotate(n=Sum("headcount")).order_by("subject_id", "hour"))
    placed = Site.objects.filter(pk__in={row[0] for row in found}).exclude(lon=None)
    where = {pk: (x or 0.0, y or 0.0) for pk, x, y in placed.values_list("pk", "lon", "lat")}
    for pk, at_hour, n in found:
        if pk in where:
            x, y = (round(COARSE * one) for one in where[pk])
            yield x, y, at_hour, n / VISIT_DAYS, n


def reports(scope: Scope) -> Iterator[Cell]:
    """Hazards and appeals, at the place their reporter named, to about 100 m; counted by square."""
    kinds = [kind for kind in PUBLISHED if FLOWS[kind].secrecy != "sealed"]
    rows = Matter.objects.filter(
        within(scope, "division_path"),
        kind__in=kinds,
        lon__isnull=False,
        lat__isnull=False,
        merged_into=None,
        raised_at__gt=now() - timedelta(days=REPORT_DAYS),
    )
    squares = rows.annotate(
        x=Floor(F("lon") * COARSE + 0.5),
        y=Floor(F("lat") * COARSE + 0.5),
        hour=ExtractHour("raised_at", tzinfo=zone()),
    ).values_list("x", "y", "hour")
    for x, y, hour, n in squares.annotate(n=Count("pk")).order_by("x", "y", "hour"):
        yield int(x), int(y), hour, n / REPORT_DAYS, n
