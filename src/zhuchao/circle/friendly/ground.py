"""Every open site and its state at this minute, kept by each process until something changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max, Sum

from zhuchao.circle.friendly.needs import needs_of
from zhuchao.journal.clock import now
from zhuchao.places.memory import stamp
from zhuchao.places.models import Site
from zhuchao.places.site_queries import Clock, having
from zhuchao.roads.window import world
from zhuchao.rules.hours import ALL_DAY, State
from zhuchao.rules.hours_data import from_text

COLUMNS = ("pk", "code", "name", "kind", "lon", "lat", "equipment", "hours")


class Place(NamedTuple):
    """An open site with a position; `needs` is the sum of the BITS it answers."""

    id: int
    code: str
    name: str
    kind: str
    lon: float
    lat: float
    equipment: tuple[str, ...]
    hours: str
    needs: int
    world: tuple[float, float]
    """Its position in web Mercator, as `roads.window` counts."""


@dataclass(frozen=True)
class Hours:
    """One text of opening hours at this minute; few are shared by all sites."""

    text: str
    state: State
    always: bool
    """Open day and night, and not closed today by way of exception."""
    then: datetime | None = None
    becomes: str = ""


@dataclass(frozen=True, eq=False)
class Land:
    """All open sites that have a position, and their texts of hours; the same at any minute."""

    places: tuple[Place, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Ground:
    """The land, and the hours of its texts at one minute."""

    land: Land
    hours: dict[str, Hours]


_land: tuple[tuple[int, ...], Land] | None = None
_ground: tuple[datetime, int, Ground] | None = None


def ground() -> Ground:
    """The sites as they are at this minute; two statements, one more where a site was written."""
    global _ground
    land, moment, current = _current_land(), now().replace(second=0, microsecond=0), stamp()
    kept = _ground
    if kept is None or kept[:2] != (moment, current) or kept[2].land is not land:
        clock = Clock(moment)
        kept = moment, current, Ground(land, {text: _hours(text, clock) for text in land.texts})
        _ground = kept
    return kept[2]


def _current_land() -> Land:
    """By what moves with every site written: each change makes its version one more."""
    global _land
    row = Site.objects.aggregate(n=Count("pk"), last=Max("pk"), versions=Sum("version"))
    key = (stamp(), row["n"], row["last"] or 0, row["versions"] or 0)
    kept = _land
    if kept is None or kept[0] != key:
        kept = _land = key, _read()
    return kept[1]


def _read() -> Land:
    rows = having().exclude(lon=None).values_list(*COLUMNS).iterator(chunk_size=10_000)
    places = tuple(_place(row) for row in rows)
    return Land(places, tuple(dict.fromkeys(place.hours for place in places)))


def _place(row: tuple[Any, ...]) -> Place:
    pk, code, name, kind, lon, lat, equipment, hours = row
    needs = needs_of(kind, equipment)
    return Place(pk, code, name, kind, lon, lat, tuple(equipment), hours, needs, world(lon, lat))


def _hours(text: str, clock: Clock) -> Hours:
    state, change = clock.state(text), clock.change(text)
    always = state == "open" and from_text(text).week == (ALL_DAY,) * 7
    return Hours(text, state, always, *(change or ()))
