"""Detours and holes: who passes a site, where nobody reaches, what changes from hour to hour."""

from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import given

from tests.roads.oracle import FOOT, built, spots, times
from tests.roads.worlds import World, worlds
from zhuchao.roads.detour import detour
from zhuchao.roads.holes import difference, holes
from zhuchao.roads.network import network


@given(worlds())
def test_a_detour_is_the_way_by_the_best_site_less_the_way_without(world: World) -> None:
    pairs = list(product(range(len(world.points)), repeat=2))
    origins = world.points.take(np.array([i for i, _ in pairs], dtype=int))
    destinations = world.points.take(np.array([j for _, j in pairs], dtype=int))
    found = detour(world.network, origins, destinations, world.sites, world.limit_s)
    for trip in range(len(pairs)):
        one = np.array([trip])
        direct = times(world.network, origins.take(one), destinations.take(one))[1][0]
        ways = [
            times(world.network, origins.take(one), world.sites.take(np.array([site])))[1][0]
            + times(world.network, world.sites.take(np.array([site])), destinations.take(one))[1][0]
            for site in range(len(world.sites))
        ]
        via = min(ways, default=inf)
        assert found.possible[trip] == (direct < inf)
        expected = via - direct if via < inf else inf
        assert found.extra_s[trip] == pytest.approx(expected, abs=1e-6)
        if abs(expected - world.limit_s) > 1e-3:
            assert found.passes[trip] == (direct < inf and expected <= world.limit_s)


def test_three_extra_minutes_decide() -> None:
    nodes = [(117 + 0.001 * i, 36.6) for i in range(3)] + [(117.001, 36.601)]
    arcs = [(0, 1, 100.0), (1, 2, 100.0), (1, 3, 90.0)]
    cross = network(built(nodes, arcs + [(v, u, m) for u, v, m in arcs]), FOOT)
    edge = {(int(u), int(v)): e for e, (u, v) in enumerate(zip(cross.u, cross.v, strict=True))}
    start, end, site = (edge[0, 1], 0.0), (edge[1, 2], 1.0), (edge[1, 3], 1.0)
    trips = spots(start, start), spots(end, start)
    found = detour(cross, *trips, spots(site))
    assert found.extra_s.tolist() == [180, 380]
    assert found.share == 0.5
    closed = detour(cross, *trips, spots(site), open_now=np.array([False]))
    assert (closed.share, closed.possible.tolist()) == (0, [True, True])


def test_holes_are_squares_with_the_most_demand_first() -> None:
    lon = np.array([117.0005, 117.0006, 117.1005, 117.1006, 117.2])
    lat = np.full(5, 36.6001)
    weight = np.array([1.0, 3.0, 2.0, 9.0, 0.0])
    covered = np.array([False, False, False, True, False])
    found = holes(lon, lat, weight, covered)
    assert [(hole.demand, hole.points) for hole in found] == [(4, 2), (2, 1)]
    assert (found[0].lon, found[0].lat) == pytest.approx((117.000575, 36.6001))
    assert holes(lon, lat, weight, np.ones(5, dtype=bool)) == []


def test_holes_lose_no_demand() -> None:
    chance = np.random.default_rng(3)
    lon, lat = 117 + chance.random(500) / 10, 36.6 + chance.random(500) / 10
    weight, covered = chance.random(500), chance.random(500) < 0.3
    found = holes(lon, lat, weight, covered)
    assert sum(hole.demand for hole in found) == pytest.approx(weight[~covered].sum())
    assert sum(hole.points for hole in found) == (~covered).sum()
    assert [h.demand for h in found] == sorted((h.demand for h in found), reverse=True)


def test_two_hours_differ_by_what_is_gained_and_lost() -> None:
    day, night = np.array([True, True, False]), np.array([True, False, True])
    found = difference(day, night, np.array([1.0, 2.0, 1.0]))
    assert found.gained.tolist() == [False, False, True]
    assert found.lost.tolist() == [False, True, False]
    assert (found.share_before, found.share_after) == (0.75, 0.5)
