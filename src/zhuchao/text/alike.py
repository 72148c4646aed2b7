"""Which earlier messages a new one may repeat: by its words, the place it names and their age."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhuchao.text.places_named import named, plain
from zhuchao.text.similar import LONGEST, similar

SAME_PLACE = 0.2
OTHER_PLACE = 0.2
NOTABLE = 0.15
HALF_LIFE = 365
"""Days after which an earlier message counts half."""


@dataclass(frozen=True)
class Earlier:
    """A message of before, and how many days ago it came."""

    text: str
    days: float = 0.0


@dataclass(frozen=True)
class Likeness:
    """From 0 to 1, and whether both name the same place."""

    score: float
    same_place: bool


def likeness(text: str, earlier: Sequence[Earlier]) -> list[Likeness]:
    """How likely each earlier message is about the same thing, from its first LONGEST signs.

    >>> old = [Earlier("金桥路的路灯坏了"), Earlier("柳林路的路灯坏了")]
    >>> [one.same_place for one in likeness("金桥路路灯坏了", old)]
    [True, False]

    The likeness of the words, more where they name one place, less where each names another, and
    neither where they share a name but each names more (one estate, two roads); halved by
    HALF_LIFE.
    """
    mine, said = named(text[:LONGEST]), plain(text[:LONGEST])
    scores = similar(text, [e.text for e in earlier])
    return [_likeness(mine, said, *pair) for pair in zip(earlier, scores, strict=True)]


def _likeness(mine: frozenset[str], said: str, one: Earlier, words: float) -> Likeness:
    # Names are looked for only where the words could make it a likely one: it takes longest.
    if not mine or words < NOTABLE:
        return Likeness(_worth(words, one.days), same_place=False)
    other = plain(one.text[:LONGEST])
    theirs = named(one.text[:LONGEST])
    shared = any(name in other for name in mine)
    each_more = any(n not in other for n in mine) and any(n not in said for n in theirs)
    same = shared and not each_more
    place = SAME_PLACE if same else -OTHER_PLACE if theirs and not shared else 0.0
    return Likeness(_worth(words + place, one.days), same)


def _worth(score: float, days: float) -> float:
    worth: float = 0.5 ** (max(0.0, days) / HALF_LIFE)
    return min(1.0, max(0.0, score)) * worth
