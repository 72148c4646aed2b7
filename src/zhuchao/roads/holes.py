"""Where demand is that no site reaches, and what changed between two hours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhuchao.roads.earth import Bools, Floats, Plane

CELL_M = 500.0
"""A hole is a square of this side: the reach of one more site, roughly. Local default."""


@dataclass(frozen=True)
class Hole:
    """Uncovered demand in one square: its weighted centre, how much, and at how many points."""

    lon: float
    lat: float
    demand: float
    points: int


@dataclass(frozen=True)
class Difference:
    """Demand that one hour reaches and another does not, and its share of all."""

    gained: Bools
    lost: Bools
    share_before: float
    share_after: float


def holes(
    lon: ArrayLike, lat: ArrayLike, weight: Floats, covered: Bools, cell_m: float = CELL_M
) -> list[Hole]:
    """The squares with uncovered demand, the most demand first; points in degrees."""
    left = np.flatnonzero(~covered & (weight > 0))
    if not len(left):
        return []
    lon, lat = (np.asarray(one, dtype=float)[left] for one in (lon, lat))
    cells = np.floor(Plane(float(lat.mean())).flat(lon, lat) / cell_m).astype(np.int64)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    load = weight[left]
    demand, points = np.bincount(cell, load), np.bincount(cell)
    middle = np.bincount(cell, load * lon) / demand, np.bincount(cell, load * lat) / demand
    return [
        Hole(float(middle[0][i]), float(middle[1][i]), float(demand[i]), int(points[i]))
        for i in np.argsort(-demand, kind="stable")
    ]


def difference(before: Bools, after: Bools, weight: Floats) -> Difference:
    """What changes for demand points from being reached or not at one hour to another."""
    whole = float(weight.sum()) or 1.0
    return Difference(
        gained=after & ~before,
        lost=before & ~after,
        share_before=float(weight[before].sum()) / whole,
        share_after=float(weight[after].sum()) / whole,
    )
