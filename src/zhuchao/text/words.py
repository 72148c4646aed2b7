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


def words(text: str) -> list[str]:
    """The words of a text in order, without punctuation and function words.

    >>> words("我们小区的下水道又堵了。")
    ['小区', '下水道', '堵']
    """
    dull = _function_words()
    return [w for w in rjieba.cut(text[:LONGEST]) if w not in dull and w[0].isalnum()]
