"""How people travel: the shipped speeds and classes, and what a written file is refused for."""

from importlib.resources import files

import pytest

from zhuchao.rules.toml import MalformedError
from zhuchao.rules.travel import read_travel, shipped_travel

GOOD = (files("zhuchao.rules") / "sets" / "travel.toml").read_text("utf-8")


def test_ten_minutes_on_foot_are_eight_hundred_metres() -> None:
    assert shipped_travel().modes["foot"].speed_kmh / 3.6 * 600 == pytest.approx(800)


def test_an_e_bike_keeps_to_the_limit_of_its_lane_and_of_its_kind() -> None:
    rider = shipped_travel().modes["ebike"]
    assert (rider.speed_kmh, rider.most_kmh, rider.one_way) == (15, 25, True)
    assert "第五十八条" in rider.article
    assert not shipped_travel().modes["foot"].one_way


@pytest.mark.parametrize("closed", ["motorway", "motorway_link", "ferry", "construction"])
def test_nobody_walks_or_rides_on_a_motorway_or_waits_for_a_ferry(closed: str) -> None:
    assert closed not in shipped_travel().classes


def test_steps_and_footways_are_for_walkers_only() -> None:
    modes = shipped_travel().modes
    for name in ("steps", "footway", "pedestrian"):
        assert name in modes["foot"].classes
        assert name not in modes["ebike"].classes


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('key = "travel"', 'key = "appeal"', "key", "应为 travel"),
        ("in_force_from = 2004-01-01", "", "in_force_from", "缺少此项"),
        (
            "in_force_from = 2004-01-01",
            "in_force_from = 2004-01-01\nin_force_to = 2003-01-01",
            "in_force_to",
            "早于",
        ),
        ("speed_kmh = 4.8", "speed_kmh = 5", "mode.foot.speed_kmh", "应为小数"),
        ("speed_kmh = 4.8", "speed_kmh = 0.0", "mode.foot.speed_kmh", "应大于 0"),
        ("speed_kmh = 4.8", "speed_kmh = 8.0", "mode.foot.speed_kmh", "most_kmh"),
        ("speed_kmh = 4.8", "speed_kmh = nan", "mode.foot.speed_kmh", "应大于 0"),
        ("one_way = true", "one_way = 1", "mode.ebike.one_way", "应为 true 或 false"),
        ("most_kmh = 25.0", "most_kmh = 25.0\nhelmet = true", "mode.ebike.helmet", "没有这一项"),
        ("[mode.foot]", "[mode.walk]", "mode.foot.classes", "缺少此项"),
        ('"trunk", "trunk_link",', '1, "trunk_link",', "mode.foot.classes", "应为文字"),
    ],
)
def test_a_fault_is_named_by_file_and_key(old: str, new: str, key: str, why: str) -> None:
    assert old in GOOD
    with pytest.raises(MalformedError) as refused:
        read_travel(GOOD.replace(old, new, 1), "travel.toml")
    assert str(refused.value).startswith(f"travel.toml: {key}: ")
    assert why in refused.value.why


def test_a_fourth_way_to_travel_is_not_known() -> None:
    with pytest.raises(MalformedError, match=r"mode\.boat: 没有这一项"):
        read_travel(GOOD + '\n[mode.boat]\nlabel = "船"\n', "travel.toml")
