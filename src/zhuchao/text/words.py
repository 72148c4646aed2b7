"""Cut a message into the words that carry its matter."""

from functools import cache
from importlib.resources import files

import rjieba

# A message longer than this says nothing new about its category, but costs time.
LONGEST = 1200


@cache
def _function_words() -> frozenset[str]:
    listed = files("zhuchao.text").joinpath("function_words.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())


def cut(text: str) -> list[str]:
    """The pieces of a text in order, nothing left out but what lies beyond LONGEST."""
    pieces: list[str] = rjieba.cut(text[:LONGEST])
    return pieces


def is_word(piece: str) -> bool:
    """Whether a piece is a word that carries something: no function word, no punctuation."""
    return piece not in _function_words() and piece[0].isalnum()


def words(text: str) -> list[str]:
    """The words of a text in order, without punctuation and function words.

    >>> words("我们小区的下水道又堵了。")
    ['小区', '下水道', '堵']
    """
    return list(filter(is_word, cut(text)))
