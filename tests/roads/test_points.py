"""Sites, candidates and demand: what a table may say, and the hours it gives."""

import numpy as np
import pytest

from zhuchao.roads.hours import NoHours, read_hours
from zhuchao.roads.points import read_points
from zhuchao.roads.sheet import Sheet
from zhuchao.roads.unusable import BadRows, Unusable


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:00-20:00", range(8, 20)),
        ("8:00—20:00", range(8, 20)),
        (" 8:00 ～ 20:00 ", range(8, 20)),
        ("08:30-20:30", range(9, 21)),
        ("22:00-06:00", [*range(6), 22, 23]),
        ("00:00-24:00", range(24)),
        ("24h", range(24)),
        ("24小时", range(24)),
        ("08:00-12:00,14:00-18:00", [*range(8, 12), *range(14, 18)]),
        ("08：00至12：00；14：00至18：00", [*range(8, 12), *range(14, 18)]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: list[int]) -> None:
    found = read_hours(text)
    assert found is not None
    assert np.flatnonzero(found).tolist() == list(hours)


@pytest.mark.parametrize("text", ["", " ", "unknown", "未知", "不明"])
def test_unknown_hours_are_unknown(text: str) -> None:
    assert read_hours(text) is None


@pytest.mark.parametrize(
    "text",
    ["8-20", "08:00-25:00", "24:00-06:00", "08:60-09:00", "08:00-08:00", "早晚", "08:00-12:00,"],
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(NoHours):
        read_hours(text)


def sheet(**columns: list[object]) -> Sheet:
    size = len(next(iter(columns.values())))
    return Sheet("sites.csv", columns, range(2, 2 + size))


def test_unknown_hours_count_as_closed_unless_said_otherwise() -> None:
    read = read_points(
        sheet(id=["a", "b", "c"], lon=[1, 2, 3], lat=[1, 2, 3], hours=["24h", "", "08:00-09:00"])
    )
    assert read.known.tolist() == [True, False, True]
    assert read.open_at(3).tolist() == [True, False, False]
    assert read.open_at(3, unknown=True).tolist() == [True, True, False]
    assert read.open_at(None).tolist() == [True, True, True]


def test_points_without_names_are_numbered_and_weigh_one() -> None:
    read = read_points(sheet(lon=[1.0, 2.0], lat=[1.0, 2.0]), named=False)
    assert (read.ids, read.weight.tolist()) == (("1", "2"), [1, 1])
    weighed = read_points(sheet(id=[7.0, "x"], lon=[1, 2], lat=[1, 2], weight=[3, 0]))
    assert (weighed.ids, weighed.weight.tolist()) == (("7", "x"), [3, 0])


@pytest.mark.parametrize(
    ("columns", "row", "column", "words"),
    [
        ({"id": ["a", "a"]}, 3, "id", "重复"),
        ({"id": ["a", ""]}, 3, "id", "为空"),
        ({"lon": [1, 200]}, 3, "lon", "超出范围"),
        ({"lat": [1, ""]}, 3, "lat", "为空"),
        ({"weight": [1, -1]}, 3, "weight", "超出范围"),
        ({"weight": [1, ""]}, 3, "weight", "为空"),
        ({"weight": [1, "nan"]}, 3, "weight", "不是有限的数"),
        ({"hours": ["24h", "早晚"]}, 3, "hours", "应为"),
    ],
)
def test_a_bad_cell_is_named(
    columns: dict[str, list[object]], row: int, column: str, words: str
) -> None:
    good: dict[str, list[object]] = {"id": ["a", "b"], "lon": [1, 2], "lat": [1, 2]}
    with pytest.raises(BadRows) as refused:
        read_points(sheet(**(good | columns)))
    fault = refused.value.faults[0]
    assert (fault.row, fault.column) == (row, column)
    assert words in fault.words


def test_sites_need_a_name_and_a_place() -> None:
    with pytest.raises(Unusable, match="缺少列：id"):
        read_points(sheet(lon=[1], lat=[1]))
    with pytest.raises(Unusable, match="缺少列：lat"):
        read_points(sheet(id=["a"], lon=[1]))
