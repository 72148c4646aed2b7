"""The 1+1+N system of a kind of matter: two leads for one thing, and places nobody stands in for.

Pure: the duties and the places are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhuchao.registry.kinds import SYSTEM_POSITIONS

ONE_EACH = ("guide", "drive", "backstop")
"""Positions one organisation fills; several may join in."""


@dataclass(frozen=True)
class Place:
    """What × where of a duty, and who stands there in which position."""

    kind: str
    category: str
    path: str
    position: str
    organisation: int


@dataclass(frozen=True)
class Gap:
    """A position that is filled twice ("conflict") or not at all ("hole")."""

    what: Literal["conflict", "hole"]
    kind: str
    category: str
    path: str
    position: str
    organisations: tuple[int, ...] = ()


def gaps(duties: Iterable[Place], streets: Sequence[str]) -> list[Gap]:
    """Conflicts first, then holes, for every kind × category the system speaks of (M26).

    A kind and category somebody guides, drives or joins in needs a driver and, in each street (a
    division path), a backstop; a row for a place above or for every category fills it too.
    """
    rows = [d for d in duties if d.position in SYSTEM_POSITIONS]
    return [*_conflicts(rows), *_holes(rows, streets)]


def _conflicts(rows: Sequence[Place]) -> Iterator[Gap]:
    same: dict[tuple[str, str, str, str], set[int]] = defaultdict(set)
    for d in rows:
        if d.position in ONE_EACH:
            same[d.kind, d.category, d.path, d.position].add(d.organisation)
    for (kind, category, path, position), who in same.items():
        if len(who) > 1:
            yield Gap("conflict", kind, category, path, position, tuple(sorted(who)))


def _holes(rows: Sequence[Place], streets: Sequence[str]) -> Iterator[Gap]:
    for kind, category in sorted({(d.kind, d.category) for d in rows}):
        fitting = [d for d in rows if d.kind in ("", kind) and d.category in ("", category)]
        for position in ("drive", "backstop"):
            paths = [d.path for d in fitting if d.position == position]
            without = [s for s in streets if not any(s.startswith(p) for p in paths)]
            if len(without) == len(streets) and position == "drive":
                yield Gap("hole", kind, category, "", position)
            else:
                yield from (Gap("hole", kind, category, s, position) for s in without)
