"""Every edge of a road graph as a line with its bends."""

from collections.abc import Iterator

import numpy as np

from zhuchao.roads.earth import Ints
from zhuchao.roads.roads import Roads

Line = list[tuple[float, float]]
"""Longitude and latitude, point by point."""


def edge_lines(roads: Roads, which: Ints | None = None) -> Iterator[tuple[int, Line]]:
    """Number and line of each edge (of these, if given), from its `u` to its `v`."""
    edges = np.arange(len(roads.u)) if which is None else which
    u, v = roads.u[edges], roads.v[edges]
    firsts = zip(roads.lon[u].tolist(), roads.lat[u].tolist(), strict=True)
    lasts = zip(roads.lon[v].tolist(), roads.lat[v].tolist(), strict=True)
    bends = zip(roads.bends_at[edges].tolist(), roads.bends_at[edges + 1].tolist(), strict=True)
    for edge, first, last, bent in zip(edges.tolist(), firsts, lasts, bends, strict=True):
        yield edge, [first, *_between(roads, *bent), last]


def _between(roads: Roads, start: int, stop: int) -> Line:
    if start == stop:
        return []
    lon, lat = roads.bend_lon[start:stop].tolist(), roads.bend_lat[start:stop].tolist()
    return list(zip(lon, lat, strict=True))
