"""Looking divisions up by code, path, point and words."""

import pytest

from zhuchao.places.atlas import Area, Atlas, metres

SQUARE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
CORNER = [[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [0.0, 0.5], [0.0, 0.0]]


def area(number: int, code: str, name: str, kind: str, path: str, **more: object) -> Area:
    """An area without place or boundary unless given."""
    fields = {"lon": None, "lat": None, "boundary": None, "short": name[:2], **more}
    return Area(number, code, name, kind, path, None, **fields)  # type: ignore[arg-type]


@pytest.fixture
def atlas() -> Atlas:
    """A district with a zone that fits no code, two communities and a grid."""
    return Atlas(
        (
            area(1, "D", "示范区", "district", "/D/", boundary=SQUARE, short="示范"),
            area(2, "Z", "开发区", "zone", "/D/Z/", short="开发"),
            area(3, "Z1", "玉龙社区", "community", "/D/Z/Z1/", boundary=CORNER, lon=0.2, lat=0.2),
            area(4, "C2", "春风社区", "community", "/D/C2/", lon=0.8, lat=0.8),
            area(5, "G", "玉龙一网格", "grid", "/D/Z/Z1/G/", short="玉龙一", lon=0.9, lat=0.9),
        )
    )


def test_the_root_contains_all(atlas: Atlas) -> None:
    assert atlas.root is atlas.by_code["D"]
    assert Atlas(()).root is None


def test_a_full_name_leaves_the_root_out(atlas: Atlas) -> None:
    assert atlas.full_name("/D/Z/Z1/") == "开发区 · 玉龙社区"
    assert atlas.full_name("/D/") == "示范区"


def test_below_lists_a_path_and_what_it_contains(atlas: Atlas) -> None:
    assert [a.code for a in atlas.below("/D/Z/")] == ["Z", "Z1", "G"]
    assert [a.code for a in atlas.below("/D/", "community")] == ["Z1", "C2"]


def test_a_point_lies_in_the_deepest_boundary(atlas: Atlas) -> None:
    inside = atlas.at(0.25, 0.25)
    outside_the_corner = atlas.at(0.75, 0.75)
    assert inside
    assert inside.code == "Z1"
    assert outside_the_corner
    assert outside_the_corner.code == "D"


def test_outside_every_boundary_the_nearest_centre_within_reach_counts(atlas: Atlas) -> None:
    near = atlas.at(1.001, 0.8)
    assert near is None or near.code == "C2"
    assert atlas.at(50.0, 50.0) is None


def test_a_named_area_is_found_by_its_short_name_with_its_ending(atlas: Atlas) -> None:
    found = atlas.named_in("我住玉龙村口，路灯坏了")
    assert found
    assert found.code == "Z1"
    assert atlas.named_in("玉龙雪山真美") is None


def test_metres_are_great_circle_metres() -> None:
    assert metres(117.0, 31.0, 117.0, 31.01) == pytest.approx(1112, abs=2)
    assert metres(117.0, 31.0, None, None) == float("inf")
