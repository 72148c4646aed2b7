"""Learn one linear weight per feature and category from several views of the same rows."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from zhuchao.text.features import CHARACTER, PAIR, TITLE_PAIR, TITLE_WORD, WORD, Floats, Integers

Doubles = NDArray[np.float64]

# Machines that see only a part of a message err apart, and their mean errs less.
VIEWS = (
    (WORD, TITLE_WORD),
    (CHARACTER, PAIR, TITLE_PAIR),
    (WORD, CHARACTER, PAIR),
    (WORD, TITLE_WORD, TITLE_PAIR),
    (WORD, TITLE_WORD, CHARACTER, PAIR, TITLE_PAIR),
)
PLAIN_COST = 0.2
RATIO_COST = 0.1
SMOOTHING = 0.1
# Ten times as exact changes no proposal and takes a third longer.
TOLERANCE = 0.01


@dataclass(frozen=True, eq=False)
class Weights:
    """Scores of rows are `rows @ weights + offset`, one column for each category."""

    weights: Floats
    offset: Floats

    def scores(self, rows: sp.csr_array) -> Floats:
        """One score for each row and category, comparable within a row."""
        scores: Floats = rows @ self.weights + self.offset
        return scores


def learn_weights(
    rows: sp.csr_array, families: Integers, categories: Integers, count: int
) -> Weights:
    """Sum a support vector machine on the rows as they are and the mean of those on the views.

    The views weigh each feature by its log-count ratio first (Wang and Manning, 2012).
    A category of `count` without rows gets the lowest score everywhere.
    """
    members = [categories == category for category in range(count)]
    weights, offset = _columns([_one_against_rest(rows, own, PLAIN_COST, count) for own in members])
    for view in VIEWS:
        columns = np.flatnonzero(np.isin(families, view))
        seen = rows[:, columns]
        part, shift = _columns([_by_ratio(seen, own, count) for own in members])
        weights[columns] += part / len(VIEWS)
        offset += shift / len(VIEWS)
    # Only differences between categories count; against their mean they tell what spoke for one.
    weights -= weights.mean(axis=1, keepdims=True)
    return Weights(weights.astype(np.float32), offset.astype(np.float32))


def _columns(learned: list[tuple[Doubles, float]]) -> tuple[Doubles, Doubles]:
    return np.column_stack([weights for weights, _s in learned]), np.array([s for _w, s in learned])


def _by_ratio(rows: sp.csr_array, own: NDArray[np.bool_], count: int) -> tuple[Doubles, float]:
    """Learn on rows whose features are weighed by how much oftener the category uses them."""
    here = rows[own].sum(axis=0) + SMOOTHING
    elsewhere = rows[~own].sum(axis=0) + SMOOTHING
    ratio = np.log(here / here.sum()) - np.log(elsewhere / elsewhere.sum())
    weighed = rows @ sp.diags_array(ratio, dtype=np.float32)
    weights, shift = _one_against_rest(weighed, own, RATIO_COST, count)
    return weights * ratio, shift


def _one_against_rest(
    rows: sp.csr_array, own: NDArray[np.bool_], cost: float, count: int
) -> tuple[Doubles, float]:
    """A miss of a category's message costs more the rarer the category is."""
    # Takes a second to load, and only learning needs it.
    from sklearn.svm import LinearSVC

    if own.all() or not own.any():
        return np.zeros(rows.shape[1]), 1.0 if own.all() else -1.0
    dear = {True: len(own) / (count * own.sum()), False: 1.0}
    machine = LinearSVC(C=cost, class_weight=dear, tol=TOLERANCE, random_state=0)
    machine.fit(sp.csr_matrix(rows), own)
    return machine.coef_[0], float(machine.intercept_[0])
