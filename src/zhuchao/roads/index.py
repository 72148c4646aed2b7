"""Where the pieces of edges lie, and which of them are near a point."""

from dataclasses import dataclass
from itertools import chain

import numpy as np
from scipy.spatial import cKDTree

from zhuchao.roads.earth import Floats, Ints, Plane
from zhuchao.roads.roads import Roads

FINEST_M = 30.0


@dataclass(frozen=True)
class Index:
    """Every straight piece of every edge, and a tree of points not more than `apart_m` apart.

    Piece i runs from `start[i]` to `end[i]` on the plane and from share `share[i]` to share
    `share[i + 1]` of its edge; `first[e]` is the first piece of edge e.
    """

    plane: Plane
    start: Floats
    end: Floats
    of_edge: Ints
    share_start: Floats
    share_end: Floats
    first: Ints
    length: Floats
    """Metres of each edge as drawn, which need not be those the table of edges gives."""
    tree: cKDTree
    of_piece: Ints
    apart_m: float

    def shares(self, edge: int) -> Floats:
        """The shares of an edge at which its nodes and bends lie, from 0 to 1."""
        pieces = slice(self.first[edge], self.first[edge + 1])
        return np.concatenate([[0.0], self.share_end[pieces]])

    def near(self, points: Floats, within_m: float) -> tuple[Ints, Ints]:
        """Pairs of a point and a piece, among them each point's nearest piece if it is within.

        A piece's nearest tree point is at most half of `apart_m` further than the piece.
        """
        nearest, _ = self.tree.query(points, distance_upper_bound=within_m + self.apart_m / 2)
        asked = np.flatnonzero(np.isfinite(nearest))
        radius = nearest[asked] + self.apart_m / 2 + 1e-6
        found = self.tree.query_ball_point(points[asked], radius, return_sorted=False)
        sizes = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
        samples = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(sizes.sum()))
        return np.repeat(asked, sizes), self.of_piece[samples]


def index(roads: Roads, edge: Ints, plane: Plane) -> Index:
    """The index of the edges at these places of `roads`."""
    start, end, of_edge = _pieces(roads, edge, plane)
    length = np.hypot(*(end - start).T)
    first = np.searchsorted(of_edge, np.arange(len(edge) + 1))
    total = np.concatenate([[0.0], np.cumsum(length)])
    whole = total[first[1:]] - total[first[:-1]]
    share_start, share_end = _shares(total, whole, first, of_edge)
    apart = max(FINEST_M, float(length.mean()) if len(length) else FINEST_M)
    parts = np.maximum(1, np.ceil(length / apart)).astype(np.int64)
    of_piece = np.repeat(np.arange(len(length)), parts)
    number = np.arange(len(of_piece)) - np.repeat(np.cumsum(parts) - parts, parts)
    along = ((number + 0.5) / parts[of_piece])[:, None]
    samples = start[of_piece] * (1 - along) + end[of_piece] * along
    tree = cKDTree(samples.reshape(-1, 2), compact_nodes=False, balanced_tree=False)
    shares = share_start, share_end
    return Index(plane, start, end, of_edge, *shares, first, whole, tree, of_piece, apart)


def _pieces(roads: Roads, edge: Ints, plane: Plane) -> tuple[Floats, Floats, Ints]:
    """The two ends of every piece and the edge it belongs to, edge by edge."""
    bends = (roads.bends_at[1:] - roads.bends_at[:-1])[edge]
    of_edge = np.repeat(np.arange(len(edge)), bends + 1)
    number = np.arange(len(of_edge)) - np.repeat(np.cumsum(bends + 1) - bends - 1, bends + 1)
    nodes = plane.flat(roads.lon, roads.lat)
    corners = plane.flat(roads.bend_lon, roads.bend_lat)
    start, end = nodes[roads.u[edge][of_edge]], nodes[roads.v[edge][of_edge]]
    before = roads.bends_at[edge][of_edge] + number - 1
    inner, outer = number > 0, number < bends[of_edge]
    start[inner] = corners[before[inner]]
    end[outer] = corners[before[outer] + 1]
    return start, end, of_edge


def _shares(total: Floats, whole: Floats, first: Ints, of_edge: Ints) -> tuple[Floats, Floats]:
    """Where each piece starts and ends, as shares of its edge; exactly 0 and 1 at the nodes."""
    done, length = total[1:] - total[first[of_edge]], whole[of_edge]
    end = np.divide(done, length, out=np.ones(len(of_edge)), where=length > 0)
    end = np.minimum(end, 1)
    end[first[1:] - 1] = 1.0
    start = np.concatenate([[0.0], end[:-1]])
    start[first[:-1]] = 0.0
    return start, end
