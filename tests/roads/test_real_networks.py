"""Real road graphs: the heap agrees on every node, and what is written down holds."""

from functools import cache
from math import inf
from pathlib import Path

import numpy as np
import pytest

from tests.roads.oracle import times
from zhuchao.roads.covered import covered
from zhuchao.roads.network import Network, network
from zhuchao.roads.osm import read_osm
from zhuchao.roads.reach import reach, reach_by_hour
from zhuchao.roads.roads import Roads
from zhuchao.roads.siting import siting
from zhuchao.roads.snapping import Spots, snap
from zhuchao.roads.tables import read_tables
from zhuchao.rules.travel import shipped_travel

MODES = shipped_travel().modes
NAMES = ("jinan", "Helsinki", "harrisburg", "test")


@cache
def roads(folder: Path, name: str) -> Roads:
    if name == "jinan":
        return read_tables(folder / "jinan" / "nodes.csv", folder / "jinan" / "edges.csv.gz")
    return read_osm(folder / "pbf" / f"{name}.osm.pbf", shipped_travel().classes)


def around(found: Network, count: int, seed: int) -> Spots:
    """Places near randomly chosen nodes that the mode can reach."""
    chance = np.random.default_rng(seed)
    near = chance.choice(np.concatenate([found.u, found.v]), count)
    lon = found.roads.lon[near] + chance.normal(0, 3e-4, count)
    lat = found.roads.lat[near] + chance.normal(0, 3e-4, count)
    return snap(found, lon, lat)


@pytest.mark.parametrize("limit", [600, inf])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NAMES)
def test_reach_is_what_the_heap_finds(
    name: str, mode: str, limit: float, shared_data: Path
) -> None:
    found = network(roads(shared_data / "data" / "roads", name), MODES[mode])
    sites, points = around(found, 65, 1), around(found, 300, 2)
    near = reach(found, sites, limit)
    at_nodes, at_points = times(found, sites, points, limit)
    expected = [at_nodes.get(node, inf) for node in range(found.nodes)]
    np.testing.assert_allclose(near.seconds, expected, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(near.at(points)[0], at_points, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("mode", MODES)
def test_all_hours_of_a_city_are_the_hours_one_by_one(mode: str, shared_data: Path) -> None:
    found = network(roads(shared_data / "data" / "roads", "jinan"), MODES[mode])
    sites = around(found, 65, 3)
    hours = np.random.default_rng(4).random((65, 24)) < 0.6
    for hour, one in enumerate(reach_by_hour(found, sites, 600, hours)):
        single = reach(found, sites, 600, hours[:, hour])
        np.testing.assert_allclose(one.seconds, single.seconds, rtol=1e-9, atol=1e-6)


def test_more_minutes_cover_more_road_up_to_all_that_is_connected(shared_data: Path) -> None:
    found = network(roads(shared_data / "data" / "roads", "jinan"), MODES["foot"])
    sites = around(found, 65, 5)
    shares = [covered(reach(found, sites, 60 * minutes)).share for minutes in (5, 10, 20, 1e6)]
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1


def test_no_node_of_a_walk_is_nearer_than_the_crow_flies(shared_data: Path) -> None:
    found = network(roads(shared_data / "data" / "roads", "Helsinki"), MODES["foot"])
    one = around(found, 1, 6)
    near = reach(found, one, 1e6)
    place = found.index.plane.flat(one.lon, one.lat)
    apart = np.hypot(*(found.index.plane.flat(found.roads.lon, found.roads.lat) - place).T)
    walked = near.seconds[near.reached] * MODES["foot"].speed_kmh / 3.6
    assert (walked > 0.99 * apart[near.reached] - 1).all()


def test_siting_in_a_city_is_proved(shared_data: Path) -> None:
    found = network(roads(shared_data / "data" / "roads", "jinan"), MODES["foot"])
    candidates, demand = around(found, 500, 7), around(found, 10_000, 8)
    weight = np.random.default_rng(9).integers(1, 20, 10_000).astype(float)
    plan = siting(found, candidates, demand, weight, 20, 600)
    assert plan.optimal
    assert len(plan.chosen) == 20
    met = reach(found, candidates.take(np.array(plan.chosen)), 600).at(demand)[0] < inf
    assert plan.covered == weight[met].sum()
