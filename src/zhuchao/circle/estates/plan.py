"""The plan of an estate as values: gates, buildings, spots; pure, positions in degrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from zhuchao.places.atlas import metres

MICRO = 1_000_000
Point = tuple[float, float]
"""Longitude and latitude in degrees, CGCS2000."""


@dataclass(frozen=True)
class Gate:
    """A way in. `hours` is canonical text; `kinds` are codes of who may use it."""

    name: str
    at: Point | None
    kinds: tuple[str, ...]
    hours: str
    note: str = ""

    def row(self) -> list[Any]:
        """As the table keeps it."""
        return [self.name, *_stored(self.at), list(self.kinds), self.hours, self.note]


@dataclass(frozen=True)
class Building:
    """A house by the number on its wall; units, floors and lift as far as anybody knows."""

    name: str
    at: Point | None
    units: int | None = None
    floors: int | None = None
    lift: str = "unknown"

    def row(self) -> list[Any]:
        """As the table keeps it."""
        return [self.name, *_stored(self.at), self.units, self.floors, self.lift]


@dataclass(frozen=True)
class Spot:
    """A parking bay, a locker or a shelf."""

    kind: str
    name: str
    at: Point | None

    def row(self) -> list[Any]:
        """As the table keeps it."""
        return [self.kind, self.name, *_stored(self.at)]


Thing = TypeVar("Thing", Gate, Building, Spot)


@dataclass(frozen=True)
class Plan:
    """Everything of an estate that can be drawn."""

    gates: tuple[Gate, ...] = ()
    buildings: tuple[Building, ...] = ()
    spots: tuple[Spot, ...] = ()
    route: tuple[Point, ...] = ()
    outline: tuple[Point, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    """`registration` (a code), `rules` and `lift_words`."""

    @property
    def points(self) -> list[Point]:
        """Every position there is."""
        placed: list[Sequence[Gate | Building | Spot]] = [self.gates, self.buildings, self.spots]
        single = [one.at for things in placed for one in things if one.at]
        return [*single, *self.route, *self.outline]

    def columns(self) -> dict[str, Any]:
        """The columns of the table."""
        return {
            "gates": [gate.row() for gate in self.gates],
            "buildings": [building.row() for building in self.buildings],
            "spots": [spot.row() for spot in self.spots],
            "route": stored_line(self.route),
            "outline": stored_line(self.outline),
            **self.words,
        }


def _stored(at: Point | None) -> list[int | None]:
    return [None, None] if at is None else [round(n * MICRO) for n in at]


def stored_line(points: Iterable[Point]) -> list[list[int]]:
    """A line in millionths of a degree."""
    return [[round(n * MICRO) for n in point] for point in points]


def at(lon: int | None, lat: int | None) -> Point | None:
    """A stored position in degrees, or None.

    >>> at(117011380, 31554840), at(None, None)
    ((117.01138, 31.55484), None)
    """
    return None if lon is None or lat is None else (lon / MICRO, lat / MICRO)


def read_line(stored: Iterable[Sequence[int]]) -> tuple[Point, ...]:
    """A stored line in degrees."""
    return tuple((lon / MICRO, lat / MICRO) for lon, lat in stored)


def read_gate(row: Sequence[Any]) -> Gate:
    """A row of the table."""
    name, lon, lat, kinds, hours, note = row
    return Gate(name, at(lon, lat), tuple(kinds), hours, note)


def read_building(row: Sequence[Any]) -> Building:
    """A row of the table."""
    name, lon, lat, units, floors, lift = row
    return Building(name, at(lon, lat), units, floors, lift)


def read_spot(row: Sequence[Any]) -> Spot:
    """A row of the table."""
    kind, name, lon, lat = row
    return Spot(kind, name, at(lon, lat))


def apart(one: Point, other: Point) -> float:
    """Metres between two points as the crow flies."""
    return metres(*one, *other)


def nearest(things: Iterable[Thing], to: Point) -> Thing | None:
    """The placed thing nearest to a point, the first of equals."""
    placed = [one for one in things if one.at]
    return min(placed, key=lambda one: apart(one.at or to, to), default=None)
