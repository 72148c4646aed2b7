"""Try the method on the training messages themselves, each unseen by what scores it."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from zhuchao.text.calibrate import calibration_error
from zhuchao.text.duplicates import deal, duplicate_groups
from zhuchao.text.features import Floats, Integers
from zhuchao.text.linear import learn_weights

FOLDS = 5


class Unlearnable(ValueError):
    """The labelled messages hold nothing to learn from."""


@dataclass(frozen=True)
class Trial:
    """What to expect on new messages: near-duplicates were kept on one side."""

    n: int
    macro_f1: float
    accuracy: float
    top2: float
    ece: float


def unseen_scores(
    rows: sp.csr_array, families: Integers, categories: Integers, count: int
) -> Floats:
    """The scores of each message by weights learned without it and its near-duplicates.

    Raises Unlearnable when all messages are alike, or have no word that another has.
    """
    if not rows.shape[1]:
        raise Unlearnable
    dealt = deal(duplicate_groups(rows, families), FOLDS)
    if len(np.unique(dealt)) < 2:
        raise Unlearnable
    scores = np.zeros((len(categories), count), dtype=np.float32)
    for fold in np.unique(dealt):
        out = dealt == fold
        weights = learn_weights(rows[~out], families, categories[~out], count)
        scores[out] = weights.scores(rows[out])
    return scores


def summary(sure: Floats, categories: Integers) -> Trial:
    """The figures of a trial from the probabilities and the true categories."""
    # Takes a second to load, and only learning needs it.
    from sklearn.metrics import f1_score

    ranked = np.argsort(-sure, axis=1, kind="stable")
    right = ranked[:, 0] == categories
    return Trial(
        n=len(categories),
        macro_f1=float(f1_score(categories, ranked[:, 0], average="macro", zero_division=0.0)),
        accuracy=float(right.mean()),
        top2=float((ranked[:, :2] == categories[:, None]).any(axis=1).mean()),
        ece=calibration_error(sure.max(axis=1), right),
    )
