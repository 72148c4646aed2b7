"""The sites that count for reach, with their hours of one weekday."""

from dataclasses import dataclass

import numpy as np

from zhuchao.places.site_kinds import KINDS
from zhuchao.places.site_queries import having, spots
from zhuchao.roads.earth import Bools

STATIONS, SHOPS = "stations", "shops"
"""All service stations; these and merchants. Anything else is the code of one site."""
GROUPS = {STATIONS: ("station",), SHOPS: ("station", "merchant")}


ALWAYS = (True,) * 24
"""The hours of a new station, as long as nobody says otherwise."""


@dataclass(frozen=True)
class Station:
    """A site as reach needs it; an hour is open throughout, not, or unknown (None)."""

    code: str
    name: str
    lon: float
    lat: float
    hours: tuple[bool | None, ...]

    def state(self, hour: int) -> str:
        """Open, closed or unknown in an hour."""
        return {True: "open", False: "closed", None: "unknown"}[self.hours[hour]]


def stations(which: str, weekday: int) -> tuple[Station, ...]:
    """The open sites of a group, or the one of a code, by name; hours of an ordinary weekday."""
    groups = GROUPS.get(which)
    found = having([k.name for k in KINDS if k.group in groups] if groups else ())
    if groups is None:
        found = found.filter(code=which)
    placed = sorted(spots(found), key=lambda s: (s.name, s.code))
    return tuple(Station(s.code, s.name, s.lon, s.lat, s.open_hours(weekday)) for s in placed)


def opened(found: tuple[Station, ...], *, unknown: bool) -> Bools:
    """A row for each station, a column for each hour: true where open, or where `unknown` is."""
    rows = [[unknown if hour is None else hour for hour in one.hours] for one in found]
    return np.array(rows, dtype=bool).reshape(-1, 24)
