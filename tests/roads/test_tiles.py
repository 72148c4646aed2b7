"""Tiles of a network's ground: built into one file, or plainly said why not."""

import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import osmium
import pytest
from django.core.management import call_command
from osmium.osm.mutable import Node, Way

from tests.friendly_cast import streets
from zhuchao.roads import tiles
from zhuchao.roads.store import save
from zhuchao.roads.tile_features import LEAST, MOST, features_of_extract, features_of_roads
from zhuchao.roads.tiles import NO_BUILDER, NOT_BUILT, build_tiles, builder, tiles_of
from zhuchao.roads.unusable import Unusable

built = pytest.mark.skipif(builder() is None, reason="tippecanoe is not installed")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "roads" / "demo"
    save(path, streets())
    return path


@built
def test_the_file_is_one_of_vector_tiles_of_the_wanted_zooms(network: Path) -> None:
    count = build_tiles(network, features_of_roads(streets()), "© 甲")
    head = tiles_of(network).read_bytes()[:127]
    assert (head[:7], head[7]) == (b"PMTiles", 3)
    assert head[99] == 1  # vector tiles
    assert (head[100], head[101]) == (LEAST, MOST)
    west, south, east, north = (n / 1e7 for n in struct.unpack("<4i", head[102:118]))
    assert (west, south) == pytest.approx((117.82, 31.59), abs=0.001)
    assert (east, north) == pytest.approx((117.84, 31.61), abs=0.001)
    assert count == len(streets().u)
    assert [path.name for path in network.parent.iterdir() if path.is_dir()] == []


@built
def test_the_tiles_hold_the_layers_with_their_attribution(network: Path) -> None:
    build_tiles(network, features_of_roads(streets()), "© 甲")
    decode = str(builder()).replace("bin/tippecanoe", "bin/tippecanoe-decode")
    words = [decode, str(tiles_of(network)), str(MOST), "13554", "6674"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    (layer,) = json.loads(done.stdout)["features"]
    assert layer["properties"]["layer"] == "roads"
    assert {f["properties"]["group"] for f in layer["features"]} == {"main", "minor"}


def test_without_the_builder_it_is_said_and_older_tiles_are_gone(
    network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles_of(network).write_bytes(b"of other roads")
    monkeypatch.setattr(tiles, "builder", lambda: None)
    with pytest.raises(Unusable) as caught:
        build_tiles(network, [], "")
    assert caught.value.words == NO_BUILDER
    assert not tiles_of(network).exists()


@built
def test_what_cannot_be_built_leaves_nothing(network: Path) -> None:
    with pytest.raises(Unusable) as caught:
        build_tiles(network, [], "")
    assert caught.value.words == NOT_BUILT
    assert [path.name for path in network.parent.iterdir()] == ["demo"]


GROUND = {1: (0, 0), 2: (4, 0), 3: (4, 4), 4: (0, 4), 5: (9, 9)}
WAYS = (
    ((1, 2, 3, 4, 1), {"natural": "water"}),
    ((1, 2, 3, 4, 1), {"leisure": "park", "name": "巢湖公园"}),
    ((1, 2, 3, 4, 1), {"building": "yes"}),
    ((1, 2, 3, 4, 1), {"building": "no", "amenity": "parking"}),
    ((1, 3), {"highway": "trunk_link", "name": "环湖大道"}),
    ((2, 4), {"waterway": "river"}),
    ((1, 99), {"highway": "residential"}),
    ((1, 5), {"power": "line"}),
)


def test_an_extract_gives_roads_water_green_and_houses(tmp_path: Path) -> None:
    path = tmp_path / "x.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, (x, y) in GROUND.items():
            writer.add_node(Node(id=ref, location=(117.8 + x / 1000, 31.6 + y / 1000)))
        for number, (nodes, tags) in enumerate(WAYS, 1):
            writer.add_way(Way(id=number, nodes=list(nodes), tags=tags))
    found = list(features_of_extract(path))
    layers = sorted(feature["tippecanoe"]["layer"] for feature in found)
    assert layers == ["green", "houses", "roads", "water", "waterways"]
    (road,) = [f for f in found if f["tippecanoe"]["layer"] == "roads"]
    assert road["properties"] == {"group": "main", "name": "环湖大道"}
    assert road["geometry"]["type"] == "LineString"


def test_loading_a_network_tells_whether_there_are_tiles(
    tmp_path: Path,
    settings: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.ZHUCHAO_HOME = tmp_path / "home"
    (tmp_path / "n.csv").write_text("id,lon,lat\na,117.8,31.6\nb,117.81,31.6\n", "utf-8")
    (tmp_path / "e.csv").write_text("u,v,length_m\na,b,950\n", "utf-8")
    files = ["--nodes", str(tmp_path / "n.csv"), "--edges", str(tmp_path / "e.csv")]
    call_command("roads", "load", "x", *files, "--json")
    assert json.loads(capsys.readouterr().out)["tiles"] is (builder() is not None)
    monkeypatch.setattr(tiles, "builder", lambda: None)
    call_command("roads", "load", "x", *files, "--json")
    said = capsys.readouterr()
    assert json.loads(said.out)["tiles"] is False
    assert "没有安装 tippecanoe" in said.err
    assert [path.name for path in (tmp_path / "home" / "roads").iterdir()] == ["x"]
