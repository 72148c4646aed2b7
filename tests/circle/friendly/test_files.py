"""Roads and tiles as files: whole or by range, kept for long, and only of the network in use."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import District
from tests.friendly_cast import streets
from zhuchao.circle.friendly.base_map import base_map
from zhuchao.circle.friendly.demo import load_demo_tiles
from zhuchao.circle.friendly.network import usable_network
from zhuchao.circle.friendly.picture import version_of
from zhuchao.places.memory import changed
from zhuchao.roads.store import save
from zhuchao.roads.tiles import builder, tiles_of
from zhuchao.web.environment import tile_hosts

BODY = bytes(range(256)) * 4


@pytest.fixture
def version(network: Path, db: None) -> str:
    """The version of the network in use, which has tiles."""
    tiles_of(network).write_bytes(BODY)
    stored = usable_network()
    assert stored
    return version_of(stored)


def body(answer: Any) -> bytes:
    """The bytes of a plain or a streamed answer."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_roads_of_a_window_are_kept_for_long(version: str) -> None:
    answer = Client().get(f"/map/roads/{version}/15/27108/13349.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b'<g id="main"><path' in answer.content
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("where", ["3/0/0", "16/0/0", "15/32768/0", "5/0/32"])
def test_there_is_no_picture_beyond_the_world(version: str, where: str) -> None:
    assert Client().get(f"/map/roads/{version}/{where}.svg").status_code == 404


def test_another_version_of_the_network_is_not_there(version: str, network: Path) -> None:
    save(network, streets())
    for path in ("roads/{}/15/27108/13349.svg", "tiles/{}.pmtiles"):
        assert Client().get("/map/" + path.format(version)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-126", 0, 126),
        ("bytes=500-", 500, 1023),
        ("bytes=1000-5000", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
    ],
)
def test_a_range_of_the_tiles_is_answered_alone(
    version: str, asked: str, first: int, last: int
) -> None:
    answer = Client().get(f"/map/tiles/{version}.pmtiles", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/1024"
    assert body(answer) == BODY[first : last + 1]


@pytest.mark.parametrize("asked", ["", "bytes=0-1,5-6", "rows=1-2", "bytes=-"])
def test_what_is_no_single_range_is_answered_with_all(version: str, asked: str) -> None:
    answer = Client().get(f"/map/tiles/{version}.pmtiles", headers={"Range": asked})
    if asked == "bytes=-":
        assert answer.status_code == 416
    else:
        assert answer.status_code == 200
        assert body(answer) == BODY


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=9-3", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(version: str, asked: str) -> None:
    answer = Client().get(f"/map/tiles/{version}.pmtiles", headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */1024"


def test_a_range_of_an_older_file_is_answered_with_the_new_one(version: str) -> None:
    headers = {"Range": "bytes=0-9", "If-Range": '"older"'}
    answer = Client().get(f"/map/tiles/{version}.pmtiles", headers=headers)
    assert answer.status_code == 200
    assert body(answer) == BODY


def test_the_base_is_the_set_map_else_the_networks_tiles_else_none(
    version: str, network: Path, settings: Any
) -> None:
    own = base_map()
    assert own
    assert own.vector.endswith(f"{version}.pmtiles")
    assert own.attribution == streets().attribution
    settings.ZHUCHAO_TILES = "https://t0.example.cn/wmts?x={x}&y={y}&z={z}&tk=key"
    settings.ZHUCHAO_TILES_ATTRIBUTION = "甲图"
    found = base_map()
    assert found
    assert (found.vector, found.attribution) == ("", "甲图")
    settings.ZHUCHAO_TILES = ""
    tiles_of(network).unlink()
    assert base_map() is None


def test_only_the_host_of_the_set_map_is_let_in() -> None:
    assert tile_hosts("https://t0.example.cn:8443/a/{z}/{x}/{y}.png?tk=k") == [
        "https://t0.example.cn:8443"
    ]
    assert tile_hosts("/static/tiles/{z}/{x}/{y}.png") == []


def test_the_district_is_outlined_where_its_boundary_is_known(
    home: Path, district: District
) -> None:
    street = district.divisions["S1"]
    street.boundary = [[117.82, 31.59], [117.85, 31.59], [117.85, 31.61], [117.82, 31.59]]
    street.save()
    changed()
    text = Client().get("/map/").content.decode()
    assert '<path class="outline" d="M' in text


def test_the_demo_gets_its_tiles_once(network: Path) -> None:
    load_demo_tiles()
    if builder() is None:
        assert not tiles_of(network).exists()
        return
    made = tiles_of(network).stat()
    load_demo_tiles()
    assert tiles_of(network).stat() == made
