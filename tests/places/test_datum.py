"""GCJ-02 and back: published points, no shift abroad, and a round trip under a millimetre."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.places.atlas import metres
from zhuchao.places.datum import from_gcj02, shifted, to_gcj02


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        ((116.404, 39.915), (116.41024, 39.91640)),
        ((121.5272106, 31.1774276), (121.531541859, 31.175303984)),
        ((113.912316, 22.543847), (113.917176481, 22.540796132)),
        ((116.377817, 39.911954), (116.384047225, 39.913345455)),
    ],
)
def test_known_points(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert metres(*to_gcj02(*wgs84), *gcj02) < 2


inside = st.tuples(st.floats(73.5, 134.8), st.floats(18.2, 53.5))


@given(inside)
def test_there_and_back_is_the_same_place(point: tuple[float, float]) -> None:
    assert metres(*from_gcj02(*to_gcj02(*point)), *point) < 0.001
    assert metres(*to_gcj02(*from_gcj02(*point)), *point) < 0.001


@given(inside)
def test_the_shift_is_of_some_hundred_metres(point: tuple[float, float]) -> None:
    assert 10 < metres(*to_gcj02(*point), *point) < 1500


@given(st.tuples(st.floats(-180, 180), st.floats(-90, 90)))
def test_abroad_nothing_is_shifted(point: tuple[float, float]) -> None:
    if not shifted(*point):
        assert to_gcj02(*point) == from_gcj02(*point) == point
