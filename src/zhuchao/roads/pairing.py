"""Two directed edges over the same ground become one edge that is open both ways."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import numpy as np

from zhuchao.roads.roads import MODES

Bends = tuple[tuple[float, float], ...]
"""Longitude and latitude of the points between the two ends."""
NOT_OPEN = float("nan")


@dataclass(frozen=True)
class Directed:
    """An edge open from `u` to `v`; `trait` is its class, its own speed and who may use it."""

    u: int
    v: int
    length_m: float
    trait: tuple[str, float, int, int]
    bends: Bends = ()


@dataclass
class Edges:
    """Columns that fill up edge by edge."""

    u: list[int] = field(default_factory=list)
    v: list[int] = field(default_factory=list)
    forward_m: list[float] = field(default_factory=list)
    backward_m: list[float] = field(default_factory=list)
    trait: list[tuple[str, float, int, int]] = field(default_factory=list)
    bends: list[Bends] = field(default_factory=list)

    def add(self, edge: Directed, backward_m: float) -> None:
        """One edge, its length as given in its direction and `backward_m` against it."""
        self.u.append(edge.u)
        self.v.append(edge.v)
        self.forward_m.append(edge.length_m)
        self.backward_m.append(backward_m)
        self.trait.append(edge.trait)
        self.bends.append(edge.bends)

    def arrays(self) -> dict[str, Any]:
        """The columns as Roads stores them."""
        kinds = sorted({trait[0] for trait in self.trait})
        places = {name: place for place, name in enumerate(kinds)}
        points = np.array([p for bends in self.bends for p in bends], dtype=float).reshape(-1, 2)
        rights = (np.array([t[2 + i] for t in self.trait], dtype=np.int8) for i in (0, 1))
        return {
            "u": np.array(self.u, dtype=np.int64),
            "v": np.array(self.v, dtype=np.int64),
            "forward_m": np.array(self.forward_m, dtype=float),
            "backward_m": np.array(self.backward_m, dtype=float),
            "kind": np.array([places[trait[0]] for trait in self.trait], dtype=np.int64),
            "kinds": tuple(kinds),
            "speed_mps": np.array([trait[1] for trait in self.trait], dtype=float),
            "rights": dict(zip(MODES, rights, strict=True)),
            "bends_at": np.cumsum([0, *map(len, self.bends)], dtype=np.int64),
            "bend_lon": points[:, 0],
            "bend_lat": points[:, 1],
        }


def paired(edges: Iterable[Directed]) -> tuple[Edges, int]:
    """Every edge once, and how many said again what another had said.

    Two directions are one edge where ends, trait and bends agree; their lengths may differ.
    Parallel edges stay apart: the shorter goes with the shorter.
    """
    groups = defaultdict[tuple[object, ...], tuple[set[float], set[float]]](lambda: (set(), set()))
    dropped = 0
    for edge in edges:
        key, back = _ground(edge)
        lengths = groups[key][back]
        dropped += edge.length_m in lengths
        lengths.add(edge.length_m)
    found = Edges()
    for (u, v, trait, bends), (there, back_again) in groups.items():
        for pair in zip_longest(sorted(there), sorted(back_again), fillvalue=NOT_OPEN):
            found.add(Directed(u, v, pair[0], trait, bends), pair[1])  # type: ignore[arg-type]
    return found, dropped


def _ground(edge: Directed) -> tuple[tuple[object, ...], bool]:
    """The same for both directions, and whether this is the direction against it."""
    turned = edge.bends[::-1]
    if (edge.u, edge.bends) > (edge.v, turned):
        return (edge.v, edge.u, edge.trait, turned), True
    return (edge.u, edge.v, edge.trait, edge.bends), False
