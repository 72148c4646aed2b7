"""The schematic map of an estate: every label inside the sheet, no two on each other; pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from zhuchao.circle.estates.kinds import SPOT_SIGNS
from zhuchao.circle.estates.plan import Plan, Point
from zhuchao.circle.estates.sheet import Box, Sheet
from zhuchao.circle.estates.signs import letters, short_signs, width

LEAST_SPAN = 60.0
"""Metres a drawing shows at least across."""
SHARE = 0.2
"""Labels may take about so much of the sheet; of more they are set smaller."""
NEAR = 5.0
"""A name is set within so many letters of its place, or is named by a letter and a legend."""
LONGEST = 6.0
"""Letters of a building's name on the drawing; a longer one would hide the way between them."""
SMALLER = 0.85
Flat = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """Words in a box for one thing of the plan, and the place they speak of."""

    part: str
    """gate, building or spot."""
    number: int
    """Row of the plan."""
    text: str
    box: Box
    at: Flat
    lettered: bool
    """Whether the text is a letter that the legend explains."""

    @property
    def led(self) -> bool:
        """Whether a line has to lead from the box to its place."""
        away = abs(self.box.x - self.at[0]) > self.box.wide / 2
        return away or abs(self.box.y - self.at[1]) > self.box.high / 2


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn, in units of the sheet."""

    wide: float
    high: float
    size: float
    """Height of letters."""
    outline: tuple[Flat, ...]
    route: tuple[Flat, ...]
    gates: tuple[tuple[int, Flat], ...]
    """Row and place of each gate that has a position."""
    labels: tuple[Label, ...]
    legend: tuple[tuple[str, str], ...]
    north: Box
    flat: Callable[[Point], Flat]
    """Where a position lies on the sheet."""


def draw(plan: Plan, wide: float, high: float, size: float) -> Drawing | None:
    """The plan on a sheet of these sides, letters `size` high or smaller; None without a point."""
    if not plan.points:
        return None
    count = len(plan.gates) * 2 + len(plan.buildings) + len(plan.spots) + 1
    size = min(size, sqrt(wide * high * SHARE / (3 * count)))
    while True:
        found = _drawn(plan, wide, high, size)
        if found is not None:
            return found
        size *= SMALLER


def proportion(plan: Plan, least: float = 0.8, most: float = 1.3) -> float:
    """Height of a sheet that suits the plan, in widths."""
    points = plan.points
    if not points:
        return 1.0
    across, down = _span(points)
    return min(most, max(least, down / across))


def _span(points: Sequence[Point]) -> Flat:
    """Metres from west to east and from south to north, with a least one."""
    lons, lats = zip(*points, strict=True)
    middle = radians((min(lats) + max(lats)) / 2)
    across = (max(lons) - min(lons)) * 111_195 * cos(middle)
    return max(across, LEAST_SPAN), max((max(lats) - min(lats)) * 111_195, LEAST_SPAN)


def _projection(
    points: Sequence[Point], wide: float, high: float, edge: float
) -> Callable[[Point], Flat]:
    """North up, true in proportion, in the middle of the sheet."""
    lons, lats = zip(*points, strict=True)
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    across, down = _span(points)
    scale = min((wide - 2 * edge) / across, (high - 2 * edge) / down) * 111_195
    squeeze = cos(radians(lat))

    def flat(point: Point) -> Flat:
        x = wide / 2 + (point[0] - lon) * squeeze * scale
        return round(x, 2), round(high / 2 - (point[1] - lat) * scale, 2)

    return flat


def _drawn(plan: Plan, wide: float, high: float, size: float) -> Drawing | None:
    """The drawing with letters of one size, or None when a label finds no room."""
    flat = _projection(plan.points, wide, high, 2.4 * size)
    sheet = Sheet(wide, high, size * 0.3)
    north = Box(wide - 1.6 * size, 1.9 * size, 2.4 * size, 3.2 * size)
    sheet.put(north)
    gates = tuple((n, flat(gate.at)) for n, gate in enumerate(plan.gates) if gate.at)
    for _number, (x, y) in gates:
        sheet.put(Box(x, y, 1.7 * size, 1.7 * size))
    labels: list[Label] = []
    legend: list[tuple[str, str]] = []
    for part, number, text, name, at in _things(plan, flat):
        label = _label(sheet, part, number, (text, letters(len(legend))), at, size)
        if label is None:
            return None
        labels.append(label)
        if label.lettered:
            legend.append((label.text, name))
    line = tuple(flat(p) for p in plan.route)
    around = tuple(flat(p) for p in plan.outline)
    return Drawing(wide, high, size, around, line, gates, tuple(labels), tuple(legend), north, flat)


def _things(plan: Plan, flat: Callable[[Point], Flat]) -> Iterator[tuple[str, int, str, str, Flat]]:
    """Part, row, words on the drawing, whole name and place; what matters most comes first."""
    signs = short_signs([building.name for building in plan.buildings])
    for n, gate in enumerate(plan.gates):
        if gate.at:
            yield "gate", n, gate.name, gate.name, flat(gate.at)
    for n, building in enumerate(plan.buildings):
        if building.at:
            yield "building", n, signs[n], building.name, flat(building.at)
    for n, spot in enumerate(plan.spots):
        if spot.at:
            yield "spot", n, SPOT_SIGNS[spot.kind], spot.name, flat(spot.at)


def _label(
    sheet: Sheet, part: str, number: int, texts: tuple[str, str], at: Flat, size: float
) -> Label | None:
    """The name near its place; else, or where it is too long, a letter of the legend anywhere."""
    name, letter = texts
    first = letter if part == "building" and width(name, 1) > LONGEST else name
    last = name if part == "spot" else letter
    for words, reach in ((first, NEAR * size), (last, sheet.wide + sheet.high)):
        box = Box(*at, width(words, size) + 0.8 * size, 1.6 * size)
        placed = sheet.place(box, 0.5 * size, reach)
        if placed:
            return Label(part, number, words, placed, at, lettered=words != name)
    return None
