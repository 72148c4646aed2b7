"""M40, told through the driver's page and the desks along the chain.

"诉求直通车: 司机→党员司机→流动党支部→行业党委: an appeal climbs a chain of holders, each hop with
its own deadline, the driver sees each hop"
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import LIST, desk, html, one, steps, submit
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter
from zhuchao.matters.receipts import query_code
from zhuchao.matters.tick import tick

NAME = "13812345678"
SAID = {
    "text": "平台拖欠运费两个月",
    "address": "春风社区货场",
    "category": "freight",
    "division": "C11",
    "phone": NAME,
    "driver": "on",
}


@pytest.fixture
def raised(district: District) -> Matter:
    """A driver's appeal on the direct line, raised on his phone, his phone number left."""
    return driver_raises()


def driver_raises(**more: Any) -> Matter:
    """Fill the page of appeals and confirm what it guessed."""
    client = Client()
    key = re.search(r'name="intake_key" value="([^"]+)"', html(client.get("/appeal/")))
    assert key
    said = {**SAID, **more, "intake_key": key[1]}
    check = html(client.post("/appeal/", said))
    checked = re.search(r'name="checked" value="([^"]+)"', check)
    assert checked
    html(client.post("/appeal/", {**said, "checked": checked[1]}, follow=True))
    return Matter.objects.latest("pk")


def progress(matter: Matter) -> str:
    """What the driver reads, with the code of his slip."""
    return html(Client().get(f"/track/{matter.receipt}/?code={query_code(matter.receipt)}"))


def driver_does(matter: Matter, name: str) -> Any:
    """A step on the driver's own page."""
    matter.refresh_from_db()
    said = {"code": query_code(matter.receipt), "version": matter.version}
    return Client().post(f"/track/{matter.receipt}/{name}/", said, follow=True)


def hop(matter: Matter) -> str:
    """The station that has it now."""
    return matter.holdings.get(ended_at__isnull=True).hop


def test_the_member_driver_has_it_first_with_a_limit_of_his_own(
    district: District, raised: Matter
) -> None:
    page = one(desk(district, "driver"), raised)
    assert "党员司机 党员司机联络组" in page
    assert steps(page) == ["pass_on", "skip", "answer_at_once"]
    assert raised.deadlines.get().clock == "hop.member_driver"
    told = progress(raised)
    assert "党员司机" in told
    assert "流动党支部（如果这一站没有办成）" in told
    html(desk(district, "branch").get(f"{LIST}{raised.receipt}/"), 404)


def test_it_climbs_station_by_station_each_with_its_own_deadline(
    district: District, raised: Matter
) -> None:
    climbing = (
        ("driver", "已打电话给平台，答应三天内给说法", "floating_branch"),
        ("branch", "支部约谈了平台客服", "industry_committee"),
        ("committee", "行业党委建议由受理中心派单", ""),
    )
    for who, words, onward in climbing:
        html(submit(desk(district, who), raised, "step/pass_on", note=words))
        assert hop(raised) == onward
        running = raised.deadlines.get(stopped_at__isnull=True)
        assert running.clock == (f"hop.{onward}" if onward else "accept")
    assert raised.holdings.get(ended_at__isnull=True).role == "intake"
    told = progress(raised)
    for station in ("货运流动党支部", "货运行业党委", "区受理中心"):
        assert station in told
    assert "accept" in steps(one(desk(district, "intake"), raised))


def test_a_station_passes_nothing_on_without_saying_what_it_did(
    district: District, raised: Matter
) -> None:
    page = html(submit(desk(district, "driver"), raised, "step/pass_on", note=""), 422)
    assert 'id="id_pass_on_note_error"' in page
    assert hop(raised) == "member_driver"


def test_a_station_answers_at_once_and_the_driver_confirms(
    district: District, raised: Matter
) -> None:
    said = {"note": "平台今天已把运费打来", "evidence": "word"}
    html(submit(desk(district, "driver"), raised, "step/answer_at_once", **said))
    assert "平台今天已把运费打来" in progress(raised)
    raised.refresh_from_db()
    code = query_code(raised.receipt)
    rated = {"code": code, "version": raised.version, "resolved": "yes", "satisfied": "5"}
    html(Client().post(f"/track/{raised.receipt}/confirm/", rated, follow=True))
    raised.refresh_from_db()
    assert raised.state == "confirmed"


def test_the_driver_skips_a_station_while_it_climbs(district: District, raised: Matter) -> None:
    html(driver_does(raised, "skip"))
    assert hop(raised) == "floating_branch"
    html(driver_does(raised, "skip"))
    assert hop(raised) == "industry_committee"
    page = html(desk(district, "driver").get(LIST))
    assert raised.receipt in page, "a station still sees what it had"


def test_the_driver_skips_stations_before_he_sends_it(district: District) -> None:
    skipping = driver_raises(skip=["member_driver", "floating_branch"])
    assert hop(skipping) == "industry_committee"
    assert "pass_on" in steps(one(desk(district, "committee"), skipping))


def test_a_station_that_lets_its_time_run_out_loses_it_to_the_next(
    district: District, raised: Matter
) -> None:
    with at(now() + timedelta(hours=25)):
        assert tick() == 1
        assert tick() == 0
        assert hop(raised) == "floating_branch"
        assert "上转下一站" in progress(raised)
        assert "党员司机：超时" in one(desk(district, "branch"), raised)
        assert "pass_on" in steps(one(desk(district, "branch"), raised))


def test_who_the_driver_is_stays_hidden_from_every_station_unless_he_agrees(
    district: District, raised: Matter
) -> None:
    who = raised.participants.get().pk
    for name, onward in (("driver", True), ("branch", True), ("committee", False)):
        client = desk(district, name)
        page = one(client, raised)
        assert "138" not in page.split("<main")[1].split("诉求人</h2>")[1]
        assert "未同意公开" in page
        path = f"{LIST}{raised.receipt}/identity/{who}/"
        html(client.post(path, {"purpose": "想认识一下"}), 403)
        if onward:
            html(submit(client, raised, "step/pass_on", note="上转"))
    assert not Entry.objects.filter(verb="identity.opened").exists()
    code = query_code(raised.receipt)
    html(
        Client().post(
            f"/track/{raised.receipt}/sharing/", {"code": code, "share": "yes"}, follow=True
        )
    )
    committee = desk(district, "committee")
    assert "138****5678" in one(committee, raised)
    assert NAME in html(submit(committee, raised, f"identity/{who}", purpose="电话核实运单"))
    assert "138****5678" not in one(desk(district, "driver"), raised), "it left his hands"
