"""How long the walk is: over the loaded roads where there are any, else from the straight line."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np

from zhuchao.circle.friendly.ground import Land
from zhuchao.circle.friendly.network import usable_network
from zhuchao.circle.friendly.starts import Start
from zhuchao.circle.networks import Stored, network_of
from zhuchao.roads.earth import Floats, haversine
from zhuchao.roads.reach import reach
from zhuchao.roads.snapping import snap
from zhuchao.rules.travel import shipped_travel

DETOUR = 1.3
"""Ways in towns are so much longer than the straight line; a rule of thumb, said on the page."""
FARTHEST_S = 2 * 3600.0
"""Beyond two hours on foot the straight line is good enough."""


@dataclass(frozen=True, eq=False)
class Walks:
    """Seconds to every site of the land: by road, or estimated where no road leads."""

    seconds: list[float]
    by_road: bool


def speed_mps() -> float:
    """Of somebody on foot (rules/sets/travel.toml: 4.8 km/h)."""
    return shipped_travel().modes["foot"].speed_kmh / 3.6


def minutes(seconds: float) -> int:
    """Full minutes, at least one.

    >>> minutes(0), minutes(61)
    (1, 2)
    """
    return max(1, ceil(seconds / 60))


def walks(land: Land, start: Start) -> Walks:
    """The walks from a start."""
    return _walks(land, start, usable_network())


@lru_cache(maxsize=16)
def _walks(land: Land, start: Start, stored: Stored | None) -> Walks:
    lon = np.array([place.lon for place in land.places])
    lat = np.array([place.lat for place in land.places])
    seconds = haversine(start.lon, start.lat, lon, lat) * DETOUR / speed_mps()
    by_road = _by_road(stored, start, lon, lat) if stored and len(lon) else None
    if by_road is not None:
        seconds = np.where(np.isfinite(by_road), by_road, seconds)
    return Walks(seconds.tolist(), by_road is not None)


def _by_road(stored: Stored, start: Start, lon: Floats, lat: Floats) -> Floats | None:
    """Seconds over the roads and up to them at both ends, inf where none leads.

    None where the start is off the network.
    """
    network = network_of(stored, "foot")
    at = snap(network, [start.lon], [start.lat])
    if not at.on[0]:
        return None
    places = snap(network, lon, lat)
    on = places.on
    found: Floats = np.full(len(lon), np.inf)
    found[on] = reach(network, at, FARTHEST_S).at(places.take(on))[0]
    found += (at.metres[0] + places.metres) * DETOUR / speed_mps()
    return found
