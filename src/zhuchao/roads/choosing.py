"""The maximal covering problem made small without losing its optimum, and a quick good answer."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from zhuchao.roads.earth import Bools, Floats, Ints

NOTHING = 1e-9


@dataclass(frozen=True)
class Problem:
    """Choose at most `count` rows of `cover` so that the columns they cover weigh the most."""

    cover: csr_array
    """One row of ones and zeros for each candidate, one column for each lot of demand."""
    weight: Floats
    count: int

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
    return Problem(cover, np.array(weight), problem.count)


def undominated(problem: Problem) -> Ints:
    """The rows worth choosing: no other covers all they do (of equal ones the first), and more
    than nothing."""
    cover = problem.cover.astype(np.int64)
    size = np.diff(cover.indptr)
    shared: Any = (cover @ cover.T).tocoo()
    one, other = shared.coords
    inside = (shared.data == size[one]) & (one != other)
    larger = (size[other] > size[one]) | ((size[other] == size[one]) & (other < one))
    idle = np.zeros(len(size), dtype=bool)
    idle[one[inside & larger]] = True
    return np.flatnonzero(~idle & (size > 0))


def swapped(problem: Problem, start: Ints) -> Ints:
    """A good choice: from `start` the row that adds the most, again and again, then exchanges of
    one for another as long as one gains."""
    chosen, every = list(map(int, start)), problem.cover.shape[0]
    while len(chosen) < min(problem.count, every):
        gain = _gains(problem, np.array(chosen, dtype=np.int64))
        if gain.max(initial=0) <= NOTHING:
            break
        chosen.append(int(gain.argmax()))
    found = np.array(chosen, dtype=np.int64)
    while len(found):
        exchange = exchanges(problem, found)
        row, place = np.unravel_index(int(exchange.argmax()), exchange.shape)
        if exchange[row, place] <= NOTHING:
            break
        found[place] = row
    return found


def exchanges(problem: Problem, chosen: Ints) -> Floats:
    """What a row (down) gains in the place of a chosen one (across); -inf for those chosen."""
    only = problem.cover[chosen].toarray() * (problem.times(chosen) == 1) * problem.weight
    found = _gains(problem, chosen)[:, None] + problem.cover @ only.T - only.sum(axis=1)
    found[chosen] = -np.inf
    return np.asarray(found)


def _gains(problem: Problem, chosen: Ints) -> Floats:
    """What each row would add to the chosen ones."""
    found: Floats = problem.cover @ (problem.weight * ~problem.covered(chosen))
    return found
