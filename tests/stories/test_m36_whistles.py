"""M36, told through the pages of the street, the departments it calls, and the desk between them.

"镇办吹哨、部门报到: a town whistles, departments report in, on site, solved, both sides rate"
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.cast import District, appeal
from tests.desk import desk, html, one, steps, submit
from tests.whistle_cast import found_street, part
from zhuchao.access.models import Notice
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Matter
from zhuchao.matters.tick import tick

MONDAY = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ENTER = "/desk/enter/?kind=whistle"


@pytest.fixture
def district(db: None) -> District:
    """The district with its whistling streets."""
    return found_street()


def blown(district: District, who: str = "whistler", why: str = "demands") -> Matter:
    """A whistle, as the street writes it down."""
    client = desk(district, who)
    page = html(client.get(ENTER))
    key = page.split('name="intake_key" value="')[1].split('"')[0]
    said = {
        "intake_key": key,
        "kind": "whistle",
        "text": "春风社区消防通道长期被占，请城管和消防一起到场",
        "division": "C11",
        "category": "blocked",
        "why": why,
    }
    client.post(ENTER, said)
    return Matter.objects.get(kind="whistle", intake_key=key)


def sent(district: District, **said: str) -> Matter:
    """A whistle that was verified and sent to the departments of the duty list."""
    matter = blown(district, **said)
    clerk = desk(district, "dispatcher")
    html(submit(clerk, matter, "step/verify"))
    html(submit(clerk, matter, "step/dispatch"))
    return matter


def state(matter: Matter) -> str:
    """Its state now."""
    return Matter.objects.get(pk=matter.pk).state


def test_a_street_whistles_departments_come_and_both_sides_rate(district: District) -> None:
    matter = sent(district)
    roads, fire = desk(district, "roads"), desk(district, "fire")
    assert steps(one(roads, matter)) == ["report_in", "arrive"]
    html(submit(roads, matter, "step/report_in"))
    assert state(matter) == "dispatched"
    html(submit(fire, matter, "step/arrive"))
    assert state(matter) == "reported_in", "who went straight there has reported in too"
    html(submit(roads, matter, "step/arrive"))
    assert state(matter) == "on_site"
    html(submit(roads, matter, "step/resolve", note="已清走占道车辆", evidence="note"))
    assert state(matter) == "on_site"
    html(submit(fire, matter, "step/resolve", note="已恢复通道标线", evidence="note"))
    assert state(matter) == "resolved"

    street = desk(district, "whistler")
    offices = {name: district.office(name) for name in ("roads", "fire")}
    said = {"office": offices["roads"], "arrival": "late", "solved": "yes"}
    html(submit(street, matter, "step/rate_office", **said))
    early = html(submit(street, matter, "step/accept_result"), 422)
    assert "还没有评价：区消防救援大队" in early
    said = {"office": offices["fire"], "arrival": "on_time", "solved": "yes"}
    html(submit(street, matter, "step/rate_office", **said))
    again = html(submit(street, matter, "step/rate_office", **said), 409)
    assert "已经评价过了" in again
    html(submit(street, matter, "step/accept_result"))
    html(submit(roads, matter, "step/rate_back", justified="yes"))
    assert state(matter) == "rated"
    html(submit(fire, matter, "step/rate_back", justified="partly"))
    assert state(matter) == "mutually_rated"

    page = one(street, matter)
    assert "到场情况：迟到" in page
    assert "该不该吹这一哨：街道自己能办一部分" in page
    rated = Entry.objects.filter(verb="matter.rate_office").order_by("pk")
    assert [(e.facets["office"], e.facets["arrival"]) for e in rated] == [
        (offices["roads"], "late"),
        (offices["fire"], "on_time"),
    ]


def test_only_a_street_whistles_and_only_at_home(district: District) -> None:
    assert "吹哨" in html(desk(district, "whistler").get("/desk/enter/"))
    assert 'href="?kind=whistle"' not in html(desk(district, "roads").get("/desk/enter/"))
    client = desk(district, "neighbour")
    key = html(client.get(ENTER)).split('name="intake_key" value="')[1].split('"')[0]
    said = {"intake_key": key, "kind": "whistle", "text": "别的街道", "division": "C11"}
    page = html(client.post(ENTER, {**said, "why": "key_work"}), 403)
    assert "您没有在这里发起“吹哨”的权限" in page
    assert not Matter.objects.filter(kind="whistle").exists()
    assert Client().get(ENTER).status_code == 302


def test_the_desk_sends_back_what_is_no_whistle(district: District) -> None:
    matter = blown(district)
    clerk = desk(district, "dispatcher")
    page = html(submit(clerk, matter, "step/send_back", reason="街道自己可以办"))
    assert state(matter) == "sent_back"
    assert "街道自己可以办" in page
    assert "街道自己可以办" in one(desk(district, "whistler"), matter)


def test_each_department_is_late_by_its_own_clock(district: District) -> None:
    with at(MONDAY):
        matter = sent(district, why="emergency")
        assert set(
            Deadline.objects.filter(matter=matter, clock="report_in").values_list(
                "due_at", flat=True
            )
        ) == {MONDAY + timedelta(minutes=30)}
    with at(MONDAY + timedelta(minutes=10)):
        html(submit(desk(district, "roads"), matter, "step/report_in"))
    Notice.objects.all().delete()
    with at(MONDAY + timedelta(minutes=31)):
        assert tick() == 1
    lapsed = Entry.objects.get(verb="clock.lapsed")
    assert lapsed.facets["clock"] == "report_in"
    told = {n.account.username for n in Notice.objects.filter(template="overdue") if n.account}
    assert told == {"fire"}
    with at(MONDAY + timedelta(minutes=40)):
        html(submit(desk(district, "fire"), matter, "step/report_in"))
    stopped = Entry.objects.filter(verb="clock.stopped").order_by("pk")
    parts = [e.facets["late"] for e in stopped if e.facets["clock"] == "report_in"]
    assert parts == [0, 1]
    assert part(matter, district.office("fire")) == "signed"


def test_the_board_shows_who_has_come_and_how_often_a_street_whistles(
    district: District,
) -> None:
    with at(MONDAY):
        matter = sent(district, why="emergency")
        for _ in range(4):
            appeal()
        html(submit(desk(district, "roads"), matter, "step/report_in"))
    with at(MONDAY + timedelta(minutes=10)):
        page = html(desk(district, "dispatcher").get("/desk/whistles/"))
        mine = html(desk(district, "fire").get("/desk/whistles/"))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "吹响 10 分钟" in text
    assert "区城管局 已报到" in text
    assert "区消防救援大队 待报到" in text
    assert re.search(r"柳林街道 1 4 25\.0", text)
    assert re.search(r"石桥街道 0 0 —", text)
    assert "吹响 10 分钟" in mine
    assert "每百件诉求吹哨" not in mine
    assert 'href="/desk/whistles/" aria-current="page"' in mine
    file = re.sub(r"<[^>]+>", "", one(desk(district, "fire"), matter))
    assert "区城管局（已报到）" in file
    assert "区消防救援大队（待报到）" in file
    assert desk(district, "auditor").get("/desk/whistles/").status_code == 403


def test_what_is_not_solved_is_whistled_again(district: District) -> None:
    matter = sent(district)
    for who in ("roads", "fire"):
        html(submit(desk(district, who), matter, "step/arrive"))
    for who in ("roads", "fire"):
        html(submit(desk(district, who), matter, "step/resolve", note="办了", evidence="note"))
    street = desk(district, "whistler")
    html(submit(street, matter, "step/reopen", reason="车又停回来了"))
    assert state(matter) == "dispatched"
    assert part(matter, district.office("roads")) == "open"
    running = Deadline.objects.filter(matter=matter, clock="report_in", stopped_at=None)
    assert running.count() == 2


def test_silence_ends_it_without_a_rating(district: District) -> None:
    with at(MONDAY):
        matter = sent(district)
        for who in ("roads", "fire"):
            html(submit(desk(district, who), matter, "step/arrive"))
        for who in ("roads", "fire"):
            html(submit(desk(district, who), matter, "step/resolve", note="办了", evidence="note"))
    with at(MONDAY + timedelta(days=9)):
        tick()
    assert state(matter) == "lapsed"
