"""The law's clocks, objections, extensions and ends of a petition (《信访工作条例》)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cast import District, asker, step
from tests.petition_cast import OPINION, at_counter, found_petition_district, handled, petition
from zhuchao.access.models import Notice
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, bearer
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.requests import Plea, Ruling, ask, decide
from zhuchao.matters.kinds.petition.windows import window
from zhuchao.matters.models import Deadline, Matter, Request
from zhuchao.matters.public_story import story
from zhuchao.matters.queries import detail
from zhuchao.matters.tick import tick

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its petition office."""
    return found_petition_district()


@contextmanager
def on(day: date, hour: int = 12) -> Iterator[None]:
    """It is this day."""
    with at(datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)):
        yield


def days(clock: str) -> tuple[date, date]:
    """What staff are warned on, and what the petitioner is told."""
    row = Deadline.objects.filter(clock=clock).latest("pk")
    return row.due_at.astimezone(CHINA).date(), row.shifted_at.astimezone(CHINA).date()


def stopped(clock: str) -> dict[str, Any]:
    """How a clock ended, as the journal has it."""
    rows = Entry.objects.filter(verb="clock.stopped").order_by("-pk")
    return next(e.facets for e in rows if e.facets["clock"] == clock)


def opinion(district: District, matter: Matter, served: date) -> Matter:
    """The roads office gives its opinion and it is served on a day."""
    roads = district.scope("roads")
    step(roads, matter, "issue", more=OPINION)
    more = {"served_on": served, "served_by": "in_person"}
    return step(roads, matter, "serve", more=more)


def test_d1_counts_from_the_day_a_letter_arrived(district: District) -> None:
    with on(date(2026, 8, 10)):
        payload = {"way": "letter", "received_on": date(2026, 8, 3)}
        petition(district.scope("xinfang"), channel="proxy", payload=payload)
    assert days("D1") == (date(2026, 8, 18), date(2026, 8, 18))


def test_d2_runs_where_another_organ_received_it_and_d1_does_not(district: District) -> None:
    with on(date(2026, 8, 3)):
        organ = district.office("roads")
        payload = {"way": "letter", "received_by": "organ", "organ": organ}
        matter = petition(district.scope("roads"), channel="proxy", payload=payload).matter
        assert list(Deadline.objects.values_list("clock", flat=True)) == ["D2"]
        more = {"branch": "duty", "accepted_on": date(2026, 8, 3)}
        step(district.scope("roads"), matter, "take_up", more=more)
    assert matter.holder_id == organ
    assert stopped("D2")["late"] == 0


def test_d3_is_met_by_the_day_of_the_notice_not_of_its_entry(district: District) -> None:
    with on(date(2026, 8, 3)):
        matter = petition().matter
        step(district.scope("xinfang"), matter, "forward", lead=district.office("roads"))
    assert days("D3") == (date(2026, 8, 18), date(2026, 8, 18))
    with on(date(2026, 8, 25)):
        more = {"branch": "ordinary", "accepted_on": date(2026, 8, 17)}
        step(district.scope("roads"), matter, "take_up", more=more)
    assert stopped("D3")["late"] == 0
    assert days("D5") == (date(2026, 10, 16), date(2026, 10, 16))


def test_a_day_before_it_arrived_is_refused(district: District) -> None:
    with on(date(2026, 8, 3)), pytest.raises(Refused) as refused:
        handled(district, petition(), date(2026, 8, 2))
    assert "accepted_on" in refused.value.fields


def test_d5_runs_only_on_the_ordinary_way_and_d9_in_its_place_when_simple(
    district: District,
) -> None:
    with on(date(2026, 8, 3)):
        for branch in ("ordinary", "simple", "duty", "suggestion", "accusation"):
            handled(district, petition(), date(2026, 8, 3), branch)
    started = list(Deadline.objects.filter(clock__in=("D5", "D9")).values_list("clock", flat=True))
    assert started == ["D5", "D9"]
    assert days("D5") == (date(2026, 10, 2), date(2026, 10, 8))
    assert days("D9") == (date(2026, 8, 17), date(2026, 8, 17))


def test_a_repeat_is_not_handled_simply(district: District) -> None:
    raised = petition()
    raised.matter.payload = {**raised.matter.payload, "filed_as": "repeat"}
    raised.matter.save()
    with pytest.raises(Refused) as refused:
        handled(district, raised, raised.matter.raised_at.astimezone(CHINA).date(), "simple")
    assert refused.value.fields == {"branch": "重件不适用简易办理"}


def test_an_objection_within_five_working_days_goes_back_only_when_the_sender_agrees(
    district: District,
) -> None:
    office, roads = district.scope("xinfang"), district.scope("roads")
    with on(date(2026, 9, 30)):
        matter = petition().matter
        step(office, matter, "forward", lead=district.office("roads"))
    with on(date(2026, 10, 13)):
        plea = ask(roads, matter.pk, "return", Plea("是水务局的职责"))
        matter.refresh_from_db()
        assert (matter.state, matter.holder_id) == ("forwarded", district.office("roads"))
        decide(office, plea, Ruling(granted=False, note="是你们的"))
        matter.refresh_from_db()
        assert matter.holder_id == district.office("roads")
    assert detail(roads, matter.receipt).matter.pk == matter.pk


def test_an_agreed_objection_brings_the_material_back_to_be_routed_anew(
    district: District,
) -> None:
    office, roads = district.scope("xinfang"), district.scope("roads")
    with on(date(2026, 9, 30)):
        matter = petition().matter
        step(office, matter, "forward", lead=district.office("roads"))
        plea = ask(roads, matter.pk, "return", Plea("是水务局的职责"))
        decide(office, plea, Ruling(granted=True))
    matter.refresh_from_db()
    assert (matter.state, matter.holder_id) == ("registered", district.office("xinfang"))
    with pytest.raises(Refused):
        detail(roads, matter.receipt)
    open_ones = Deadline.objects.filter(stopped_at=None).values_list("clock", flat=True)
    assert list(open_ones) == ["D1"]
    assert not [e for e in Entry.objects.filter(verb="clock.stopped") if e.facets["clock"] == "D3"]


def test_an_objection_is_late_on_the_sixth_working_day(district: District) -> None:
    with on(date(2026, 9, 30)):
        matter = petition().matter
        step(district.scope("xinfang"), matter, "forward", lead=district.office("roads"))
    with on(date(2026, 10, 14)), pytest.raises(Refused, match="2026-10-13"):
        ask(district.scope("roads"), matter.pk, "return", Plea("不是我们的"))


def test_an_extension_needs_the_head_of_the_unit_and_stays_within_thirty_days(
    district: District,
) -> None:
    roads = district.scope("roads")
    with on(date(2026, 8, 3)):
        matter = handled(district, petition(), date(2026, 8, 3))
        first = ask(roads, matter.pk, "extension", Plea("要重新测量", days=20))
        for name in ("head", "ducha", "xinfang", "roads"):
            with pytest.raises(Refused):
                decide(district.scope(name), first, Ruling(granted=True))
        decide(district.scope("leader"), first, Ruling(granted=True))
    assert days("D5") == (date(2026, 10, 22), date(2026, 10, 22))
    assert Notice.objects.filter(template="asker_petition_extended").count() == 1
    with on(date(2026, 8, 4)):
        more = ask(roads, matter.pk, "extension", Plea("还要鉴定", days=11))
        with pytest.raises(Refused, match="累计延期不得超过 30 天"):
            decide(district.scope("leader"), more, Ruling(granted=True))
    assert Request.objects.filter(outcome="granted").count() == 1
    with on(date(2026, 8, 4)), pytest.raises(Refused, match="延期 1 到 30 天"):
        ask(roads, matter.pk, "extension", Plea("太难", days=31))


def test_an_order_ends_on_the_day_it_names(district: District) -> None:
    with on(date(2026, 8, 3)):
        matter = petition().matter
        more = {"due_on": date(2026, 8, 16)}
        step(district.scope("xinfang"), matter, "assign", lead=district.office("roads"), more=more)
        assert days("order") == (date(2026, 8, 16), date(2026, 8, 16))
    with on(date(2026, 8, 17), hour=9):
        tick()
        step(district.scope("roads"), matter, "report_done", note="办结报告")
    assert stopped("order")["late"] == 1


def test_review_is_counted_from_service_and_shifted_for_the_petitioner(
    district: District,
) -> None:
    with on(date(2026, 9, 1)):
        matter = handled(district, petition(), date(2026, 9, 1))
        assert window(matter) is None
        opinion(district, matter, date(2026, 9, 1))
        right = window(matter)
    assert right is not None
    found = (right.due.due.astimezone(CHINA).date(), right.due.shifted.astimezone(CHINA).date())
    assert found == (date(2026, 10, 1), date(2026, 10, 8))
    with on(date(2026, 10, 8)):
        step(asker_of(matter), matter, "ask_review", reason="不服")
    assert days("D7a") == (date(2026, 11, 7), date(2026, 11, 9))
    assert Matter.objects.get().state == "review"


def asker_of(matter: Matter) -> Scope:
    """Whoever holds its slip."""
    return bearer(matter.receipt)


def test_who_gave_the_opinion_does_not_review_it(district: District) -> None:
    with on(date(2026, 8, 3)):
        matter = handled(district, petition(), date(2026, 8, 3))
        opinion(district, matter, date(2026, 8, 3))
        step(asker_of(matter), matter, "ask_review", reason="不服")
        more = {"organ": district.office("roads")}
        with pytest.raises(Refused) as refused:
            step(district.scope("xinfang"), matter, "send_review", more=more)
        assert "organ" in refused.value.fields
        more = {"organ": district.office("council")}
        step(district.scope("xinfang"), matter, "send_review", more=more)
        with pytest.raises(Refused):
            step(district.scope("roads"), matter, "issue_review", more=OPINION)


def test_a_hearing_stops_the_clock_of_re_review_and_no_other(district: District) -> None:
    office, council, city = (district.scope(n) for n in ("xinfang", "council", "city"))
    words = {k: v for k, v in OPINION.items() if k != "result"}
    with on(date(2026, 8, 3)):
        matter = handled(district, petition(), date(2026, 8, 3))
        opinion(district, matter, date(2026, 8, 3))
        step(asker_of(matter), matter, "ask_review", reason="不服")
        step(office, matter, "send_review", more={"organ": district.office("council")})
        step(council, matter, "issue_review", more={**words, "reviewed": "maintain"})
        served = {"served_on": date(2026, 8, 3), "served_by": "post"}
        step(council, matter, "serve", more=served)
        step(asker_of(matter), matter, "ask_re_review", reason="不服")
        step(office, matter, "send_review", more={"organ": district.office("city")})
    assert days("D8a")[0] == date(2026, 9, 2)
    with on(date(2026, 8, 10)):
        step(city, matter, "hold_hearing", note="听证")
        assert Deadline.objects.get(clock="D8a").next_at is None
    with on(date(2026, 8, 20)):
        step(city, matter, "end_hearing", note="听证笔录")
    assert days("D8a") == (date(2026, 9, 12), date(2026, 9, 14))
    with on(date(2026, 8, 21)):
        step(city, matter, "issue_re_review", more={**words, "re_reviewed": "maintain"})
    assert Matter.objects.get().state == "terminated"


def test_it_is_ended_for_no_review_only_after_the_shifted_day(district: District) -> None:
    office = district.scope("xinfang")
    with on(date(2026, 9, 1)):
        matter = handled(district, petition(), date(2026, 9, 1))
        step(district.scope("roads"), matter, "issue", more=OPINION)
        with pytest.raises(Refused, match="还没有记录送达日期"):
            step(office, matter, "terminate", note="逾期", more={"termination": "no_review"})
        more = {"served_on": date(2026, 9, 1), "served_by": "post"}
        step(district.scope("roads"), matter, "serve", more=more)
    with on(date(2026, 10, 8)), pytest.raises(Refused, match="2026-10-08"):
        step(office, matter, "terminate", note="逾期", more={"termination": "no_review"})
    with on(date(2026, 10, 9)):
        tick()
        matter.refresh_from_db()
        assert matter.state == "opinion_issued"
        step(office, matter, "terminate", note="逾期", more={"termination": "no_review"})
    assert Matter.objects.get().state == "terminated"


def test_the_reasons_to_end_are_the_lists_of_the_rules_in_force(district: District) -> None:
    with on(date(2026, 9, 1)):
        matter = handled(district, petition(), date(2026, 9, 1))
        with pytest.raises(Refused) as refused:
            step(
                district.scope("xinfang"), matter, "terminate", note="x", more={"termination": "?"}
            )
    assert "termination" in refused.value.fields


def test_what_may_shake_the_public_is_reported_within_minutes(district: District) -> None:
    with on(date(2026, 8, 3), hour=3):
        raised = at_counter(district, payload={"grave": True})
        row = Deadline.objects.get(clock="report")
        assert row.due_at - row.started_at == timedelta(minutes=30)
        assert raised.matter.urgency == "emergency"
    with on(date(2026, 8, 3), hour=4):
        tick()
        more = {"alerted": "government"}
        step(district.scope("xinfang"), raised.matter, "alert", note="已报告", more=more)
    assert stopped("report")["late"] == 1


def test_a_revoked_opinion_may_be_assigned_anew_and_a_kept_one_not(district: District) -> None:
    office, council = district.scope("xinfang"), district.scope("council")
    words = {k: v for k, v in OPINION.items() if k != "result"}
    for result, works in (("maintain", False), ("revoke", True)):
        with on(date(2026, 8, 3)):
            matter = handled(district, petition(), date(2026, 8, 3))
            opinion(district, matter, date(2026, 8, 3))
            step(asker_of(matter), matter, "ask_review", reason="不服")
            step(office, matter, "send_review", more={"organ": district.office("council")})
            step(council, matter, "issue_review", more={**words, "reviewed": result})
            if works:
                step(office, matter, "forward", lead=district.office("roads"))
            else:
                with pytest.raises(Refused, match="没有撤销"):
                    step(office, matter, "forward", lead=district.office("roads"))


def test_several_departments_lead_and_assist(district: District) -> None:
    office, roads, water = (district.scope(n) for n in ("xinfang", "roads", "water"))
    with on(date(2026, 8, 3)):
        matter = petition().matter
        lead, assist = district.office("roads"), district.office("water")
        step(office, matter, "forward", lead=lead, assists=(assist,))
        more = {"branch": "ordinary", "accepted_on": date(2026, 8, 3)}
        step(roads, matter, "take_up", more=more)
        step(water, matter, "contribute", note="供水记录已核")
        with pytest.raises(Refused):
            step(water, matter, "contribute", note="又来")
        with pytest.raises(Refused):
            step(water, matter, "issue", more=OPINION)
        step(roads, matter, "issue", more=OPINION)
    assert Matter.objects.get().state == "opinion_issued"


def test_a_suggestion_is_answered_once(district: District) -> None:
    office = district.scope("xinfang")
    matter = petition().matter
    more = {"about": "policy", "addressee": district.office("roads")}
    step(office, matter, "suggest", note="补偿标准应当公示", more=more)
    step(office, matter, "adopt", note="已发文", more={"of": "policy", "adopted": "adopted"})
    with pytest.raises(Refused):
        step(office, matter, "adopt", note="x", more={"of": "policy", "adopted": "adopted"})
    with pytest.raises(Refused):
        step(office, matter, "adopt", note="x", more={"of": "improve", "adopted": "partly"})


def test_the_petitioner_is_told_where_it_went_but_nothing_that_stays_inside(
    district: District,
) -> None:
    with on(date(2026, 8, 3)):
        raised = petition()
        matter = handled(district, raised, date(2026, 8, 3))
        step(district.scope("roads"), matter, "hear", note="赵甲说漏了两分地")
        more = {"about": "policy", "addressee": district.office("roads")}
        step(district.scope("xinfang"), matter, "suggest", note="内部建议", more=more)
        told = story(detail(asker(raised), matter.receipt), matter.receipt)
    said = [h.what for h in told.happenings]
    assert "转送" in said
    assert "受理并告知" in said
    assert not {"提出建议", "记录听取陈述和调查"} & set(said)
    assert Notice.objects.filter(template="asker_petition_routed").exists()
