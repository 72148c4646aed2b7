"""Imports from the file to the register and back: all or nothing, idempotent, undone whole."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.cast import District
from tests.import_files import UNITS, Rows, citizen, credit, workbook
from zhuchao.access.refusal import Refused
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.spans import false_span
from zhuchao.registry.imports.actions import (
    ask_to_apply,
    ask_to_undo,
    begin,
    choose,
    discard,
    settle_columns,
)
from zhuchao.registry.imports.carrying import carry_out
from zhuchao.registry.imports.files import file_of, guessed, read_file
from zhuchao.registry.imports.planned import plan_of
from zhuchao.registry.models import ImportPart, ImportRow, ImportRun, Organisation, Person, Tie

ROWS: Rows = (
    ("巢上商贸有限公司", credit(1), "企业", "春风社区", "46 人", "4", "在营"),
    ("晴川快递有限公司", credit(2), "企业", "柳林街道夏荷社区", 12, 1, "经营中"),
    ("示例货运协会", credit(3, "51340181MJ"), "协会", "C21", "", "", ""),
)


def planned(
    district: District, kind: str, head: Sequence[str], rows: Rows, *, who: str = "party"
) -> ImportRun:
    """A file brought in by somebody and looked at."""
    scope = district.scope(who)
    home = district.divisions["S1" if who == "party1" else "D"]
    run = begin(scope, kind, workbook([head, *rows]), file_name="名册.xlsx", division=home)
    reading = read_file(run, file_of(run))
    columns = {str(guess.column): guess.field for guess in guessed(run, reading)}
    run = settle_columns(scope, run.pk, columns, version=run.version)
    return carry_out(run, scope)


def applied(
    district: District, kind: str, head: Sequence[str], rows: Rows, **more: Any
) -> ImportRun:
    """The same, and written."""
    run = planned(district, kind, head, rows, **more)
    assert run.state == "previewed", run.failure
    return apply(district, run)


def apply(district: District, run: ImportRun, **more: Any) -> ImportRun:
    """Write a run that was looked at."""
    scope = district.scope("party")
    run = carry_out(ask_to_apply(scope, run.pk, version=run.version, **more), scope)
    assert run.state == "applied", run.failure
    return run


def undone(district: District, run: ImportRun) -> ImportRun:
    """Take a run back."""
    scope = district.scope("party")
    return carry_out(ask_to_undo(scope, run.pk, version=run.version), scope)


def faults(run: ImportRun) -> list[tuple[int, str, str]]:
    """Row, field and words of every fault."""
    rows = run.rows.filter(action="fault").order_by("number")
    return [(row.number, f.field, f.why) for row in rows for f in plan_of(row).faults]


def held() -> dict[str, Any]:
    """What is believed on any day, and the tables behind it without counters of changes."""
    spans = {
        s.pk: (s.division_path, s.organisation, s.headcount, s.facets, s.valid_from, s.valid_to)
        for s in Span.objects.all()
        if not (s.valid_from and s.valid_to and s.valid_to < s.valid_from)
    }
    organisations = Organisation.objects.order_by("pk").values()
    ties = Tie.objects.order_by("pk").values()
    people = Person.objects.order_by("pk").values(
        "pk", "label", "identity__name_mask", "identity__phone_hash", "identity__id_hash"
    )
    dropped = ("version", "recorded_at")
    return {
        "spans": spans,
        "organisations": [{k: v for k, v in o.items() if k not in dropped} for o in organisations],
        "ties": [{k: v for k, v in t.items() if k not in dropped} for t in ties],
        "people": list(people),
    }


def test_units_are_brought_in_with_their_spans(district: District) -> None:
    run = applied(district, "units", UNITS, ROWS)
    assert run.counts == {"rows": 3, "create": 3}
    unit = Organisation.objects.get(credit_code=credit(1))
    assert (unit.name, unit.kind, unit.division.code) == ("巢上商贸有限公司", "enterprise", "C11")
    assert (unit.headcount, unit.members_known, unit.operating) == (46, 4, "yes")
    span = Span.objects.get(pk=f"organisation:{unit.pk}")
    assert (span.headcount, span.facets["members_known"], span.division_path) == (
        46, 4, "/D/S1/C11/",
    )  # fmt: skip
    association = Organisation.objects.get(name="示例货运协会")
    assert (association.kind, association.operating, association.headcount) == (
        "association", "unknown", None,
    )  # fmt: skip
    assert false_span() is None


def test_the_same_file_again_changes_nothing(district: District) -> None:
    applied(district, "units", UNITS, ROWS)
    before, entries = held(), Entry.objects.filter(verb__startswith="organisation.").count()
    run = planned(district, "units", UNITS, ROWS)
    assert run.counts == {"rows": 3, "same": 3}
    with pytest.raises(Refused, match="没有要写入的内容"):
        ask_to_apply(district.scope("party"), run.pk, version=run.version)
    assert held() == before
    assert Entry.objects.filter(verb__startswith="organisation.").count() == entries


def test_of_a_changed_file_only_what_changed_is_written(district: District) -> None:
    applied(district, "units", UNITS, ROWS)
    other = [list(row) for row in ROWS]
    other[0][4] = "50"
    run = planned(district, "units", UNITS, other)
    assert run.counts == {"rows": 3, "same": 2, "change": 1}
    assert plan_of(run.rows.get(action="change")).diff == {"headcount": ("46", "50")}
    mark = Entry.objects.latest("pk").pk
    apply(district, run)
    written = Entry.objects.filter(pk__gt=mark, span_id__gt="").values_list("span_id", flat=True)
    unit = Organisation.objects.get(credit_code=credit(1))
    assert list(written) == [f"organisation:{unit.pk}"]
    assert unit.headcount == 50


def test_an_undo_restores_what_was(district: District) -> None:
    applied(district, "units", UNITS, ROWS[:1])
    before = held()
    changed = ("巢上商贸有限公司", credit(1), "平台企业", "夏荷社区", "60", "5", "停业")
    run = applied(district, "units", UNITS, [changed, *ROWS[1:]])
    assert held() != before
    run = undone(district, run)
    assert run.state == "undone", run.failure
    assert held() == before
    assert not run.rows.exists()
    assert not run.parts.exists()
    assert false_span() is None


def test_an_undo_is_refused_with_the_rows_that_were_changed_since(district: District) -> None:
    run = applied(district, "units", UNITS, ROWS)
    applied(district, "units", UNITS, [(*ROWS[1][:4], "99", *ROWS[1][5:])])
    before = held()
    run = undone(district, run)
    assert run.state == "applied"
    assert run.failure == "导入后有 1 行又被改动过，不能整批撤销：第 3 行"
    assert held() == before


def test_imports_are_undone_one_after_the_other(district: District) -> None:
    before = held()
    first = applied(district, "units", UNITS, ROWS)
    second = applied(district, "units", UNITS, [(*ROWS[0][:4], "50", *ROWS[0][5:])])
    assert undone(district, first).state == "applied", "the later one stands in the way"
    assert undone(district, second).state == "undone"
    first.refresh_from_db()
    assert undone(district, first).state == "undone"
    assert held() == before


def test_while_a_fault_stands_nothing_is_written(district: District) -> None:
    run = planned(district, "units", UNITS, [*ROWS, ("坏信用代码公司", "9134", "企业")])
    assert faults(run) == [(5, "credit_code", "统一社会信用代码应为 18 位，现在 4 位")]
    with pytest.raises(Refused, match="还有 1 行有错"):
        ask_to_apply(district.scope("party"), run.pk, version=run.version)
    before = Organisation.objects.count()
    run = apply(district, run, sound_only=True)
    assert Organisation.objects.count() == before + 3
    assert run.rows.filter(action="fault").count() == 1
    assert run.parts.exists(), "the faulty rows can still be given back"


def test_a_name_like_a_known_one_is_asked_about(district: District) -> None:
    applied(district, "units", UNITS, [("巢上商贸有限公司", "", "企业", "春风社区")])
    run = planned(
        district, "units", UNITS, [("巢上（商贸）有限责任公司", "", "企业", "春风社区", 8)]
    )
    assert run.counts == {"rows": 1, "duplicate": 1}
    scope, known = district.scope("party"), Organisation.objects.get(name="巢上商贸有限公司")
    with pytest.raises(Refused, match="可能重复"):
        ask_to_apply(scope, run.pk, version=run.version)
    run = choose(scope, run.pk, {2: ("same", known.pk)}, version=run.version)
    assert run.counts == {"rows": 1, "change": 1}
    apply(district, run)
    known.refresh_from_db()
    assert (known.name, known.headcount) == ("巢上（商贸）有限责任公司", 8)


def test_a_name_like_a_known_one_may_be_a_new_one(district: District) -> None:
    applied(district, "units", UNITS, [("巢上商贸有限公司", "", "企业", "春风社区")])
    run = planned(district, "units", UNITS, [("巢上（商贸）有限责任公司", "", "企业", "春风社区")])
    run = choose(district.scope("party"), run.pk, {2: ("new", None)}, version=run.version)
    apply(district, run)
    assert Organisation.objects.filter(name__startswith="巢上").exclude(code="wuliu").count() == 2


def test_a_unit_is_covered_and_the_cover_moves(district: District) -> None:
    head = (*UNITS[:4], "覆盖党组织", "组建方式", "覆盖日期")
    row = ("巢上商贸有限公司", credit(1), "企业", "春风社区")
    applied(district, "units", head, [(*row, "春风商圈联合党支部", "", "2024.3")])
    tie = Tie.objects.get(kind="covers")
    assert (tie.terms, tie.valid_from.isoformat()) == ({"form": "joint"}, "2024-03-01")
    before = held()
    run = applied(district, "units", head, [(*row, "wuliu", "单建", "2025年1月1日")])
    tie.refresh_from_db()
    assert tie.valid_to
    assert tie.valid_to.isoformat() == "2024-12-31"
    fresh = Tie.objects.get(kind="covers", valid_to=None)
    assert fresh.who_organisation_id == district.office("wuliu")
    again = planned(district, "units", head, [(*row, "wuliu", "单建", "2025年1月1日")])
    assert again.counts == {"rows": 1, "same": 1}
    undone(district, run)
    assert held() == before


PARTY = ("党组织名称", "党组织类别", "上级党组织", "属地街道", "成立时间")


def test_a_branch_comes_in_with_its_committee(district: District) -> None:
    before = held()
    rows = [
        ("晴川货运党支部", "党支部", "晴川行业党委", "柳林街道", "2024-03-05"),
        ("晴川行业党委", "行业党委", "", "", "2024-05"),
        ("听风党支部", "党支部", "货运行业党委", "", ""),
        ("半亩党支部", "党支部", "没有的党委", "", ""),
    ]
    run = planned(district, "organisations", PARTY, rows)
    assert faults(run) == [(5, "industry", "平台里没有“没有的党委”")]
    run = apply(district, run, sound_only=True)
    branch = Organisation.objects.get(name="晴川货运党支部")
    tie = Tie.objects.get(kind="industry_line", who_organisation=branch)
    assert tie.whom_organisation
    assert tie.whom_organisation.name == "晴川行业党委"
    assert tie.valid_from.isoformat() == "2024-05-01", "not before its committee"
    assert Tie.objects.get(kind="territory_line").whom_division == district.divisions["S1"]
    assert planned(district, "organisations", PARTY, rows[:3]).counts == {"rows": 3, "same": 3}
    assert undone(district, run).state == "undone"
    assert held() == before


def test_a_doubt_is_settled_though_the_committee_is_new_too(district: District) -> None:
    applied(district, "organisations", PARTY, [("晴川货运党支部", "党支部")])
    rows = [("晴川（货运）党支部", "党支部", "晴川行业党委"), ("晴川行业党委", "行业党委")]
    run = planned(district, "organisations", PARTY, rows)
    assert run.counts == {"rows": 2, "duplicate": 1, "create": 1}
    known = Organisation.objects.get(name="晴川货运党支部")
    run = choose(district.scope("party"), run.pk, {2: ("same", known.pk)}, version=run.version)
    assert run.counts == {"rows": 2, "change": 1, "create": 1}
    apply(district, run)
    assert Tie.objects.filter(kind="industry_line", who_organisation=known).count() == 1


PEOPLE = ("姓名", "身份证号", "手机号码", "是否党员", "所在党支部", "入党时间", "工作单位")


def test_people_come_in_sealed_with_their_membership(district: District) -> None:
    applied(district, "units", UNITS, ROWS[:1])
    before = held()
    rows = [
        ("甲 巢", citizen(1), "13800000001", "是", "巢上物流党支部", "2011.07", "巢上商贸有限公司"),
        ("乙晴", "", "13800000002", "否", "", "", ""),
    ]
    run = applied(district, "people", PEOPLE, rows)
    person = Person.objects.get(label="甲*")
    assert person.identity
    assert person.identity.phone_mask == "138****0001"
    member = Tie.objects.get(kind="member")
    assert (member.who_person, member.terms) == (person, {"stage": "formal"})
    assert member.valid_from.isoformat() == "2011-07-01"
    assert Tie.objects.get(kind="works_at").who_person == person
    texts = [str(e.facets) for e in Entry.objects.all()]
    assert not any("甲" in text or "1380" in text for text in texts)
    assert planned(district, "people", PEOPLE, rows).counts == {"rows": 2, "same": 2}
    undone(district, run)
    assert held() == before


def test_a_person_with_a_mistyped_name_is_asked_about(district: District) -> None:
    applied(district, "people", PEOPLE[:3], [("王小明", "", "13800000001")])
    run = planned(district, "people", PEOPLE[:3], [("王晓明", "", "13800000001")])
    assert run.counts == {"rows": 1, "duplicate": 1}
    known = Person.objects.get(label="王*")
    scope = district.scope("party")
    run = choose(scope, run.pk, {2: ("same", known.pk)}, version=run.version)
    before = held()
    run = apply(district, run)
    undone(district, run)
    assert held() == before
    other = planned(district, "people", PEOPLE[:3], [("李四", "", "13800000001")])
    assert other.counts == {"rows": 1, "create": 1}, "a family may share a phone"


def test_ties_come_in_but_never_authority(district: District) -> None:
    head = ("关系种类", "主体", "对象", "开始日期", "结束日期")
    rows = [
        ("联建", "巢上物流党支部", "春风商圈联合党支部", "2024-03-05", ""),
        ("组织报到", "wuliu", "春风社区", "2024年1月", "2026-12-31"),
        ("系统管理员", "wuliu", "示例区", "2024-01-01", ""),
    ]
    run = planned(district, "ties", head, rows)
    assert [(n, name) for n, name, _why in faults(run)] == [(4, "kind")]
    before = held()
    run = apply(district, run, sound_only=True)
    assert Tie.objects.filter(kind__in=("ally", "organisation_check_in")).count() == 2
    assert planned(district, "ties", head, rows[:2]).counts == {"rows": 2, "same": 2}
    undone(district, run)
    assert held() == before


def test_only_the_party_desk_of_a_place_brings_things_in(district: District) -> None:
    for who in ("intake", "roads", "auditor", "supervisor"):
        with pytest.raises(Refused, match="没有权限"):
            planned(district, "units", UNITS, ROWS, who=who)
    run = planned(district, "units", UNITS, ROWS, who="party1")
    assert faults(run) == [(4, "division", "“秋实社区”不在您管辖的范围")]
    with pytest.raises(Refused, match="没有权限"):
        planned(district, "people", PEOPLE[:3], [("甲乙", "", "13800000001")], who="admin")


def test_a_run_is_seen_by_nobody_else(district: District) -> None:
    run = planned(district, "units", UNITS, ROWS)
    with pytest.raises(Refused) as refused:
        ask_to_apply(district.scope("party1"), run.pk, version=run.version)
    assert refused.value.code == "not_found"


def test_the_second_comer_is_told(district: District) -> None:
    run = planned(district, "units", UNITS, ROWS)
    ask_to_apply(district.scope("party"), run.pk, version=run.version)
    with pytest.raises(Refused) as refused:
        ask_to_apply(district.scope("party"), run.pk, version=run.version)
    assert refused.value.code == "stale"


def test_what_was_looked_at_is_not_written_over_what_changed_meanwhile(district: District) -> None:
    applied(district, "units", UNITS, ROWS)
    stale = planned(district, "units", UNITS, [(*ROWS[0][:4], "50")])
    applied(district, "units", UNITS, [(*ROWS[0][:4], "70")])
    scope = district.scope("party")
    run = carry_out(ask_to_apply(scope, stale.pk, version=stale.version), scope)
    assert (run.state, run.failure) == ("previewed", "“巢上商贸有限公司”刚被他人修改，请重新核对")
    assert Organisation.objects.get(credit_code=credit(1)).headcount == 70


def test_what_is_given_up_is_erased(district: District) -> None:
    run = planned(district, "people", PEOPLE[:3], [("甲乙", "", "13800000001")])
    assert ImportPart.objects.exists()
    discard(district.scope("party"), run.pk, version=run.version)
    assert not ImportPart.objects.exists()
    assert not ImportRow.objects.exists()
