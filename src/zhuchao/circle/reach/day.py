"""A day of reach: hour by hour who is within the limit of an open station; worked out once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zhuchao.circle.networks import Stored, network_of
from zhuchao.circle.reach.demand import HOURS, Demand
from zhuchao.circle.reach.stations import Station, opened
from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.network import Network
from zhuchao.roads.reach import Reach, reach_by_hour
from zhuchao.roads.snapping import Spots, snap

KEPT = 6
"""So many days each process remembers: those of whoever plans just now."""


@dataclass(frozen=True)
class Question:
    """Which roads, which stations with which hours, how, and within how many minutes.

    Equal questions have equal answers, so the answer is kept by it.
    """

    stored: Stored
    mode: str
    minutes: int
    stations: tuple[Station, ...]

    @property
    def network(self) -> Network:
        """The roads as they are travelled *to* the stations: riders go there."""
        return network_of(self.stored, self.mode).turned

    @property
    def limit_s(self) -> float:
        """The limit in seconds."""
        return 60.0 * self.minutes


@dataclass(frozen=True, eq=False)
class Day:
    """The reach of each hour: from the stations that are open, and from those or unknown ones."""

    network: Network
    spots: Spots
    sure: tuple[Reach, ...]
    perhaps: tuple[Reach, ...]


@dataclass(frozen=True, eq=False)
class Met:
    """Which squares of demand lie within the limit; a row for each hour, a column for each."""

    demand: Demand
    places: Spots
    sure: Bools
    perhaps: Bools

    def weights(self, hour: int, *, timed: bool) -> Floats:
        """What is wanted in an hour; not `timed`: what is wanted in a day, whoever is met then."""
        return self.demand.weight[:, hour] if timed else self.demand.day

    def shares(self, *, timed: bool) -> list[tuple[float, float] | None]:
        """Of each hour the share surely met, and met if unknown ones are open; None of nothing."""
        return [self._share(hour, self.weights(hour, timed=timed)) for hour in range(HOURS)]

    def _share(self, hour: int, weight: Floats) -> tuple[float, float] | None:
        whole = float(weight.sum())
        if not whole:
            return None
        rows = (self.sure[hour], self.perhaps[hour])
        sure, perhaps = (float(weight[row].sum()) / whole for row in rows)
        return sure, perhaps


@lru_cache(maxsize=KEPT)
def day_of(asked: Question) -> Day:
    """Raises roads.unusable.Unusable for a broken network file."""
    network = asked.network
    lon, lat = ([getattr(one, name) for one in asked.stations] for name in ("lon", "lat"))
    spots = snap(network, lon, lat)
    sets = [opened(asked.stations, unknown=unknown) for unknown in (False, True)]
    found = reach_by_hour(network, spots, asked.limit_s, np.concatenate(sets, axis=1))
    return Day(network, spots, found[:HOURS], found[HOURS:])


@lru_cache(maxsize=KEPT)
def met_by(asked: Question, demand: Demand) -> Met:
    """Which demand the stations of a question meet, hour by hour."""
    day = day_of(asked)
    places = snap(day.network, demand.lon, demand.lat)
    known: dict[int, Bools] = {}
    for one in (*day.sure, *day.perhaps):
        if id(one) not in known:
            known[id(one)] = np.isfinite(one.at(places)[0])
    sure, perhaps = (np.array([known[id(r)] for r in half]) for half in (day.sure, day.perhaps))
    shape = HOURS, len(places)
    return Met(demand, places, sure.reshape(shape), perhaps.reshape(shape))
