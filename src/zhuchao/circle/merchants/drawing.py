"""Bars of visits, scans below and hand tallies on top; the page colours them by class."""

from collections.abc import Sequence
from dataclasses import dataclass

HIGH = 100


@dataclass(frozen=True)
class Line:
    """One row of a table, one bar of a drawing: scans, hand tallies, both."""

    label: str
    scans: int
    tallies: int

    @property
    def both(self) -> int:
        """Scans and hand tallies together."""
        return self.scans + self.tallies


@dataclass(frozen=True)
class Bar:
    """Two rectangles; `label` is empty where there is no room for words."""

    x: int
    middle: int
    label: str
    scan_y: int
    scan_high: int
    tally_y: int
    tally_high: int


@dataclass(frozen=True)
class Bars:
    """A drawing: how wide it and each bar is, and the bars."""

    wide: int
    each: int
    bars: list[Bar]


def drawn(lines: Sequence[Line], *, each: int = 24, gap: int = 6, every: int = 1) -> Bars:
    """The bars of these lines, of which each `every`th is named below.

    >>> two = drawn([Line("7", 3, 1), Line("8", 0, 0)]).bars
    >>> [(b.scan_high, b.tally_high, b.label) for b in two]
    [(75, 25, '7'), (0, 0, '8')]
    """
    most = max((line.both for line in lines), default=0) or 1
    bars = []
    for number, line in enumerate(lines):
        scan, tally = round(line.scans * HIGH / most), round(line.tallies * HIGH / most)
        x = gap + number * (each + gap)
        label = "" if number % every else line.label
        y = HIGH - scan
        bars.append(Bar(x, x + each // 2, label, y, scan, y - tally, tally))
    return Bars(gap + len(bars) * (each + gap), each, bars)
