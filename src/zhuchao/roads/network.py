"""A road graph as one mode of travel sees it: its edges, what each costs, and where they lie."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from zhuchao.roads.earth import Floats, Ints, Plane
from zhuchao.roads.index import Index, index
from zhuchao.roads.roads import Roads
from zhuchao.roads.store import read


class Mode(Protocol):
    """What a network needs to know of a way of travelling (`rules.travel.Mode` is one)."""

    @property
    def name(self) -> str:
        """Whose rights of way count: "foot" or "ebike"."""

    @property
    def speed_kmh(self) -> float:
        """Its speed."""

    @property
    def most_kmh(self) -> float:
        """The speed up to which a road's own counts."""

    @property
    def one_way(self) -> bool:
        """Whether one-way roads bind it."""

    @property
    def classes(self) -> frozenset[str]:
        """The classes of road it may use."""


@dataclass(frozen=True)
class Network:
    """All nodes of a road graph and the edges one mode may use.

    `edge` is the place of each edge in `roads`; `ahead_s` and `behind_s` are the seconds from its
    `u` to its `v` and back, inf where that direction is closed.
    """

    roads: Roads
    edge: Ints
    u: Ints
    v: Ints
    ahead_s: Floats
    behind_s: Floats
    index: Index

    @property
    def nodes(self) -> int:
        """The number of nodes."""
        return len(self.roads.ids)

    @property
    def length_m(self) -> Floats:
        """The length of each edge in metres."""
        return self.roads.length_m[self.edge]

    @cached_property
    def graph(self) -> csr_array:
        """The seconds from node to node: of parallel edges the quickest."""
        tail, head = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        cost = np.concatenate([self.ahead_s, self.behind_s])
        way = np.flatnonzero(np.isfinite(cost) & (tail != head))
        order = way[np.lexsort((cost[way], head[way], tail[way]))]
        pair = tail[order] * self.nodes + head[order]
        first = order[np.diff(pair, prepend=-1) != 0]
        starts = np.searchsorted(tail[first], np.arange(self.nodes + 1))
        return csr_array(
            (cost[first], head[first].astype(np.int32), starts.astype(np.int32)),
            shape=(self.nodes, self.nodes),
        )

    @cached_property
    def turned(self) -> "Network":
        """The same roads travelled the other way round: who reaches a place, not what it reaches.

        Places snapped on this network are places on that one.
        """
        return replace(self, ahead_s=self.behind_s, behind_s=self.ahead_s)


def load_network(path: Path, mode: Mode) -> Network:
    """The stored network of a file as `mode` sees it. Raises Unusable."""
    return network(read(path), mode)


def network(roads: Roads, mode: Mode) -> Network:
    """The roads a mode may use: those of its classes unless a sign keeps it out, and those where a
    sign lets it in. Walkers may go against a one-way road."""
    rights = roads.rights[mode.name]
    edge = np.flatnonzero((rights > 0) | (roads.of_classes(mode.classes) & (rights == 0)))
    forward, backward = roads.forward_m[edge], roads.backward_m[edge]
    if not mode.one_way:
        forward, backward = (
            np.where(np.isnan(forward), backward, forward),
            np.where(np.isnan(backward), forward, backward),
        )
    own = roads.speed_mps[edge] * 3.6
    pace = 3.6 / np.where((own > 0) & (own <= mode.most_kmh), own, mode.speed_kmh)
    found = Network(
        roads,
        edge,
        roads.u[edge],
        roads.v[edge],
        np.nan_to_num(forward * pace, nan=np.inf),
        np.nan_to_num(backward * pace, nan=np.inf),
        index(roads, edge, Plane(float(roads.lat.mean()))),
    )
    _ = found.graph  # the first to ask shall not wait
    return found


def line(found: Network, edge: int, start: float, end: float) -> Floats:
    """Longitude and latitude, row by row, of an edge from share `start` to share `end` of it."""
    roads, at = found.roads, int(found.edge[edge])
    bends = slice(roads.bends_at[at], roads.bends_at[at + 1])
    u, v = roads.u[at], roads.v[at]
    lon = np.concatenate([[roads.lon[u]], roads.bend_lon[bends], [roads.lon[v]]])
    lat = np.concatenate([[roads.lat[u]], roads.bend_lat[bends], [roads.lat[v]]])
    along = found.index.shares(edge)
    shares = np.concatenate([[start], along[(along > start) & (along < end)], [end]])
    return np.stack([np.interp(shares, along, lon), np.interp(shares, along, lat)], axis=1)
