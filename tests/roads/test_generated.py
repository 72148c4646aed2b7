"""The invented city: always the same, of one piece, with a river, and said to be invented."""

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

from zhuchao.roads.generated import ATTRIBUTION, Box, generated_city
from zhuchao.roads.network import network
from zhuchao.roads.reach import reach
from zhuchao.roads.snapping import snap
from zhuchao.rules.travel import shipped_travel

BOX = Box(117.0, 31.5, 117.04, 31.53)
MODES = shipped_travel().modes


@pytest.mark.parametrize("seed", range(4))
def test_the_same_seed_makes_the_same_city(seed: int) -> None:
    one, other = generated_city(BOX, seed), generated_city(BOX, seed)
    for name in ("lon", "lat", "u", "v", "forward_m", "backward_m", "kind"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert one.attribution == ATTRIBUTION
    assert len(generated_city(BOX, seed + 100).lon) != len(one.lon) or not np.array_equal(
        generated_city(BOX, seed + 100).lon, one.lon
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", MODES)
def test_every_corner_can_be_come_to_and_left(seed: int, mode: str) -> None:
    found = network(generated_city(BOX, seed), MODES[mode])
    parts, _ = connected_components(found.graph, connection="strong")
    assert parts == 1
    assert np.isfinite(found.graph.data).all()


@pytest.mark.parametrize("seed", range(4))
def test_any_place_in_the_box_has_a_road_nearby(seed: int) -> None:
    found = network(generated_city(BOX, seed), MODES["ebike"])
    chance = np.random.default_rng(seed)
    lon = chance.uniform(BOX.west, BOX.east, 300)
    lat = chance.uniform(BOX.south, BOX.north, 300)
    assert (snap(found, lon, lat).metres < 600).all()


def test_walkers_have_alleys_and_riders_one_way_streets() -> None:
    roads = generated_city(BOX, 1)
    walked, ridden = (network(roads, MODES[mode]) for mode in ("foot", "ebike"))
    assert walked.length_m.sum() > ridden.length_m.sum()
    assert np.isinf(ridden.behind_s).any()
    assert np.isfinite(walked.behind_s).all()


def test_the_river_is_crossed_by_bridges_only() -> None:
    found = network(generated_city(BOX, 1), MODES["foot"])
    south = snap(found, [117.02], [31.504])
    near = reach(found, south, 1e6)
    north = snap(found, [117.02], [31.527])
    crow = 0.023 * 111_195 / (MODES["foot"].speed_kmh / 3.6)
    assert near.at(north)[0][0] > crow
