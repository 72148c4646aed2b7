"""Which gate and which way: e-bikes first, open first, then near; what is unknown stays so."""

from dataclasses import replace

import pytest

from tests.estate_cast import PLAN, at
from zhuchao.circle.estates.plan import Building, Gate, Plan
from zhuchao.circle.estates.way import way_to
from zhuchao.places.models import UNKNOWN_HOURS
from zhuchao.rules.hours import State

EAST, SOUTH, WEST = PLAN.gates
NORTH = Gate("北门", at(0, 150), ("ebike",), UNKNOWN_HOURS)
MORE = replace(PLAN, gates=(*PLAN.gates, NORTH))
OPEN: dict[str, State] = {"东门": "open", "南门": "open", "西门": "open", "北门": "open"}
BY_WEST = Building("12号楼", at(-190, 0))


def test_the_nearest_gate_that_lets_e_bikes_in_is_taken() -> None:
    way = way_to(MORE, PLAN.buildings[1], OPEN)
    assert (way.gate, way.rides, way.state) == (NORTH, True, "open")
    assert way_to(MORE, PLAN.buildings[7], OPEN).gate == EAST


def test_a_gate_without_e_bikes_is_not_taken_though_it_is_nearer() -> None:
    assert way_to(PLAN, BY_WEST, OPEN).gate == EAST


def test_a_closed_gate_is_left_for_one_that_is_open_or_that_nobody_knows() -> None:
    second = PLAN.buildings[1]
    assert way_to(MORE, second, {**OPEN, "北门": "closed"}).gate == EAST
    assert way_to(MORE, second, {**OPEN, "北门": "closed", "东门": "unknown"}).gate == EAST
    assert way_to(MORE, second, {**OPEN, "北门": "unknown"}).gate == EAST


def test_when_every_e_bike_gate_is_closed_one_walks_in() -> None:
    way = way_to(PLAN, BY_WEST, {**OPEN, "东门": "closed"})
    assert (way.gate, way.rides) == (WEST, False)


def test_when_all_is_closed_the_e_bike_gate_is_named_with_that() -> None:
    way = way_to(PLAN, BY_WEST, dict.fromkeys(OPEN, "closed"))
    assert (way.gate, way.state) == (EAST, "closed")


def test_a_route_elsewhere_is_no_way_and_the_distance_is_straight() -> None:
    far = replace(PLAN, route=((117.9, 31.7), (117.9, 31.8)))
    way = way_to(far, BY_WEST, OPEN)
    assert way.line == ()
    assert way.metres is not None
    assert 375 < way.metres < 385


def test_the_way_leaves_the_route_where_it_comes_nearest() -> None:
    seventh = PLAN.buildings[6]
    way = way_to(PLAN, seventh, OPEN)
    assert way.line[0] == EAST.at
    assert way.line[-1] == seventh.at
    assert way.line[1:3] == PLAN.route[1:3]
    assert way.line[3] == pytest.approx(at(40, 60), abs=1e-6)
    assert way.metres is not None
    assert 235 < way.metres < 245


def test_a_route_drawn_from_its_other_end_is_followed_too() -> None:
    forth, back = PLAN, replace(PLAN, route=PLAN.route[::-1])
    seventh = PLAN.buildings[6]
    assert way_to(back, seventh, OPEN).metres == way_to(forth, seventh, OPEN).metres


def test_bay_and_shelf_are_the_nearest_ones() -> None:
    way = way_to(PLAN, PLAN.buildings[0], OPEN)
    assert (way.bay, way.walk, way.heading) == (PLAN.spots[0], 206, "w")
    assert way.shelf == PLAN.spots[2]


def test_without_gates_nothing_is_said_of_them() -> None:
    way = way_to(Plan(buildings=(BY_WEST,)), BY_WEST, {})
    assert (way.gate, way.rides, way.state) == (None, False, "unknown")
