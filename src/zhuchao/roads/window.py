"""Squares of the earth that pictures of a map are made for, in web Mercator, by zoom and corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, degrees, floor, log, pi, radians, sinh, tan

CANVAS = 2048
"""A window is so many units wide and high, whatever it shows."""
SPAN = 2
"""A window is so many tiles of its zoom wide: what is up to one tile wide always fits into one."""
LEAST, MOST = 4, 15
MOST_LATITUDE = 85.0

Point = tuple[float, float]


def world(lon: float, lat: float) -> Point:
    """Web Mercator from 0 to 1, eastwards and southwards.

    >>> world(0, 0)
    (0.5, 0.5)
    """
    held = radians(max(-MOST_LATITUDE, min(MOST_LATITUDE, lat)))
    return (lon + 180) / 360, (1 - log(tan(held) + 1 / cos(held)) / pi) / 2


@dataclass(frozen=True)
class Window:
    """The square from tile (x, y) of zoom z, SPAN tiles wide."""

    z: int
    x: int
    y: int

    def on_canvas(self, point: Point) -> Point:
        """Where a point of the world lies on the canvas."""
        wide, tile = 2**self.z, CANVAS / SPAN
        return (point[0] * wide - self.x) * tile, (point[1] * wide - self.y) * tile

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        west, north = self._corner(self.x, self.y)
        east, south = self._corner(self.x + SPAN, self.y + SPAN)
        return west, south, east, north

    def _corner(self, x: int, y: int) -> Point:
        wide = 2**self.z
        return x / wide * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y / wide))))


def fitting(flat: Sequence[Point]) -> Window | None:
    """The closest window that holds all of these points of the world; None without one."""
    if not flat:
        return None
    left, right = min(x for x, _y in flat), max(x for x, _y in flat)
    top, bottom = min(y for _x, y in flat), max(y for _x, y in flat)
    for z in range(MOST, LEAST, -1):
        x, y = floor(left * 2**z), floor(top * 2**z)
        if right * 2**z <= x + SPAN and bottom * 2**z <= y + SPAN:
            return Window(z, x, y)
    return Window(LEAST, floor(left * 2**LEAST), floor(top * 2**LEAST))
