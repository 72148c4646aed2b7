"""Shortest times from places on edges to nodes, and from the nodes on to other places."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from zhuchao.roads.earth import Floats, Ints
from zhuchao.roads.network import Network
from zhuchao.roads.snapping import Spots

NOBODY = -1
CELLS = 4_000_000
"""So many times are held at once."""
SLACK_S = 1e-6
"""Sums of many lengths must not miss a limit by their last digit."""


def nearest(network: Network, spots: Spots, limit_s: float) -> tuple[Floats, Ints]:
    """For each node the seconds from the nearest spot and which it is; inf and NOBODY beyond."""
    if not len(spots):
        return np.full(network.nodes, np.inf), np.full(network.nodes, NOBODY, dtype=np.int64)
    seconds, _, source = dijkstra(
        _with(network, spots),
        indices=np.arange(len(spots)) + network.nodes,
        limit=limit_s + SLACK_S,
        min_only=True,
        return_predecessors=True,
    )
    found = source[: network.nodes].astype(np.int64) - network.nodes
    return seconds[: network.nodes], np.where(found >= 0, found, NOBODY)


def rows(network: Network, spots: Spots, limit_s: float) -> Iterator[tuple[int, Floats]]:
    """The seconds from each spot to each node, some spots at a time, with the first one's place."""
    if not len(spots):
        return
    graph = _with(network, spots)
    step = max(1, CELLS // graph.shape[0])
    for first in range(0, len(spots), step):
        sources = np.arange(first, min(first + step, len(spots))) + network.nodes
        yield first, dijkstra(graph, indices=sources, limit=limit_s + SLACK_S)[:, : network.nodes]


def matrix(
    network: Network, sources: Spots, points: Spots, limit_s: float
) -> Iterator[tuple[int, Floats]]:
    """The seconds from each source to each point, inf beyond the limit, some sources at a time."""
    source, point, direct = along(network, sources, points)
    for first, seconds in rows(network, sources, limit_s):
        found = np.minimum(*by_ends(network, seconds, np.arange(len(seconds))[:, None], points))
        here = (source >= first) & (source < first + len(seconds))
        np.minimum.at(found, (source[here] - first, point[here]), direct[here])
        found[found > limit_s + SLACK_S] = np.inf
        yield first, found


def by_ends(network: Network, seconds: Floats, row: Ints, points: Spots) -> tuple[Floats, Floats]:
    """The seconds at points by way of the `u` and of the `v` of their edge.

    `seconds` are those at the nodes, one row for each source; `row` says which row each point
    wants. A way that never leaves the edge is not among them, see `along`.
    """
    edge, share = points.edge, points.share
    by_u = seconds[row, network.u[edge]] + _part(network.ahead_s[edge], share)
    by_v = seconds[row, network.v[edge]] + _part(network.behind_s[edge], 1 - share)
    return np.where(points.on, by_u, np.inf), np.where(points.on, by_v, np.inf)


def along(network: Network, sources: Spots, points: Spots) -> tuple[Ints, Ints, Floats]:
    """Pairs of a source and a point on the same edge, and the seconds straight along it."""
    order = np.argsort(sources.edge, kind="stable")
    edges = sources.edge[order]
    low = np.searchsorted(edges, points.edge, side="left")
    high = np.where(points.on, np.searchsorted(edges, points.edge, side="right"), low)
    count = high - low
    point = np.repeat(np.arange(len(points)), count)
    number = np.arange(len(point)) - np.repeat(np.cumsum(count) - count, count)
    source = order[np.repeat(low, count) + number]
    edge = points.edge[point]
    return source, point, straight(network, edge, sources.share[source], points.share[point])


def straight(network: Network, edge: Ints, start: Floats, end: Floats) -> Floats:
    """The seconds along edges from one share of them to another, inf against a one-way road."""
    step = end - start
    ahead, behind = _part(network.ahead_s[edge], step), _part(network.behind_s[edge], -step)
    return np.where(step >= 0, ahead, behind)


def _with(network: Network, spots: Spots) -> csr_array:
    """The graph and, behind its nodes, one more node for each spot with its ways to both ends."""
    edge, graph = spots.edge, network.graph
    to_u = _part(network.behind_s[edge], spots.share)
    to_v = _part(network.ahead_s[edge], 1 - spots.share)
    cost = np.where(spots.on[:, None], np.stack([to_u, to_v], axis=1), np.inf)
    ends = np.stack([network.u[edge], network.v[edge]], axis=1)
    starts = graph.indptr[-1] + 2 * np.arange(1, len(spots) + 1)
    size = network.nodes + len(spots)
    return csr_array(
        (
            np.concatenate([graph.data, cost.ravel()]),
            np.concatenate([graph.indices, ends.ravel().astype(np.int32)]),
            np.concatenate([graph.indptr, starts.astype(np.int32)]),
        ),
        shape=(size, size),
    )


def _part(seconds: Floats, share: Floats) -> Floats:
    """The seconds for a share of an edge; for none of it none, even where it is closed."""
    with np.errstate(invalid="ignore"):
        return np.where(share == 0, 0.0, seconds * share)
