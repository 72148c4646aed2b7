"""The roads of a place as they are stored: nodes, edges, what each edge is and who may use it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhuchao.roads.earth import Bools, Floats, Ints

MODES = ("foot", "ebike")
OPEN_STREET_MAP = "© OpenStreetMap contributors, ODbL 1.0"


@dataclass(frozen=True)
class Roads:
    """Edges run from node `u` to node `v`, by place in `ids`; both directions are one edge.

    `forward_m` and `backward_m` are lengths in metres, nan where that direction is not open.
    `kind` is a place in `kinds` (classes of `highway`; "" unknown). `speed_mps` is 0 unless given.
    `rights[mode]` is 1 where the mode is let on whatever the class, -1 where it is kept out, 0
    where the class decides. The bends of edge i between its nodes are those from `bends_at[i]` up
    to `bends_at[i + 1]`. `attribution` is to be shown wherever results are.
    """

    ids: NDArray[Any]
    lon: Floats
    lat: Floats
    u: Ints
    v: Ints
    forward_m: Floats
    backward_m: Floats
    kind: Ints
    kinds: tuple[str, ...]
    speed_mps: Floats
    rights: dict[str, NDArray[np.int8]]
    bends_at: Ints
    bend_lon: Floats
    bend_lat: Floats
    sources: tuple[tuple[str, str], ...] = ()
    """Names and SHA-256 digests of the files they come from."""
    attribution: str = ""
    dropped: int = 0
    """Rows that said again what another row had said."""

    @property
    def length_m(self) -> Floats:
        """The longer of the two directions of each edge."""
        found: Floats = np.fmax(self.forward_m, self.backward_m)
        return found

    def of_classes(self, classes: frozenset[str]) -> Bools:
        """The edges whose class is one of these, or unknown."""
        among = np.array([name in classes or not name for name in self.kinds], dtype=bool)
        return among[self.kind]
