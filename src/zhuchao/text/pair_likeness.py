"""How likely two messages are about one issue: does the place agree, does the problem agree."""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from zhuchao.text.message_features import Rows
from zhuchao.text.sparse_rows import Floats

Integers = NDArray[np.int64]

# Comparing all that share something common would take the square of the number of messages. Of
# a name that more share, so many neighbours in the file at a time are compared; the groups that
# come of it meet again as groups. Stretches of signs that more share bring no pair together.
COMMON = 400
COMMON_SIGN = 150
SHARED_NAME = 0.1
SHARED_SIGNS = 0.12
BATCH = 200_000
STRIPE = 4_000
UNLIKE = 0.25
UNTAUGHT = 2.5

# Learned on pairs of hand-labelled issues by logistic regression, and rounded.
WEIGHTS = {
    "topic": 2.9,
    "place_and_topic": 1.3,
    "titled_and_topic": 0.9,
    "other_place": -1.4,
    "other_area": -1.0,
    "unnamed_apart": -1.4,
}
BIAS = -3.4


def candidate_pairs(rows: Rows) -> tuple[Integers, Integers]:
    """Pairs (first < second) that share a name or a rare stretch of signs."""
    used = np.bincount(rows.signs.indices, minlength=rows.signs.shape[1])
    rare = sp.csr_array(rows.signs[:, np.flatnonzero(used <= COMMON_SIGN)])
    named = in_pieces(rows.places)
    found = [
        _pairs((named[at] @ named.T > SHARED_NAME) + (rare[at] @ rare.T > SHARED_SIGNS), at.start)
        for at in _stripes(named.shape[0])
    ]
    return _joined([f for f, _s in found]), _joined([s for _f, s in found])


def sharing_pairs(rows: sp.csr_array) -> tuple[Integers, Integers]:
    """Pairs (first < second) of rows that have something in common."""
    pieces = in_pieces(rows)
    found = [_pairs(pieces[at] @ pieces.T > 0, at.start) for at in _stripes(rows.shape[0])]
    return _joined([f for f, _s in found]), _joined([s for _f, s in found])


def in_pieces(rows: sp.csr_array) -> sp.csr_array:
    """The same rows, but a column that more than COMMON use is several columns of so many."""
    columns = sp.csc_array(rows)
    used = np.diff(columns.indptr)
    place = np.arange(columns.nnz) - np.repeat(columns.indptr[:-1], used)
    first = np.concatenate([[0], np.cumsum(-(-used // COMMON))])
    pieces = np.repeat(first[:-1], used) + place // COMMON
    shape = (rows.shape[0], int(first[-1]))
    return sp.csr_array((columns.data, (columns.indices, pieces)), shape=shape)


def _stripes(count: int) -> Iterator[slice]:
    """Some rows at a time: all products at once would take gigabytes."""
    return (slice(at, min(count, at + STRIPE)) for at in range(0, count, STRIPE))


def _pairs(met: sp.csr_array, start: int) -> tuple[Integers, Integers]:
    found = sp.coo_array(met)
    first = found.row.astype(np.int64) + start
    second = found.col.astype(np.int64)
    return first[first < second], second[first < second]


def _joined(parts: list[Integers]) -> Integers:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def evidence(rows: Rows, first: Integers, second: Integers) -> dict[str, Floats]:
    """What speaks for and against each pair, by the names of WEIGHTS; numbers from 0 to 1.

    `topic`: both write of the same; `place_and_topic`: of the same in the same place, the mean
    of both; `titled_and_topic`: by the names in the titles alone; `other_place`: each title names
    a place the other never mentions; `other_area`: they name different districts;
    `unnamed_apart`: no title names a place, and the titles have little in common.
    """
    words = dots(rows.words, rows.words, first, second)
    topic = topic_likeness(rows.topics[first], rows.topics[second], words)
    place = dots(rows.places, rows.places, first, second)
    signs = dots(rows.signs, rows.signs, first, second)
    titled = dots(rows.titled, rows.titled, first, second)
    headline = dots(rows.headline, rows.headline, first, second)
    claims = np.diff(rows.claimed.indptr) > 0
    both = claims[first] & claims[second]
    placed = np.diff(rows.areas.indptr) > 0
    met = dots(rows.claimed, rows.mentioned, first, second)
    met += dots(rows.mentioned, rows.claimed, first, second)
    areas = dots(rows.areas, rows.areas, first, second)
    return {
        "topic": topic,
        "place_and_topic": np.sqrt(np.where(both, place, np.maximum(place, signs)) * topic),
        "titled_and_topic": np.sqrt(titled * topic),
        "other_place": (both & (met == 0)).astype(float),
        "other_area": (placed[first] & placed[second] & (areas == 0)).astype(float),
        "unnamed_apart": (~claims[first] & ~claims[second] & (headline < UNLIKE)).astype(float),
    }


def topic_likeness(first: Floats, second: Floats, words: Floats) -> Floats:
    """From 0 to 1; where too few messages taught topics, from the words they share."""
    if first.shape[1] == 0:
        return np.asarray(np.minimum(1.0, UNTAUGHT * words), dtype=float)
    return np.asarray(np.clip((first * second).sum(axis=1), 0.0, 1.0), dtype=float)


def dots(one: sp.csr_array, other: sp.csr_array, first: Integers, second: Integers) -> Floats:
    """The products of row `first` of one matrix with row `second` of the other, pair by pair."""
    if not len(first):
        return np.zeros(0)
    return np.asarray(one[first].multiply(other[second]).sum(axis=1), dtype=float)


def likelihood(rows: Rows, first: Integers, second: Integers) -> Floats:
    """The probability that each pair is about one issue."""
    found = np.zeros(len(first))
    for at in range(0, len(first), BATCH):
        batch = slice(at, at + BATCH)
        for name, value in evidence(rows, first[batch], second[batch]).items():
            found[batch] += WEIGHTS[name] * value
    likely: Floats = 1 / (1 + np.exp(-(found + BIAS)))
    return likely
