"""Fingerprints of sealed words: how alike two texts are, told without keeping either of them."""

import hashlib
import struct
from collections.abc import Iterable
from itertools import pairwise

MARKS = 64
_PRIME = (1 << 61) - 1
_SHOWN = 1 << 16
"""Of each mark only the last 16 bits are kept: enough to compare, too little to guess words by."""


def fingerprint(text: str, key: bytes) -> bytes:
    """The 128 bytes of a text under a secret key: for each of 64 keyed orders of its character
    pairs, the first one's mark (min-hash).

    Without the key nobody can make the fingerprint of a guess, so it tells nothing of the text.
    Empty for a text without letters or digits.
    """
    pairs = {int.from_bytes(_hash(p, key), "big") % _PRIME for p in _pairs(text)}
    if not pairs:
        return b""
    marks = (min((a * p + b) % _PRIME for p in pairs) % _SHOWN for a, b in _orders(key))
    return struct.pack(f">{MARKS}H", *marks)


def alike(one: bytes, other: bytes) -> float:
    """The likeness of two fingerprints made with the same key, from 0 to 1.

    >>> a, b, c = (fingerprint(t, b"k") for t in ("路灯不亮了。", "路灯 不亮了", "井盖破损"))
    >>> alike(a, b), round(alike(a, c), 1)
    (1.0, 0.0)

    It estimates the share of character pairs they have in common; 0 where one is empty.
    """
    if not one or not other:
        return 0.0
    mine, theirs = (struct.unpack(f">{MARKS}H", marks) for marks in (one, other))
    same = [a == b for a, b in zip(mine, theirs, strict=True)]
    return same.count(True) / MARKS


def _pairs(text: str) -> set[str]:
    plain = "".join(filter(str.isalnum, text)).casefold()
    return set(map("".join, pairwise(plain))) or ({plain} if plain else set())


def _hash(text: str, key: bytes) -> bytes:
    return hashlib.blake2b(text.encode(), key=key, digest_size=8).digest()


def _orders(key: bytes) -> Iterable[tuple[int, int]]:
    for number in range(MARKS):
        raw = hashlib.blake2b(struct.pack(">H", number), key=key, digest_size=16).digest()
        yield int.from_bytes(raw[:8], "big") % (_PRIME - 1) + 1, int.from_bytes(raw[8:], "big")
