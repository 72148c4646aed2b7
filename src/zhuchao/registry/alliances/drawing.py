"""An alliance with its members around it, and a leader with those it leads, as shapes."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhuchao.registry.alliances.queries import Circle
from zhuchao.registry.organisations.drawing import WIDE, Box, cut

BOX_WIDE, BOX_HIGH, STEP = 128, 30, 40
RADIUS = 44
MOST = 12
"""Members that are drawn; the list beside the picture has all."""
LINE = 5
"""Signs on a line within the round."""


@dataclass(frozen=True)
class Round:
    """An alliance: its name in a round in the middle, its members on both sides."""

    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]
    """The name, as (height, text)."""
    x: int
    y: int
    high: int
    more: int
    """Members that are not drawn."""


@dataclass(frozen=True)
class Fan:
    """A leader on top, those it leads below, and how many more there are."""

    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    high: int
    more: int


def circle_of_equals(circle: Circle) -> Round:
    """The members right and left in turn, so that none stands above another."""
    names = [end.organisation.name for end in circle.ends[:MOST]]
    sides = (names[::2], names[1::2])
    high = max(2 * RADIUS + 8, len(sides[0]) * STEP + 8)
    y = high // 2
    boxes: list[Box] = []
    for side, x in zip(sides, (0, WIDE - BOX_WIDE), strict=True):
        top = y - (len(side) * STEP - (STEP - BOX_HIGH)) // 2
        boxes += [_box(name, x, top + n * STEP) for n, name in enumerate(side)]
    paths = tuple(_spoke(box, WIDE // 2, y) for box in boxes)
    lines = _lines(circle.centre.name, y)
    more = len(circle.ends) - len(names)
    return Round(tuple(boxes), paths, lines, WIDE // 2, y, high, more)


def _box(name: str, x: int, y: int) -> Box:
    return Box(x, y, BOX_WIDE, BOX_HIGH, cut(name, 9), "line", name)


def _spoke(box: Box, x: int, y: int) -> str:
    """From the edge of a box to the round, bent."""
    left = box.x == 0
    begin = box.x + box.width if left else box.x
    end = x - RADIUS if left else x + RADIUS
    middle = (begin + end) // 2
    return f"M{begin} {box.middle}C{middle} {box.middle} {middle} {y} {end} {y}"


def _lines(name: str, y: int) -> tuple[tuple[int, str], ...]:
    """A name on at most three lines around a height."""
    short = cut(name, 3 * LINE)
    parts = [short[n : n + LINE] for n in range(0, len(short), LINE)]
    top = y - (len(parts) - 1) * 8
    return tuple((top + n * 16, part) for n, part in enumerate(parts))


def leader_with_led(circle: Circle) -> Fan:
    """The leader, and below it those it leads."""
    leader = Box(0, 4, 240, 36, cut(circle.centre.name, 16), "self", circle.centre.name)
    led = [end.organisation.name for end in circle.ends[:MOST]]
    boxes = [
        Box(48, 52 + n * 36, WIDE - 48, 28, cut(name, 21), "below", name)
        for n, name in enumerate(led)
    ]
    paths = tuple(f"M24 40V{box.middle}H{box.x}" for box in boxes)
    return Fan((leader, *boxes), paths, _bottom([leader, *boxes]), len(circle.ends) - len(led))


def _bottom(boxes: Sequence[Box]) -> int:
    return boxes[-1].y + boxes[-1].height + 6
