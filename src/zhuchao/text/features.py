"""Turn messages into sparse rows: their words, their characters and their title."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from zhuchao.text.words import words

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]

# What a message opens with is its title, and says best what it is about.
TITLE_WORDS = 14
TITLE_CHARACTERS = 30

WORD, TITLE_WORD, CHARACTER, PAIR, TITLE_PAIR = range(5)
FAMILIES = 5
SLOT_BITS = 22
SPREAD = np.uint64(0x9E3779B97F4A7C15)
UNKNOWN = -1


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
    def number_of(self) -> dict[str, int]:
        """The number of each known word."""
        return {word: number for number, word in enumerate(self.known)}

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


def learn_vocabulary(texts: Sequence[str]) -> Vocabulary:
    """Keep every feature that two messages share."""
    seen = Counter(chain.from_iterable(set(words(text)) for text in texts))
    known = tuple(sorted(word for word, count in seen.items() if count > 1))
    owners, numbers, families = _occurrences(
        texts, {word: number for number, word in enumerate(known)}
    )
    size = 2 * len(known) + (1 << SLOT_BITS)
    sharing = np.bincount(np.unique(owners * size + numbers) % size, minlength=size)
    family = np.zeros(size, dtype=np.int64)
    family[numbers] = families
    kept = np.flatnonzero(sharing > 1)
    rarity = 1 + np.log((1 + len(texts)) / (1 + sharing[kept]))
    return Vocabulary(known, kept, family[kept], rarity.astype(np.float32))


def rows(texts: Sequence[str], vocabulary: Vocabulary) -> sp.csr_array:
    """One row per message; each family of features has length one in it, or is empty."""
    owners, numbers, _families = _occurrences(texts, vocabulary.number_of)
    columns = vocabulary.column_of[numbers]
    kept = columns != UNKNOWN
    width = len(vocabulary.numbers)
    # Sorting is half the work, and narrow numbers sort in half the time.
    narrow = np.int32 if len(texts) * width < 1 << 31 else np.int64
    cells, counts = _tally((owners[kept] * width + columns[kept]).astype(narrow))
    owner, column = np.divmod(cells, narrow(width))
    values = (1 + np.log(counts, dtype=np.float32)) * vocabulary.rarity[column]
    part = owner * FAMILIES + vocabulary.families[column]
    lengths = np.sqrt(np.bincount(part, values * values, minlength=len(texts) * FAMILIES))
    values /= lengths[part].astype(np.float32)
    ends = np.searchsorted(owner, np.arange(len(texts) + 1)).astype(np.int32)
    return sp.csr_array((values, column.astype(np.int32), ends), shape=(len(texts), width))


def _tally(cells: Integers) -> tuple[Integers, Integers]:
    """The distinct cells in order and how often each occurs."""
    ordered = np.sort(cells)
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[starts], np.diff(starts, append=len(ordered))


def _occurrences(
    texts: Sequence[str], number_of: dict[str, int]
) -> tuple[Integers, Integers, Integers]:
    """Owner, number and family of every feature in the messages."""
    numbers: list[int] = []
    counts: list[int] = []
    joined: list[str] = []
    # Message by message, so that the words are looked up while they are near the processor.
    for text in texts:
        cut = words(text)
        numbers.extend(map(number_of.get, cut, repeat(UNKNOWN)))
        counts.append(len(cut))
        joined.append("".join(cut))
    found = [
        *_words(np.array(numbers, dtype=np.int64), counts, len(number_of)),
        *_characters(joined, 2 * len(number_of)),
    ]
    owners = np.concatenate([owner for owner, _number in found])
    features = np.concatenate([number for _owner, number in found])
    return owners, features, np.repeat(np.arange(FAMILIES), [len(owner) for owner, _n in found])


def _words(numbers: Integers, counts: Sequence[int], known: int) -> list[tuple[Integers, Integers]]:
    owners, places = _places(counts)
    heard = numbers != UNKNOWN
    title = heard & (places < TITLE_WORDS)
    return [(owners[heard], numbers[heard]), (owners[title], numbers[title] + known)]


def _characters(texts: Sequence[str], offset: int) -> list[tuple[Integers, Integers]]:
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype="<u4").astype(np.int64)
    owners, places = _places([len(text) for text in texts])
    inside = owners[:-1] == owners[1:]
    pairs = (codes[:-1] << 21 | codes[1:])[inside]
    title = places[1:][inside] < TITLE_CHARACTERS
    return [
        (owners, offset + _slots(CHARACTER, codes)),
        (owners[:-1][inside], offset + _slots(PAIR, pairs)),
        (owners[:-1][inside][title], offset + _slots(TITLE_PAIR, pairs[title])),
    ]


def _places(lengths: Sequence[int]) -> tuple[Integers, Integers]:
    """For every element of the joined sequences: whose it is and its place in there."""
    owners = np.repeat(np.arange(len(lengths)), lengths)
    starts = np.cumsum([0, *lengths[:-1]])
    return owners, np.arange(len(owners)) - starts[owners]


def _slots(family: int, keys: Integers) -> Integers:
    """Hash keys to slots; two features in one slot count as one."""
    mixed = (keys.astype(np.uint64) * np.uint64(FAMILIES) + np.uint64(family)) * SPREAD
    return (mixed >> np.uint64(64 - SLOT_BITS)).astype(np.int64)
