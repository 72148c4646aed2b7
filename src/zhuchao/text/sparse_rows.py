"""Sparse rows of counted things: weighed by rarity, scaled to length one, boiled down to topics."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = dict[str, float]
Columns = Mapping[str, int]

# As if so many rows about other things had been read too: a few alone teach no rarity.
BACKGROUND = 1000
TOPICS = 100
# With fewer rows than this the heap itself teaches nothing about which words are kin.
TEACHING = 400
SPARE = 10
PASSES = 2
SEED = 0


def columns_of(rows: Sequence[Counts], *, least: int = 1) -> dict[str, int]:
    """A column for each thing that so many rows count, in the order they are met."""
    used = Counter(key for row in rows for key in row)
    return {key: n for n, key in enumerate(k for k, count in used.items() if count >= least)}


def counted(rows: Sequence[Counts], columns: Columns) -> sp.csr_array:
    """The counts as they are; what has no column is left out."""
    starts, places, values = [0], [], []
    for row in rows:
        for key, value in row.items():
            if key in columns:
                places.append(columns[key])
                values.append(value)
        starts.append(len(places))
    shape = (len(rows), len(columns))
    return sp.csr_array((np.array(values, dtype=float), places, starts), shape=shape)


def rare(rows: Sequence[Counts], columns: Columns) -> sp.csr_array:
    """Counts × rarity, each row scaled to length one."""
    used = Counter(key for row in rows for key in row)
    rarity = np.array([np.log((BACKGROUND + len(rows)) / max(1, used[k])) for k in columns])
    return unit(counted(rows, columns) * rarity[None, :])


def unit(rows: sp.csr_array) -> sp.csr_array:
    """Each row scaled to length one; empty rows stay empty."""
    found = sp.csr_array(rows)
    length = np.sqrt(found.multiply(found).sum(axis=1))
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return sp.csr_array(found.multiply(scale[:, None]))


def unit_dense(rows: Floats) -> Floats:
    """The same for a dense matrix."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length > 0, length, 1.0)


def topics(words: sp.csr_array) -> Floats:
    """Latent directions of the words, learned from these very messages.

    The first TOPICS left singular vectors times their strengths, by random projection
    (Halko, Martinsson and Tropp, 2011).
    """
    if words.shape[0] < TEACHING:
        return np.zeros((words.shape[0], 0))
    chance = np.random.default_rng(SEED)
    base = words @ chance.standard_normal((words.shape[1], TOPICS + SPARE))
    for _ in range(PASSES):
        base = words @ (words.T @ np.linalg.qr(base)[0])
    base = np.linalg.qr(base)[0]
    inner = words.T @ base
    strength, turned = np.linalg.eigh(inner.T @ inner)
    kept = np.argsort(-strength)[:TOPICS]
    return unit_dense(base @ turned[:, kept] * np.sqrt(np.maximum(strength[kept], 0)))
