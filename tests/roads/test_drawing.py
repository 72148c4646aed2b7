"""Roads as a light SVG in a window: joined, simplified, the lighter ones left out first."""

import re
from itertools import pairwise
from math import hypot

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.friendly_cast import SIDE, streets
from zhuchao.roads.drawing import chained, drawing, straightened
from zhuchao.roads.road_groups import GROUPS
from zhuchao.roads.window import CANVAS, LEAST, SPAN, Window, fitting, world

POINTS = st.tuples(st.floats(-179, 179), st.floats(-84, 84))
SPOTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=30)


def around(roads: object = None) -> Window:
    """The window of the streets."""
    found = streets()
    window = fitting(
        [world(found.lon.min(), found.lat.min()), world(found.lon.max(), found.lat.max())]
    )
    assert window
    return window


def groups(svg: str) -> dict[str, str]:
    """The path of each weight."""
    return dict(re.findall(r'<g id="(\w+)">(?:<path d="([^"]*)"[^>]*/>)?</g>', svg))


def test_each_weight_of_road_is_a_group_of_its_own() -> None:
    found = groups(drawing(streets(), around()))
    assert list(found) == list(GROUPS)
    assert found["main"]
    assert found["minor"]
    assert found["path"] == ""


def test_a_straight_street_of_many_edges_is_one_line() -> None:
    main = groups(drawing(streets(), around()))["main"]
    # Three main streets each way, joined from crossing to crossing; never ten pieces each.
    assert main.count("M") <= SIDE + 7


def test_what_would_grow_too_large_leaves_out_the_lighter_roads() -> None:
    whole = drawing(streets(), around())
    few = drawing(streets(), around(), most=len(whole) - 100)
    assert len(few) < len(whole)
    assert groups(few)["main"] == groups(whole)["main"]
    assert groups(few)["minor"] == ""


def test_elsewhere_nothing_is_drawn() -> None:
    assert set(groups(drawing(streets(), Window(15, 0, 0))).values()) == {""}


@given(line=SPOTS)
def test_a_straightened_line_stays_within_a_unit(line: list[tuple[int, int]]) -> None:
    kept = straightened(line)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    for spot in line:
        assert min(_distance(spot, a, b) for a, b in pairwise(kept)) <= 1.0001


def _distance(spot: tuple[int, int], one: tuple[int, int], other: tuple[int, int]) -> float:
    a, b, p = (np.array(n, dtype=float) for n in (one, other, spot))
    whole = float(((b - a) ** 2).sum())
    share = min(1.0, max(0.0, float((p - a) @ (b - a)) / whole)) if whole else 0.0
    return hypot(*(p - a - share * (b - a)))


COARSE = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=12)


@given(lines=st.lists(COARSE, max_size=6))
def test_joined_lines_draw_every_piece_once(lines: list[list[tuple[int, int]]]) -> None:
    far = [[(100 * x, 100 * y) for x, y in line] for line in lines]
    pieces = {frozenset(pair) for line in far for pair in pairwise(line) if pair[0] != pair[1]}
    drawn = [pair for line in chained(far) for pair in pairwise(line)]
    assert sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in drawn) == pytest.approx(
        sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in pieces)
    )


@given(points=st.lists(POINTS, min_size=1, max_size=5))
def test_a_window_holds_all_its_points(points: list[tuple[float, float]]) -> None:
    flat = [world(*point) for point in points]
    window = fitting(flat)
    assert window
    if window.z > LEAST:
        for x, y in map(window.on_canvas, flat):
            assert -0.001 <= x <= CANVAS + 0.001
            assert -0.001 <= y <= CANVAS + 0.001
    assert fitting([]) is None


def test_the_box_of_a_window_is_its_corners() -> None:
    window = around()
    west, south, east, north = window.box
    assert window.on_canvas(world(west, north)) == pytest.approx((0, 0), abs=0.01)
    assert window.on_canvas(world(east, south)) == pytest.approx((CANVAS, CANVAS), abs=0.01)
    assert SPAN == 2
