"""A messy file: sixty kinds of faults, each reported at its own cell, the sound rows untouched."""

from typing import Any

import pytest

from tests.cast import District
from tests.import_files import citizen, credit
from tests.registry.imports.test_import_actions import applied, faults, planned
from zhuchao.registry.imports.preview import lines
from zhuchao.registry.imports.queries import rows_of

pytestmark = pytest.mark.one_database

UNIT_HEAD = (
    "单位名称", "统一社会信用代码", "企业类型", "所属社区", "从业人数", "党员数", "经营状态",
    "成立日期", "联系电话", "所属行业", "覆盖党组织", "组建方式", "覆盖日期", "单位代码",
)  # fmt: skip
UNIT: dict[str, Any] = {
    "单位名称": "晴川商贸有限公司", "企业类型": "企业", "所属社区": "春风社区", "从业人数": 20,
}  # fmt: skip
PERSON_HEAD = (
    "姓名", "身份证号", "手机号码", "是否党员", "所在党支部", "党员类别", "入党时间", "工作单位",
    "入职日期",
)  # fmt: skip
PERSON: dict[str, Any] = {"姓名": "甲巢", "身份证号": citizen(7), "手机号码": "13800000007"}
PARTY_HEAD = (
    "党组织名称", "党组织类别", "所在区划", "上级党组织", "属地街道", "党员人数", "成立时间",
)  # fmt: skip
PARTY: dict[str, Any] = {"党组织名称": "晴川党支部", "党组织类别": "党支部"}
TIE_HEAD = ("关系种类", "主体", "对象", "开始日期", "结束日期", "方式")
TIE: dict[str, Any] = {
    "关系种类": "联建", "主体": "wuliu", "对象": "zhibu", "开始日期": "2024-03-05",
}  # fmt: skip

UNITS: list[tuple[dict[str, Any], str, str]] = [
    ({"单位名称": ""}, "单位名称", "不能为空"),
    ({"单位名称": "很长" * 41}, "单位名称", "最多 80 字"),
    ({"单位名称": "#REF!"}, "单位名称", "公式出错，单元格里是 #REF!"),
    ({"企业类型": ""}, "企业类型", "不能为空"),
    ({"企业类型": "农场"}, "企业类型", "没有这个选项：农场"),
    ({"企业类型": "党支部"}, "企业类型", "没有这个选项：党支部"),
    ({"统一社会信用代码": "9134"}, "统一社会信用代码", "应为 18 位，现在 4 位"),
    ({"统一社会信用代码": "340181000012345"}, "统一社会信用代码", "15 位的是旧工商注册号"),
    ({"统一社会信用代码": credit(9)[:17] + "?"}, "统一社会信用代码", "不用字母"),
    ({"统一社会信用代码": "91340181MA000000OI"}, "统一社会信用代码", "不用字母"),
    ({"统一社会信用代码": credit(8)[:17] + ("0" if credit(8)[17] != "0" else "1")},
     "统一社会信用代码", "校验位不对"),
    ({"统一社会信用代码": 913401810000000123.0}, "统一社会信用代码", "末几位已经丢失"),
    ({"所属社区": "冬雪社区"}, "所属社区", "没有“冬雪社区”这个街道"),
    ({"从业人数": "约30"}, "从业人数", "要写确切的数"),
    ({"从业人数": "30余人"}, "从业人数", "要写确切的数"),
    ({"从业人数": "三十"}, "从业人数", "应为整数：三十"),
    ({"从业人数": 3.5}, "从业人数", "应为整数：3.5"),
    ({"从业人数": -3}, "从业人数", "不能是负数"),
    ({"从业人数": "99999999999"}, "从业人数", "数太大"),
    ({"从业人数": "#DIV/0!"}, "从业人数", "公式出错"),
    ({"党员数": 21}, "党员数", "党员人数比从业人数 20 还多"),
    ({"党员数": "若干"}, "党员数", "应为整数：若干"),
    ({"经营状态": "一般般"}, "经营状态", "没有这个选项：一般般"),
    ({"成立日期": "去年"}, "成立日期", "无法识别的日期：去年"),
    ({"成立日期": "2024"}, "成立日期", "只写了年份"),
    ({"成立日期": 2024.1}, "成立日期", "1 月和 10 月分不清"),
    ({"成立日期": "2024-02-30"}, "成立日期", "没有这一天"),
    ({"成立日期": "2024.13"}, "成立日期", "没有这一天"),
    ({"成立日期": "1850-01-01"}, "成立日期", "不在 1900 到 2100 之间"),
    ({"成立日期": "2099-01-01"}, "成立日期", "不能晚于今天"),
    ({"联系电话": "12345678901234"}, "联系电话", "不是有效的电话号码"),
    ({"联系电话": "0551-8234567、0551-8234568"}, "联系电话", "一格只写一个电话号码"),
    ({"所属行业": "星际贸易"}, "所属行业", "没有“星际贸易”这个行业"),
    ({"覆盖党组织": "没有的支部"}, "覆盖党组织", "平台里没有“没有的支部”"),
    ({"覆盖党组织": "货运流动党支部", "组建方式": "随便"}, "组建方式", "没有这个选项：随便"),
    ({"组建方式": "联合组建"}, "覆盖党组织", "却没有写覆盖党组织"),
    ({"覆盖党组织": "wuliu", "覆盖日期": "2099-01-01"}, "覆盖日期", "不能晚于今天"),
    ({"覆盖党组织": "wuliu", "成立日期": "2024-05-01", "覆盖日期": "2024-04-01"},
     "覆盖日期", "早于单位的成立日期 2024-05-01"),
    ({"单位代码": "w" * 41}, "单位代码", "最多 40 字"),
    ({"单位代码": "wuliu"}, "企业类型", "不属于这张表"),
]  # fmt: skip
PEOPLE: list[tuple[dict[str, Any], str, str]] = [
    ({"姓名": ""}, "姓名", "不能为空"),
    ({"姓名": "张三、李四"}, "姓名", "不像姓名"),
    ({"姓名": "甲9"}, "姓名", "不像姓名"),
    ({"身份证号": "340181900101001"}, "身份证号", "15 位的是一代身份证号"),
    ({"身份证号": "34018119900101"}, "身份证号", "应为 18 位，现在 14 位"),
    ({"身份证号": "34018119900230001X"}, "身份证号", "出生日期不存在：19900230"),
    ({"身份证号": "34018119900101001A"}, "身份证号", "末位可为 X"),
    ({"身份证号": citizen(3)[:17] + ("0" if citizen(3)[17] != "0" else "1")},
     "身份证号", "校验位不对"),
    ({"身份证号": 340181199001010123.0}, "身份证号", "末几位已经丢失"),
    ({"身份证号": "", "手机号码": ""}, "身份证号", "至少写一个"),
    ({"手机号码": "1381234"[:5]}, "手机号码", "不是有效的电话号码"),
    ({"手机号码": "13800000001;13800000002"}, "手机号码", "一格只写一个"),
    ({"是否党员": "大概"}, "是否党员", "应为 是 或 否"),
    ({"是否党员": "是"}, "所在党支部", "却没有写所在党支部"),
    ({"是否党员": "否", "所在党支部": "wuliu"}, "是否党员", "却又写不是党员"),
    ({"党员类别": "群众", "所在党支部": "wuliu"}, "党员类别", "却又写不是党员"),
    ({"党员类别": "老党员", "所在党支部": "wuliu"}, "党员类别", "没有这个选项"),
    ({"是否党员": "是", "所在党支部": "没有的支部"}, "所在党支部", "平台里没有"),
    ({"是否党员": "是", "所在党支部": "wuliu", "入党时间": "2099-01"}, "入党时间", "不能晚于今天"),
    ({"工作单位": "没有的公司"}, "工作单位", "平台里没有"),
]  # fmt: skip
PARTIES: list[tuple[dict[str, Any], str, str]] = [
    ({"党组织类别": "企业"}, "党组织类别", "没有这个选项：企业"),
    ({"上级党组织": "没有的党委"}, "上级党组织", "平台里没有"),
    ({"属地街道": "冬雪街道"}, "属地街道", "没有“冬雪街道”这个街道"),
    ({"党员人数": "很多"}, "党员人数", "要写确切的数"),
]
TIES: list[tuple[dict[str, Any], str, str]] = [
    ({"关系种类": "系统管理员"}, "关系种类", "没有这个选项：系统管理员"),
    ({"关系种类": "党组织书记"}, "关系种类", "没有这个选项：党组织书记"),
    ({"关系种类": "沿革"}, "关系种类", "没有这个选项：沿革"),
    ({"主体": "没有的支部"}, "主体", "平台里没有"),
    ({"对象": "wuliu"}, "对象", "两端是同一个"),
    ({"关系种类": "党员", "主体": "13899999999"}, "主体", "没有这个身份证号或手机号的人员"),
    ({"关系种类": "组织报到", "对象": "冬雪社区"}, "对象", "没有“冬雪社区”这个街道"),
    ({"开始日期": ""}, "开始日期", "不能为空"),
    ({"结束日期": "2023-01-01"}, "结束日期", "早于开始日期"),
    ({"方式": "单独组建"}, "方式", "不用在这一种关系上"),
]
CASES = [
    *(("units", UNIT_HEAD, UNIT, *case) for case in UNITS),
    *(("people", PERSON_HEAD, PERSON, *case) for case in PEOPLE),
    *(("organisations", PARTY_HEAD, PARTY, *case) for case in PARTIES),
    *(("ties", TIE_HEAD, TIE, *case) for case in TIES),
]


@pytest.mark.parametrize(
    ("kind", "head", "base", "changes", "heading", "why"),
    CASES,
    ids=[f"{kind}-{heading}-{why[:12]}" for kind, _h, _b, _c, heading, why in CASES],
)
def test_a_fault_is_reported_at_its_cell(
    district: District,
    kind: str,
    head: tuple[str, ...],
    base: dict[str, Any],
    changes: dict[str, Any],
    heading: str,
    why: str,
) -> None:
    row = {**base, **changes}
    run = planned(district, kind, head, [[row.get(name, "") for name in head]])
    assert run.counts == {"rows": 1, "fault": 1}
    (line,) = lines(run, rows_of(run, "fault").rows)
    assert [(cell.heading, why in cell.why) for cell in line.cells] == [(heading, True)]
    assert line.cells[0].address == "ABCDEFGHIJKLMN"[head.index(heading)]


def test_all_at_once_each_row_says_its_own(district: District) -> None:
    """One file with every fault of units and a sound row between."""
    rows = []
    for number, (changes, _heading, _why) in enumerate(UNITS):
        rows += [{**UNIT, "单位名称": f"甲{number}公司", **changes}]
        rows += [{**UNIT, "单位名称": f"乙{number}公司"}]
    run = planned(
        district, "units", UNIT_HEAD, [[row.get(n, "") for n in UNIT_HEAD] for row in rows]
    )
    assert run.counts == {"rows": 2 * len(UNITS), "fault": len(UNITS), "create": len(UNITS)}
    told = faults(run)
    assert [row for row, _field, _why in told] == [2 + 2 * n for n in range(len(UNITS))]
    assert all(UNITS[n][2] in why for n, (_row, _field, why) in enumerate(told))


def test_rows_of_one_file_that_are_the_same_unit_are_told(district: District) -> None:
    rows = [
        ("甲公司", credit(1), "企业"), ("乙公司", credit(1), "企业"),
        ("丙公司", "", "企业"), ("丙公司", "", "企业"),
    ]  # fmt: skip
    run = planned(district, "units", UNIT_HEAD[:3], rows)
    assert faults(run) == [(3, "credit_code", "与第 2 行重复"), (5, "name", "与第 4 行重复")]


def test_two_rows_that_lead_to_the_same_known_one_are_told(district: District) -> None:
    applied(district, "units", UNIT_HEAD[:3], [("甲公司", credit(1), "企业")])
    rows = [("甲公司", credit(1), "平台企业"), ("甲公司", "", "企业")]
    run = planned(district, "units", UNIT_HEAD[:3], rows)
    assert faults(run) == [(3, "", "与第 2 行重复")]
    head = PERSON_HEAD[:3]
    applied(district, "people", head, [("甲巢", citizen(1), "13800000001")])
    rows = [("甲巢", citizen(1), ""), ("甲巢", "", "13800000001")]
    assert faults(planned(district, "people", head, rows)) == [(3, "", "与第 2 行重复")]


def test_a_unit_registered_in_another_street_is_not_pulled_over(district: District) -> None:
    applied(district, "units", UNIT_HEAD[:4], [("甲公司", credit(1), "企业", "秋实社区")])
    run = planned(
        district, "units", UNIT_HEAD[:4], [("甲公司", credit(1), "企业", "春风社区")], who="party1"
    )
    assert faults(run) == [(2, "division", "平台里它登记在“石桥街道 · 秋实社区”，不在您管辖的范围")]


def test_another_name_under_the_same_credit_code_is_asked_about(district: District) -> None:
    applied(district, "units", UNIT_HEAD[:3], [("甲公司", credit(1), "企业")])
    run = planned(district, "units", UNIT_HEAD[:3], [("乙厂", credit(1), "企业")])
    (line,) = lines(run, rows_of(run, "duplicate").rows)
    assert (line.may_be_new, [one.name for one in line.candidates]) == (False, ["甲公司"])


def test_there_are_sixty_kinds_and_more() -> None:
    assert len({why for *_rest, why in CASES}) >= 50
    assert len(CASES) >= 60
