"""The page of a matter: the few things that may be done now, each in its place."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.cast import District, appeal, asker, dispatched, hazard, step
from tests.desk import LIST, desk, html, lines, one, steps, submit
from zhuchao.access.models import File
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.following import set_sharing
from zhuchao.matters.models import Matter, Request
from zhuchao.registry.models import Duty

WHO = {"name": "张三丰", "phone": "13812345678"}


def photo() -> SimpleUploadedFile:
    """A small photo as a phone would send it."""
    out = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(out, "JPEG")
    return SimpleUploadedFile("fix.jpg", out.getvalue(), "image/jpeg")


def fresh(matter: Matter) -> Matter:
    """As it is stored now."""
    return Matter.objects.get(pk=matter.pk)


def test_the_page_offers_each_role_its_own_steps_usual_ones_first(district: District) -> None:
    raised = appeal()
    intake = one(desk(district, "intake"), raised.matter)
    assert steps(intake) == ["accept", "dispatch", "answer_at_once", "guide", "merge"]
    assert steps(one(desk(district, "supervisor"), raised.matter)) == ["supervise"]


def test_a_stranger_is_told_there_is_no_such_matter(district: District) -> None:
    raised = appeal()
    for name in ("water", "street2", "auditor"):
        html(desk(district, name).get(f"{LIST}{raised.matter.receipt}/"), 404)
        sent = desk(district, name).post(f"{LIST}{raised.matter.receipt}/step/accept/")
        html(sent, 404)


def test_a_form_opened_by_its_address_leads_to_the_page_it_stands_on(district: District) -> None:
    receipt = appeal().matter.receipt
    for act in ("step/accept", "ask/return", "ruling/1", "sort", "identity/1"):
        answer = desk(district, "intake").get(f"{LIST}{receipt}/{act}/")
        assert answer.headers["Location"] == f"{LIST}{receipt}/"


@pytest.mark.parametrize("act", ["step/fly", "ask/money", "ruling/7"])
def test_what_does_not_exist_is_not_found(district: District, act: str) -> None:
    receipt = appeal().matter.receipt
    html(desk(district, "intake").post(f"{LIST}{receipt}/{act}/", {"version": 1}), 404)


def test_dispatch_proposes_the_office_of_the_duty_table(district: District) -> None:
    raised = appeal()
    submit(desk(district, "intake"), raised.matter, "step/dispatch")
    found = fresh(raised.matter)
    assert (found.state, found.holder_id) == ("dispatched", district.office("roads"))


def test_one_button_signs_and_the_office_has_it_in_hand(district: District) -> None:
    raised = dispatched(district)
    page = html(submit(desk(district, "roads"), raised.matter, "step/sign"))
    assert "已办：签收" in page
    assert "sign" not in steps(page)
    assert "签收" in lines(page)[0]


@pytest.mark.parametrize("evidence", ["note", "word"])
def test_an_answer_needs_words_and_any_one_evidence(district: District, evidence: str) -> None:
    raised = dispatched(district)
    client = desk(district, "roads")
    empty = submit(client, raised.matter, "step/answer", note="", evidence=evidence)
    page = html(empty, 422)
    assert 'id="id_answer_note_error"' in page
    assert re.search(r'<details[^>]* id="answer" open>', page)
    html(submit(client, raised.matter, "step/answer", note="补好了", evidence=evidence))
    assert fresh(raised.matter).answer == "补好了"


def test_a_photo_as_evidence_must_be_there_and_is_kept_through_a_refusal(
    district: District,
) -> None:
    raised = dispatched(district)
    client = desk(district, "roads")
    lacking = submit(client, raised.matter, "step/answer", note="补好了", evidence="photo")
    assert "请上传至少一张" in html(lacking, 422)
    stale = submit(
        client,
        raised.matter,
        "step/answer",
        note="补好了",
        evidence="photo",
        photos=photo(),
        version=1,
    )
    page = html(stale, 409)
    kept = re.search(r'name="kept" value="([\w-]+)"', page)
    assert kept
    assert kept[1] == str(File.objects.get().pk)
    said = {"note": "补好了", "evidence": "photo", "kept": kept[1]}
    html(submit(client, raised.matter, "step/answer", **said))
    assert File.objects.get().purpose == "evidence"
    assert "办理照片 1" in one(client, raised.matter)


def test_what_is_no_photo_is_told_at_its_field(district: District) -> None:
    raised = dispatched(district)
    bad = SimpleUploadedFile("a.jpg", b"not a photo", "image/jpeg")
    said = {"note": "好了", "evidence": "photo", "photos": bad}
    answer = submit(desk(district, "roads"), raised.matter, "step/answer", **said)
    assert answer.status_code == 422
    assert fresh(raised.matter).state == "dispatched"


def test_who_comes_second_is_told_and_keeps_his_words(district: District) -> None:
    raised = dispatched(district)
    seen = fresh(raised.matter).version
    step(district.scope("roads"), raised.matter, "sign")
    said = {"version": seen, "note": "我写了很久的话", "evidence": "note"}
    page = html(
        desk(district, "roads2").post(f"{LIST}{raised.matter.receipt}/step/answer/", said), 409
    )
    assert "别人先动了这一件" in page
    assert "我写了很久的话" in page
    renewed = re.search(r'action="[^"]*/step/answer/".*?name="version" value="(\d+)"', page, re.S)
    assert renewed
    assert int(renewed[1]) == fresh(raised.matter).version


def test_words_outlive_a_form_that_is_no_longer_offered(district: District) -> None:
    raised = appeal()
    step(district.scope("intake"), raised.matter, "dispatch", lead=district.office("roads"))
    said = {"version": 1, "reason": "不归我们管", "note": "请找水务"}
    path = f"{LIST}{raised.matter.receipt}/step/guide/"
    page = html(desk(district, "intake").post(path, said), 409)
    assert "您写的内容还在" in page
    assert "请找水务" in page


@pytest.mark.parametrize("version", ["", "abc", "0"])
def test_a_form_without_a_version_is_refused(district: District, version: str) -> None:
    raised = appeal()
    said = {"version": version}
    path = f"{LIST}{raised.matter.receipt}/step/accept/"
    html(desk(district, "intake").post(path, said), 422)
    assert fresh(raised.matter).state == "raised"


def test_a_return_cites_the_duty_list_once_and_the_ruling_mends_the_routing(
    district: District,
) -> None:
    raised = dispatched(district)
    roads, intake = desk(district, "roads"), desk(district, "intake")
    assert "前可以提出，只有一次" in one(roads, raised.matter)
    lacking = submit(roads, raised.matter, "ask/return", reason="不归我们", duty="")
    assert 'id="id_return_duty_error"' in html(lacking, 422)
    duty = Duty.objects.get(item="供水")
    water = district.office("water")
    said = {"reason": "是供水井", "duty": duty.pk, "proposed": water}
    page = html(submit(roads, raised.matter, "ask/return", **said))
    assert "/ask/return/" not in page
    request = Request.objects.get()
    shown = one(intake, raised.matter)
    assert "是供水井" in shown
    assert "供水 · 区水务局" in shown
    html(submit(intake, raised.matter, f"ruling/{request.pk}", granted="yes", note="改派"))
    assert fresh(raised.matter).holder_id == water
    assert Duty.objects.get(ruling=request.pk).organisation_id == water


def test_a_refused_return_leaves_it_where_it_is(district: District) -> None:
    raised = dispatched(district)
    said = {"reason": "太远", "duty": Duty.objects.get(item="供水").pk}
    submit(desk(district, "roads"), raised.matter, "ask/return", **said)
    page = html(
        submit(
            desk(district, "intake"),
            raised.matter,
            f"ruling/{Request.objects.get().pk}",
            granted="no",
        )
    )
    assert "退单：不同意" in page
    assert fresh(raised.matter).holder_id == district.office("roads")


def test_an_extension_is_asked_in_days_and_granted_by_the_supervisor(district: District) -> None:
    raised = dispatched(district)
    client = desk(district, "roads")
    too_long = submit(client, raised.matter, "ask/extension", days="400", reason="等配件")
    assert 'id="id_extension_days_error"' in html(too_long, 422)
    before = fresh(raised.matter).deadlines.get(clock="answer").due_at
    html(submit(client, raised.matter, "ask/extension", days="2", reason="等配件"))
    number = Request.objects.get().pk
    html(submit(desk(district, "supervisor"), raised.matter, f"ruling/{number}", granted="yes"))
    assert fresh(raised.matter).deadlines.get(clock="answer").due_at > before
    again = submit(client, raised.matter, "ask/exclusion", reason_code="unreachable")
    assert "已提出，等待裁定" in html(again)


def test_a_category_is_proposed_with_the_words_that_spoke_for_it(district: District) -> None:
    raised = appeal(text="路面有个大坑", category="")
    client = desk(district, "intake")
    page = one(client, raised.matter)
    assert "<mark>路面</mark>" in page
    assert "关键词" in page
    html(submit(client, raised.matter, "sort", category="road"))
    found = fresh(raised.matter)
    assert (found.category, found.category_source) == ("road", "staff")
    assert "<mark>" not in one(client, raised.matter)


def test_sorting_changes_only_what_was_touched(district: District) -> None:
    raised = appeal()
    html(submit(desk(district, "intake"), raised.matter, "sort", urgency="emergency"))
    found = fresh(raised.matter)
    assert (found.category_source, found.urgency) == ("asker", "emergency")
    assert "/sort/" not in one(desk(district, "water"), dispatched(district).matter)


def test_the_accepting_office_opens_an_identity_for_a_purpose_once_and_it_is_told(
    district: District,
) -> None:
    raised = appeal(contact=WHO)
    client = desk(district, "intake")
    page = one(client, raised.matter)
    assert "张*" in page
    assert "138****5678" in page
    assert "张三丰" not in page
    who = raised.matter.participants.get().pk
    assert 'id="id_identity' in html(
        submit(client, raised.matter, f"identity/{who}", purpose=""), 422
    )
    opened = html(submit(client, raised.matter, f"identity/{who}", purpose="电话核实地点"))
    assert "张三丰" in opened
    assert "13812345678" in opened
    assert "13812345678" not in one(client, raised.matter)
    assert Entry.objects.get(verb="identity.opened").words == "电话核实地点"
    assert "电话核实地点" in lines(one(client, raised.matter))[0]


def test_those_who_handle_it_see_the_asker_only_if_he_agreed(district: District) -> None:
    raised = dispatched(district, contact=WHO)
    client = desk(district, "roads")
    who = raised.matter.participants.get().pk
    page = one(client, raised.matter)
    assert "张" not in page
    assert "未同意公开" in page
    path = f"{LIST}{raised.matter.receipt}/identity/{who}/"
    html(client.post(path, {"purpose": "想看看"}), 403)
    assert not Entry.objects.filter(verb="identity.opened").exists()
    set_sharing(asker(raised), raised.matter.pk, share=True)
    assert "张*" in one(client, raised.matter)
    assert "张三丰" in html(client.post(path, {"purpose": "电话核实"}))


def test_the_supervisor_does_not_see_the_asker_even_if_he_agreed(district: District) -> None:
    raised = dispatched(district, contact=WHO, share=True)
    assert "张" not in one(desk(district, "supervisor"), raised.matter)


def test_the_slip_with_the_query_code_is_not_for_those_who_handle_it(district: District) -> None:
    raised = dispatched(district)
    path = f"{LIST}{raised.matter.receipt}/slip/"
    page = html(desk(district, "intake").get(path))
    assert raised.query_code in page
    assert "data:image/svg+xml" in page
    html(desk(district, "roads").get(path), 403)
    html(desk(district, "supervisor").get(path), 403)


def test_look_alikes_are_found_by_place_or_words_and_merged_with_one_click(
    district: District,
) -> None:
    point = {"lon": 117.83, "lat": 31.6}
    first, second = hazard(**point, contact=WHO), hazard(text="这里井盖坏了", **point)
    far = hazard(text="别处的消防通道", category="fire_lane", division="C21", lon=117.9, lat=31.6)
    client = desk(district, "intake")
    page = html(client.get(f"{LIST}{second.matter.receipt}/near/"))
    assert first.matter.receipt in page
    assert far.matter.receipt not in page
    target = re.search(rf"\?target={first.matter.receipt}#merge", page)
    assert target
    opened = one(client, second.matter, f"?target={first.matter.receipt}")
    assert re.search(r'id="merge" open', opened)
    html(submit(client, second.matter, "step/merge", target=first.matter.receipt))
    assert fresh(second.matter).merged_into_id == first.matter.pk
    assert f'href="{LIST}{first.matter.receipt}/"' in one(client, second.matter)


def test_a_merge_into_nothing_is_told_at_its_field(district: District) -> None:
    raised = hazard()
    answer = submit(desk(district, "intake"), raised.matter, "step/merge", target="000000-AAAAAA")
    assert 'id="id_merge_target_error"' in html(answer, 422)


def test_an_external_order_shows_its_number_and_its_own_deadline(district: District) -> None:
    raised = appeal(external_system="12345", external_no="GD-7")
    assert "12345 GD-7" in one(desk(district, "intake"), raised.matter)


def test_a_rating_at_call_back_closes_it(district: District) -> None:
    raised = dispatched(district)
    step(district.scope("roads"), raised.matter, "answer", note="好了")
    step(district.scope("water"), raised.matter, "answer", note="好了")
    client = desk(district, "intake")
    html(submit(client, raised.matter, "step/confirm"), 422)
    html(submit(client, raised.matter, "step/confirm", resolved="yes", satisfied="5"))
    page = one(client, raised.matter)
    assert fresh(raised.matter).state == "confirmed"
    assert "现在可以办" not in page
    assert "按时完成" in page


@pytest.mark.parametrize("name", ["intake", "roads", "supervisor"])
def test_the_page_takes_at_most_twelve_statements_however_long_its_history(
    district: District, name: str
) -> None:
    short, long = dispatched(district, contact=WHO).matter, dispatched(district, contact=WHO).matter
    for number in range(10):
        step(district.scope("roads"), long, "contact", note=f"第 {number} 次联系")
    client = desk(district, name)

    def statements(matter: Matter) -> int:
        with CaptureQueriesContext(connection) as taken:
            one(client, matter)
        return len(taken)

    statements(short)
    assert statements(short) == statements(long) <= 12


def test_words_of_people_stay_words(district: District) -> None:
    raised = appeal(title="<script>alert(1)</script>", text='"><img src=x>')
    page: Any = one(desk(district, "intake"), raised.matter)
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
