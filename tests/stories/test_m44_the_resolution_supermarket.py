"""M44, told through the pages of the people, the desks and the mediator.

"化解超市 20 个: mediators and services on a shelf at three levels, chosen by the parties; mediation
to agreement, performance, judicial confirmation clock"
"""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from tests.cast import District, appeal
from tests.desk import LIST, desk, html, lines, one, steps, submit
from tests.dispute_cast import (
    ASKER,
    OTHER,
    OTHER_HOME,
    SECRET,
    apply_online,
    does,
    found_market,
    on_the_shelf,
    others_receipt,
    progress,
)
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter, Participant, Record
from zhuchao.matters.tick import tick

TERMS = "孙某九日内修好漏水并赔偿两千元"
RECORD = "双方到场，孙某认可漏水，同意修理"


@pytest.fixture
def market(db: None) -> District:
    """示例区 with its dispute desks and the shelf."""
    return found_market()


@pytest.fixture
def dispute(market: District) -> Matter:
    """A neighbour's application, online, with the mediator he picked from the shelf."""
    return apply_online(wish=str(on_the_shelf(market, "li")))


def today(days: int = 0) -> str:
    """A day as a form sends it."""
    return (local_day(now()) + timedelta(days=days)).isoformat()


def state(matter: Matter) -> str:
    """Where it stands."""
    matter.refresh_from_db()
    return matter.state


def acts(district: District, who: str, matter: Matter, step: str, **said: Any) -> str:
    """Somebody of the cast takes a step on the desk's page."""
    return html(submit(desk(district, who), matter, f"step/{step}", **said))


def notified(market: District, dispute: Matter) -> None:
    """The desk told both sides their rights."""
    acts(market, "clerk_c11", dispute, "notify", asker_way="online", other_way="phone")


def agreed(market: District, dispute: Matter) -> None:
    """The other side agrees by his own receipt."""
    notified(market, dispute)
    html(does(dispute, others_receipt(dispute), "agree", read="on"))


def assigned(market: District, dispute: Matter) -> None:
    """The mediator whom the applicant picked."""
    agreed(market, dispute)
    acts(market, "clerk_c11", dispute, "assign", mediator=str(on_the_shelf(market, "li")))


def held(market: District, dispute: Matter) -> None:
    """One session, recorded by the mediator."""
    assigned(market, dispute)
    acts(
        market,
        "li",
        dispute,
        "hold",
        held_on=today(),
        openness="closed",
        attended="2",
        place="社区调解室",
        record=RECORD,
    )


def in_writing(market: District, dispute: Matter) -> None:
    """A written agreement, not signed yet."""
    held(market, dispute)
    acts(
        market,
        "li",
        dispute,
        "agree_in_writing",
        agreed_on=today(),
        people="2",
        facts="楼上漏水泡坏吊顶，孙某有责任",
        terms=TERMS,
        how="转账",
        due_on=today(9),
    )


def in_force(market: District, dispute: Matter, relation: str = "none") -> None:
    """Signed by everybody and sealed."""
    in_writing(market, dispute)
    signed = dict.fromkeys(("people_signed", "mediator_signed", "committee_sealed"), "on")
    acts(
        market,
        "clerk_c11",
        dispute,
        "put_in_force",
        in_force_on=today(),
        relation=relation,
        **signed,
    )


def test_anybody_finds_desks_at_three_levels_and_mediators_by_what_they_are_good_at(
    market: District,
) -> None:
    page = html(Client().get("/mediation/"))
    for name in ("示例区人民调解委员会", "柳林街道人民调解委员会", "春风社区人民调解委员会"):
        assert name in page
    for level in ("区级", "街道（镇）级", "社区（村）级"):
        assert level in page
    assert "邻里纠纷、物业纠纷" in page
    assert "常驻（周一、周二、周三、周四、周五）" in page
    assert "心理疏导" in page
    assert "不收费" in page
    near = html(Client().get("/mediation/?division=C11&field=marriage"))
    assert "请甲wang调解" in near
    assert "请甲li调解" not in near
    assert "石桥街道人民调解委员会" not in near


def test_the_shelf_leads_to_an_application_with_the_mediator_chosen(market: District) -> None:
    number = on_the_shelf(market, "li")
    assert f"/mediation/apply/?mediator={number}" in html(Client().get("/mediation/"))
    page = html(Client().get(f"/mediation/apply/?mediator={number}"))
    assert f'<option value="{number}" selected' in page
    assert "双方都同意才开始，任何一方随时可以不调" in page


def test_it_goes_from_the_application_to_the_file(market: District, dispute: Matter) -> None:
    assert dispute.holder == market.offices["desk_c11"]
    assert (dispute.title, state(dispute)) == ("邻里纠纷", "intake")
    assert "甲li" in one(desk(market, "clerk_c11"), dispute)
    notified(market, dispute)
    other = others_receipt(dispute)
    page = progress(other)
    assert "您是这件纠纷的对方当事人" in page
    assert "一方明确拒绝的，不得调解" in page
    assert "assign" not in steps(one(desk(market, "clerk_c11"), dispute))
    assert "正在等另一方答复" in progress(dispute.receipt)
    html(does(dispute, other, "agree", read="on"))
    assert "双方都已同意调解" in progress(other)
    assert "/agree/" not in progress(other)

    number = str(on_the_shelf(market, "li"))
    acts(market, "clerk_c11", dispute, "assign", mediator=number)
    assert "调解员：甲li" in progress(other)
    li = desk(market, "li")
    html(
        submit(
            li,
            dispute,
            "step/arrange",
            meet_on=today(1),
            where="上午九点，社区调解室",
            openness="closed",
        )
    )
    for receipt in (dispute.receipt, other):
        assert "上午九点，社区调解室" in progress(receipt)
    hold = {"held_on": today(), "openness": "closed", "attended": "2", "place": "调解室"}
    html(submit(li, dispute, "step/hold", record=RECORD, **hold))
    assert state(dispute) == "mediating"
    html(
        submit(
            li,
            dispute,
            "step/agree_in_writing",
            agreed_on=today(),
            people="2",
            facts="楼上漏水",
            terms=TERMS,
            how="转账",
            due_on=today(9),
        )
    )
    assert state(dispute) == "agreed_written"
    clerk = desk(market, "clerk_c11")
    unsigned = {"in_force_on": today(), "relation": "none", "people_signed": "on"}
    html(submit(clerk, dispute, "step/put_in_force", **unsigned), 422)
    signed = {**unsigned, "mediator_signed": "on", "committee_sealed": "on"}
    html(submit(clerk, dispute, "step/put_in_force", **signed))
    assert state(dispute) == "performing"
    assert "协议对双方有法律约束力" in progress(other)

    perform = dispute.deadlines.get(clock="perform", stopped_at=None)
    assert local_day(perform.due_at).isoformat() == today(9)
    html(submit(li, dispute, "step/perform", performed_on=today()))
    html(submit(li, dispute, "step/visit", visited_on=today(), reached="phone", content="yes"))
    page = html(submit(clerk, dispute, "step/file"), 422)
    assert "卷宗还缺：身份证明" in page
    html(submit(clerk, dispute, "step/see_identity", side="both", document="id_card"))
    html(submit(clerk, dispute, "step/file"))
    assert state(dispute) == "filed"
    html(li.get(f"{LIST}{dispute.receipt}/"), 404)


def test_a_mediator_finds_what_is_his_today_and_in_the_list(
    market: District, dispute: Matter
) -> None:
    assigned(market, dispute)
    li = desk(market, "li")
    assert dispute.receipt in html(li.get("/desk/"))
    assert dispute.receipt in html(li.get(f"{LIST}?mine=on"))
    assert dispute.receipt not in html(desk(market, "wang").get("/desk/"))


def test_whoever_mediates_is_on_the_shelf_and_whom_the_people_chose(
    market: District, dispute: Matter
) -> None:
    agreed(market, dispute)
    clerk = desk(market, "clerk_c11")
    wang = str(on_the_shelf(market, "wang"))
    page = html(submit(clerk, dispute, "step/assign", mediator=wang), 422)
    assert "当事人选了别的调解员，请写明为什么改派" in page
    zhao = str(on_the_shelf(market, "zhao"))
    html(submit(clerk, dispute, "step/assign", mediator=zhao), 422)
    html(submit(clerk, dispute, "step/assign", mediator=wang, why_other="absent"))
    assert state(dispute) == "assigned"


def test_one_clear_refusal_stops_it_and_other_remedies_are_told(
    market: District, dispute: Matter
) -> None:
    notified(market, dispute)
    other = others_receipt(dispute)
    html(does(dispute, other, "refuse"))
    assert state(dispute) == "refused"
    for receipt in (dispute.receipt, other):
        assert "通过仲裁、行政、司法等途径维护自己的权利" in progress(receipt)
    assert "assign" not in steps(one(desk(market, "clerk_c11"), dispute))


def test_a_refusal_on_the_phone_stops_it_as_well(market: District, dispute: Matter) -> None:
    assigned(market, dispute)
    acts(market, "li", dispute, "record_refusal", side="other", way="phone")
    assert state(dispute) == "refused"


def test_consent_may_be_given_at_the_counter(market: District) -> None:
    dispute = apply_online()
    notified(market, dispute)
    acts(market, "clerk_c11", dispute, "record_consent", side="other", way="counter")
    offered = steps(one(desk(market, "clerk_c11"), dispute))
    assert "assign" in offered
    assert "record_consent" not in offered


def test_a_mediator_with_an_interest_gives_it_back_and_sees_it_no_more(
    market: District, dispute: Matter
) -> None:
    assigned(market, dispute)
    page = acts(market, "li", dispute, "decline", why="conflict", interest="是我表哥")
    assert dispute.receipt not in page
    assert state(dispute) == "consent"
    html(desk(market, "li").get(f"{LIST}{dispute.receipt}/"), 404)
    offered = one(desk(market, "clerk_c11"), dispute)
    assert "甲wang" in offered
    number = on_the_shelf(market, "li")
    assert f'<option value="{number}"' not in offered
    assert "是我表哥" not in one(desk(market, "supervisor"), dispute)


def test_it_goes_up_to_the_street_and_the_district_and_keeps_its_number(
    market: District, dispute: Matter
) -> None:
    notified(market, dispute)
    why = {"why": "hard", "agreed": "on"}
    acts(market, "clerk_c11", dispute, "pass_up", **why)
    assert state(dispute) == "escalated"
    assert dispute.holder == market.offices["desk_s1"]
    html(submit(desk(market, "clerk_c11"), dispute, "step/receive"), 403)
    acts(market, "clerk_s1", dispute, "receive")
    html(does(dispute, others_receipt(dispute), "agree", read="on"))
    acts(market, "clerk_s1", dispute, "pass_up", **why)
    acts(market, "clerk_d", dispute, "receive")
    assert "pass_up" not in steps(one(desk(market, "clerk_d"), dispute))
    acts(market, "clerk_d", dispute, "pass_down", why="near", agreed="on")
    acts(market, "clerk_s1", dispute, "receive")
    assert state(dispute) == "consent"
    told = "\n".join(lines(one(desk(market, "clerk_s1"), dispute)))
    for office in ("春风社区", "柳林街道", "示例区"):
        assert f"{office}人民调解委员会" in told
    assert Matter.objects.count() == 1
    late = Entry.objects.filter(verb="clock.stopped").values_list("facets", flat=True)
    assert not any(facets["late"] for facets in late)
    wang = str(on_the_shelf(market, "wang"))
    acts(market, "clerk_s1", dispute, "assign", mediator=wang, why_other="absent")


def test_both_apply_for_confirmation_within_thirty_days_of_its_taking_effect(
    market: District, dispute: Matter
) -> None:
    in_force(market, dispute)
    clock = dispute.deadlines.get(clock="confirm")
    assert local_day(clock.due_at).isoformat() == today(30)
    assert "双方须在" in progress(dispute.receipt)
    said = {"applied_on": today(), "together": "on"}
    acts(market, "li", dispute, "apply_confirmation", **said)
    page = one(desk(market, "clerk_c11"), dispute)
    assert f"法院三日内决定是否受理（{today(3)} 前）" in page
    assert f"最迟 {today(18)}" in page
    assert today(28) in page
    acts(market, "li", dispute, "confirm_result", result="confirmed", result_on=today())
    assert "法院已经作出决定" in progress(dispute.receipt)


@pytest.mark.parametrize("relation", ["identity", "adoption", "marriage"])
def test_what_a_court_does_not_confirm_starts_no_clock_and_the_page_says_why(
    market: District, dispute: Matter, relation: str
) -> None:
    in_force(market, dispute, relation)
    assert not dispute.deadlines.filter(clock="confirm").exists()
    why = "确认身份、收养、婚姻关系的协议，法院不予司法确认"
    assert why in progress(dispute.receipt)
    page = one(desk(market, "clerk_c11"), dispute)
    assert why in page
    assert "apply_confirmation" not in steps(page)


def test_the_right_to_confirmation_ends_by_itself_and_nobody_is_late(
    market: District, dispute: Matter
) -> None:
    in_force(market, dispute)
    acts(market, "li", dispute, "perform", performed_on=today())
    acts(market, "li", dispute, "visit", visited_on=today(), reached="phone", content="yes")
    with at(now() + timedelta(days=31)):
        tick()
        assert not Entry.objects.filter(
            verb="clock.lapsed", facets__contains='"clock":"confirm"'
        ).exists()
        assert "已过协议生效后三十日" in progress(dispute.receipt)
        assert "apply_confirmation" not in steps(one(desk(market, "clerk_c11"), dispute))


def test_performance_is_watched_and_a_breach_leads_to_the_court(
    market: District, dispute: Matter
) -> None:
    in_force(market, dispute)
    with at(now() + timedelta(days=10)):
        assert tick() >= 1
        lapsed = Entry.objects.filter(verb="clock.lapsed").values_list("facets", flat=True)
        assert "perform" in {facets["clock"] for facets in lapsed}
        acts(market, "li", dispute, "urge", reached="phone", heard="答应三天内付清")
        acts(market, "li", dispute, "breach", side="other")
        assert state(dispute) == "breached"
        assert "可以向人民法院起诉" in progress(dispute.receipt)
        acts(market, "li", dispute, "perform", performed_on=today())
        assert state(dispute) == "performed"


def test_an_oral_agreement_binds_when_it_is_reached(market: District, dispute: Matter) -> None:
    held(market, dispute)
    said = {"agreed_on": today(), "people": "3", "terms": TERMS, "due_on": today()}
    acts(market, "li", dispute, "agree_orally", **said)
    assert state(dispute) == "agreed_oral"
    settled = Entry.objects.get(verb="dispute.settled")
    assert (settled.headcount, settled.facets["form"]) == (3, "oral")
    assert "口头协议要先写成书面协议" in progress(dispute.receipt)


def test_danger_is_prevented_and_reported_to_the_police(market: District, dispute: Matter) -> None:
    assigned(market, dispute)
    danger = {"police": "reported", "police_on": today(), "measures": "请邻居把两家分开"}
    acts(market, "li", dispute, "report_danger", **danger)
    dispute.refresh_from_db()
    assert dispute.urgency == "emergency"
    assert Entry.objects.get(verb="matter.report_danger").facets["police"] == "reported"
    assert "激化苗头" not in progress(dispute.receipt)


def test_the_people_may_have_more_time_by_their_own_consent(
    market: District, dispute: Matter
) -> None:
    assigned(market, dispute)
    before = dispute.deadlines.get(clock="mediate")
    html(submit(desk(market, "li"), dispute, "step/extend", days="31", agreed="on"), 422)
    acts(market, "li", dispute, "extend", days="10", agreed="on")
    after = dispute.deadlines.get(clock="mediate")
    assert after.due_at - before.due_at == timedelta(days=10)


def test_papers_are_made_from_the_file_for_a_purpose(market: District, dispute: Matter) -> None:
    in_writing(market, dispute)
    li = desk(market, "li")
    path = f"/desk/mediation/{dispute.receipt}/"
    assert "缺" in html(li.get(path))
    html(li.post(f"{path}paper/", {"paper": "agreement", "purpose": ""}), 422)
    answer = li.post(f"{path}paper/", {"paper": "agreement", "purpose": "打印签字"})
    text = "\n".join(p.text for p in Document(BytesIO(answer.content)).paragraphs)
    for words in ("人民调解协议书", ASKER, OTHER, OTHER_HOME, TERMS, "转账", "印章"):
        assert words in text
    record = li.post(f"{path}paper/", {"paper": "record", "purpose": "打印签字"})
    assert RECORD in "\n".join(p.text for p in Document(BytesIO(record.content)).paragraphs)
    form = li.post(f"{path}paper/", {"paper": "application", "purpose": "打印签字"})
    assert SECRET in "\n".join(p.text for p in Document(BytesIO(form.content)).paragraphs)
    opened = Entry.objects.filter(verb="identity.opened", subject_id=dispute.pk)
    assert opened.count() == 6
    assert Entry.objects.filter(verb="paper.made").count() == 3
    shown = html(li.post(f"{path}records/", {"purpose": "核对协议"}))
    assert TERMS in shown
    assert RECORD in shown


def test_a_paper_kept_in_the_office_says_where(market: District, dispute: Matter) -> None:
    held(market, dispute)
    acts(market, "li", dispute, "keep_paper", item="identity", where="三号柜七盒")
    page = html(desk(market, "li").get(f"/desk/mediation/{dispute.receipt}/"))
    assert "纸质存卷：三号柜七盒" in page


def test_an_appeal_is_turned_into_a_dispute_and_nobody_opens_who_asked(
    market: District,
) -> None:
    source = appeal(contact={"name": ASKER, "phone": "13811110001"}).matter
    intake = desk(market, "intake")
    path = f"/desk/mediation/from/{source.receipt}/"
    page = one(intake, source)
    assert path in page
    version = re.search(r'name="version" value="(\d+)"', html(intake.get(path)))
    assert version
    said = {
        "text": SECRET,
        "summary": "邻里漏水",
        "category": "neighbour",
        "division": "C11",
        "other_name": OTHER,
        "version": version[1],
    }
    html(intake.post(path, said), 422)
    html(intake.post(path, {**said, "agrees": "on"}, follow=True))
    dispute = Matter.objects.get(kind="dispute")
    assert dispute.origin == f"matter:{source.pk}"
    asker = dispute.participants.get(role="asker")
    assert asker.identity_id == source.participants.get(role="asker").identity_id
    assert not Entry.objects.filter(verb="identity.opened").exists()
    assert "转人民调解" in "\n".join(lines(one(intake, source)))


def test_one_more_of_the_people_must_agree_too(market: District, dispute: Matter) -> None:
    agreed(market, dispute)
    clerk = desk(market, "clerk_c11")
    assert "assign" in steps(one(clerk, dispute))
    dispute.refresh_from_db()
    said = {"side": "other", "name": "周某合租", "version": dispute.version}
    html(clerk.post(f"/desk/mediation/{dispute.receipt}/party/", said, follow=True))
    assert "assign" not in steps(one(clerk, dispute))
    row = Participant.objects.filter(matter=dispute, role="other").latest("pk")
    page = html(clerk.get(f"/desk/mediation/{dispute.receipt}/slip/{row.pk}/"))
    assert row.receipt in page


def test_numbers_are_counted_with_the_records_behind_and_nobody_is_ranked(
    market: District, dispute: Matter
) -> None:
    in_force(market, dispute)
    acts(market, "li", dispute, "perform", performed_on=today())
    again = apply_online()
    notified(market, again)
    html(does(again, others_receipt(again), "refuse"))
    page = html(desk(market, "clerk_d").get("/desk/mediation/"))
    cells = re.findall(r'class="number">(?:<span class="soft">)?([\d—]+)', page)
    assert cells[:4] == ["2", "—", "1", "2"]
    assert "100.0%" in page
    counts = re.findall(r'<h3>[^<]+<span class="soft">(\d+)</span>', page)
    assert counts == ["1", "2", "1"]
    behind = html(desk(market, "clerk_d").get("/desk/mediation/behind/?what=settled"))
    assert dispute.receipt in behind
    assert again.receipt not in behind
    assert "甲li" not in page


def test_the_desk_keeps_its_shelf(market: District) -> None:
    clerk = desk(market, "clerk_s1")
    page = html(clerk.get("/desk/mediation/shelf/"))
    rows = re.findall(r'<th scope="row" class="title">(\w+)', page)
    assert rows == ["甲wang", "甲li"]
    said = {
        "person": str(market.accounts["zhao"].person.pk),
        "desk": str(market.office("desk_s1")),
        "mode": "rotating",
        "days": ["1"],
        "since": today(),
    }
    page = html(clerk.post("/desk/mediation/shelf/", said, follow=True))
    assert re.search(r'class="title">甲zhao', page)
    html(clerk.post("/desk/mediation/shelf/", said), 422)
    number = on_the_shelf(market, "wang")
    html(clerk.post(f"/desk/mediation/shelf/{number}/end/", {"until": today()}, follow=True))
    with at(now() + timedelta(days=1)):
        assert "甲wang" not in html(Client().get("/mediation/"))
    html(
        desk(market, "clerk_s2").post(f"/desk/mediation/shelf/{number}/end/", {"until": today()}),
        403,
    )
    html(desk(market, "li").get("/desk/mediation/shelf/"), 403)


def test_what_was_said_is_sealed_and_nowhere_else(market: District, dispute: Matter) -> None:
    in_writing(market, dispute)
    assert Record.objects.filter(matter=dispute).count() == 2
    for words in (SECRET, TERMS, RECORD, ASKER, OTHER, OTHER_HOME):
        for client in (desk(market, "supervisor"), desk(market, "clerk_d")):
            assert words not in one(client, dispute)
            assert words not in html(client.get(LIST))
        assert words not in progress(others_receipt(dispute))
