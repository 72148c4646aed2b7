"""Roads as words of SVG paths: every edge of a network that a frame shows, worked out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from zhuchao.circle.networks import Stored, network_of
from zhuchao.circle.reach.frame import WIDTH, Frame
from zhuchao.roads.earth import Bools, Floats, Ints
from zhuchao.roads.network import Network
from zhuchao.roads.parts import Parts

MOST_EDGES = 12_000
"""Of a whole city only the longest are drawn; they carry the shape."""
MAIN = ("trunk", "primary", "secondary", "tertiary")
KEPT = 6


@dataclass(frozen=True, eq=False)
class Lines:
    """The path of each edge of the network, empty where it is not drawn; then all together."""

    frame: Frame
    edge: tuple[str, ...]
    main: str
    side: str

    def path(self, parts: Parts) -> str:
        """The parts that are drawn, as one path."""
        whole, drawn = parts.whole.tolist(), []
        for number, edge in enumerate(parts.edge.tolist()):
            if not self.edge[edge]:
                continue
            drawn.append(self.edge[edge] if whole[number] else self._part(parts.line(number)))
        return "".join(drawn)

    def _part(self, points: Floats) -> str:
        return words(self.frame.at(points[:, 0], points[:, 1]))


@lru_cache(maxsize=KEPT)
def lines_of(stored: Stored, mode: str, frame: Frame) -> Lines:
    """The edges of a network in a frame."""
    network = network_of(stored, mode)
    shown = _shown(network, frame)
    found = [""] * len(network.edge)
    for edge, spots in _drawn(network, frame, shown):
        found[edge] = words(spots)
    main = _main(network)
    return Lines(
        frame,
        tuple(found),
        "".join(found[edge] for edge in shown.tolist() if main[edge]),
        "".join(found[edge] for edge in shown.tolist() if not main[edge]),
    )


def _drawn(network: Network, frame: Frame, shown: Ints) -> Iterator[tuple[int, Ints]]:
    """Each edge with its spots on the frame: all nodes and bends are put there at once."""
    roads, at = network.roads, network.edge[shown]
    nodes = frame.at(roads.lon, roads.lat)
    bends = frame.at(roads.bend_lon, roads.bend_lat)
    starts, ends = roads.bends_at[at].tolist(), roads.bends_at[at + 1].tolist()
    tails, heads = nodes[roads.u[at]], nodes[roads.v[at]]
    for row, edge in enumerate(shown.tolist()):
        between = bends[starts[row] : ends[row]]
        yield edge, np.concatenate([tails[row : row + 1], between, heads[row : row + 1]])


def _main(network: Network) -> list[bool]:
    kinds = [name.removesuffix("_link") in MAIN for name in network.roads.kinds]
    return [kinds[kind] for kind in network.roads.kind[network.edge].tolist()]


def _shown(network: Network, frame: Frame) -> Ints:
    """The edges with an end in the frame, the longest where there are too many."""
    spots = frame.at(network.roads.lon, network.roads.lat)
    within: Bools = np.all((spots >= 0) & (spots <= (WIDTH, frame.height)), axis=1)
    shown: Ints = np.flatnonzero(within[network.u] | within[network.v])
    if len(shown) <= MOST_EDGES:
        return shown
    longest = np.argsort(-network.length_m[shown], kind="stable")[:MOST_EDGES]
    return np.sort(shown[longest])


def words(spots: Ints) -> str:
    """A line as a path: an absolute start, then steps; "" for one that is no longer than a dot.

    >>> words(np.array([[5, 9], [5, 9], [15, 7]]))
    'M5 9l10-2'
    """
    rows = spots.tolist()
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(rows) if a != b]
    if not steps:
        return ""
    said = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{rows[0][0]} {rows[0][1]}l{said}"
