"""Where the units of an organisation lie, as a small drawn map: a dot for each division."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from zhuchao.places.atlas import Area, atlas
from zhuchao.places.scheme import HIGH, WIDE, Scheme, scheme
from zhuchao.registry.models import Organisation


@dataclass(frozen=True)
class Dot:
    """A division with units in it."""

    x: str
    y: str
    radius: str
    name: str
    count: int


@dataclass(frozen=True)
class UnitMap:
    """A scheme of the district with dots on it."""

    wide: float
    high: float
    scheme: Scheme
    dots: tuple[Dot, ...]


def unit_map(units: Iterable[Organisation]) -> UnitMap | None:
    """The map of some units; None when no division of theirs has a place on it."""
    counts = Counter(str(one.division.path) for one in units)
    placed: list[tuple[Area, float, float, int]] = []
    for path, count in sorted(counts.items()):
        area = atlas().by_path.get(path)
        if area is not None and area.lon is not None and area.lat is not None:
            placed.append((area, area.lon, area.lat, count))
    around = atlas().root
    areas = atlas().below(around.path, "street") if around else ()
    drawn = scheme(areas, [(lon, lat) for _area, lon, lat, _count in placed])
    if drawn is None:
        return None
    dots = (
        Dot(x, y, f"{5 + 2 * sqrt(count):.1f}", area.name, count)
        for (x, y), (area, _lon, _lat, count) in zip(drawn.points, placed, strict=True)
    )
    return UnitMap(WIDE, HIGH, drawn, tuple(dots))
