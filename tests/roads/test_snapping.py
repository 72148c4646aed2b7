"""Snapping finds the nearest place on the nearest usable edge, whatever the shape of the roads."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.roads.oracle import EBIKE, FOOT, Pace, built
from zhuchao.roads.earth import Floats, haversine
from zhuchao.roads.network import Network, line, network
from zhuchao.roads.snapping import FAR_M, snap

COORDINATE = st.floats(0, 0.0625, width=32).map(lambda x: x / 6)
POINT = st.tuples(COORDINATE.map(lambda x: 117 + x), COORDINATE.map(lambda x: 36.6 + x))


@st.composite
def bent_networks(draw: st.DrawFn) -> Network:
    """Some nodes joined by edges with up to three bends."""
    nodes = draw(st.lists(POINT, min_size=2, max_size=6))
    node = st.integers(0, len(nodes) - 1)
    arcs = draw(st.lists(st.tuples(node, node, st.floats(1, 900)), min_size=1, max_size=8))
    some = st.lists(POINT, max_size=3).map(tuple)
    bends = draw(st.lists(some, min_size=len(arcs), max_size=len(arcs)))
    return network(built(nodes, arcs, bends), FOOT)


def nearest_by_hand(found: Network, point: tuple[float, float]) -> float:
    """Metres on the plane to the nearest piece of any edge, one piece after the other."""
    plane, best = found.index.plane, np.inf
    place = plane.flat(*point)
    for edge in range(len(found.edge)):
        corners = line(found, edge, 0, 1)
        flat = plane.flat(corners[:, 0], corners[:, 1])
        for one, other in pairwise(flat):
            best = min(best, to_piece(place, one, other))
    return best


def to_piece(place: Floats, one: Floats, other: Floats) -> float:
    way = other - one
    square = float(way @ way)
    part = min(max(float((place - one) @ way) / square, 0), 1) if square else 0
    return float(np.linalg.norm(place - (one + part * way)))


@given(bent_networks(), st.lists(POINT, min_size=1, max_size=5))
def test_no_edge_is_nearer_than_the_one_found(
    found: Network, points: list[tuple[float, float]]
) -> None:
    lon, lat = map(np.array, zip(*points, strict=True))
    spots = snap(found, lon, lat, far_m=1e9)
    assert spots.on.all()
    assert (spots.metres >= 0).all()
    assert ((spots.share >= 0) & (spots.share <= 1)).all()
    for i, point in enumerate(points):
        assert spots.metres[i] == pytest.approx(nearest_by_hand(found, point), rel=1e-3, abs=1e-3)
    apart = haversine(lon, lat, spots.lon, spots.lat)
    assert spots.metres == pytest.approx(apart, abs=1e-6)


@given(bent_networks(), st.data())
def test_the_share_is_where_the_place_lies_on_the_line(found: Network, data: st.DataObject) -> None:
    edge = data.draw(st.integers(0, len(found.edge) - 1))
    share = data.draw(st.floats(0, 1))
    place = line(found, edge, 0, share)[-1]
    spots = snap(found, place[0], place[1], far_m=1e9)
    assert spots.metres[0] < 0.01
    again = line(found, int(spots.edge[0]), 0, float(spots.share[0]))[-1]
    assert haversine(*place, *again) < 0.2  # a place within 0.1 m of a node is the node


@given(bent_networks())
def test_a_point_on_a_node_is_snapped_to_an_end(found: Network) -> None:
    used = np.unique(np.concatenate([found.u, found.v]))
    spots = snap(found, found.roads.lon[used], found.roads.lat[used])
    assert spots.metres.max() < 1e-3


def test_a_node_is_the_end_of_its_edge_to_the_last_digit() -> None:
    road = network(built([(117, 36.6), (117.0037, 36.6021)], [(0, 1, 400.0)]), EBIKE)
    assert snap(road, [117, 117.0037], [36.6, 36.6021]).share.tolist() == [0, 1]
    assert snap(road, [117.0000004], [36.6]).share.tolist() == [0]


def test_a_point_far_from_every_road_is_on_none() -> None:
    road = network(built([(117, 36.6), (117.01, 36.6)], [(0, 1, 900.0)]), FOOT)
    degree = np.degrees(FAR_M / 6_371_008.8)
    spots = snap(road, [117.005, 117.005, 0], [36.6 + degree * 0.99, 36.6 + degree * 1.01, 0])
    assert spots.on.tolist() == [True, False, False]
    assert spots.metres[0] == pytest.approx(FAR_M * 0.99, rel=1e-3)
    assert spots.metres[1:].tolist() == [np.inf, np.inf]


def test_only_roads_the_mode_may_use_are_snapped_to() -> None:
    roads = built(
        [(117, 36.6), (117.01, 36.6), (117, 36.601), (117.01, 36.601)], [(0, 1, 1), (2, 3, 1)]
    )
    roads.rights["foot"][0] = -1
    spots = snap(network(roads, FOOT), [117.005], [36.6])
    assert spots.metres[0] == pytest.approx(111.2, abs=0.1)
    roads.rights["foot"][1] = -1
    assert not snap(network(roads, FOOT), [117.005], [36.6]).on.any()


def test_a_road_is_usable_by_its_class_unless_a_sign_says_otherwise() -> None:
    roads = built([(117, 36.6), (117.01, 36.6), (117, 36.601)], [(0, 1, 1), (1, 2, 1), (0, 2, 1)])
    named = replace(roads, kinds=("", "motorway", "service"), kind=np.arange(3))
    walk = Pace(classes=frozenset({"service"}))
    assert network(named, walk).edge.tolist() == [0, 2]
    named.rights["foot"][:] = [0, 1, -1]
    assert network(named, walk).edge.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("own", "seconds"), [(0, 100), (0.5, 200), (2, 50), (2.01, 100), (13.9, 100)]
)
def test_a_roads_own_speed_counts_up_to_the_most_of_the_mode(own: float, seconds: float) -> None:
    roads = built([(117, 36.6), (117.001, 36.6)], [(0, 1, 100.0)])
    roads.speed_mps[:] = own
    assert network(roads, FOOT).ahead_s == pytest.approx([seconds])
