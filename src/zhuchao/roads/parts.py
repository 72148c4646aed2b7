"""What two reaches have in common, and what only one of them covers: parts of edges."""

from dataclasses import dataclass

import numpy as np

from zhuchao.roads.covered import Covered
from zhuchao.roads.earth import Bools, Floats, Ints
from zhuchao.roads.network import Network, line

NOTHING = 1e-9
"""Shorter shares of an edge come from rounding."""


@dataclass(frozen=True)
class Parts:
    """Parts of edges of a network, each from share `start` to share `end`, none overlapping."""

    network: Network
    edge: Ints
    start: Floats
    end: Floats

    @property
    def metres(self) -> float:
        """Their length together."""
        return float((self.network.length_m[self.edge] * (self.end - self.start)).sum())

    @property
    def whole(self) -> Bools:
        """Which of them are whole edges."""
        found: Bools = (self.start < NOTHING) & (self.end > 1 - NOTHING)
        return found

    def line(self, part: int) -> Floats:
        """One part as rows of longitude and latitude."""
        return line(
            self.network, int(self.edge[part]), float(self.start[part]), float(self.end[part])
        )


@dataclass(frozen=True)
class Compared:
    """The parts of edges that both cover, and those that only the one or the other does."""

    both: Parts
    only_one: Parts
    only_other: Parts


def parts_of(found: Covered) -> Parts:
    """The covered parts by themselves."""
    return Parts(found.reach.network, found.edge, found.start, found.end)


def compared(one: Covered, other: Covered) -> Compared:
    """Two covers of the same network beside each other."""
    sides = (one, other)
    # Laid out edge after edge on one line with gaps between, each part begins and ends once.
    places = [2 * side.edge + share for side in sides for share in (side.start, side.end)]
    steps = [np.full(len(one.edge), 1), np.full(len(one.edge), -1)]
    more = [np.full(len(other.edge), 1), np.full(len(other.edge), -1)]
    nothing = [np.zeros(2 * len(side.edge), dtype=np.int64) for side in sides]
    at = np.concatenate(places)
    order = np.argsort(at, kind="stable")
    at = at[order]
    in_one = np.cumsum(np.concatenate([*steps, nothing[1]])[order])[:-1] > 0
    in_other = np.cumsum(np.concatenate([nothing[0], *more])[order])[:-1] > 0
    long = at[1:] - at[:-1] > NOTHING

    def where(mask: Bools) -> Parts:
        kept = np.flatnonzero(mask & long)
        edge = np.floor(at[kept] / 2).astype(np.int64)
        return Parts(one.reach.network, edge, at[kept] - 2 * edge, at[kept + 1] - 2 * edge)

    return Compared(where(in_one & in_other), where(in_one & ~in_other), where(in_other & ~in_one))
