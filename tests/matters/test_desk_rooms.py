"""The other pages of the desk: proxy entry, export, handover, the duty table and the rates."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from python_calamine import load_workbook

from tests.cast import District, appeal, asker, dispatched, hazard, step
from tests.desk import LIST, desk, html, one
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.sorting import sort
from zhuchao.matters.models import Holding, Matter
from zhuchao.registry.models import Duty
from zhuchao.text.labelled_file import read_labelled

pytestmark = pytest.mark.one_database

WHO = {"name": "张三丰", "phone": "13812345678"}


def enter(client: Client, **said: Any) -> Any:
    """Fill the form of proxy entry and send it."""
    kind = said.get("kind", "appeal")
    page = html(client.get(f"/desk/enter/?kind={kind}"))
    key = re.search(r'name="intake_key" value="([^"]+)"', page)
    assert key
    given = {"intake_key": key[1], "kind": kind, **said}
    return client.post(f"/desk/enter/?kind={kind}", given, follow=True)


def test_an_old_neighbour_without_a_phone_gets_a_slip_with_his_code(district: District) -> None:
    client = desk(district, "street1")
    slip = html(enter(client, text="春风社区楼道灯不亮", category="road", name="王大爷"))
    found = Matter.objects.get()
    assert found.receipt in slip
    assert "查询码" in slip
    assert (found.channel, found.division_path) == ("proxy", "/D/S1/C11/")
    assert {p.role for p in found.participants.all()} == {"asker", "proxy"}


def test_a_clerk_who_entered_it_prints_its_slip_and_no_other(district: District) -> None:
    client = desk(district, "roads")
    slip = html(enter(client, text="春风社区停水了", category="tap"))
    assert "查询码" in slip
    assert "看这一件" not in slip
    other = appeal().matter.receipt
    html(client.get(f"{LIST}{other}/slip/"), 404)


def test_sending_twice_gives_one_matter(district: District) -> None:
    client = desk(district, "intake")
    said = {"intake_key": str(uuid4()), "kind": "appeal", "text": "停水三天了"}
    first = client.post("/desk/enter/", said)
    assert client.post("/desk/enter/", said).headers["Location"] == first.headers["Location"]
    other = client.post("/desk/enter/", {**said, "text": "别的事"})
    assert "已经用于另一份内容" in html(other, 409)
    assert Matter.objects.count() == 1


def test_the_guess_fills_what_was_left_empty_and_keeps_what_was_written(
    district: District,
) -> None:
    client = desk(district, "intake")
    said = {"intake_key": str(uuid4()), "kind": "appeal", "text": "春风社区路面有坑", "guess": "1"}
    page = html(client.post("/desk/enter/", said))
    assert "春风社区路面有坑" in page
    assert '<option value="road" selected>' in page
    assert '<option value="C11" selected>' in page
    assert "<mark>路面</mark>" in page
    assert said["intake_key"] in page
    assert not Matter.objects.exists()


def test_the_guess_comes_alone_while_writing(district: District) -> None:
    client = desk(district, "intake")
    page = html(client.post("/desk/enter/guess/", {"kind": "hazard", "text": "井盖不见了"}))
    assert page.startswith('<div id="guess"')
    assert "井盖破损" in page
    unknown = client.post("/desk/enter/guess/", {"kind": "hazard", "text": "一二三"})
    assert "看不出是哪一类" in html(unknown)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"text": ""}, "他说的事"),
        ({"text": "有事", "phone": "abc"}, "号码写得不对"),
        ({"text": "有事", "phone": "打 13812345678 找他女儿"}, "号码写得不对"),
        ({"text": "有事", "phone": "- - - - - - -"}, "号码写得不对"),
        ({"text": "有事", "division": "X"}, "所在社区"),
        ({"text": "有事", "external_no": "7"}, "有外部编号时要写明外部系统"),
        ({"text": "有事", "external_due": "明天"}, "外部时限"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_at_its_field(
    district: District, said: dict[str, str], told: str
) -> None:
    page = html(enter(desk(district, "intake"), **said), 422)
    assert told in page
    assert 'class="error"' in page


def test_a_hotline_order_keeps_its_own_deadline(district: District) -> None:
    due = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    said = {"external_system": "12345", "external_no": "GD-1", "external_due": due}
    html(enter(desk(district, "intake"), text="停水", **said))
    again = enter(desk(district, "intake"), text="停水了", **said)
    assert "这个外部编号已经登记过" in html(again, 409)


def test_a_hazard_in_danger_is_an_emergency(district: District) -> None:
    html(enter(desk(district, "intake"), kind="hazard", text="井盖没了", danger="on"))
    assert Matter.objects.get().urgency == "emergency"


def test_an_auditor_enters_nothing(district: District) -> None:
    html(desk(district, "auditor").get("/desk/enter/"), 403)


def sheet(client: Client, query: str = "") -> list[list[Any]]:
    """The rows of the Excel export."""
    answer = client.get(f"{LIST}sheet.xlsx?{query}")
    assert answer.status_code == 200
    file = BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return load_workbook(file).get_sheet_by_index(0).to_python()


def test_the_sheet_says_who_took_it_and_masks_who_asked(district: District) -> None:
    raised = dispatched(district, contact=WHO, title="=1+1")
    rows = sheet(desk(district, "intake"))
    assert "甲intake" in rows[0][0]
    assert "导出" in rows[0][0]
    found = dict(zip(rows[1], rows[2], strict=True))
    assert found["受理编号"] == raised.matter.receipt
    assert found["标题"] == "=1+1"
    assert (found["诉求人"], found["联系电话"]) == ("张*", "138****5678")
    assert Entry.objects.get(verb="matter.exported").facets == {"rows": 1}


def test_the_sheet_is_training_data_that_tells_whose_word_a_category_is(
    district: District, tmp_path: Path
) -> None:
    raised = appeal()
    sort(district.scope("intake"), raised.matter.pk, category="tap")
    answer = desk(district, "intake").get(f"{LIST}sheet.xlsx")
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert read_labelled(file, "内容", "类别").labels == ["供水"]
    assert read_labelled(file, "内容", "归类依据").labels == ["工作人员定的"]


def test_the_sheet_holds_what_the_list_holds_and_no_asker_who_did_not_agree(
    district: District,
) -> None:
    dispatched(district, contact=WHO)
    agreed = dispatched(district, contact=WHO, share=True)
    appeal()
    rows = sheet(desk(district, "roads"))
    assert len(rows) == 2 + 2
    shown = {row[0]: row[rows[1].index("诉求人")] for row in rows[2:]}
    assert [name for name in shown.values() if name] == ["张*"]
    assert shown[agreed.matter.receipt] == "张*"
    assert len(sheet(desk(district, "roads"), "kind=hazard")) == 2


def test_a_sheet_of_wrong_filters_is_refused(district: District) -> None:
    assert desk(district, "roads").get(f"{LIST}sheet.xlsx?kind=x").status_code == 422


def test_who_leaves_hands_over_all_he_signed_for(district: District) -> None:
    raised = dispatched(district)
    step(district.scope("roads"), raised.matter, "sign")
    client = desk(district, "roads")
    page = html(client.get("/desk/handover/"))
    assert "手里的 1 件移交" in page
    leaving, taking = district.accounts["roads"].pk, district.accounts["roads2"].pk
    said = {"leaving": leaving, "taking": taking, "reason": "调离岗位"}
    assert "已把 1 件移交给甲roads2" in html(client.post("/desk/handover/", said, follow=True))
    assert Holding.objects.get(matter=raised.matter, role="lead").account == taking
    assert Entry.objects.get(verb="matter.handed_over").words == "调离岗位"


def test_a_head_hands_over_for_his_people_and_a_stranger_for_nobody(district: District) -> None:
    raised = dispatched(district)
    step(district.scope("roads"), raised.matter, "sign")
    leaving = district.accounts["roads"].pk
    said = {"leaving": leaving, "taking": district.accounts["roads2"].pk, "reason": "病假"}
    html(desk(district, "water").post("/desk/handover/", said), 403)
    html(desk(district, "head").post("/desk/handover/", {**said, "taking": ""}), 422)
    html(desk(district, "head").post("/desk/handover/", said, follow=True))
    assert Holding.objects.get(matter=raised.matter, role="lead").account == said["taking"]


def test_with_empty_hands_there_is_nothing_to_hand_over(district: District) -> None:
    assert "手里没有在办的事" in html(desk(district, "roads").get("/desk/handover/"))


DUTY = {
    "item": "货运纠纷",
    "kind": "appeal",
    "category": "freight",
    "division": "D",
    "position": "lead",
    "basis": "三定方案第 3 条",
}


def test_holes_of_the_duty_table_are_listed_and_filled_in_place(district: District) -> None:
    client = desk(district, "intake")
    page = html(client.get("/desk/routing/"))
    assert "诉求 · 货运 · 示例区 · 没有主办单位" in page
    fill = re.search(r'href="(\?new_kind=appeal&amp;new_category=freight[^"#]*)', page)
    assert fill
    opened = html(client.get(f"/desk/routing/{fill[1].replace('&amp;', '&')}"))
    assert '<option value="freight" selected>' in opened
    said = {**DUTY, "organisation": district.office("roads")}
    assert "已写入职责清单" in html(client.post("/desk/routing/", said, follow=True))
    assert "货运 · 示例区 · 没有主办单位" not in html(client.get("/desk/routing/"))
    assert Entry.objects.filter(verb="duty.assigned").exists()
    assert appeal(category="freight").matter.category == "freight"


def test_a_new_row_takes_the_place_of_the_older_one(district: District) -> None:
    said = {**DUTY, "category": "road", "organisation": district.office("water")}
    html(desk(district, "intake").post("/desk/routing/", said, follow=True))
    page = html(desk(district, "roads").get("/desk/routing/?kind=appeal&category=road"))
    assert "区水务局" in page.split("<tbody>")[1]
    assert "区城管局" not in page.split("<tbody>")[1]
    assert Duty.objects.get(item="道路养护").valid_to is not None


def test_two_offices_for_the_same_are_a_conflict(district: District) -> None:
    Duty.objects.filter(item="道路养护").update(category="tap")
    said = {**DUTY, "item": "新开一条", "organisation": district.office("roads")}
    html(desk(district, "intake").post("/desk/routing/", said, follow=True))
    page = html(desk(district, "intake").get("/desk/routing/"))
    assert "主办有两家：区城管局、区水务局" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"item": ""}, "事项"),
        ({"basis": ""}, "依据"),
        ({"category": "manhole"}, "不属于所选的种类"),
        ({"organisation": "999999"}, "由谁"),
    ],
)
def test_a_row_that_is_wrong_is_told_at_its_field(
    district: District, changes: dict[str, str], told: str
) -> None:
    said = {**DUTY, "organisation": district.office("roads"), **changes}
    page = html(desk(district, "intake").post("/desk/routing/", said), 422)
    assert told in page


def test_only_who_answers_for_a_place_changes_its_duties(district: District) -> None:
    said = {**DUTY, "organisation": district.office("roads")}
    html(desk(district, "roads").post("/desk/routing/", said), 403)
    html(desk(district, "street1").post("/desk/routing/", said), 403)
    html(desk(district, "street1").post("/desk/routing/", {**said, "division": "S1"}, follow=True))
    assert "/end/" not in html(desk(district, "roads").get("/desk/routing/"))
    ended = Duty.objects.get(item="供水")
    html(desk(district, "street1").post(f"/desk/routing/{ended.pk}/end/"), 403)
    html(desk(district, "intake").post(f"/desk/routing/{ended.pk}/end/", follow=True))
    html(desk(district, "intake").post(f"/desk/routing/{ended.pk}/end/"), 409)
    html(desk(district, "intake").post("/desk/routing/0/end/"), 404)


def answered(district: District, *, satisfied: int = 5, resolved: bool = True) -> Matter:
    """An appeal answered in time and rated."""
    raised = dispatched(district)
    for name in ("roads", "water"):
        step(district.scope(name), raised.matter, "answer", note="好了")
    step(asker(raised), raised.matter, "confirm", resolved=resolved, satisfied=satisfied)
    return raised.matter


def test_the_three_rates_open_the_matters_behind_them(district: District) -> None:
    good, bad = answered(district), answered(district, satisfied=2, resolved=False)
    client = desk(district, "supervisor")
    page = html(client.get("/desk/rates/"))
    shown = re.findall(r"<b>([^<]+)</b><span>([^<]+)</span>", page)
    assert shown == [("100.0%", "响应率"), ("50.0%", "解决率"), ("50.0%", "满意率")]
    missed = re.search(
        r'href="(/desk/rates/behind/[^"]*rate=resolution&amp;part=missed[^"]*)"', page
    )
    assert missed
    behind = html(client.get(missed[1].replace("&amp;", "&")))
    assert bad.receipt in behind
    assert good.receipt not in behind
    assert "柳林街道" in page


def test_the_rates_of_a_division_and_of_an_empty_period(district: District) -> None:
    answered(district)
    client = desk(district, "supervisor")
    assert "100.0%" in html(client.get("/desk/rates/?division=S1"))
    for query in ("division=S2", "kind=hazard", "first=2020-01-01&last=2020-02-01"):
        page = html(client.get(f"/desk/rates/?{query}"))
        assert "100.0%" not in page
        assert "—" in page


def test_a_department_counts_what_it_answered_for_itself(district: District) -> None:
    answered(district)
    assert "100.0%" in html(desk(district, "roads").get("/desk/rates/"))
    assert "100.0%" not in html(desk(district, "driver").get("/desk/rates/"))


def test_what_is_open_and_overdue_stays_in_the_denominator(district: District) -> None:
    from zhuchao.matters.tick import tick

    answered(district)
    raised = dispatched(district)
    with at(now() + timedelta(days=12)):
        tick()
        page = html(
            desk(district, "supervisor").get("/desk/rates/?first=2020-12-01&last=2022-01-01")
        )
        assert "—" in page
        first = (now() - timedelta(days=60)).date()
        page = html(desk(district, "supervisor").get(f"/desk/rates/?first={first}"))
        assert "<b>50.0%</b><span>响应率</span>" in page
        assert raised.matter.receipt in one(desk(district, "supervisor"), raised.matter)


@pytest.mark.parametrize(
    "query",
    ["first=2026-02-30", "first=2026-03-01&last=2026-02-01", "first=2000-01-01", "kind=x"],
)
def test_a_wrong_period_is_told(district: District, query: str) -> None:
    html(desk(district, "supervisor").get(f"/desk/rates/?{query}"), 422)


def test_an_incomplete_address_behind_a_number_is_refused(district: District) -> None:
    client = desk(district, "supervisor")
    for query in ("", "rate=response", "rate=x&part=hits", "rate=response&part=x"):
        html(client.get(f"/desk/rates/behind/?{query}"), 422)
    assert "这里没有办件" in html(client.get("/desk/rates/behind/?rate=response&part=hits"))


def test_behind_a_number_pages_go_on_by_key(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhuchao.matters.views_rates.PAGE", 1)
    first, second = answered(district), answered(district)
    client = desk(district, "supervisor")
    page = html(client.get("/desk/rates/behind/?rate=response&part=base"))
    assert second.receipt in page
    onward = re.search(r'rel="next" href="([^"]+)"', page)
    assert onward
    last = html(client.get(f"/desk/rates/behind/{onward[1].replace('&amp;', '&')}"))
    assert first.receipt in last
    assert second.receipt not in last
    assert hazard().created
