"""Reach equals the plain heap on every graph, from every side, at every hour."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.roads.oracle import EBIKE, FOOT, built, spots, times
from tests.roads.worlds import World, worlds
from zhuchao.roads import reach as reaching
from zhuchao.roads.covered import covered
from zhuchao.roads.earth import Bools
from zhuchao.roads.network import Network, network
from zhuchao.roads.reach import Reach, reach, reach_by_hour

CLOSE = 1e-6


def line_of(*metres: float, mode: object = FOOT, both: bool = True) -> Network:
    """Nodes in a row, so many metres apart."""
    arcs = [(i, i + 1, m) for i, m in enumerate(metres)]
    back = [(v, u, m) for u, v, m in arcs] if both else []
    nodes = [(117 + 0.001 * i, 36.6) for i in range(len(metres) + 1)]
    return network(built(nodes, arcs + back), mode)  # type: ignore[arg-type]


def same(found: Reach, world: World) -> None:
    """The times at nodes and points are those of the oracle, and owners are that far away."""
    at_nodes, at_points = times(world.network, world.sites, world.points, world.limit_s)
    expected = [at_nodes.get(node, inf) for node in range(world.network.nodes)]
    assert found.seconds == pytest.approx(expected, abs=CLOSE)
    seconds, site = found.at(world.points)
    assert seconds == pytest.approx(at_points, abs=CLOSE)
    for owner in range(len(world.sites)):
        own, own_points = times(world.network, world.sites.take([owner]), world.points)  # type: ignore[arg-type]
        mine = np.flatnonzero(found.site == owner)
        assert [own[node] for node in mine.tolist()] == pytest.approx(
            found.seconds[mine], abs=CLOSE
        )
        here = np.flatnonzero(site == owner)
        assert [own_points[i] for i in here.tolist()] == pytest.approx(seconds[here], abs=CLOSE)
    assert (found.site >= 0).tolist() == found.reached.tolist()


@given(worlds())
def test_reach_is_what_a_heap_finds(world: World) -> None:
    same(reach(world.network, world.sites, world.limit_s), world)


@given(worlds(), st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_closed_site_is_as_if_it_were_not_there(world: World, doors: list[bool]) -> None:
    open_now = np.array(doors)[: len(world.sites)]
    found = reach(world.network, world.sites, world.limit_s, open_now)
    alone = reach(world.network, world.sites.take(np.flatnonzero(open_now)), world.limit_s)
    assert found.seconds.tolist() == alone.seconds.tolist()


@given(worlds(), st.data())
def test_all_hours_are_the_hours_one_by_one(world: World, data: st.DataObject) -> None:
    size = len(world.sites)
    rows = st.lists(st.booleans(), min_size=24, max_size=24)
    hours = np.array(data.draw(st.lists(rows, min_size=size, max_size=size)), dtype=bool)
    hours = hours.reshape(size, 24)
    by_hour(world, hours)


@pytest.mark.parametrize("crowd", [0, 1000])
def test_either_way_of_sharing_work_gives_the_same_hours(
    crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "CROWD", crowd)
    rows = line_of(*[100.0] * 30)
    sites = spots(*[(edge, 0.3) for edge in range(0, 30, 3)])
    hours = np.random.default_rng(7).random((10, 24)) < 0.5
    by_hour(World(rows, sites, sites, 250.0), hours)


def by_hour(world: World, hours: Bools) -> None:
    found = reach_by_hour(world.network, world.sites, world.limit_s, hours)
    assert len(found) == 24
    for hour, one in enumerate(found):
        single = reach(world.network, world.sites, world.limit_s, hours[:, hour])
        assert one.seconds == pytest.approx(single.seconds, abs=CLOSE)
        assert one.open_now.tolist() == hours[:, hour].tolist()
        assert one.reached.tolist() == (one.site >= 0).tolist()


def test_hours_with_the_same_open_sites_share_one_answer() -> None:
    hours = np.zeros((1, 24), dtype=bool)
    hours[0, 8:20] = True
    found = reach_by_hour(line_of(100.0), spots((0, 0.5)), 600, hours)
    assert len({id(one) for one in found}) == 2
    assert found[8] is found[19]


@given(worlds())
def test_a_place_is_covered_exactly_when_it_is_reached(world: World) -> None:
    found = reach(world.network, world.sites, world.limit_s)
    parts = covered(found)
    assert 0 <= parts.share <= 1 + CLOSE
    for edge in range(len(world.network.edge)):
        shares = np.linspace(0, 1, 21)[1:-1]
        seconds, _ = found.at(spots(*[(edge, share) for share in shares.tolist()]))
        mine = parts.edge == edge
        low, high = parts.start[mine], parts.end[mine]
        assert (low[1:] > high[:-1]).all()
        for share, near in zip(shares.tolist(), np.isfinite(seconds).tolist(), strict=True):
            if np.abs(np.concatenate([low, high]) - share).min(initial=1) < 1e-6:
                continue  # on the very edge of it either is right
            whole = min(world.network.ahead_s[edge], world.network.behind_s[edge]) == 0
            if not whole and mine.any():
                assert bool(((low < share) & (share < high)).any()) == near


def test_times_are_told_along_the_edge_of_the_site() -> None:
    found = reach(line_of(100.0, 100.0), spots((0, 0.25)), 100.0)
    assert found.seconds.tolist() == [25.0, 75.0, inf]
    seconds, site = found.at(spots((0, 0.5), (1, 0.2), (1, 0.3)))
    assert seconds.tolist() == [25.0, 95.0, inf]
    assert site.tolist() == [0, 0, -1]
    parts = covered(found)
    assert (parts.edge.tolist(), parts.start.tolist()) == ([0, 1], [0.0, 0.0])
    assert parts.end == pytest.approx([1, 0.25])
    assert parts.share == pytest.approx(125 / 200)


def test_eight_hundred_metres_are_ten_minutes_however_many_pieces() -> None:
    walk = type("Walk", (), {**vars(FOOT), "speed_kmh": 4.8})()
    found = reach(line_of(*[100.0 / 3] * 24, mode=walk), spots((0, 0.0)), 600)
    assert found.reached.all()


def test_a_walker_goes_against_a_one_way_road_and_a_rider_does_not() -> None:
    for mode, expected in ((FOOT, [50, 50]), (EBIKE, [inf, 50])):
        one_way = line_of(100.0, mode=mode, both=False)
        assert reach(one_way, spots((0, 0.5)), 600).seconds.tolist() == expected
        assert reach(one_way.turned, spots((0, 0.5)), 600).seconds.tolist() == expected[::-1]


def test_a_site_on_a_node_is_on_every_road_of_it() -> None:
    star = network(
        built([(117, 36), (117.001, 36), (117, 36.001)], [(1, 0, 90.0), (0, 2, 80.0)]), EBIKE
    )
    end = {(int(u), int(v)): e for e, (u, v) in enumerate(zip(star.u, star.v, strict=True))}
    into = end[0, 1]  # stored from the lower node; open only from 1 to 0
    assert reach(star, spots((into, 0.0)), 600).seconds.tolist() == [0, inf, 80]


def test_without_open_sites_nothing_is_reached() -> None:
    found = reach(line_of(100.0), spots((0, 0.5)), 600, np.zeros(1, dtype=bool))
    assert (found.share, covered(found).share) == (0, 0)
    assert covered(found).lines() == []


def test_the_covered_part_is_drawn_with_its_bends() -> None:
    corner = ((117.001, 36.6),)
    bent = network(built([(117, 36.6), (117.001, 36.601)], [(0, 1, 200.0)], [corner]), FOOT)
    parts = covered(reach(bent, spots((0, 0.0)), 150.0)).lines()
    assert parts[0][:2].tolist() == [[117, 36.6], [117.001, 36.6]]
    assert parts[0][2] == pytest.approx([117.001, 36.6006], abs=2e-4)
