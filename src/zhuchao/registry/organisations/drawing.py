"""The two lines of an organisation and what hangs below it, laid out as boxes and lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zhuchao.places.atlas import atlas
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisations.standing import Standing

WIDE = 360
BOX, STEP = 32, 46
COLUMN = 168
ROW, ROW_STEP = 28, 36
MOST = 12
"""Rows of one sort that are drawn; the table under the picture has all."""


@dataclass(frozen=True)
class Box:
    """One organisation or place. `tone`: line, ground, self, below, unit, more."""

    x: int
    y: int
    width: int
    height: int
    text: str
    tone: str
    whole: str = ""
    code: str = ""
    """Of the organisation it leads to; "" for none."""

    @property
    def middle(self) -> int:
        """Where its text stands."""
        return self.y + self.height // 2

    @property
    def text_x(self) -> int:
        """Where its text begins, or its middle for those that stand alone."""
        return self.x + (12 if self.tone in ("below", "unit", "more") else self.width // 2)


@dataclass(frozen=True)
class Picture:
    """Boxes, and paths with their tone, in WIDE × high."""

    boxes: tuple[Box, ...]
    paths: tuple[tuple[str, str], ...]
    high: int


def cut(text: str, most: int) -> str:
    """A text that fits: most signs at most, the last one an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"


def picture(organisation: Organisation, found: Standing, name: str) -> Picture:
    """The industry line on the left, the territory on the right, what hangs below under it."""
    grounds = atlas().chain(found.territory) if found.territory else ()
    rows = max(len(found.industry), len(grounds))
    top = 22 if rows else 4
    left = [
        _box(one.name, 0, top + (rows - len(found.industry) + n) * STEP, "line", one.code)
        for n, one in enumerate(found.industry)
    ]
    right = [
        _box(one.name, WIDE - COLUMN, top + (rows - len(grounds) + n) * STEP, "ground")
        for n, one in enumerate(grounds)
    ]
    own = Box(30, top + rows * STEP, WIDE - 60, 40, cut(name, 19), "self", name)
    below = list(_below(found, own.y + own.height + 14))
    paths = [*_joined(left, own, "line"), *_joined(right, own, "ground"), *_elbows(below, own)]
    last = below[-1] if below else own
    return Picture((*left, *right, own, *below), tuple(paths), last.y + last.height + 6)


def _box(text: str, x: int, y: int, tone: str, code: str = "") -> Box:
    return Box(x, y, COLUMN, BOX, cut(text, 12), tone, text, code)


def _below(found: Standing, y: int) -> Iterator[Box]:
    units = [one for one, _form in found.covers]
    for rows, tone in ((found.below, "below"), (units, "unit")):
        for one in rows[:MOST]:
            more = found.hanging.get(one.pk, 0) if tone == "below" else 0
            text = cut(one.name, 18) + (f" +{more}" if more else "")
            yield Box(66, y, WIDE - 66, ROW, text, tone, one.name, one.code)
            y += ROW_STEP
        if len(rows) > MOST:
            yield Box(66, y, WIDE - 66, ROW, f"… +{len(rows) - MOST}", "more")
            y += ROW_STEP


def _joined(boxes: Sequence[Box], own: Box, tone: str) -> Iterator[tuple[str, str]]:
    for upper, lower in pairwise([*boxes, own]):
        x = upper.x + upper.width // 2
        yield f"M{x} {upper.y + upper.height}V{lower.y}", tone


def _elbows(boxes: Sequence[Box], own: Box) -> Iterator[tuple[str, str]]:
    for box in boxes:
        yield f"M48 {own.y + own.height}V{box.middle}H{box.x}", box.tone


@dataclass(frozen=True)
class Strip:
    """A line of time from the first change to today: the changes, the years, the day looked at."""

    changes: tuple[int, ...]
    years: tuple[tuple[int, int], ...]
    here: int


def strip(days: Sequence[date], day: date, today: date) -> Strip | None:
    """The days on a line of WIDE; None when there is but one."""
    every = [*days, day, today]
    first, span = min(every), (max(every) - min(every)).days
    if not days or not span:
        return None

    def x(one: date) -> int:
        return 6 + (one - first).days * (WIDE - 12) // span

    years = range(first.year + 1, max(every).year + 1)
    begins = tuple((x(date(year, 1, 1)), year) for year in years)
    return Strip(tuple(x(one) for one in days), begins, x(day))
