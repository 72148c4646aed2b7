"""Which part of each edge lies within the limit: for drawing, and for the share of road length."""

from dataclasses import dataclass

import numpy as np

from zhuchao.roads.earth import Floats, Ints
from zhuchao.roads.network import line
from zhuchao.roads.reach import Reach


@dataclass(frozen=True)
class Covered:
    """Parts of edges within the limit, each from share `start` to share `end`, none overlapping."""

    reach: Reach
    edge: Ints
    start: Floats
    end: Floats

    @property
    def metres(self) -> Floats:
        """The length of each part."""
        found: Floats = self.reach.network.length_m[self.edge] * (self.end - self.start)
        return found

    @property
    def share(self) -> float:
        """The covered share of the length of all roads the mode may use."""
        whole = float(self.reach.network.length_m.sum())
        return float(self.metres.sum()) / whole if whole else 0.0

    def lines(self) -> list[Floats]:
        """Each part as rows of longitude and latitude."""
        parts = zip(self.edge.tolist(), self.start.tolist(), self.end.tolist(), strict=True)
        return [line(self.reach.network, *part) for part in parts]


def covered(reach: Reach) -> Covered:
    """The parts of edges within the limit: from either end inwards, and around sites on them."""
    network, every = reach.network, np.arange(len(reach.network.edge))
    from_u = _within(reach, reach.seconds[network.u], network.ahead_s)
    from_v = _within(reach, reach.seconds[network.v], network.behind_s)
    sites = reach.sites.take(np.flatnonzero(reach.open_now & reach.sites.on))
    now = np.zeros(len(sites))
    ahead = _within(reach, now, network.ahead_s[sites.edge])
    behind = _within(reach, now, network.behind_s[sites.edge])
    return _merged(
        reach,
        np.concatenate([every, every, sites.edge]),
        np.concatenate([0 * from_u, 1 - from_v, np.maximum(sites.share - behind, 0)]),
        np.concatenate([from_u, 0 * from_v + 1, np.minimum(sites.share + ahead, 1)]),
    )


def _within(reach: Reach, seconds: Floats, whole: Floats) -> Floats:
    """The share of edges that is still to be had, entered after so many seconds."""
    left = np.maximum(reach.limit_s - seconds, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(whole > 0, left / whole, 1.0)
    return np.where(np.isfinite(seconds), np.minimum(part, 1), 0)


def _merged(reach: Reach, edge: Ints, start: Floats, end: Floats) -> Covered:
    """Overlapping and touching parts of one edge as one."""
    some = np.flatnonzero(end > start)
    order = some[np.lexsort((start[some], edge[some]))]
    edge, start, end = edge[order], start[order], end[order]
    # Laid out edge after edge on one line, a part begins anew where nothing before reaches it.
    reached = np.maximum.accumulate(2 * edge + end)
    new = np.flatnonzero(2 * edge[1:] + start[1:] > reached[:-1]) + 1
    first = np.concatenate([[0], new]).astype(np.int64)[: len(edge)]
    if not len(first):
        return Covered(reach, edge, start, end)
    return Covered(reach, edge[first], start[first], np.maximum.reduceat(end, first))
