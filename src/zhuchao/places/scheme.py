"""A small drawn scheme of the district and some points in it, as numbers for an SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from zhuchao.places.atlas import Area

WIDE, HIGH = 320.0, 200.0
MARGIN = 12.0
LEAST_DEGREES = 0.01
"""A single point is drawn with so much of the district around it."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Scheme:
    """Outlines as SVG paths and points as (x, y), within WIDE × HIGH."""

    outlines: tuple[str, ...]
    points: tuple[tuple[str, str], ...]


def scheme(areas: Iterable[Area], points: Sequence[Point]) -> Scheme | None:
    """Draw points (lon, lat) and the boundaries around them; None without a point.

    North is up, and a degree of longitude is as long as it is there.
    """
    if not points:
        return None
    middle = cos(radians(sum(lat for _lon, lat in points) / len(points)))
    flat = [(lon * middle, -lat) for lon, lat in points]
    rings = [
        [(corner[0] * middle, -corner[1]) for corner in area.boundary]
        for area in areas
        if area.boundary
    ]
    left, right = _range(x for x, _y in [*flat, *(c for r in rings for c in r)])
    top, bottom = _range(y for _x, y in [*flat, *(c for r in rings for c in r)])
    scale = min((WIDE - 2 * MARGIN) / (right - left), (HIGH - 2 * MARGIN) / (bottom - top))

    def at(x: float, y: float) -> tuple[str, str]:
        across = WIDE / 2 + (x - (left + right) / 2) * scale
        down = HIGH / 2 + (y - (top + bottom) / 2) * scale
        return f"{across:.1f}", f"{down:.1f}"

    outlines = ("M" + "L".join(" ".join(at(*corner)) for corner in ring) + "Z" for ring in rings)
    return Scheme(tuple(outlines), tuple(at(*point) for point in flat))


def _range(values: Iterable[float]) -> tuple[float, float]:
    seen = list(values)
    low, high = min(seen), max(seen)
    spare = max(0.0, LEAST_DEGREES - (high - low)) / 2
    return low - spare, high + spare
