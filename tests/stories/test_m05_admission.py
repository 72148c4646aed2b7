"""M05, told through the pages of a branch's secretary and the party desk.

"发展党员名额倾斜: yearly quota by group and by organisation (platform companies), applicants among
platform heads and riders, the 5 stages and 25 steps with earliest and latest dates, blocking
reason, evidence"
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import District
from tests.desk import desk, html, one, steps, submit
from tests.party_cast import (
    BALLOT,
    NAME,
    NEEDED,
    SECRETS,
    apply_to_join,
    done,
    found_party,
)
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry, Span
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.kinds.admission.figures import activists, admitted
from zhuchao.matters.kinds.admission.quota import change, plan, year_of
from zhuchao.matters.kinds.admission.records import current, standings
from zhuchao.matters.models import Deadline, Matter
from zhuchao.registry.models import Tie
from zhuchao.rules.flows.admission import COMMITTEE

APPLIED = date(2026, 6, 1)


def noon(day: date) -> datetime:
    """Noon of a day, in the district's zone."""
    return datetime.combine(day, time(4), UTC)


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its party organisations and a platform."""
    return found_party()


def walk(district: District, matter: Matter, last: str, *, pause: int = 0) -> Matter:
    """Every step up to `last`, each `pause` days after its earliest, by whom it belongs to."""
    while True:
        fresh = Matter.objects.get(pk=matter.pk)
        following = current(standings(fresh))
        assert following
        name = following.step.name
        day = (following.earliest or APPLIED) + timedelta(days=pause)
        more: dict[str, Any] = {}
        if following.step.notice:
            more = {"notice_from": day - timedelta(days=20), "notice_to": day - timedelta(days=1)}
        who = "party" if name in COMMITTEE else "plain"
        with at(noon(day)):
            matter = done(district.scope(who), fresh, name, day, **more)
        if name == last:
            return matter


def test_an_application_is_taken_down_and_the_talk_is_due_within_a_month(
    district: District,
) -> None:
    with at(noon(APPLIED)):
        client = desk(district, "plain")
        said = {
            "name": NAME,
            "phone": "",
            "branch": district.office("plain"),
            "group": "riders",
            "unit": district.office("platform"),
            "done_on": "2026-06-01",
            "adult": "on",
        }
        page = html(client.post("/desk/admissions/new/", said, follow=True))
        assert "二十五步" in page
        assert "最晚" in page
        matter = Matter.objects.get(kind="admission")
        assert steps(page) == ["talk", "stop"]
        due = Deadline.objects.get(matter=matter, stopped_at=None)
        assert due.due_at == datetime(2026, 7, 1, 15, 59, 59, tzinfo=UTC)
        board = html(client.get("/desk/admissions/"))
    assert "欧*" in board
    assert [s for s in SECRETS if s in page + board] == []


def test_the_whole_way_from_the_application_to_the_archive(district: District) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED, unit="platform")
    matter = walk(district, matter, "approve")
    tie = Tie.objects.get(kind="member")
    votes = {s.step.name: s.done for s in standings(matter) if s.done}
    assert tie.terms == {"stage": "probationary", "matter": matter.pk}
    assert votes["vote"] is not None
    assert tie.valid_from == votes["vote"].day
    matter = walk(district, matter, "archive")
    assert matter.state == "admitted"
    assert matter.closed_at
    ties = Tie.objects.filter(kind="member").order_by("pk")
    assert [one.terms["stage"] for one in ties] == ["probationary", "formal"]
    assert ties.filter(valid_to=None).count() == 1
    client, record = desk(district, "party"), f"/desk/people/{tie.who_person_id}/"
    page = html(client.post(f"{record}open/", {"open-purpose": "核对入党时间"}))
    link = f"/desk/matters/number/{matter.pk}/"
    assert f'href="{link}"' in page
    assert client.get(link).headers["Location"] == f"/desk/matters/{matter.receipt}/"
    assert desk(district, "boss").get(link).status_code == 404


def test_the_page_refuses_what_is_too_early_and_says_from_when(district: District) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    matter = walk(district, matter, "observe")
    with at(noon(date(2026, 8, 10))):
        client = desk(district, "plain")
        said = {
            "done_on": "2026-08-10",
            "outcome": "passed",
            "notice_from": "2026-08-03",
            "notice_to": "2026-08-07",
            "evidence": "note",
        }
        page = html(submit(client, matter, "step/candidate", **said), 422)
        assert "最早 2027-06-01" in page
        board = html(client.get("/desk/admissions/"))
    assert "还没到最早日期" in board
    assert "2027" in board


def test_a_public_notice_of_four_working_days_is_too_short(district: District) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    matter = walk(district, matter, "observe")
    day = date(2027, 6, 7)
    with at(noon(day)), pytest.raises(Refused, match="公示不足"):
        done(
            district.scope("plain"),
            matter,
            "candidate",
            day,
            notice_from=date(2027, 6, 1),
            notice_to=date(2027, 6, 4),
        )


def test_who_decides_is_people_and_a_ballot_that_does_not_fit_is_pointed_out(
    district: District,
) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    matter = walk(district, matter, "form")
    following = current(standings(Matter.objects.get(pk=matter.pk)))
    assert following
    assert following.earliest
    with at(noon(following.earliest)):
        few = {**BALLOT, "yes": 4}
        done(district.scope("plain"), matter, "vote", following.earliest, **few)
        page = one(desk(district, "party"), matter)
    assert "过半数要 5 票" in page
    assert "票数和记录的结果不一致" in page


def test_a_no_stops_the_way_until_it_is_decided_anew_or_ended(district: District) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    matter = walk(district, matter, "sponsors")
    day = date(2028, 1, 10)
    with at(noon(day)):
        matter = done(district.scope("plain"), matter, "review", day, outcome="failed")
        client = desk(district, "plain")
        assert steps(one(client, matter))[0] == "review"
        assert "没有通过，等人决定" in html(client.get("/desk/admissions/"))
        with pytest.raises(Refused, match="先办“政治审查”"):
            done(district.scope("plain"), matter, "train", day)
        ended = {"done_on": "2028-01-10", "stopped_for": "review"}
        html(submit(client, matter, "step/stop", **ended))
    matter.refresh_from_db()
    assert matter.state == "ended"
    assert activists(district.scope("party"), day).total == 0


def test_probation_is_prolonged_once_by_half_a_year_to_a_year(district: District) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    matter = walk(district, matter, "ask_full")
    scope, day = district.scope("plain"), date(2029, 1, 15)
    with at(noon(day)):
        for months in (5, 13):
            with pytest.raises(Refused, match="延长 6 到 12 个月"):
                done(scope, matter, "extend", day, months=months)
        before = current(standings(Matter.objects.get(pk=matter.pk)))
        matter = done(scope, matter, "extend", day, months=6)
        after = current(standings(Matter.objects.get(pk=matter.pk)))
        with pytest.raises(Refused, match="只能延长一次"):
            done(scope, matter, "extend", day, months=6)
    assert before
    assert after
    assert before.earliest
    assert after.earliest
    assert (after.earliest - before.earliest).days > 180


def test_a_wrong_record_is_taken_back_and_the_journal_keeps_that_it_was(
    district: District,
) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    matter = walk(district, matter, "activist")
    day = date(2026, 6, 1)
    scope = district.scope("party")
    assert activists(scope, day).total == 1
    with at(noon(day)):
        assert "take_back" not in steps(one(desk(district, "plain"), matter))
        html(submit(desk(district, "party"), matter, "step/take_back"))
    matter.refresh_from_db()
    assert matter.state == "apply"
    assert activists(scope, day).total == 0
    told = Entry.objects.get(verb="admission.undone")
    assert told.facets["step"] == "activist"


def test_places_are_planned_and_their_use_is_counted(district: District) -> None:
    """A quota by group with its tilt, one for a platform; who is admitted takes a place."""
    page = desk(district, "party")
    rows = (("", 10, 4), (str(district.office("platform")), 3, 3))
    for organisation, places, tilt in rows:
        said = {
            "year": 2027,
            "division": "D",
            "group": "riders",
            "organisation": organisation,
            "places": places,
            "tilt": tilt,
        }
        html(page.post("/desk/admissions/quota/?year=2027", said, follow=True))
    refused = page.post("/desk/admissions/quota/?year=2027", said)
    assert refused.status_code == 422
    assert "已经写过" in refused.content.decode()
    with at(noon(APPLIED)):
        first = apply_to_join(district, APPLIED, unit="platform")
        second = apply_to_join(district, APPLIED)
    walk(district, first, "approve")
    walk(district, second, "observe")
    found = year_of(district.scope("party"), 2027)
    assert [(r.organisation, r.places, r.used, r.left) for r in found.rows] == [
        ("", 10, 1, 9),
        ("飞燕平台（虚构）", 3, 1, 2),
    ]
    assert (found.places, found.tilt, found.used, found.platform_per_cent) == (10, 4, 1, 100)
    shown = html(page.get("/desk/admissions/quota/?year=2027"))
    assert "占 100%" in shown
    row = found.rows[0]
    change(district.scope("party"), row.id, places=12, tilt=4, version=row.version)
    with pytest.raises(Refused, match="刚被他人改过"):
        change(district.scope("party"), row.id, places=13, tilt=4, version=row.version)
    with pytest.raises(Refused, match="只有党建岗"):
        change(district.scope("plain"), row.id, places=1, tilt=0, version=2)
    with pytest.raises(Refused, match="倾斜的名额"):
        change(district.scope("party"), row.id, places=1, tilt=2, version=2)
    with pytest.raises(Refused):
        plan(
            district.scope("party2"),
            year=2027,
            division="D",
            group="teachers",
            organisation=None,
            places=1,
            tilt=0,
        )


def test_activists_are_a_stock_on_a_day_and_members_a_flow_in_a_stated_period(
    district: District,
) -> None:
    """A-23, A-24, C-05."""
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    walk(district, matter, "file_member")
    scope = district.scope("party")
    begun = Span.objects.get(verb="admission.activist")
    assert begun.valid_from
    assert begun.valid_to
    before, after = begun.valid_from - timedelta(days=1), begun.valid_to + timedelta(days=1)
    days = (before, begun.valid_from, begun.valid_to, after)
    assert [activists(scope, day).total for day in days] == [0, 1, 1, 0]
    approved = Span.objects.get(verb="admission.probationary").valid_from
    assert approved
    year = (date(approved.year, 1, 1), date(approved.year, 12, 31))
    assert admitted(scope, *year).groups[0][1:] == (1, 100)
    assert admitted(scope, *(date(approved.year - 1, d.month, d.day) for d in year)).total == 0
    assert admitted(district.scope("plain"), *year).total == 1
    for who in ("boss", "intake", "supervisor", "secretary", "party2"):
        assert admitted(district.scope(who), *year).total == 0


def test_the_board_asks_the_database_the_same_however_many_there_are(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with at(noon(APPLIED)):
        apply_to_join(district, APPLIED)
        client = desk(district, "party")
        html(client.get("/desk/admissions/"))
        with django_assert_num_queries(QUERIES):
            html(client.get("/desk/admissions/"))
        for _ in range(4):
            walk(district, apply_to_join(district, APPLIED), "contacts")
        with django_assert_num_queries(QUERIES):
            page = html(client.get("/desk/admissions/"))
    assert page.count('class="sheet"><p><a href="/desk/matters/') == 5


QUERIES = 10


def test_the_second_of_two_who_record_a_step_is_told(district: District) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
        said = Answers(more={"done_on": APPLIED, **NEEDED.get("talk", {})})
        seen = matter.version
        take_step(district.scope("plain"), matter.pk, "talk", said, version=seen)
        with pytest.raises(Refused) as refused:
            take_step(district.scope("party"), matter.pk, "talk", said, version=seen)
    assert refused.value.code == "stale"


def test_a_secretary_takes_down_applications_for_his_own_branch_alone(district: District) -> None:
    with at(noon(APPLIED)), pytest.raises(Refused, match="只有这个支部的书记"):
        apply_to_join(district, APPLIED, who="secretary")
    page = html(desk(district, "secretary").get("/desk/admissions/new/"))
    assert re.findall(r'<option value="(\d+)"[^>]*>春风网点党支部', page) == []


def test_who_applied_before_the_rules_changed_goes_by_those_of_his_day(
    district: District,
) -> None:
    with at(noon(APPLIED)):
        client = desk(district, "plain")
        said = {
            "name": NAME,
            "branch": district.office("plain"),
            "group": "riders",
            "done_on": "2026-03-02",
            "adult": "on",
        }
        html(client.post("/desk/admissions/new/", said, follow=True))
        late = client.post("/desk/admissions/new/", {**said, "done_on": "2026-06-02"})
    assert "这一天还没有到" in html(late, 422)
    matter = Matter.objects.get(kind="admission")
    assert matter.rules_version == "2014-05-28"
    assert all(not s.step.notice for s in standings(matter))


def test_steps_of_the_higher_committee_are_not_the_branchs(district: District) -> None:
    with at(noon(APPLIED)):
        matter = apply_to_join(district, APPLIED)
    matter = walk(district, matter, "activist")
    with at(noon(APPLIED)):
        assert "file_activist" not in steps(one(desk(district, "plain"), matter))
        with pytest.raises(Refused) as refused:
            done(district.scope("plain"), matter, "file_activist", APPLIED)
    assert refused.value.code == "forbidden"
