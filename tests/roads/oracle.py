"""A second, slow way to the same times: edges cut at every place, one heap, nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import inf

import numpy as np

from zhuchao.roads.network import Network
from zhuchao.roads.pairing import Bends, Directed, paired
from zhuchao.roads.roads import Roads
from zhuchao.roads.snapping import Spots

Arc = tuple[int, int, float]
PLAIN = ("", 0.0, 0, 0)


@dataclass(frozen=True)
class Pace:
    """A mode for tests: one metre a second on everything."""

    name: str = "foot"
    speed_kmh: float = 3.6
    most_kmh: float = 7.2
    one_way: bool = False
    classes: frozenset[str] = frozenset()


FOOT = Pace()
EBIKE = Pace(name="ebike", one_way=True)


def built(
    nodes: Sequence[tuple[float, float]], arcs: Sequence[Arc], bends: Sequence[Bends] = ()
) -> Roads:
    """Roads from nodes (degrees) and directed edges (u, v, metres)."""
    lines = bends or [()] * len(arcs)
    pairs = zip(arcs, lines, strict=True)
    found, _ = paired(Directed(u, v, metres, PLAIN, line) for (u, v, metres), line in pairs)
    points = np.array(nodes, dtype=float).reshape(-1, 2)
    return Roads(np.arange(len(nodes)), points[:, 0], points[:, 1], **found.arrays())


def spots(*places: tuple[int, float]) -> Spots:
    """Places given as an edge and the share of it."""
    edge = np.array([place[0] for place in places], dtype=np.int64)
    share = np.array([place[1] for place in places], dtype=float)
    nowhere = np.zeros(len(places))
    return Spots(edge, share, nowhere, nowhere, nowhere)


def times(
    network: Network, sources: Spots, points: Spots, limit: float = inf
) -> tuple[dict[int, float], list[float]]:
    """The least seconds from any source to each node, and to each point."""
    arcs, names = _cut(network, [*_places(sources), *_places(points)])
    starts, goals = names[: len(sources)], names[len(sources) :]
    found = _heap(arcs, starts, limit)
    return found, [found.get(goal, inf) for goal in goals]


def _places(some: Spots) -> list[tuple[int, float]]:
    return list(zip(some.edge.tolist(), some.share.tolist(), strict=True))


def _cut(network: Network, places: list[tuple[int, float]]) -> tuple[list[Arc], list[int]]:
    """The edges in pieces, with a node of its own for every place that is not on a node."""
    on_edge = defaultdict[int, list[tuple[float, int]]](list)
    for number, (edge, share) in enumerate(places, network.nodes):
        on_edge[edge].append((share, number))
    arcs: list[Arc] = []
    for edge, (u, v, ahead, behind) in enumerate(_edges(network)):
        stops = [(0.0, u), *sorted(on_edge[edge]), (1.0, v)]
        for (low, one), (high, other) in pairwise(stops):
            part = high - low
            if part == 0:  # the same place, whatever the direction
                arcs += [(one, other, 0.0), (other, one, 0.0)]
            else:
                arcs += [(one, other, ahead * part), (other, one, behind * part)]
    return arcs, list(range(network.nodes, network.nodes + len(places)))


def _edges(network: Network) -> Iterable[tuple[int, int, float, float]]:
    columns = (network.u, network.v, network.ahead_s, network.behind_s)
    return zip(*(column.tolist() for column in columns), strict=True)


def _heap(arcs: list[Arc], starts: list[int], limit: float) -> dict[int, float]:
    out = defaultdict[int, list[tuple[int, float]]](list)
    for one, other, seconds in arcs:
        if seconds < inf:
            out[one].append((other, seconds))
    found: dict[int, float] = {}
    heap = [(0.0, start) for start in starts]
    while heap:
        seconds, node = heappop(heap)
        if node in found:
            continue
        found[node] = seconds
        for other, more in out[node]:
            if other not in found and seconds + more <= limit + 1e-6:
                heappush(heap, (seconds + more, other))
    return found
