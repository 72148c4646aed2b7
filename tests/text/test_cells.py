"""Cells as people fill them: days, counts, yes and no, names."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.cells import (
    NoValue,
    alike_names,
    is_blank,
    normal_organisation,
    read_choice,
    read_count,
    read_day,
    read_flag,
    read_person_name,
    written,
)
from zhuchao.text.dates import NoMoment


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-05", "2024.3.5", "2024/03/05", "2024年3月5日", "二〇二四年三月五日", "20240305",
        20240305.0, 45356.0, "45356", date(2024, 3, 5), datetime(2024, 3, 5, 9, tzinfo=UTC),
        "2024 - 3 - 5",
        "２０２４年３月５日", "2024年3月5日 星期二",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell: object) -> None:
    assert read_day(cell) == date(2024, 3, 5)


@pytest.mark.parametrize("cell", ["2024.3", 2024.3, "2024年3月", "2024-03", "202403", 202403.0])
def test_a_month_is_its_first_day(cell: object) -> None:
    assert read_day(cell) == date(2024, 3, 1)


def test_october_kept_as_a_number_may_be_january() -> None:
    with pytest.raises(NoValue, match="分不清"):
        read_day(2024.1)
    assert read_day("2024.10") == date(2024, 10, 1)
    assert read_day(2024.12) == date(2024, 12, 1)
    assert read_day(2024.01) == date(2024, 1, 1)


@pytest.mark.parametrize(
    "cell", ["2024", 2024.0, "去年", "2024-13-01", "2024.13", "3月5日", "1800-1-1"]
)
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises((NoValue, NoMoment)):
        read_day(cell)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for words in (f"{day}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y年%m月%d日}"):
        assert read_day(words) == day


@pytest.mark.parametrize(
    ("cell", "count"),
    [("1,234 人", 1234), ("１２名", 12), (46.0, 46), ("0", 0), ("1.2万", 12000), ("3家", 3)],
)
def test_counts_are_read_with_their_units(cell: object, count: int) -> None:
    assert read_count(cell) == count


@pytest.mark.parametrize("cell", ["约30", "30余人", "3.5", "-2", "三十", "10-20", "99999999999"])
def test_what_is_no_exact_count_is_refused(cell: str) -> None:
    with pytest.raises(NoValue):
        read_count(cell)


def test_yes_and_no_are_read_however_they_are_marked() -> None:
    assert [read_flag(c) for c in ("是", "√", 1.0, "Y", True)] == [True] * 5
    assert [read_flag(c) for c in ("否", "×", 0.0, "无", False)] == [False] * 5
    with pytest.raises(NoValue):
        read_flag("大概")


def test_a_word_stands_for_a_code_whatever_is_in_brackets() -> None:
    assert read_choice(" 企业（民营）", {"企业": "enterprise"}) == "enterprise"
    with pytest.raises(NoValue, match="没有这个选项：农场"):
        read_choice("农场", {"企业": "enterprise"})


def test_signs_for_nothing_are_nothing() -> None:
    assert all(is_blank(c) for c in ("", " ", "/", "—", "无", "N/A"))
    assert not is_blank(0.0)


def test_the_error_of_a_formula_is_told() -> None:
    with pytest.raises(NoValue, match="#REF!"):
        written("#REF!")


@pytest.mark.parametrize("cell", ["张", "张3", "138", "张三、李四"])
def test_what_is_no_name_is_refused(cell: str) -> None:
    with pytest.raises(NoValue):
        read_person_name(cell)


@given(
    st.text("王小明晓敏张三", min_size=2, max_size=4),
    st.text("王小明晓敏张三", min_size=2, max_size=4),
)
def test_likeness_of_names_has_no_order(one: str, other: str) -> None:
    assert alike_names(one, other) == alike_names(other, one)
    assert alike_names(one, one)


def test_names_of_organisations_are_compared_without_their_forms() -> None:
    assert normal_organisation("示例市巢上商贸有限公司") == normal_organisation(
        "示例巢上（商贸）有限责任公司"
    )
    assert normal_organisation("中共示例公司支部委员会") == normal_organisation("示例公司支部")
    assert normal_organisation("甲公司") != normal_organisation("乙公司")
