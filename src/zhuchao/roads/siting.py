"""Where the next sites should stand: the choice that reaches the most demand, explained."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
from scipy.sparse import csr_array

from zhuchao.roads.branching import PRECISE, solve
from zhuchao.roads.choosing import Problem, exchanges
from zhuchao.roads.cover import cover
from zhuchao.roads.earth import Floats, Ints
from zhuchao.roads.network import Network
from zhuchao.roads.reach import reach
from zhuchao.roads.snapping import Spots, joined

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

    `covered` counts both, `existing` the existing ones alone, `total` all demand; `bound` is the
    most any choice could cover; where `optimal` is false the search ran out of time and better may
    be possible.
    """

    reasons: tuple[Reason, ...]
    covered: float
    existing: float
    total: float
    bound: float
    optimal: bool

    @property
    def chosen(self) -> tuple[int, ...]:
        """The places of the chosen candidates."""
        return tuple(reason.candidate for reason in self.reasons)

    @property
    def share(self) -> float:
        """The covered share of all demand, including what no road leads to."""
        return self.covered / self.total if self.total else 0.0

    @property
    def gap(self) -> float:
        """The share of the bound that may still be missing; 0 where it is the optimum."""
        return 0.0 if self.optimal else (self.bound - self.covered) / self.bound


def siting(
    network: Network,
    candidates: Spots,
    demand: Spots,
    weight: Floats,
    budget: float,
    limit_s: float,
    *,
    cost: Floats | None = None,
    existing: Spots | None = None,
    seconds: float = 60.0,
) -> Plan:
    """Choose candidates for no more than `budget` that, with the existing sites, reach the most.

    Without `cost` each costs 1, so `budget` is how many. Fewer are chosen where more would add
    nothing. The search takes at most about `seconds`. What is covered is counted once more from the
    roads, by one search from all sites; a choice that does not bear it out is not called optimal.
    """
    deadline = monotonic() + seconds
    served = np.zeros(len(demand), dtype=bool)
    if existing is not None:
        served[cover(network, existing, demand, limit_s).indices] = True
    reached = cover(network, candidates, demand, limit_s)
    unserved = np.where(served, 0, weight)
    plan = choose(reached, unserved, weight, budget, cost=cost, seconds=deadline - monotonic())
    chosen = candidates.take(np.array(plan.chosen, dtype=np.int64))
    sites = chosen if existing is None else joined(chosen, existing)
    met = np.isfinite(reach(network, sites, limit_s).at(demand)[0])
    return recounted(plan, float(weight[met].sum()))


def choose(
    reached: csr_array,
    unserved: Floats,
    weight: Floats,
    budget: float,
    *,
    cost: Floats | None = None,
    seconds: float = 60.0,
) -> Plan:
    """The same from a table of who reaches what: one row a candidate, one column a demand point.

    `unserved` is the weight of each point, 0 where an existing site serves it.
    """
    price = np.ones(reached.shape[0]) if cost is None else cost
    problem = Problem(reached.astype(float), unserved, price, budget)
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


def recounted(plan: Plan, covered: float) -> Plan:
    """A plan with what was counted anew, from the roads; a proof must agree with it."""
    agrees = abs(covered - plan.covered) <= PRECISE * max(1.0, plan.total)
    bound = max(plan.bound, covered)
    return replace(plan, covered=covered, bound=bound, optimal=plan.optimal and agrees)


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
