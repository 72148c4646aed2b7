"""The invented city's roads and what its people want where: enough to look at reach and siting."""

import random
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from zhuchao.access.scope import system
from zhuchao.circle.models import PointFile
from zhuchao.circle.networks import DEMO
from zhuchao.circle.reach.actions import bring_points
from zhuchao.circle.reach.kinds import CANDIDATES, DEMAND, TRIPS
from zhuchao.circle.reach.reading import COARSE, FINE, HUNDREDTHS, Rows
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Site
from zhuchao.roads.generated import Box, generated_city
from zhuchao.roads.store import place, save

SEED = 7
MEALS = {7: 2, 11: 6, 12: 8, 13: 4, 17: 5, 18: 8, 19: 6, 21: 3, 23: 3, 2: 1}
"""How much is wanted at an hour, beside other hours."""
CENTRES = 4
SQUARES, JOURNEYS = 260, 120
NAMES = ("暖阳路口（可选）", "双枝菜场（可选）", "白鹭湖北门（可选）", "物流园南门（可选）",
         "细柳公交场（可选）", "青檐路西口（可选）")  # fmt: skip


def load_demo_roads() -> None:
    """Store the generated network as "demo" and bring the demo's files, each once."""
    path = place(Path(settings.ZHUCHAO_HOME), DEMO)
    box = _box()
    if box is None:
        return
    if not path.exists():
        save(path, generated_city(box, SEED))
    root = atlas().root
    if root is None or PointFile.objects.exists():
        return
    dice = random.Random(SEED)  # noqa: S311
    for kind, name, rows in (
        (DEMAND, "外卖取送热点（虚构）", _wants(dice, box)),
        (TRIPS, "取送行程（虚构）", _journeys(dice, box)),
        (CANDIDATES, "可以借用的门面（虚构）", _fronts(dice, box)),
    ):
        bring_points(system("demo"), kind, name, rows, read=len(rows), path=root.path)


def _box() -> Box | None:
    """Around every site of the district, some streets further."""
    places = list(Site.objects.exclude(lon=None).values_list("lon", "lat"))
    if not places:
        return None
    lon, lat = zip(*places, strict=True)
    edge = 0.012
    return Box(min(lon) - edge, min(lat) - edge, max(lon) + edge, max(lat) + edge)


def _spots(dice: random.Random, box: Box) -> Iterator[tuple[float, float]]:
    """Points gathered about some centres: half of them stations, the others anywhere."""
    stations = list(Site.objects.filter(kind="station").exclude(lon=None).order_by("pk"))
    centres = [(site.lon or 0.0, site.lat or 0.0) for site in stations[:CENTRES]]
    centres += [
        (dice.uniform(box.west, box.east), dice.uniform(box.south, box.north))
        for _ in range(CENTRES)
    ]
    while True:
        lon, lat = dice.choice(centres)
        lon, lat = dice.gauss(lon, 0.007), dice.gauss(lat, 0.006)
        if box.west < lon < box.east and box.south < lat < box.north:
            yield lon, lat


def _wants(dice: random.Random, box: Box) -> Rows:
    hours, loads = list(MEALS), list(MEALS.values())
    spots, found = _spots(dice, box), dict[tuple[int, int, int], list[int]]()
    for _ in range(SQUARES):
        lon, lat = next(spots)
        for hour in dice.choices(hours, loads, k=4):
            cell = found.setdefault((round(COARSE * lon), round(COARSE * lat), hour), [0, 0])
            cell[0] += HUNDREDTHS * dice.randint(1, 6)
            cell[1] += 1
    return [[*cell, *load] for cell, load in sorted(found.items())]


def _journeys(dice: random.Random, box: Box) -> Rows:
    spots, found = _spots(dice, box), dict[tuple[int, ...], int]()
    for _ in range(JOURNEYS):
        ends = (*next(spots), *next(spots))
        trip = tuple(round(COARSE * one) for one in ends)
        found[trip] = found.get(trip, 0) + HUNDREDTHS * dice.randint(1, 9)
    return [[*trip, load] for trip, load in sorted(found.items())]


def _fronts(dice: random.Random, box: Box) -> Rows:
    spots = _spots(dice, box)
    places = [(name, *next(spots)) for name in NAMES]
    return [
        [name, round(FINE * lon), round(FINE * lat), HUNDREDTHS * 1000 * dice.randint(20, 90)]
        for name, lon, lat in places
    ]
