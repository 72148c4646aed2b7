"""Turn messages into sparse rows: their words, their characters and their title."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from zhuchao.text.words import cut, is_word, words

Integers = NDArray[np.int64]
Numbers = NDArray[np.int32]
Floats = NDArray[np.float32]

# What a message opens with is its title, and says best what it is about.
TITLE_WORDS = 14
TITLE_CHARACTERS = 30

WORD, TITLE_WORD, CHARACTER, PAIR, TITLE_PAIR = range(5)
FAMILIES = 5
SLOT_BITS = 22
SPREAD = np.uint64(0x9E3779B97F4A7C15)
UNKNOWN, DULL = -1, -2


class Numbering(dict[str, int]):
    """The number of each known word; UNKNOWN for another word, DULL for what carries nothing."""

    def __missing__(self, piece: str) -> int:
        number = UNKNOWN if is_word(piece) else DULL
        if len(piece) == 1:
            # There are not many, and punctuation is asked for all the time.
            self[piece] = number
        return number


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The features that training kept, in column order, and the weight of their rarity.

    A feature's number is a known word's number, the same once more for the title, or
    beyond those the slot that a character or a pair of them hashes to.
    """

    known: tuple[str, ...]
    numbers: Integers
    families: Integers
    rarity: Floats

    @cached_property
    def number_of(self) -> Numbering:
        """The number of each known word."""
        return numbering(self.known)

    @cached_property
    def column_of(self) -> NDArray[np.int32]:
        """The column of each feature number, or UNKNOWN."""
        columns = np.full(2 * len(self.known) + (1 << SLOT_BITS), UNKNOWN, dtype=np.int32)
        columns[self.numbers] = np.arange(len(self.numbers))
        return columns

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that the first columns stand for; the others stand for characters."""
        count = np.searchsorted(self.numbers, 2 * len(self.known))
        return tuple(self.known[number % len(self.known)] for number in self.numbers[:count])


def numbering(known: Sequence[str]) -> Numbering:
    """Number words in their order."""
    return Numbering((word, number) for number, word in enumerate(known))


def learn_vocabulary(texts: Sequence[str]) -> Vocabulary:
    """Keep every feature that two messages share."""
    seen = Counter(chain.from_iterable(set(words(text)) for text in texts))
    known = tuple(sorted(word for word, count in seen.items() if count > 1))
    owners, numbers, families = _occurrences(texts, numbering(known), len(known))
    size = 2 * len(known) + (1 << SLOT_BITS)
    sharing = np.bincount(np.unique(owners * np.int64(size) + numbers) % size, minlength=size)
    family = np.zeros(size, dtype=np.int64)
    family[numbers] = families
    kept = np.flatnonzero(sharing > 1)
    rarity = 1 + np.log((1 + len(texts)) / (1 + sharing[kept]))
    return Vocabulary(known, kept, family[kept], rarity.astype(np.float32))


def rows(texts: Sequence[str], vocabulary: Vocabulary) -> sp.csr_array:
    """One row per message; each family of features has length one in it, or is empty."""
    owners, numbers, _families = _occurrences(texts, vocabulary.number_of, len(vocabulary.known))
    columns = vocabulary.column_of[numbers]
    kept = columns != UNKNOWN
    width = len(vocabulary.numbers)
    wide = np.int64 if len(texts) * width >= 1 << 31 else np.int32
    cells, counts = _tally(owners[kept] * wide(width) + columns[kept])
    owner, column = np.divmod(cells, wide(width))
    values = (1 + np.log(counts, dtype=np.float32)) * vocabulary.rarity[column]
    part = owner * FAMILIES + vocabulary.families[column]
    lengths = np.sqrt(np.bincount(part, values * values, minlength=len(texts) * FAMILIES))
    values /= lengths[part].astype(np.float32)
    ends = np.searchsorted(owner, np.arange(len(texts) + 1)).astype(np.int32)
    return sp.csr_array((values, column.astype(np.int32), ends), shape=(len(texts), width))


def _tally(cells: NDArray[Any]) -> tuple[NDArray[Any], Integers]:
    """The distinct cells in order and how often each occurs."""
    ordered = in_order(cells) if cells.dtype == np.int32 else np.sort(cells)
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[starts], np.diff(starts, append=len(ordered))


def in_order(cells: Numbers) -> Numbers:
    """Sort cells by the lower half of their bits, then the upper: numpy does 16 bits in a pass."""
    lower = cells[np.argsort(cells.astype(np.uint16), kind="stable")]
    return lower[np.argsort((lower >> 16).astype(np.uint16), kind="stable")]


def _occurrences(
    texts: Sequence[str], number_of: Numbering, known: int
) -> tuple[Numbers, Numbers, Integers]:
    """Owner, number and family of every feature in the messages."""
    said = [cut(text) for text in texts]
    pieces = list(chain.from_iterable(said))
    numbers = np.fromiter(map(number_of.__getitem__, pieces), np.int32, len(pieces))
    lengths = np.fromiter(map(len, pieces), np.int32, len(pieces))
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), list(map(len, said)))
    telling = numbers != DULL
    codes = np.frombuffer("".join(pieces).encode("utf-32-le"), dtype="<u4")
    codes = codes[np.repeat(telling, lengths)]
    owners, numbers, lengths = owners[telling], numbers[telling], lengths[telling]
    found = [
        *_words(owners, numbers, known),
        *_characters(np.repeat(owners, lengths), codes, 2 * known),
    ]
    families = np.repeat(np.arange(FAMILIES), [len(owner) for owner, _number in found])
    owner, number = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return owner, number, families


def _words(owners: Numbers, numbers: Numbers, known: int) -> list[tuple[Numbers, Numbers]]:
    heard = numbers != UNKNOWN
    title = heard & (_places(owners) < TITLE_WORDS)
    return [(owners[heard], numbers[heard]), (owners[title], numbers[title] + np.int32(known))]


def _characters(
    owners: Numbers, codes: NDArray[np.uint32], offset: int
) -> list[tuple[Numbers, Numbers]]:
    keys = codes.astype(np.uint64)
    inside = owners[:-1] == owners[1:]
    pairs = (keys[:-1] << np.uint64(21) | keys[1:])[inside]
    firsts = owners[:-1][inside]
    title = _places(owners)[1:][inside] < TITLE_CHARACTERS
    return [
        (owners, _slots(CHARACTER, keys, offset)),
        (firsts, _slots(PAIR, pairs, offset)),
        (firsts[title], _slots(TITLE_PAIR, pairs[title], offset)),
    ]


def _places(owners: Numbers) -> Numbers:
    """For every element of the joined sequences, given whose it is, its place in its own."""
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    counts = np.diff(starts, append=len(owners))
    return np.arange(len(owners), dtype=np.int32) - np.repeat(starts, counts).astype(np.int32)


def _slots(family: int, keys: NDArray[np.uint64], offset: int) -> Numbers:
    """Hash keys to slots beyond the words; two features in one slot count as one."""
    mixed = (keys * np.uint64(FAMILIES) + np.uint64(family)) * SPREAD
    return (mixed >> np.uint64(64 - SLOT_BITS)).astype(np.int32) + np.int32(offset)
