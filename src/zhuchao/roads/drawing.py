"""Roads as SVG paths in a window: the main ones first, as many as a first look can carry."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from zhuchao.roads.earth import Ints
from zhuchao.roads.network_lines import Line, edge_lines
from zhuchao.roads.road_groups import GROUPS, group_of
from zhuchao.roads.roads import Roads
from zhuchao.roads.window import CANVAS, Window, world

MOST_BYTES = 96_000
SPARE_BYTES = 400
"""For the words around the paths."""
Spot = tuple[int, int]
"""A point on the canvas, in whole units."""


def drawing(roads: Roads, window: Window, most: int = MOST_BYTES) -> str:
    """An SVG file with a group for each weight of road, of at most so many bytes.

    A weight that would not fit is left out with all lighter ones: half of the lanes would look
    like a town without the others.
    """
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CANVAS} {CANVAS}">'
    parts, size = [head], len(head) + SPARE_BYTES
    for group, lines in _grouped(roads, window).items():
        path = "".join(_path(line) for line in chained(lines))
        size += len(path)
        parts.append(_group(group, path if size <= most else ""))
    return "".join([*parts, "</svg>"])


def _group(name: str, path: str) -> str:
    # Scaling is for the page to decide, the width of a line for its style sheet.
    drawn = f'<path d="{path}" vector-effect="non-scaling-stroke"/>' if path else ""
    return f'<g id="{name}">{drawn}</g>'


def _grouped(roads: Roads, window: Window) -> dict[str, list[list[Spot]]]:
    """The lines of each weight, in order of weight, on the canvas, without what is outside."""
    found: dict[str, list[list[Spot]]] = {group: [] for group in GROUPS}
    groups = [group_of(name) for name in roads.kinds]
    for edge, line in edge_lines(roads, _inside(roads, window)):
        if len(spots := _on_canvas(line, window)) > 1:
            found[groups[roads.kind[edge]]].append(spots)
    return found


def _inside(roads: Roads, window: Window) -> Ints:
    """The edges with an end in the window."""
    west, south, east, north = window.box
    within = (roads.lon >= west) & (roads.lon <= east) & (roads.lat >= south) & (roads.lat <= north)
    return np.flatnonzero(within[roads.u] | within[roads.v])


def _on_canvas(line: Line, window: Window) -> list[Spot]:
    spots: list[Spot] = []
    for lon, lat in line:
        x, y = window.on_canvas(world(lon, lat))
        spot = round(x), round(y)
        if not spots or spots[-1] != spot:
            spots.append(spot)
    return spots


def chained(lines: Iterable[Sequence[Spot]]) -> Iterator[list[Spot]]:
    """Lines joined end to end where exactly two meet; what was drawn already is left out."""
    pieces = {frozenset(pair): pair for line in lines for pair in pairwise(line)}
    ways: dict[Spot, list[Spot]] = defaultdict(list)
    for one, other in pieces.values():
        ways[one].append(other)
        ways[other].append(one)
    crossings = [spot for spot, others in ways.items() if len(others) != 2]
    for start in [*crossings, *ways]:
        while ways[start]:
            yield straightened(_walk(start, ways))


def _walk(start: Spot, ways: dict[Spot, list[Spot]]) -> list[Spot]:
    """From a spot on, using up each way, to the next crossing or end."""
    line = [start]
    while True:
        here = line[-1]
        if not ways[here] or (len(line) > 1 and len(ways[here]) != 1):
            return line
        onward = ways[here].pop()
        ways[onward].remove(here)
        line.append(onward)


def straightened(line: Sequence[Spot]) -> list[Spot]:
    """Without the spots that lie within one unit of the way between those kept.

    >>> straightened([(0, 0), (5, 1), (10, 0), (10, 9)])
    [(0, 0), (10, 0), (10, 9)]
    """
    kept, first = [line[0]], 0
    for last in range(2, len(line)):
        if any(_off(line[first], line[last], spot) for spot in line[first + 1 : last]):
            first = last - 1
            kept.append(line[first])
    return [*kept, line[-1]]


def _off(one: Spot, other: Spot, spot: Spot) -> bool:
    """Whether a spot is further than one unit from the way between two others."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    x, y = spot[0] - one[0], spot[1] - one[1]
    along, whole = x * dx + y * dy, dx * dx + dy * dy
    if along <= 0:
        return x * x + y * y > 1
    if along >= whole:
        return (x - dx) ** 2 + (y - dy) ** 2 > 1
    return (dx * y - dy * x) ** 2 > whole


def _path(line: Sequence[Spot]) -> str:
    """Absolute start, then steps: a sign parts two numbers where it can."""
    (x, y), words = line[0], []
    for to_x, to_y in line[1:]:
        dx, dy = to_x - x, to_y - y
        words.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
        x, y = to_x, to_y
    steps = "".join(word if word[0] == "-" or not n else f" {word}" for n, word in enumerate(words))
    return f"M{line[0][0]} {line[0][1]}l{steps}"
