"""Learn one linear weight per feature and category from several views of the same rows."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from zhuchao.text.features import CHARACTER, PAIR, TITLE_PAIR, TITLE_WORD, WORD, Floats, Integers

# Machines that see only a part of a message err apart, and their mean errs less.
VIEWS = (
    (WORD, TITLE_WORD),
    (CHARACTER, PAIR, TITLE_PAIR),
    (WORD, CHARACTER, PAIR),
    (WORD, TITLE_WORD, TITLE_PAIR),
    (WORD, TITLE_WORD, CHARACTER, PAIR, TITLE_PAIR),
)
PLAIN_COST = 0.2
RATIO_COST = 0.15
SMOOTHING = 0.1


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
    weights = np.zeros((rows.shape[1], count))
    offset = np.zeros(count)
    for category in range(count):
        own = categories == category
        plain, shift = _one_against_rest(rows, own, PLAIN_COST)
        weights[:, category] += plain
        offset[category] += shift
        for view in VIEWS:
            columns = np.flatnonzero(np.isin(families, view))
            seen, shift = _by_ratio(rows[:, columns], own)
            weights[columns, category] += seen / len(VIEWS)
            offset[category] += shift / len(VIEWS)
    return Weights(weights.astype(np.float32), offset.astype(np.float32))


def _by_ratio(rows: sp.csr_array, own: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Learn on rows whose features are weighed by how much oftener the category uses them."""
    here = rows[own].sum(axis=0) + SMOOTHING
    elsewhere = rows[~own].sum(axis=0) + SMOOTHING
    ratio = np.log(here / here.sum()) - np.log(elsewhere / elsewhere.sum())
    weighed = sp.csr_matrix(rows @ sp.diags_array(ratio, dtype=np.float32))
    weights, shift = _one_against_rest(weighed, own, RATIO_COST)
    return weights * ratio, shift


def _one_against_rest(
    rows: sp.csr_array, own: NDArray[np.bool_], cost: float
) -> tuple[NDArray[np.float64], float]:
    if own.all() or not own.any():
        return np.zeros(rows.shape[1]), 1.0 if own.all() else -1.0
    machine = LinearSVC(C=cost, class_weight="balanced", random_state=0)
    machine.fit(sp.csr_matrix(rows), own)
    return machine.coef_[0], float(machine.intercept_[0])
