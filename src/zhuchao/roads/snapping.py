"""Points beside the road become places on it: the nearest point of the nearest edge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhuchao.roads.earth import Bools, Floats, Ints, haversine
from zhuchao.roads.network import Network

FAR_M = 1000.0
"""A point further than this from every usable road is not on the network."""
END_M = 0.1
"""So near to a node a place is that node: coordinates of six decimals say no more."""


@dataclass(frozen=True)
class Spots:
    """Places on edges of a network: the edge, the share of it from its `u`, and how far away.

    `edge` is -1 and `metres` inf for a point that is not on the network. `lon` and `lat` are those
    of the place on the road.
    """

    edge: Ints
    share: Floats
    metres: Floats
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.edge)

    @property
    def on(self) -> Bools:
        """Which of them are on the network."""
        found: Bools = self.edge >= 0
        return found

    def take(self, which: Ints | Bools | slice) -> "Spots":
        """Some of them, by place or mask."""
        return Spots(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


def joined(one: Spots, other: Spots) -> Spots:
    """The spots of both, in their order."""
    names = Spots.__dataclass_fields__
    return Spots(*(np.concatenate([getattr(one, n), getattr(other, n)]) for n in names))


def snap(network: Network, lon: ArrayLike, lat: ArrayLike, far_m: float = FAR_M) -> Spots:
    """The nearest place on a usable edge for each point, given in degrees.

    The way from a point to its place counts in no time; whoever wants it adds it from `metres`.
    """
    points = network.index.plane.flat(lon, lat).reshape(-1, 2)
    point, piece = network.index.near(points, far_m)
    share, away, foot = _projected(network, points[point], piece)
    edge = network.index.of_edge[piece]
    order = np.lexsort((edge, away, point))
    best = order[np.diff(point[order], prepend=-1) != 0]
    best = best[away[best] <= far_m]
    found = Spots(
        np.full(len(points), -1, dtype=np.int64),
        np.zeros(len(points)),
        np.full(len(points), np.inf),
        *(np.array(a, dtype=float).reshape(-1).copy() for a in (lon, lat)),
    )
    at = point[best]
    given = found.lon[at], found.lat[at]
    found.edge[at] = edge[best]
    found.share[at] = _at_nodes(network, edge[best], share[best])
    found.lon[at], found.lat[at] = network.index.plane.degrees(foot[best])
    found.metres[at] = haversine(*given, found.lon[at], found.lat[at])
    return found


def _projected(network: Network, points: Floats, piece: Ints) -> tuple[Floats, Floats, Floats]:
    """Of each point on its piece: the share of the edge, the distance and the place itself."""
    found = network.index
    start, way = found.start[piece], found.end[piece] - found.start[piece]
    square = np.einsum("ij,ij->i", way, way)
    reach = np.einsum("ij,ij->i", points - start, way)
    part = np.clip(np.divide(reach, square, out=np.zeros_like(reach), where=square > 0), 0, 1)
    low, high = found.share_start[piece], found.share_end[piece]
    place = start + way * part[:, None]
    share = np.where(part == 1, high, low + (high - low) * part)
    return share, np.hypot(*(points - place).T), place


def _at_nodes(network: Network, edge: Ints, share: Floats) -> Floats:
    length = network.index.length[edge]
    found = np.where(share * length < END_M, 0.0, share)
    return np.where((1 - share) * length < END_M, 1.0, found)
