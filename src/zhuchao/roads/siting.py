"""Where the next sites should stand: the choice that reaches the most demand, explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np
from scipy.sparse import csr_array

from zhuchao.roads.branching import solve
from zhuchao.roads.choosing import Problem, exchanges
from zhuchao.roads.cover import cover
from zhuchao.roads.earth import Floats, Ints
from zhuchao.roads.network import Network
from zhuchao.roads.snapping import Spots

NOBODY = -1


@dataclass(frozen=True)
class Reason:
    """Why a candidate was chosen, in weight of demand.

    `covers` is what it reaches; `only` what no other chosen or existing site reaches; `lost` what
    would be lost if it fell out and the best other candidate (`instead`, NOBODY where none helps)
    took its place.
    """

    candidate: int
    covers: float
    only: float
    lost: float
    instead: int


@dataclass(frozen=True)
class Plan:
    """The chosen candidates, the strongest first, and what they and the existing sites reach.

    `covered` counts both, `existing` the existing ones alone; `bound` is the most any choice could
    cover; where `proved` is false the search ran out of time and better may be possible.
    """

    reasons: tuple[Reason, ...]
    covered: float
    existing: float
    demand: float
    bound: float
    proved: bool

    @property
    def chosen(self) -> tuple[int, ...]:
        """The places of the chosen candidates."""
        return tuple(reason.candidate for reason in self.reasons)

    @property
    def share(self) -> float:
        """The covered share of all demand, including what no road leads to."""
        return self.covered / self.demand if self.demand else 0.0

    @property
    def gap(self) -> float:
        """The share of the bound that may still be missing; 0 where it is proved."""
        return 0.0 if self.proved else (self.bound - self.covered) / self.bound


def siting(
    network: Network,
    candidates: Spots,
    demand: Spots,
    weight: Floats,
    count: int,
    limit_s: float,
    existing: Spots | None = None,
    seconds: float = 60.0,
) -> Plan:
    """Choose at most `count` candidates that, with the existing sites, reach the most demand.

    Fewer are chosen where more would add nothing. The search takes at most about `seconds`.
    """
    deadline = monotonic() + seconds
    served = np.zeros(len(demand), dtype=bool)
    if existing is not None:
        served[cover(network, existing, demand, limit_s).indices] = True
    reached = cover(network, candidates, demand, limit_s)
    return choose(reached, np.where(served, 0, weight), weight, count, deadline - monotonic())


def choose(
    reached: csr_array, unserved: Floats, weight: Floats, count: int, seconds: float = 60.0
) -> Plan:
    """The same from a table of who reaches what: one row a candidate, one column a demand point.

    `unserved` is the weight of each point, 0 where an existing site serves it.
    """
    problem = Problem(reached.astype(float), unserved, count)
    answer = solve(problem, seconds)
    existing = float(weight.sum() - unserved.sum())
    return Plan(
        tuple(_reasons(problem, _useful(problem, answer.chosen), weight)),
        existing + answer.value,
        existing,
        float(weight.sum()),
        existing + answer.bound,
        answer.proved,
    )


def _useful(problem: Problem, chosen: Ints) -> Ints:
    """Without those that add nothing to the others."""
    for row in chosen.tolist():
        others = chosen[chosen != row]
        if problem.value(others) >= problem.value(chosen):
            chosen = others
    return chosen


def _reasons(problem: Problem, chosen: Ints, weight: Floats) -> Iterator[Reason]:
    if not len(chosen):
        return
    alone = problem.weight * (problem.times(chosen) == 1)
    covers, only = problem.cover[chosen] @ weight, problem.cover[chosen] @ alone
    change = exchanges(problem, chosen)
    for place in np.argsort(-only, kind="stable").tolist():
        gain = float(change[:, place].max())
        best = int(change[:, place].argmax())
        helps = gain > -float(only[place])
        yield Reason(
            int(chosen[place]),
            float(covers[place]),
            float(only[place]),
            -gain if helps else float(only[place]),
            best if helps else NOBODY,
        )
