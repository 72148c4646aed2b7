"""The boundaries of the district and its streets, for a picture."""

from collections.abc import Sequence
from functools import lru_cache

from zhuchao.places.atlas import Area
from zhuchao.roads.drawing import straightened
from zhuchao.roads.window import CANVAS, Point, Window, world

OUTLINED = ("district", "zone", "street")
MOST_BYTES = 20_000
"""What a page carries of outlines; a district of finer ones does without."""


def outlines(window: Window, areas: tuple[Area, ...]) -> str:
    """One SVG path of the boundaries that meet the window, "" where that would be too much."""
    rings = ([window.on_canvas(point) for point in ring] for ring in _rings(_Areas(areas)))
    path = "".join(_path(ring) for ring in rings if _meets(ring))
    return path if len(path) <= MOST_BYTES else ""


class _Areas:
    """Areas as a key: one atlas has one tuple of them."""

    def __init__(self, areas: tuple[Area, ...]) -> None:
        self.areas = areas

    def __hash__(self) -> int:
        return id(self.areas)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Areas) and other.areas is self.areas


@lru_cache(maxsize=2)
def _rings(known: _Areas) -> list[list[Point]]:
    return [
        [world(corner[0], corner[1]) for corner in area.boundary]
        for area in known.areas
        if area.boundary and area.kind in OUTLINED
    ]


def _meets(ring: Sequence[Point]) -> bool:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return min(xs) < CANVAS and max(xs) > 0 and min(ys) < CANVAS and max(ys) > 0


def _path(ring: Sequence[Point]) -> str:
    spots = straightened([(round(x), round(y)) for x, y in ring])
    return "M" + "L".join(f"{x} {y}" for x, y in spots) + "Z"
