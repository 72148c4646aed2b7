"""OpenStreetMap: what tags mean for walkers and riders, and what is kept of an extract."""

from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Way

from tests.roads.oracle import EBIKE, FOOT, Pace
from zhuchao.roads.earth import haversine
from zhuchao.roads.network import network
from zhuchao.roads.osm import read_osm
from zhuchao.roads.osm_tags import directions, right, road_class
from zhuchao.roads.roads import OPEN_STREET_MAP, Roads
from zhuchao.roads.unusable import Unusable
from zhuchao.rules.travel import shipped_travel

SPOTS = {1: (117.0, 36.6), 2: (117.001, 36.6), 3: (117.002, 36.6), 4: (117.002, 36.601)}
CLASSES = frozenset({"residential", "footway"})


def tags(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


@pytest.mark.parametrize(
    ("text", "foot", "ebike"),
    [
        ("highway=residential", 0, 0),
        ("foot=no", -1, 0),
        ("bicycle=no", 0, -1),
        ("bicycle=dismount", 0, -1),
        ("foot=designated bicycle=use_sidepath", 1, -1),
        ("access=private", -1, -1),
        ("access=no foot=yes", 1, -1),
        ("access=private bicycle=permissive", -1, 1),
        ("vehicle=no", 0, -1),
        ("vehicle=no bicycle=yes", 0, 1),
        ("access=no vehicle=yes", -1, 0),
        ("access=yes", 0, 0),
        ("motor_vehicle=no", 0, 0),
        ("access=customers", 0, 0),
    ],
)
def test_the_closest_sign_decides_who_may_pass(text: str, foot: int, ebike: int) -> None:
    assert (right(tags(text), "foot"), right(tags(text), "ebike")) == (foot, ebike)


@pytest.mark.parametrize(
    ("text", "along", "against"),
    [
        ("highway=residential", True, True),
        ("oneway=yes", True, False),
        ("oneway=1", True, False),
        ("oneway=-1", False, True),
        ("oneway=no", True, True),
        ("junction=roundabout", True, False),
        ("junction=roundabout oneway=no", True, True),
        ("junction=roundabout oneway=-1", False, True),
        ("oneway=yes oneway:bicycle=no", True, True),
        ("oneway:bicycle=yes", True, False),
        ("oneway:bicycle=-1 oneway=yes", False, True),
        ("oneway=yes cycleway=opposite_lane", True, True),
        ("oneway=yes cycleway:left=opposite", True, True),
        ("oneway=yes cycleway:right=lane", True, False),
    ],
)
def test_one_way_tags_are_read_for_riders(text: str, along: bool, against: bool) -> None:
    assert directions(tags(text)) == (along, against)


def test_a_ferry_is_a_class_of_its_own() -> None:
    assert road_class(tags("route=ferry")) == "ferry"
    assert road_class(tags("route=bus")) == ""
    assert road_class(tags("route=ferry highway=service")) == "service"


def written(path: Path, *ways: tuple[list[int], str]) -> Roads:
    """The roads of an extract with the four nodes and these ways; node 9 is not in it."""
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, location in SPOTS.items():
            writer.add_node(Node(id=ref, location=location))
        for number, (nodes, text) in enumerate(ways, 1):
            writer.add_way(Way(id=number, nodes=nodes, tags=tags(text)))
    return read_osm(path, CLASSES)


def test_every_node_is_kept_and_lengths_are_those_of_the_earth(tmp_path: Path) -> None:
    roads = written(tmp_path / "x.osm.pbf", ([1, 2, 3, 4], "highway=residential"))
    assert roads.ids.tolist() == [1, 2, 3, 4]
    expected = [haversine(*SPOTS[a], *SPOTS[b]) for a, b in ((1, 2), (2, 3), (3, 4))]
    assert roads.forward_m == pytest.approx(np.array(expected))
    assert roads.backward_m == pytest.approx(np.array(expected))
    assert roads.attribution == OPEN_STREET_MAP
    assert roads.sources[0][0] == "x.osm.pbf"


def test_riders_keep_to_one_way_and_walkers_do_not(tmp_path: Path) -> None:
    roads = written(
        tmp_path / "x.osm.pbf",
        ([1, 2], "highway=residential oneway=yes"),
        ([2, 3], "highway=residential oneway=-1"),
    )
    rider = network(roads, Pace("ebike", one_way=True, classes=CLASSES)).graph.toarray() > 0
    assert np.argwhere(rider).tolist() == [[0, 1], [2, 1]]
    walker = network(roads, Pace(classes=CLASSES)).graph.toarray() > 0
    assert np.argwhere(walker).tolist() == [[0, 1], [1, 0], [1, 2], [2, 1]]


def test_a_way_is_kept_when_its_class_or_a_sign_lets_somebody_in(tmp_path: Path) -> None:
    roads = written(
        tmp_path / "x.osm.pbf",
        ([1, 2], "highway=motorway"),
        ([2, 3], "highway=motorway bicycle=yes"),
        ([3, 4], "highway=footway access=private"),
        ([1, 4], "highway=residential bicycle=no"),
        ([1, 3], "highway=construction"),
        ([2, 4], "route=ferry"),
    )
    assert sorted(zip(roads.ids[roads.u], roads.ids[roads.v], strict=True)) == [(1, 4), (2, 3)]
    assert len(network(roads, Pace(classes=CLASSES)).edge) == 1
    assert len(network(roads, Pace("ebike", classes=CLASSES)).edge) == 1


def test_a_way_ends_where_the_extract_was_cut(tmp_path: Path) -> None:
    roads = written(tmp_path / "x.osm.pbf", ([1, 2, 9, 3, 4], "highway=residential"))
    assert sorted(zip(roads.ids[roads.u], roads.ids[roads.v], strict=True)) == [(1, 2), (3, 4)]


def test_what_is_no_extract_or_has_no_roads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="打不开文件"):
        read_osm(tmp_path / "absent.osm.pbf", CLASSES)
    (tmp_path / "bad.osm.pbf").write_bytes(b"nonsense")
    with pytest.raises(Unusable, match=r"不是有效的 \.osm\.pbf"):
        read_osm(tmp_path / "bad.osm.pbf", CLASSES)
    with pytest.raises(Unusable, match="没有步行或者电动自行车能走的道路"):
        written(tmp_path / "x.osm.pbf", ([1, 2], "highway=motorway"))


@pytest.mark.parametrize("name", ["Helsinki", "harrisburg", "test"])
def test_real_extracts_are_read(name: str, shared_data: Path) -> None:
    heard: list[int] = []
    path = shared_data / "data" / "roads" / "pbf" / f"{name}.osm.pbf"
    roads = read_osm(path, shipped_travel().classes, heard.append)
    assert heard == sorted(heard)
    assert (roads.length_m > 0).all()
    flat = haversine(*(a[ends] for ends in (roads.u, roads.v) for a in (roads.lon, roads.lat)))
    assert roads.length_m == pytest.approx(flat)
    used = np.zeros(len(roads.ids), dtype=bool)
    used[roads.u] = used[roads.v] = True
    assert used.mean() > 0.99
    for mode in (FOOT, EBIKE):
        shipped = shipped_travel().modes[mode.name]
        assert 0 < len(network(roads, shipped).edge) <= len(roads.u)
