"""A sheet on which boxes of words are put so that none leaves it and none lies on another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil

CELL = 24.0


@dataclass(frozen=True)
class Box:
    """A rectangle by its middle and its sides, y growing downwards."""

    x: float
    y: float
    wide: float
    high: float

    def meets(self, other: "Box") -> bool:
        """Whether two boxes share more than an edge."""
        across = abs(self.x - other.x) * 2 < self.wide + other.wide
        return across and abs(self.y - other.y) * 2 < self.high + other.high


@dataclass
class Sheet:
    """What lies on a sheet already, found by cells."""

    wide: float
    high: float
    edge: float
    """So much stays free along the edges."""
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=dict)
    _tried: dict[tuple[Box, float], int] = field(default_factory=dict)
    """Of boxes that belong to one place: so many offsets are taken already, and stay so."""

    def put(self, box: Box) -> None:
        """Lay a box down, wherever it is."""
        for cell in _cells_of(box):
            self._cells.setdefault(cell, []).append(box)

    def fits(self, box: Box) -> bool:
        """Whether a box lies inside and on no other."""
        if abs(2 * box.x - self.wide) > self.wide - 2 * self.edge - box.wide:
            return False
        if abs(2 * box.y - self.high) > self.high - 2 * self.edge - box.high:
            return False
        near = (one for cell in _cells_of(box) for one in self._cells.get(cell, ()))
        return not any(box.meets(one) for one in near)

    def place(self, at: Box, step: float, reach: float) -> Box | None:
        """Lay a box down as near to where it belongs as there is room within `reach`."""
        offsets = _offsets(ceil(reach / step))
        for number in range(self._tried.get((at, step), 0), len(offsets)):
            dx, dy = offsets[number]
            box = Box(at.x + dx * step, at.y + dy * step, at.wide, at.high)
            if self.fits(box):
                self.put(box)
                self._tried[at, step] = number + 1
                return box
        return None


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    left, right = (box.x - box.wide / 2) // CELL, (box.x + box.wide / 2) // CELL
    top, bottom = (box.y - box.high / 2) // CELL, (box.y + box.high / 2) // CELL
    for column in range(int(left), int(right) + 1):
        for row in range(int(top), int(bottom) + 1):
            yield column, row


@lru_cache(maxsize=16)
def _offsets(steps: int) -> tuple[tuple[int, int], ...]:
    """Steps to the side and down, nearest first; of equals above and right first."""
    around = range(-steps, steps + 1)
    every = [(x, y) for x in around for y in around if x * x + y * y <= steps * steps]
    return tuple(sorted(every, key=lambda o: (o[0] * o[0] + o[1] * o[1], o[1], -o[0])))
