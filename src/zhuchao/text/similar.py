"""How alike a new message is to a few earlier ones, to show near-duplicates at intake."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

# Two messages about one thing share much of their opening; the rest costs only time.
LONGEST = 300


def similar(text: str, candidates: Sequence[str]) -> list[float]:
    """The likeness of `text` to each candidate, from 0 (nothing in common) to 1.

    >>> [round(x, 2) for x in similar("路灯不亮。", ["路灯 不亮", "井盖破损"])]
    [1.0, 0.0]

    Cosine of the counts of character pairs; punctuation, spaces and case do not count.
    """
    mine = _pairs(text)
    return [_cosine(mine, _pairs(candidate)) for candidate in candidates]


def _pairs(text: str) -> Counter[str]:
    plain = "".join(filter(str.isalnum, text[:LONGEST])).casefold()
    return Counter(map("".join, pairwise(plain))) or Counter([plain])


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(one[pair] * other[pair] for pair in one.keys() & other.keys() if pair)
    return shared / sqrt(_square(one) * _square(other))


def _square(pairs: Counter[str]) -> int:
    return sum(count * count for count in pairs.values())
