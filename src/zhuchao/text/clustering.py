"""Put messages about one issue together: close ones first, then those of one place and topic."""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from zhuchao.text.message_features import Rows
from zhuchao.text.pair_likeness import (
    candidate_pairs,
    dots,
    likelihood,
    sharing_pairs,
    topic_likeness,
)
from zhuchao.text.sparse_rows import Floats, unit, unit_dense

Integers = NDArray[np.int64]

# Mean likelihood between two groups from which they are one.
TOGETHER = 0.25
# A component is compared pair by pair; one larger than this is first cut at a higher bar.
LARGEST = 3000
HIGHER = 0.1

# Groups whose titles share a name are one issue when place and topic, each taken over the whole
# group, agree: what single short messages hide, their sum shows.
SAME_PLACE = 0.4
SAME_TOPIC = 0.32
SAME_BOTH = 0.46
ROUNDS = 30


def issue_groups(rows: Rows) -> Integers:
    """The group number of each message, from 0; most messages are alone in theirs."""
    first, second = candidate_pairs(rows)
    groups = _close_groups(rows.places.shape[0], first, second, likelihood(rows, first, second))
    for _round in range(ROUNDS):
        joined = _join_fragments(rows, groups)
        if joined.max(initial=-1) == groups.max(initial=-1):
            break
        groups = joined
    return groups


def _close_groups(count: int, first: Integers, second: Integers, likely: Floats) -> Integers:
    """Average linkage over the likelihoods; pairs that share nothing count as 0."""
    half = sp.coo_array((likely, (first, second)), shape=(count, count))
    whole = sp.csr_array(half + half.T)
    groups = np.zeros(count, dtype=np.int64)
    number = 0
    for members in _components(whole, np.arange(count), TOGETHER):
        parts = _linked(whole, members) if len(members) > 1 else np.ones(1, dtype=np.int64)
        groups[members] = number + parts - 1
        number += int(parts.max())
    return groups


def _components(likely: sp.csr_array, members: Integers, bar: float) -> Iterator[Integers]:
    """Messages connected by likelihoods above the bar: what average linkage could ever join."""
    inner = likely[members][:, members]
    count, labels = connected_components(inner >= bar, directed=False)
    order = np.argsort(labels, kind="stable")
    for place in np.split(order, np.cumsum(np.bincount(labels, minlength=count))[:-1]):
        part = members[place]
        if len(part) > LARGEST and bar + HIGHER < 1:
            yield from _components(likely, part, bar + HIGHER)
        else:
            yield part


def _linked(likely: sp.csr_array, members: Integers) -> Integers:
    apart = 1 - likely[members][:, members].toarray()
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    return np.asarray(fcluster(tree, 1 - TOGETHER, "distance"), dtype=np.int64)


def _join_fragments(rows: Rows, groups: Integers) -> Integers:
    """Join each group with its best fitting one of the same place, if each is the other's best."""
    count = int(groups.max(initial=-1)) + 1
    pick = sp.csr_array(
        (np.ones(len(groups)), (groups, np.arange(len(groups)))), (count, len(groups))
    )
    first, second, fit = _kindred(rows, pick)
    best = np.zeros(count)
    np.maximum.at(best, first, fit)
    np.maximum.at(best, second, fit)
    mutual = (fit == best[first]) & (fit == best[second])
    into, taken = np.arange(count), np.zeros(count, dtype=bool)
    for one, other in zip(first[mutual], second[mutual], strict=True):
        if not taken[one] and not taken[other]:
            taken[[one, other]] = True
            into[other] = one
    return np.asarray(np.unique(into[groups], return_inverse=True)[1], dtype=np.int64)


def _kindred(rows: Rows, pick: sp.csr_array) -> tuple[Integers, Integers, Floats]:
    """Pairs of groups of the same place and topic, and how well they fit, from 0 to 1."""
    places, claimed = unit(pick @ rows.places), unit(pick @ rows.claimed)
    words, topics = unit(pick @ rows.words), unit_dense(pick @ rows.topics)
    # A group whose titles name nothing goes by the names in its texts.
    silent = sp.diags_array((np.diff(claimed.indptr) == 0).astype(float))
    anchors = sp.csr_array(claimed + silent @ places)
    first, second = sharing_pairs(anchors)
    same = dots(places, places, first, second)
    shared = dots(words, words, first, second)
    topic = topic_likeness(topics[first], topics[second], shared)
    fit = np.sqrt(same * topic)
    kept = (same >= SAME_PLACE) & (topic >= SAME_TOPIC) & (fit >= SAME_BOTH)
    return first[kept], second[kept], fit[kept]
