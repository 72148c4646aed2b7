"""A road graph from two tables: nodes (id, lon, lat) and directed edges (u, v, length_m …)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhuchao.roads.earth import Floats, Ints, haversine
from zhuchao.roads.pairing import Bends, Directed, paired
from zhuchao.roads.roads import Roads
from zhuchao.roads.sheet import TWICE, Sheet, read_csv
from zhuchao.roads.sources import digest

NODE = ("id", "lon", "lat")
EDGE = ("u", "v", "length_m", "highway", "speed_mps", "geometry")
NEAR_M = 100
"""A geometry may begin and end so far from the nodes of its edge."""
LONGEST_M = 1e7
FASTEST_MPS = 100

UNKNOWN_NODE = "节点表中没有这个节点：%(given)s"
NO_LINE = "应为“经度 纬度;经度 纬度;…”：%(given)s"
ELSEWHERE = "起止点离节点超过 100 米：%(given)s"
WORDING = (UNKNOWN_NODE, NO_LINE, ELSEWHERE)


def read_tables(nodes: Path, edges: Path, attribution: str = "") -> Roads:
    """Read both files whole or not at all.

    Edges are directed; `highway`, `speed_mps` and `geometry` may be absent or empty, where
    `geometry` is "lon lat;lon lat;…" from u to v. Raises Unusable or BadRows.
    """
    ids, lon, lat, twice = _nodes(read_csv(nodes, NODE))
    places = {name: place for place, name in enumerate(ids)}
    read, dropped = paired(_edges(read_csv(edges, EDGE), places, lon, lat))
    return Roads(
        ids=_compact(ids),
        lon=lon,
        lat=lat,
        **read.arrays(),
        sources=tuple((path.name, digest(path)) for path in (nodes, edges)),
        attribution=attribution,
        dropped=dropped + twice,
    )


def _nodes(sheet: Sheet) -> tuple[list[str], Floats, Floats, int]:
    """Nodes once each, and how many rows only said one again."""
    ids = sheet.names("id")
    lon = sheet.numbers("lon", least=-180, most=180)
    lat = sheet.numbers("lat", least=-90, most=90)
    first: dict[str, int] = {}
    for row, name in enumerate(ids):
        first.setdefault(name, row)
    before = np.array([first[name] for name in ids])
    again = before != np.arange(len(ids))
    sheet.blame(again & ((lon != lon[before]) | (lat != lat[before])), "id", TWICE)
    sheet.close()
    once = np.flatnonzero(~again)
    return [ids[row] for row in once], lon[once], lat[once], int(again.sum())


def _edges(sheet: Sheet, places: dict[str, int], lon: Floats, lat: Floats) -> Iterator[Directed]:
    ends = [_ends(sheet, column, places) for column in ("u", "v")]
    length = sheet.numbers("length_m", least=0, most=LONGEST_M)
    count = len(length)
    speed = (
        sheet.numbers("speed_mps", least=0.01, most=FASTEST_MPS, empty=0)
        if "speed_mps" in sheet
        else np.zeros(count)
    )
    kinds = sheet.texts("highway") if "highway" in sheet else [""] * count
    bends = _bends(sheet, ends, lon, lat) if "geometry" in sheet else [()] * count
    sheet.close()
    for u, v, metres, kind, mps, line in zip(
        *(end.tolist() for end in ends), length.tolist(), kinds, speed.tolist(), bends, strict=True
    ):
        yield Directed(u, v, metres, (kind, mps, 0, 0), line)


def _ends(sheet: Sheet, column: str, places: dict[str, int]) -> Ints:
    names = sheet.names(column)
    found = np.array([places.get(name, -1) for name in names], dtype=np.int64)
    sheet.blame((found < 0) & np.array([bool(name) for name in names]), column, UNKNOWN_NODE)
    return found


def _bends(sheet: Sheet, ends: list[Ints], lon: Floats, lat: Floats) -> list[Bends]:
    """What lies between the nodes: the nodes themselves are where the node table says."""
    cells = sheet.texts("geometry")
    lines = [_line(cell) for cell in cells]
    sheet.blame(np.array([line is None for line in lines]), "geometry", NO_LINE)
    away = np.zeros(len(cells), dtype=bool)
    for end, which in zip(ends, (0, -1), strict=True):
        tips = np.array([line[which] if line else (np.nan, np.nan) for line in lines])
        with np.errstate(invalid="ignore"):
            away |= haversine(tips[:, 0], tips[:, 1], lon[end], lat[end]) > NEAR_M
    known = (ends[0] >= 0) & (ends[1] >= 0)
    sheet.blame(away & known, "geometry", ELSEWHERE)
    return [line[1:-1] if line else () for line in lines]


def _line(cell: str) -> Bends | None:
    """The points of a cell: none where it is empty, None where it cannot be read."""
    if not cell:
        return ()
    try:
        points = [tuple(map(float, point.split())) for point in cell.split(";")]
    except ValueError:
        return None
    fits = len(points) > 1 and all(_on_earth(point) for point in points)
    return tuple((point[0], point[1]) for point in points) if fits else None


def _on_earth(point: tuple[float, ...]) -> bool:
    return len(point) == 2 and abs(point[0]) <= 180 and abs(point[1]) <= 90


def _compact(ids: list[str]) -> NDArray[Any]:
    """Whole numbers where all are and look like it, for they are a third of the size."""
    try:
        numbers = np.array([int(name) for name in ids], dtype=np.int64)
    except (ValueError, OverflowError):
        return np.array(ids)
    return numbers if [str(n) for n in numbers.tolist()] == ids else np.array(ids)
