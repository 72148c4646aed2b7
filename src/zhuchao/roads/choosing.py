"""The maximal covering problem made small without losing its optimum, and a quick good answer."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from zhuchao.roads.earth import Bools, Floats, Ints

NOTHING = 1e-9


@dataclass(frozen=True)
class Problem:
    """Choose rows of `cover`, for no more than `budget`, whose columns weigh the most together."""

    cover: csr_array
    """One row of ones and zeros for each candidate, one column for each lot of demand."""
    weight: Floats
    cost: Floats
    """What each row takes of the budget: 1 each where only their number is limited."""
    budget: float

    def price(self, chosen: Ints) -> float:
        """What the chosen rows cost."""
        return float(self.cost[chosen].sum())

    def fits(self, price: Floats) -> Bools:
        """Which of these prices the budget allows; sums of many must not miss by a last digit."""
        found: Bools = price <= self.budget + NOTHING * max(1.0, self.budget)
        return found

    def covered(self, chosen: Ints) -> Bools:
        """The columns that the chosen rows cover."""
        found: Bools = self.times(chosen) > 0
        return found

    def times(self, chosen: Ints) -> Floats:
        """How many of the chosen rows cover each column."""
        return np.bincount(self.cover[chosen].indices, minlength=len(self.weight)).astype(float)

    def value(self, chosen: Ints) -> float:
        """The weight that the chosen rows cover."""
        return float(self.weight[self.covered(chosen)].sum())


def merged(problem: Problem) -> Problem:
    """Columns with the same rows become one with their weight; those without rows are dropped."""
    columns: Any = problem.cover.T.tocsr()
    columns.sort_indices()
    lots: dict[bytes, int] = {}
    first: list[int] = []
    weight: list[float] = []
    starts = columns.indptr.tolist()
    heavy = np.flatnonzero((np.diff(columns.indptr) > 0) & (problem.weight > 0))
    for column in heavy.tolist():
        key = columns.indices[starts[column] : starts[column + 1]].tobytes()
        if key not in lots:
            lots[key] = len(first)
            first.append(column)
            weight.append(0.0)
        weight[lots[key]] += float(problem.weight[column])
    cover = columns[np.array(first, dtype=np.int64)].T.tocsr()
    return replace(problem, cover=cover, weight=np.array(weight))


def undominated(problem: Problem) -> Ints:
    """The rows worth choosing: none that costs no more covers all they do (of equal ones the
    first), they cover something, and the budget allows them."""
    cover = problem.cover.astype(np.int64)
    size, cost = np.diff(cover.indptr), problem.cost
    shared: Any = (cover @ cover.T).tocoo()
    one, other = shared.coords
    inside = (shared.data == size[one]) & (one != other) & (cost[other] <= cost[one])
    equal = (size[other] == size[one]) & (cost[other] == cost[one])
    idle = np.zeros(len(size), dtype=bool)
    idle[one[inside & (~equal | (other < one))]] = True
    return np.flatnonzero(~idle & (size > 0) & problem.fits(cost))


def swapped(problem: Problem, start: Ints) -> Ints:
    """A good choice: from `start` the row that adds the most, again and again, then exchanges of
    one for another as long as one gains. Where costs differ, the most for its cost is tried too."""
    found = _improved(problem, start, np.ones(len(problem.cost)))
    if len(set(problem.cost.tolist())) < 2:
        return found
    thrifty = _improved(problem, start, np.maximum(problem.cost, NOTHING))
    return max(found, thrifty, key=problem.value)


def _improved(problem: Problem, start: Ints, per: Floats) -> Ints:
    """Added to and exchanged in turns until neither gains; gains are weighed by `per`."""
    found = _added(problem, start, per)
    while len(found):
        exchange = exchanges(problem, found)
        row, place = np.unravel_index(int(exchange.argmax()), exchange.shape)
        if exchange[row, place] <= NOTHING:
            break
        found[place] = row
        found = _added(problem, found, per)
    return found


def _added(problem: Problem, start: Ints, per: Floats) -> Ints:
    chosen = list(map(int, start))
    while len(chosen) < len(problem.cost):
        now = np.array(chosen, dtype=np.int64)
        allowed = problem.fits(problem.price(now) + problem.cost)
        gain = np.where(allowed, _gains(problem, now), 0)
        if gain.max(initial=0) <= NOTHING:
            break
        chosen.append(int((gain / per).argmax()))
    return np.array(chosen, dtype=np.int64)


def exchanges(problem: Problem, chosen: Ints) -> Floats:
    """What a row (down) gains in the place of a chosen one (across); -inf for those chosen, and
    where the budget does not allow it."""
    only = problem.cover[chosen].toarray() * (problem.times(chosen) == 1) * problem.weight
    found = _gains(problem, chosen)[:, None] + problem.cover @ only.T - only.sum(axis=1)
    found[chosen] = -np.inf
    price = problem.price(chosen) - problem.cost[chosen] + problem.cost[:, None]
    return np.where(problem.fits(price), found, -np.inf)


def _gains(problem: Problem, chosen: Ints) -> Floats:
    """What each row would add to the chosen ones."""
    found: Floats = problem.cover @ (problem.weight * ~problem.covered(chosen))
    return found
