"""A road graph from an OpenStreetMap extract (.osm.pbf): every node of every way is kept."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import osmium
from osmium.filter import EntityFilter, KeyFilter
from osmium.osm import NODE, WAY

from zhuchao.roads.earth import haversine
from zhuchao.roads.osm_tags import directions, right, road_class
from zhuchao.roads.pairing import NOT_OPEN, Directed, Edges
from zhuchao.roads.roads import MODES, OPEN_STREET_MAP, Roads
from zhuchao.roads.sheet import ABSENT
from zhuchao.roads.sources import digest
from zhuchao.roads.unusable import Unusable

STEP = 1000
NO_PBF = "不是有效的 .osm.pbf：%(given)s"
NO_ROADS = "里面没有步行或者电动自行车能走的道路：%(given)s"
WORDING = (NO_PBF, NO_ROADS)

Trait = tuple[str, float, int, int]


def read_osm(
    path: Path, classes: frozenset[str], progress: Callable[[int], None] = lambda ways: None
) -> Roads:
    """Read the ways of these classes and those open to walkers or cyclists by their own tags.

    Lengths are those of the straight lines between nodes; where an extract was cut, a way ends.
    `progress` hears the number of ways read. Raises Unusable.
    """
    if not path.is_file():
        raise Unusable(ABSENT, str(path))
    reading = _Reading()
    try:
        for number, way in enumerate(_ways(path), 1):
            reading.take(way, classes)
            if number % STEP == 0:
                progress(number)
    except RuntimeError as error:
        raise Unusable(NO_PBF, str(error)) from error
    if not reading.edges.u:
        raise Unusable(NO_ROADS, path.name)
    return reading.roads(path)


def _ways(path: Path) -> Iterator[Any]:
    read = osmium.FileProcessor(path, NODE | WAY).with_locations()
    return iter(read.with_filter(EntityFilter(WAY)).with_filter(KeyFilter("highway", "route")))


class _Reading:
    """Nodes and edges met so far."""

    def __init__(self) -> None:
        self.places: dict[int, int] = {}
        self.points: list[tuple[float, float]] = []
        self.edges = Edges()

    def take(self, way: Any, classes: frozenset[str]) -> None:
        """Add the way piece by piece, if anybody may use it."""
        tags = {tag.k: tag.v for tag in way.tags}
        rights = [right(tags, mode) for mode in MODES]
        name = road_class(tags)
        if not name or max(rights) < 0 or not (name in classes or max(rights) > 0):
            return
        along, against = directions(tags)
        trait = (name, 0.0, rights[0], rights[1])
        nodes = [self._place(node) for node in way.nodes]
        for one, other in pairwise(nodes):
            if one is None or other is None or one == other:
                continue
            u, v = (one, other) if along else (other, one)
            self._add(u, v, trait, both=along and against)

    def _add(self, u: int, v: int, trait: Trait, *, both: bool) -> None:
        self.edges.add(Directed(u, v, 0.0, trait), 0.0 if both else NOT_OPEN)

    def _place(self, node: Any) -> int | None:
        """The number of a node, or None where the extract lacks it."""
        if not node.location.valid():
            return None
        place = self.places.setdefault(node.ref, len(self.points))
        if place == len(self.points):
            self.points.append((node.location.lon, node.location.lat))
        return place

    def roads(self, path: Path) -> Roads:
        """All of it, measured."""
        arrays = self.edges.arrays()
        points = np.array(self.points)
        ends = points[arrays["u"]].T, points[arrays["v"]].T
        length = haversine(*ends[0], *ends[1])
        return Roads(
            ids=np.array(list(self.places), dtype=np.int64),
            lon=points[:, 0],
            lat=points[:, 1],
            **{
                **arrays,
                "forward_m": arrays["forward_m"] + length,
                "backward_m": arrays["backward_m"] + length,
            },
            sources=((path.name, digest(path)),),
            attribution=OPEN_STREET_MAP,
        )
