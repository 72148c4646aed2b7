"""Turn messages into sparse rows of words, word pairs and short runs of characters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from zhuchao.text.words import words

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]

# The first words of a message are its title: they say what it is about.
TITLE_WORDS = 14
TITLE_CHARACTERS = 30
FAMILIES = 7
SLOT_BITS = 22
SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Vocabulary:
    """What training kept: known words, the slots that became columns and their rarity."""

    known: dict[str, int]
    slots: Integers
    families: Integers
    rarity: Floats
    column: NDArray[np.int32]


def _slots(family: int, keys: Integers) -> Integers:
    """Hash keys of one family to slots; two keys in one slot count as one feature."""
    mixed = (keys.astype(np.uint64) * np.uint64(FAMILIES) + np.uint64(family)) * SPREAD
    return (mixed >> np.uint64(64 - SLOT_BITS)).astype(np.int64)


def _runs(codes: Integers, owner: Integers, length: int) -> tuple[Integers, Integers]:
    """Keys and owners of all runs of `length` neighbours that do not cross a message."""
    keys = codes[: len(codes) - length + 1].copy()
    for step in range(1, length):
        keys = (keys << 21) | codes[step : len(codes) - length + 1 + step]
    whole = owner[: len(keys)] == owner[length - 1 :]
    return owner[: len(keys)][whole], keys[whole]


def _sequence(parts: Sequence[Any], codes: Integers) -> Integers:
    return np.repeat(np.arange(len(parts)), [len(part) for part in parts])


def _occurrences(cut: Sequence[Sequence[str]], known: dict[str, int]) -> list[tuple[Integers, Integers]]:
    flat = [w for one in cut for w in one]
    codes = np.fromiter(map(known.get, flat, repeat(-1)), dtype=np.int64, count=len(flat))
    owner = np.repeat(np.arange(len(cut)), [len(one) for one in cut])
    starts = np.cumsum([0] + [len(one) for one in cut])[:-1]
    place = np.arange(len(flat)) - starts[owner] if len(flat) else owner
    ok = codes >= 0
    title = ok & (place < TITLE_WORDS)
    po, pk = _runs(codes, owner, 2)
    both = np.zeros(0, bool) if not len(codes) else ((codes[:-1] >= 0) & (codes[1:] >= 0))[owner[:-1] == owner[1:]]
    texts = ["".join(one) for one in cut]
    ch = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    cowner = np.repeat(np.arange(len(cut)), [len(t) for t in texts])
    cstarts = np.cumsum([0] + [len(t) for t in texts])[:-1]
    cplace = np.arange(len(ch)) - cstarts[cowner] if len(ch) else cowner
    head = cplace < TITLE_CHARACTERS
    return [
        (owner[ok], codes[ok]),
        (po[both], pk[both]),
        (cowner, ch),
        _runs(ch, cowner, 2),
        _runs(ch, cowner, 3),
        (owner[title], codes[title]),
        _runs(ch[head], cowner[head], 2),
    ]


def _found(cut, known):
    rows, slots, fam = [], [], []
    for f, (o, k) in enumerate(_occurrences(cut, known)):
        rows.append(o); slots.append(_slots(f, k)); fam.append(np.full(len(o), f))
    return np.concatenate(rows), np.concatenate(slots), np.concatenate(fam)


def learn_vocabulary(cut):
    df = Counter(w for one in cut for w in set(one))
    known = {w: i for i, w in enumerate(w for w, n in df.items() if n > 1)}
    rows, slots, fam = _found(cut, known)
    pair = np.unique(rows << SLOT_BITS | slots)
    seen = np.bincount(pair & ((1 << SLOT_BITS) - 1), minlength=1 << SLOT_BITS)
    kept = np.flatnonzero(seen > 1)
    family = np.zeros(1 << SLOT_BITS, np.int64); family[slots] = fam
    rarity = (np.log((1 + len(cut)) / (1 + seen[kept])) + 1).astype(np.float32)
    column = np.full(1 << SLOT_BITS, -1, np.int32); column[kept] = np.arange(len(kept))
    return Vocabulary(known, kept, family[kept], rarity, column)


def rows(cut, v, weights=np.ones(FAMILIES, np.float32)):
    r, slots, fam = _found(cut, v.known)
    col = v.column[slots]
    ok = col >= 0
    n = len(v.slots)
    cell, count = np.unique(r[ok] * n + col[ok], return_counts=True)
    row, col = np.divmod(cell, n)
    value = (1 + np.log(count)).astype(np.float32) * v.rarity[col]
    block = row * FAMILIES + v.families[col]
    length = np.sqrt(np.bincount(block, value * value, minlength=len(cut) * FAMILIES))
    value *= (weights[v.families[col]] / length[block])
    ends = np.searchsorted(row, np.arange(len(cut) + 1)).astype(np.int32)
    return sp.csr_array((value.astype(np.float32), col.astype(np.int32), ends), shape=(len(cut), n))
