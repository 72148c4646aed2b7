"""Group messages that say nearly the same, so that none is tested on its own copy."""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from zhuchao.text.features import PAIR, Integers

# Two messages alike share pairs of characters that few others have. The common pairs are no
# sign of a copy, and comparing them would take the square of the number of messages.
COMMON = 100
# Where messages follow one pattern, a low bar would chain them all; then a higher one is tried.
ALIKE = (0.3, 0.6, 0.9)
LARGEST_SHARE = 0.2


def duplicate_groups(rows: sp.csr_array, families: Integers) -> Integers:
    """The group number of each message; messages alike, even through others, share one."""
    used = np.bincount(rows.indices, minlength=rows.shape[1])
    telling = rows[:, np.flatnonzero((families == PAIR) & (used <= COMMON))]
    likeness = telling @ telling.T
    for bar in ALIKE:
        _count, groups = connected_components(likeness > bar, directed=False)
        if np.bincount(groups).max() <= LARGEST_SHARE * len(groups):
            break
    return np.asarray(groups, dtype=np.int64)


def deal(groups: Integers, folds: int) -> Integers:
    """Deal whole groups out to so many folds, the same way every time."""
    order = np.random.default_rng(0).permutation(groups.max() + 1)
    return np.asarray(order[groups] % folds, dtype=np.int64)
