"""Where the next stations should stand: candidates chosen by the demand they would meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

import numpy as np

from zhuchao.circle.reach.day import KEPT, Question, day_of, met_by
from zhuchao.circle.reach.demand import Demand
from zhuchao.roads.cover import cover
from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.reach import reach
from zhuchao.roads.siting import NOBODY, Plan, choose, recounted
from zhuchao.roads.snapping import Spots, snap

SECONDS = 5.0
"""A page is not kept longer; then the best so far is shown with its gap."""
LEAST_SECONDS = 0.2


@dataclass(frozen=True)
class Candidate:
    """A place where a station could stand, and what it would cost, where somebody said so."""

    code: str
    name: str
    lon: float
    lat: float
    cost: float | None = None


@dataclass(frozen=True)
class Wish:
    """How many new stations, or what they may cost together; in which hour, None for all day."""

    budget: float
    priced: bool
    hour: int | None
    timed: bool

    def wanted(self, demand: Demand) -> Floats:
        """How often a day something is wanted in each square (row) and hour (column)."""
        if self.hour is None:
            return demand.weight
        found = np.zeros_like(demand.weight)
        found[:, self.hour] = demand.weight[:, self.hour] if self.timed else demand.day
        return found


@dataclass(frozen=True)
class Choice:
    """A chosen candidate: what it covers, what only it adds, the share there is without it.

    `instead` is the best other candidate; even with it so much is lost a day.
    """

    candidate: Candidate
    covers: float
    adds: float
    without: float
    lost: float
    instead: Candidate | None


@dataclass(frozen=True)
class Proposal:
    """The chosen ones, the strongest first, in demand a day; see `roads.siting.Plan`."""

    choices: tuple[Choice, ...]
    covered: float
    existing: float
    total: float
    bound: float
    optimal: bool
    gap: float
    seconds: float
    off: tuple[str, ...]
    """Candidates that no road leads to."""

    @property
    def share(self) -> float:
        """Of all demand, once the chosen ones stand."""
        return self.covered / self.total if self.total else 0.0

    @property
    def share_now(self) -> float:
        """Of all demand, today."""
        return self.existing / self.total if self.total else 0.0

    @property
    def cost(self) -> float:
        """What the chosen ones cost together, as far as anybody said."""
        return sum(one.candidate.cost or 0.0 for one in self.choices)


@lru_cache(maxsize=KEPT)
def propose(
    asked: Question, demand: Demand, candidates: tuple[Candidate, ...], wish: Wish
) -> Proposal:
    """The candidates that, beside the stations there are, meet the most demand.

    A new station counts as open at all hours. With a price only candidates with a cost are chosen.
    What is covered is counted a second time, by one search from all the chosen ones.
    """
    start = monotonic()
    met = met_by(asked, demand)
    offered = [one for one in candidates if one.cost is not None or not wish.priced]
    spots = _spots(asked, offered)
    wanted = wish.wanted(demand)
    unserved = (wanted * ~met.sure.T).sum(axis=1)
    table = cover(day_of(asked).network, spots, met.places, asked.limit_s)
    plan = choose(
        table,
        unserved,
        wanted.sum(axis=1),
        wish.budget,
        cost=np.array([one.cost or 0.0 for one in offered]) if wish.priced else None,
        seconds=max(SECONDS - (monotonic() - start), LEAST_SECONDS),
    )
    plan = recounted(plan, _counted(asked, spots, plan, met.places, met.sure, wanted))
    off = tuple(one.name for one, on in zip(offered, spots.on, strict=True) if not on)
    return _proposal(plan, offered, monotonic() - start, off)


def _spots(asked: Question, offered: Sequence[Candidate]) -> Spots:
    network = day_of(asked).network
    return snap(network, [one.lon for one in offered], [one.lat for one in offered])


def _counted(
    asked: Question, spots: Spots, plan: Plan, places: Spots, sure: Bools, wanted: Floats
) -> float:
    """The demand met with the chosen ones, by a search of its own."""
    chosen = spots.take(np.array(plan.chosen, dtype=np.int64))
    new = np.isfinite(reach(day_of(asked).network, chosen, asked.limit_s).at(places)[0])
    return float((wanted * (sure.T | new[:, None])).sum())


def _proposal(
    plan: Plan, offered: Sequence[Candidate], seconds: float, off: tuple[str, ...]
) -> Proposal:
    choices = tuple(
        Choice(
            offered[one.candidate],
            one.covers,
            one.only,
            (plan.covered - one.only) / plan.total if plan.total else 0.0,
            one.lost,
            None if one.instead == NOBODY else offered[one.instead],
        )
        for one in plan.reasons
    )
    figures = (plan.covered, plan.existing, plan.total, plan.bound, plan.optimal, plan.gap)
    return Proposal(choices, *figures, seconds, off)
