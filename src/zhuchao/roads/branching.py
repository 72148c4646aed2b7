"""The maximal covering problem solved to its proven optimum, or as far as the time allows.

Branch and bound over the linear relaxation (HiGHS). The relaxation of this problem is nearly whole,
so few branches are needed, and its reduced costs tell which candidates can be in no better answer;
without them the rest merges into fewer lots of demand. HiGHS's own integer solver knows nothing of
that and took up to ten times as long on hard problems (docs/roads.md).
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from time import monotonic

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from zhuchao.roads.choosing import Problem, merged, swapped, undominated
from zhuchao.roads.earth import Bools, Floats, Ints

WHOLE = 1e-6
PRECISE = 1e-7
"""Of weights that are no whole numbers, so small a share of all makes no difference."""
FINISHED = 0


@dataclass(frozen=True)
class Answer:
    """The chosen rows, the weight they cover, and the most that any choice could cover."""

    chosen: Ints
    value: float
    bound: float
    proved: bool


@dataclass(frozen=True)
class Relaxed:
    """The relaxation: its value, the share of each row, and what forcing a row in or out costs."""

    bound: float
    share: Floats
    cost_in: Floats
    cost_out: Floats


def solve(problem: Problem, seconds: float) -> Answer:
    """The rows within the budget that cover the most weight.

    After so many seconds the best choice so far is answered with the bound that still stood.
    """
    search = _Search(merged(problem), monotonic() + seconds)
    search.run()
    bound = search.bound if search.unfinished else search.value
    return Answer(np.sort(search.chosen), search.value, bound, not search.unfinished)


class _Search:
    """Open branches, the one that promises the most first."""

    def __init__(self, problem: Problem, deadline: float) -> None:
        self.problem, self.deadline = problem, deadline
        total = float(problem.weight.sum())
        self.least = 1 - WHOLE if (problem.weight % 1 == 0).all() else PRECISE * total
        """A choice is better than another by this at least, or not so that it could be told."""
        rows = undominated(problem)
        self.chosen = rows[swapped(_part(problem, rows), np.zeros(0, dtype=np.int64))]
        self.value = problem.value(self.chosen)
        self._open: list[tuple[float, int, Ints, Ints]] = []
        self._number = 0
        self._push(total, rows, np.zeros(0, dtype=np.int64))

    @property
    def bound(self) -> float:
        """The most that an open branch could cover."""
        return max(self.value, -self._open[0][0]) if self._open else self.value

    @property
    def unfinished(self) -> bool:
        """Whether some open branch may hold a better choice."""
        return self.bound > self.value + self.least

    def run(self) -> None:
        """Open branches until none is better than the best choice, or time is up."""
        while self.unfinished and monotonic() < self.deadline:
            bound, _, free, fixed = heappop(self._open)
            if not self._branch(free, fixed):
                self._push(-bound, free, fixed)
                return

    def _push(self, bound: float, free: Ints, fixed: Ints) -> None:
        if not self.problem.fits(np.array(self.problem.price(fixed))):
            return
        self._number += 1
        heappush(self._open, (-bound, self._number, free, fixed))

    def _branch(self, free: Ints, fixed: Ints) -> bool:
        """Relax a branch and, if it may hold a better choice, split it; False when time is up."""
        done = self.problem.covered(fixed)
        rest = _part(self.problem, free, ~done, self.problem.price(fixed))
        free, rest = _allowed(free, rest)
        base = float(self.problem.weight[done].sum())
        if not len(free) or not len(rest.weight):
            self._offer(fixed)
            return True
        found = relaxed(rest, self.deadline)
        if found is None:
            return False
        self._offer(np.concatenate([fixed, free[swapped(rest, _likeliest(rest, found.share))]]))
        slack = base + found.bound - self.value - self.least
        fraction = np.minimum(found.share, 1 - found.share)
        if slack > 0 and fraction.max() > WHOLE:
            self._split(base + found.bound, free, fixed, found, slack)
        return True

    def _split(self, bound: float, free: Ints, fixed: Ints, found: Relaxed, slack: float) -> None:
        """Two branches: without and with the candidate the relaxation is least sure of."""
        out, into = found.cost_in > slack, found.cost_out > slack
        doubt = np.where(out | into, -1, np.minimum(found.share, 1 - found.share))
        unsure = int(doubt.argmax())
        left = ~out & ~into
        left[unsure] = False
        fixed = np.concatenate([fixed, free[into]])
        self._push(bound, free[left], fixed)
        self._push(bound, free[left], np.append(fixed, free[unsure]))

    def _offer(self, chosen: Ints) -> None:
        value = self.problem.value(chosen)
        if value > self.value:
            self.chosen, self.value = chosen, value


def _part(
    problem: Problem, rows: Ints, columns: Bools | None = None, spent: float = 0.0
) -> Problem:
    """The problem with some of its rows, columns and budget."""
    kept = slice(None) if columns is None else np.flatnonzero(columns)
    cover = problem.cover[rows][:, kept]
    left = max(problem.budget - spent, 0.0)
    return Problem(cover, problem.weight[kept], problem.cost[rows], left)


def _allowed(free: Ints, rest: Problem) -> tuple[Ints, Problem]:
    """Without the rows that what is left of the budget does not allow, the columns merged."""
    allowed = np.flatnonzero(rest.fits(rest.cost))
    return free[allowed], merged(_part(rest, allowed))


def _likeliest(problem: Problem, share: Floats) -> Ints:
    """The rows with the largest shares in the relaxation, as far as the budget goes."""
    order = np.argsort(-share, kind="stable")
    order = order[share[order] > WHOLE]
    return order[problem.fits(np.cumsum(problem.cost[order]))]


def relaxed(problem: Problem, deadline: float) -> Relaxed | None:
    """The problem with shares of rows allowed: as little weight as possible goes uncovered.

    None when the time was up first.
    """
    rows, columns = problem.cover.shape
    covering = sparse.hstack([-problem.cover.T, -sparse.eye_array(columns)])
    scale = float(problem.cost.max()) or 1.0
    paying = sparse.csr_array(np.concatenate([problem.cost / scale, np.zeros(columns)])[None])
    found = linprog(
        np.concatenate([np.zeros(rows), problem.weight]),
        A_ub=sparse.vstack([covering, paying], format="csr"),
        b_ub=np.concatenate([np.full(columns, -1.0), [problem.budget / scale]]),
        bounds=(0, 1),
        method="highs-ds",
        options={"time_limit": max(deadline - monotonic(), 0.01)},
    )
    if found.status != FINISHED:
        return None
    return Relaxed(
        float(problem.weight.sum() - found.fun),
        np.clip(found.x[:rows], 0, 1),
        found.lower.marginals[:rows],
        -found.upper.marginals[:rows],
    )
