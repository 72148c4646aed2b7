"""What the page of reach answers: one hour beside another, the day, the holes, the trips."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zhuchao.circle.networks import network_of
from zhuchao.circle.reach.day import Met, Question, day_of
from zhuchao.circle.reach.trips import Trips
from zhuchao.places.atlas import atlas
from zhuchao.roads.covered import Covered, covered
from zhuchao.roads.detour import detour
from zhuchao.roads.holes import Difference, difference, holes
from zhuchao.roads.parts import Compared, compared
from zhuchao.roads.snapping import snap

HOLES = 8
DETOUR_S = 180.0
"""Three minutes more on the way; local default."""


@dataclass(frozen=True)
class Gap:
    """A square of 500 m where demand is not met: where, how much a day."""

    lon: float
    lat: float
    demand: float
    where: str


@dataclass(frozen=True, eq=False)
class Hour:
    """One hour in numbers: nodes as the command line counts them, and the length of roads."""

    hour: int
    nodes: int
    reached: int
    perhaps: int
    """Nodes reached if stations of unknown hours are open."""
    cover: Covered

    @property
    def share(self) -> float:
        """The share of nodes reached."""
        return self.reached / self.nodes if self.nodes else 0.0

    @property
    def km(self) -> float:
        """Kilometres of road within the limit."""
        return float(self.cover.metres.sum()) / 1000


@dataclass(frozen=True, eq=False)
class Change:
    """From one hour to another: parts of roads, and demand that is lost or gained."""

    other: Hour
    parts: Compared
    demand: Difference
    lost: float
    """Demand a day that the other hour does not meet."""
    gained: float


@dataclass(frozen=True)
class Passing:
    """Trips that can call at an open station for few more minutes, of those that are possible."""

    passes: float
    possible: float

    @property
    def share(self) -> float:
        """Of the possible trips."""
        return self.passes / self.possible if self.possible else 0.0


def hour_of(asked: Question, hour: int) -> Hour:
    """The reach of one hour in numbers."""
    day = day_of(asked)
    sure, perhaps = day.sure[hour], day.perhaps[hour]
    reached, more = int(sure.reached.sum()), int(perhaps.reached.sum())
    return Hour(hour, day.network.nodes, reached, more, covered(sure))


def change(met: Met, one: Hour, other: Hour, *, timed: bool) -> Change:
    """What is different at another hour; demand is weighed as at the first one."""
    weight = met.weights(one.hour, timed=timed)
    moved = difference(met.sure[one.hour], met.sure[other.hour], weight)
    lost, gained = (float(weight[side].sum()) for side in (moved.lost, moved.gained))
    return Change(other, compared(one.cover, other.cover), moved, lost, gained)


def gaps(met: Met, hour: int, *, timed: bool) -> list[Gap]:
    """The largest holes of an hour, named by the division they lie in."""
    demand, areas = met.demand, atlas()
    weight = met.weights(hour, timed=timed)
    found = holes(demand.lon, demand.lat, weight, met.sure[hour])
    named = []
    for hole in found[:HOLES]:
        area = areas.at(hole.lon, hole.lat)
        where = areas.full_name(area.path) if area else ""
        named.append(Gap(hole.lon, hole.lat, hole.demand, where))
    return named


@lru_cache(maxsize=24)
def passing(asked: Question, trips: Trips, hour: int) -> Passing:
    """The trips that lead past a station open in an hour, for three more minutes at most."""
    network = network_of(asked.stored, asked.mode)
    origins = snap(network, trips.lon, trips.lat)
    goals = snap(network, trips.to_lon, trips.to_lat)
    stations = day_of(asked).spots
    open_now = np.array([one.hours[hour] is True for one in asked.stations], dtype=bool)
    found = detour(network, origins, goals, stations, DETOUR_S, open_now)
    weight = trips.weight
    return Passing(float(weight[found.passes].sum()), float(weight[found.possible].sum()))
