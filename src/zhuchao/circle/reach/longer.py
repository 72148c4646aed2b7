"""What longer hours of a station there is would add, beside the best new one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext_noop

from zhuchao.circle.reach.day import KEPT, Question, day_of, met_by
from zhuchao.circle.reach.demand import HOURS, Demand
from zhuchao.circle.reach.plan import Candidate, Wish
from zhuchao.circle.reach.stations import Station
from zhuchao.roads.cover import cover
from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.snapping import snap

MOST = 6
LEAST = 0.005
"""Less a day than this is not worth a line."""
WAYS = (
    ("midnight", gettext_noop("开到 24:00")),
    ("always", gettext_noop("全天开放")),
    ("known", gettext_noop("查实开放时间（按开放计）")),
)


@dataclass(frozen=True)
class Longer:
    """A station, how its hours would change, what that alone adds a day, and beside the best new
    station alone (1 is as much; None where no candidate adds anything)."""

    station: Station
    way: str
    adds: float
    beside: float | None


@lru_cache(maxsize=KEPT)
def longer_hours(
    asked: Question, demand: Demand, candidates: tuple[Candidate, ...], wish: Wish
) -> tuple[Longer, ...]:
    """The changes of hours that add the most, each by itself."""
    met, day = met_by(asked, demand), day_of(asked)
    missing = wish.wanted(demand) * ~met.sure.T
    table = cover(day.network, day.spots, met.places, asked.limit_s).astype(float)
    gains = table @ missing
    best = _best_new(asked, candidates, demand, missing.sum(axis=1))
    found = [
        Longer(station, way, adds, adds / best if best else None)
        for station, gain in zip(asked.stations, gains, strict=True)
        for way, hours in _ways(station)
        if (adds := float(gain[hours].sum())) > LEAST
    ]
    return tuple(sorted(_once(found), key=lambda one: -one.adds)[:MOST])


def _best_new(
    asked: Question, candidates: Sequence[Candidate], demand: Demand, missing: Floats
) -> float:
    """What the best candidate would add by itself."""
    network = day_of(asked).network
    spots = snap(network, [one.lon for one in candidates], [one.lat for one in candidates])
    places = met_by(asked, demand).places
    table = cover(network, spots, places, asked.limit_s).astype(float)
    return float((table @ missing).max(initial=0.0))


def _ways(station: Station) -> Iterator[tuple[str, Bools]]:
    """Each way to be open longer, and the hours it adds."""
    known = np.array([hour is not None for hour in station.hours])
    now = np.array([hour is True for hour in station.hours])
    if now.any():
        last = int(np.flatnonzero(now).max())
        yield "midnight", ~now & known & (np.arange(HOURS) > last)
    if known.any():
        yield "always", ~now & known
    yield "known", ~known


def _once(found: Sequence[Longer]) -> Iterator[Longer]:
    """Without the longer of two changes of a station that add the same."""
    for one in found:
        shorter = (o for o in found if o.station == one.station and o.way == "midnight")
        if one.way != "always" or all(o.adds < one.adds - LEAST for o in shorter):
            yield one
