"""Short words for a drawing: the number of a building, letters for a legend, how wide they are."""

import re
from collections import Counter
from collections.abc import Sequence

ENDING = re.compile(r"(号楼|号|栋|幢|座|楼)$")
NARROW = 0.62
"""Width of a Latin letter or digit, in heights of a letter; a 汉字 is as wide as high."""
WIDE_FROM = 0x2E80


def short_signs(names: Sequence[str]) -> list[str]:
    """Names without the word for building, where they stay different.

    >>> short_signs(["7号楼", "8号楼", "A座", "物业楼", "8栋"])
    ['7', '8号楼', 'A', '物业', '8栋']
    """
    short = [ENDING.sub("", name) or name for name in names]
    often = Counter(short)
    return [one if often[one] == 1 else name for one, name in zip(short, names, strict=True)]


def letters(number: int) -> str:
    """The signs of a legend.

    >>> [letters(n) for n in (0, 25, 26, 51, 52)]
    ['a', 'z', 'aa', 'az', 'ba']
    """
    first, last = divmod(number, 26)
    return (letters(first - 1) if first else "") + chr(ord("a") + last)


def width(text: str, size: float) -> float:
    """About how wide words are that are `size` high."""
    return size * sum(1.0 if ord(sign) >= WIDE_FROM else NARROW for sign in text)
