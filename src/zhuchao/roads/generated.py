"""An invented city's roads: a grid with a river, bridges, alleys and one-way streets, from a seed.

For demonstrations and tests. Nothing in it is real, and its attribution says so.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from zhuchao.roads.earth import Floats, Ints, Plane, haversine
from zhuchao.roads.pairing import Directed, paired
from zhuchao.roads.roads import Roads

ATTRIBUTION = "程序生成的虚构路网，不是真实道路 · generated, not real"
BLOCK_M = 230.0
"""The side of a block before it is bent."""
BEND = 0.16
"""Corners stray by so much of a block."""
MAIN = 4
"""Every so many lines are a main street; only those cross the river."""
MISSING, ALLEYS, ONE_WAY = 0.12, 0.3, 0.45
"""Shares of side streets that are not there, of blocks with an alley, of side streets of the old
town that are one-way."""


@dataclass(frozen=True)
class Box:
    """What the city covers, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class _Grid:
    """Corners row by row from the south-west, and which of them lie north of the river."""

    columns: int
    rows: int
    lon: Floats
    lat: Floats
    north: Ints

    def at(self, column: int, row: int) -> int:
        return row * self.columns + column


def generated_city(box: Box, seed: int = 1) -> Roads:
    """The roads of an invented city over a box, the same for the same seed; all of one piece."""
    dice = random.Random(seed)  # noqa: S311
    grid = _grid(box, dice)
    streets = [*_streets(grid, dice), *_alleys(grid, dice)]
    kept = _largest(streets, len(grid.lon))
    place = np.full(len(grid.lon), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    edges, _ = paired(_directed(streets, grid, place))
    return Roads(
        ids=np.arange(1, len(kept) + 1),
        lon=grid.lon[kept],
        lat=grid.lat[kept],
        **edges.arrays(),
        attribution=ATTRIBUTION,
    )


def _grid(box: Box, dice: random.Random) -> _Grid:
    plane = Plane((box.south + box.north) / 2)
    low, high = plane.flat([box.west, box.east], [box.south, box.north])
    columns, rows = (max(3, round(float(side) / BLOCK_M) + 1) for side in high - low)
    step = (high - low) / (columns - 1, rows - 1)
    corner = np.array([(c, r) for r in range(rows) for c in range(columns)], dtype=float)
    stray = np.array([dice.uniform(-BEND, BEND) for _ in range(corner.size)])
    lon, lat = plane.degrees(low + (corner + stray.reshape(-1, 2)) * step)
    # The river swings slowly about the middle of the city, from west to east.
    phase, width = dice.uniform(0, 6), rows / 9
    river = rows * 0.52 + width * np.sin(corner[:, 0] / columns * 7 + phase)
    north = (corner[:, 1] > river).astype(np.int64)
    rounded = np.round(lon, 6), np.round(lat, 6)
    return _Grid(columns, rows, *rounded, north)


@dataclass(frozen=True)
class _Street:
    u: int
    v: int
    kind: str
    one_way: bool = False


def _streets(grid: _Grid, dice: random.Random) -> Iterator[_Street]:
    """The sides of the blocks. Only main streets bridge the river, and not all of them."""
    bridge = {c: dice.random() < 0.7 for c in range(0, grid.columns, MAIN)}
    for row in range(grid.rows):
        for column in range(grid.columns):
            here = grid.at(column, row)
            if column + 1 < grid.columns:
                yield from _side(grid, dice, here, here + 1, line=row, across=column)
            if row + 1 < grid.rows:
                above = grid.at(column, row + 1)
                yield from _side(grid, dice, here, above, line=column, across=row, bridge=bridge)


def _side(
    grid: _Grid,
    dice: random.Random,
    u: int,
    v: int,
    *,
    line: int,
    across: int,
    bridge: dict[int, bool] | None = None,
) -> Iterator[_Street]:
    """One side of a block, or none."""
    main = line % MAIN == 0
    if grid.north[u] != grid.north[v]:
        if bridge and bridge.get(line, False):
            yield _Street(u, v, "secondary")
        return
    if main:
        yield _Street(u, v, "primary" if line % (2 * MAIN) == 0 else "secondary")
        return
    if dice.random() < MISSING:
        return
    old_town = grid.columns * 0.2 < u % grid.columns < grid.columns * 0.5 and not grid.north[u]
    one_way = old_town and dice.random() < ONE_WAY
    ends = (v, u) if one_way and (line + across // grid.columns) % 2 else (u, v)
    yield _Street(*ends, "residential", one_way)


def _alleys(grid: _Grid, dice: random.Random) -> Iterator[_Street]:
    """Footways through the middle of blocks, from corner to corner."""
    for row in range(grid.rows - 1):
        for column in range(grid.columns - 1):
            corners = [grid.at(column + i, row + j) for i, j in ((0, 0), (1, 1), (1, 0), (0, 1))]
            dry = len({int(grid.north[corner]) for corner in corners}) == 1
            if dice.random() < ALLEYS and dry:
                u, v = corners[:2] if dice.random() < 0.5 else corners[2:]
                yield _Street(u, v, "footway")


def _largest(streets: list[_Street], corners: int) -> Ints:
    """The corners that riders can go to from most others and come back from."""
    ridden = [s for s in streets if s.kind != "footway"]
    ends = [(s.u, s.v) for s in ridden] + [(s.v, s.u) for s in ridden if not s.one_way]
    tail, head = np.array(ends, dtype=np.int64).T
    graph = csr_array((np.ones(len(tail)), (tail, head)), shape=(corners, corners))
    _, part = connected_components(graph, directed=True, connection="strong")
    kept: Ints = np.flatnonzero(part == np.bincount(part).argmax())
    return kept


def _directed(streets: list[_Street], grid: _Grid, place: Ints) -> Iterator[Directed]:
    for street in streets:
        u, v = int(place[street.u]), int(place[street.v])
        if u < 0 or v < 0:
            continue
        ends = (grid.lon[street.u], grid.lat[street.u], grid.lon[street.v], grid.lat[street.v])
        metres = round(float(haversine(*ends)), 1)
        trait = (street.kind, 0.0, 0, 0)
        yield Directed(u, v, metres, trait)
        if not street.one_way:
            yield Directed(v, u, metres, trait)
