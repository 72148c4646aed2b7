"""The units of an area as a small drawn map: which ones are reached, and a few words a street."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product
from math import cos, sin, sqrt

from zhuchao.places.atlas import Area, atlas
from zhuchao.places.scheme import HIGH, WIDE, scheme
from zhuchao.registry.models import Organisation

APART = 8.5
"""From one dot of a place to the next."""
TURN = 2.4
"""The golden angle: dots around a centre that never lie on one another."""
WORDS_WIDE = 32
"""Half the width of a label, with the half of a dot."""
MOST = 24
"""Dots of one place; the table beside the map has all."""


@dataclass(frozen=True)
class Dot:
    """A unit, and whether it is one of the reached."""

    x: str
    y: str
    unit: Organisation
    reached: bool


@dataclass(frozen=True)
class Label:
    """A street by its name, with a few words below it or none."""

    x: str
    y: str
    name: str
    words: str


@dataclass(frozen=True)
class UnitMap:
    """Outlines, dots and labels within wide × high."""

    wide: float
    high: float
    outlines: tuple[str, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]


def street_of(path: str) -> str:
    """The street (the level below the district) a path lies in; the path itself above that."""
    depth = len((atlas().whole or "/").strip("/").split("/")) + 1
    return "/" + "/".join(path.strip("/").split("/")[:depth]) + "/"


def unit_map(
    units: Sequence[Organisation], reached: AbstractSet[int], words: Mapping[str, str]
) -> UnitMap | None:
    """The map of some units; None when no place of theirs is known.

    `reached`: ids of units; `words`: the path of a street → what stands below its name.
    """
    places: dict[str, list[Organisation]] = defaultdict(list)
    for unit in units:
        places[str(unit.division.path)].append(unit)
    centres = [(area, places[area.path]) for area in _placed(places)]
    streets = [*_placed({street_of(path) for path in places})]
    points = [_at(area) for area, _units in centres] + [_at(area) for area in streets]
    drawn = scheme(streets, points)
    if not centres or drawn is None:
        return None
    dots = [
        dot
        for (x, y), (_area, here) in zip(drawn.points, centres, strict=False)
        for dot in _dots(float(x), float(y), here, reached)
    ]
    labels = [
        Label(*_clear(float(x), float(y), dots), area.short or area.name, words.get(area.path, ""))
        for (x, y), area in zip(drawn.points[len(centres) :], streets, strict=True)
    ]
    return UnitMap(WIDE, HIGH, drawn.outlines, tuple(dots), tuple(labels))


def _clear(x: float, y: float, dots: Sequence[Dot]) -> tuple[str, str]:
    """The place near a point where two short lines of words cover the fewest dots."""

    def cost(shift: tuple[int, int]) -> tuple[int, int]:
        left, top = x + shift[0], y + shift[1]
        covered = [
            dot
            for dot in dots
            if abs(float(dot.x) - left) < WORDS_WIDE and -15 < float(dot.y) - top < 17
        ]
        return len(covered), shift[0] ** 2 + shift[1] ** 2

    across, down = min(product(range(-24, 25, 8), range(-30, 31, 6)), key=cost)
    return f"{x + across:.1f}", f"{y + down:.1f}"


def _placed(paths: Iterable[str]) -> Iterator[Area]:
    for path in sorted(paths):
        area = atlas().by_path.get(path)
        if area is not None and area.lon is not None and area.lat is not None:
            yield area


def _at(area: Area) -> tuple[float, float]:
    return area.lon or 0.0, area.lat or 0.0


def _dots(
    x: float, y: float, units: Sequence[Organisation], reached: AbstractSet[int]
) -> Iterator[Dot]:
    """The units of a place around its centre, those not reached innermost."""
    inner_first = sorted(units, key=lambda unit: unit.pk in reached)
    for number, unit in enumerate(inner_first[:MOST]):
        out = APART * sqrt(number)
        across, down = x + out * cos(TURN * number), y + out * sin(TURN * number)
        yield Dot(f"{across:.1f}", f"{down:.1f}", unit, unit.pk in reached)
