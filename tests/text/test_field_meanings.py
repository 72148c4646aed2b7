"""Columns matched with fields: by heading, by level, by what stands below; and what is not one."""

import json
from pathlib import Path

import pytest

from zhuchao.registry.imports.kinds import KINDS
from zhuchao.text.field_meanings import LEAST, SURE, Meaning, guesses, likeness, normal

UNITS = [field.meaning for field in KINDS["units"].fields]
PEOPLE = [field.meaning for field in KINDS["people"].fields]
ORGANISATIONS = [field.meaning for field in KINDS["organisations"].fields]


def matched(headings: list[str], meanings: list[Meaning]) -> dict[str, str]:
    """Heading → field."""
    return {headings[g.column]: g.field for g in guesses(headings, meanings)}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("*企业名称（全称）", "name"),
        ("1.单位名称", "name"),
        ("统一社会\n信用代码", "credit_code"),
        ("工商执照注册号（统一社会信用代码）", "credit_code"),
        ("从业人员数量", "headcount"),
        ("职工总数(人)", "headcount"),
        ("基本情况/从业人数", "headcount"),
        ("党员数（名）", "members_known"),
        ("企业类型", "kind"),
        ("所属社区", "division"),
        ("经营状态（在营/停业）", "operating"),
        ("成立时间", "since"),
        ("覆盖党组织", "cover"),
        ("党组织组建方式", "cover_form"),
    ],
)
def test_headings_of_units_are_understood(heading: str, field: str) -> None:
    assert matched([heading], UNITS) == {heading: field}


@pytest.mark.parametrize(
    "heading",
    [
        "负责人姓名", "法定代表人", "企业负责人联系方式", "经营范围", "备注", "序号", "手机银行",
        "监控摄像机数量", "经度", "X光机数量", "附件ID",
    ],
)  # fmt: skip
def test_headings_that_mean_something_else_are_left_alone(heading: str) -> None:
    assert matched([heading], UNITS) == {}
    assert matched([heading], PEOPLE) == {}


def test_each_field_is_taken_once_by_the_best_column() -> None:
    found = matched(["联系电话", "手机号", "姓名", "监护人姓名"], PEOPLE)
    assert found == {"手机号": "phone", "姓名": "name"}


def test_what_somebody_settled_stays() -> None:
    found = guesses(["甲列", "姓名"], PEOPLE, chosen={0: "name", 1: ""})
    assert [(g.column, g.field, g.score) for g in found] == [(0, "name", 100)]


def test_a_column_is_known_by_what_stands_in_it() -> None:
    codes = ["91350100M000100Y43", "91350100M000100Y43", "", "91350100M000100Y43"]
    (found,) = guesses(["编码"], UNITS[1:2], {0: codes})
    assert (found.field, found.score < SURE, found.score >= LEAST) == ("credit_code", True, True)


def test_numbering_notes_and_marks_say_nothing() -> None:
    assert normal("（一）* 企业　名称（必填）：") == "企业名称"


def test_real_forms_are_understood(shared_data: Path) -> None:
    """Of the headings a national list says are one field, ours take all or none."""
    groups = json.loads((shared_data / "data/forms/same_field_dev.json").read_text("utf-8"))[
        "clusters"
    ]
    expected = {"org.uscc": ("credit_code", UNITS)}
    for name, (field, meanings) in expected.items():
        for heading in groups[name]:
            assert matched([heading], meanings) == {heading: field}, heading


def test_real_headings_are_never_taken_for_another_persons(shared_data: Path) -> None:
    """监护人姓名, 登记人, 上级机构ID … are no field of ours."""
    pairs = json.loads((shared_data / "data/forms/same_field_dev.json").read_text("utf-8"))
    for one, other in pairs["must_not_merge"]:
        for meanings in (UNITS, PEOPLE, ORGANISATIONS):
            mine, theirs = matched([one], meanings), matched([other], meanings)
            assert not (mine and theirs and set(mine.values()) == set(theirs.values())), (
                one,
                other,
            )


def test_a_reason_is_given() -> None:
    assert likeness("从业人员数", Meaning("n", ("从业人数", "从业人员数")))[1:] == (
        "与“%(given)s”同义", "从业人员数",
    )  # fmt: skip
