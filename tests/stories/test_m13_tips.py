"""M13, the sealed reports of food-safety supervisors, told through everybody's pages.

"食品安全义务监督员": report → inspect → rectify → answer; hidden from merchant and platform.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import desk, html, one, steps, submit
from tests.visits_cast import found_visits
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Matter, Participant

MONDAY = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SECRET = "示例面馆后厨有老鼠，我取餐时看见的"


@pytest.fixture
def district(db: None) -> District:
    """The district with those who inspect."""
    return found_visits()


def reported(**more: Any) -> tuple[Matter, str]:
    """A tip from anybody's phone, and where its progress is."""
    client = Client()
    said = {
        "text": SECRET,
        "merchant": "春风路8号 示例面馆",
        "eaten": "seen",
        "division": "C11",
        "checked": "yes",
        **more,
    }
    answer = client.post("/tip/", said)
    assert answer.status_code == 302, html(answer, answer.status_code)
    page = html(client.get(answer["Location"]))
    track = re.search(r'href="(/track/[^"]+)"', page)
    assert track
    return Matter.objects.get(kind="tip"), track[1].replace("&amp;", "&")


def state(matter: Matter) -> str:
    """Its state now."""
    return Matter.objects.get(pk=matter.pk).state


def test_a_tip_is_inspected_rectified_and_answered(district: District) -> None:
    with at(MONDAY):
        matter, track = reported()
        html(submit(desk(district, "food"), matter, "step/dispatch"))
        inspector = desk(district, "inspector")
        html(submit(inspector, matter, "step/sign"))
        said = {"inspected_on": "2026-11-16", "rectify_by": "2026-11-20"}
        told = {"note": "后厨有鼠迹，责令整改", "evidence": "note"}
        html(submit(inspector, matter, "step/inspect", **said, **told))
        due = Deadline.objects.get(matter=matter, clock="rectify").due_at
        assert due.astimezone(MONDAY.tzinfo).date().isoformat() == "2026-11-20"
    with at(MONDAY + timedelta(days=4)):
        inspector = desk(district, "inspector")
        html(submit(inspector, matter, "step/rectify", note="已封堵", evidence="note"))
        assert "责令整改" not in html(Client().get(track))
        said = {"note": "已查实并整改", "reward": "on"}
        html(submit(desk(district, "food"), matter, "step/answer_tip", **said))
        page = html(Client().get(track))
    assert state(matter) == "answered"
    assert "已查实并整改" in page
    assert "符合奖励条件" in page


def test_nobody_but_the_desk_and_the_inspector_sees_it(district: District) -> None:
    matter, _track = reported(phone="13812345678", name="赵四")
    html(submit(desk(district, "food"), matter, "step/dispatch"))
    for who in ("intake", "supervisor", "cook", "roads", "worker", "leader"):
        client = desk(district, who)
        assert client.get(f"/desk/matters/{matter.receipt}/").status_code == 404, who
        assert matter.receipt not in html(client.get("/desk/matters/")), who
    inspector = desk(district, "inspector")
    page = one(inspector, matter)
    hidden = ("老鼠", "春风路8号", "13812345678", "赵四", "赵*")
    assert not [word for word in hidden if word in page]
    page = html(submit(inspector, matter, "original", purpose="现场核查"))
    assert "老鼠" in page
    assert "春风路8号 示例面馆" in page
    assert "赵" not in page
    assert "/identity/" not in page
    assert "赵*" in one(desk(district, "food"), matter)


def test_a_merchant_that_is_an_office_here_is_barred_even_from_its_own_matter(
    district: District,
) -> None:
    matter, _track = reported()
    noodles = district.office("noodles")
    html(submit(desk(district, "food"), matter, "step/dispatch", lead=noodles))
    assert desk(district, "cook").get(f"/desk/matters/{matter.receipt}/").status_code == 200
    Participant.objects.create(
        matter=matter, role="barred", organisation_id=noodles, since=matter.raised_at
    )
    client = desk(district, "cook")
    assert client.get(f"/desk/matters/{matter.receipt}/").status_code == 404
    assert matter.receipt not in html(client.get("/desk/matters/"))


def test_what_is_not_so_is_answered_too(district: District) -> None:
    matter, track = reported()
    html(submit(desk(district, "food"), matter, "step/dispatch"))
    inspector = desk(district, "inspector")
    assert "unfounded" in steps(one(inspector, matter))
    html(submit(inspector, matter, "step/unfounded", note="查无鼠迹，已加密巡查"))
    assert state(matter) == "unfounded"
    assert "查无鼠迹" in html(Client().get(track))


def test_the_journal_knows_no_word_of_it(district: District) -> None:
    matter, _track = reported(phone="13812345678")
    told = Entry.objects.get(subject_kind="tip", subject_id=matter.pk)
    assert told.facets["eaten"] == "seen"
    assert "merchant" not in told.facets
    assert "面馆" not in str(told.facets) + told.words + matter.title + matter.text
    assert matter.payload == {"version": 1, "eaten": "seen"}


def test_what_is_stored_is_chinese_whoever_reports(district: District) -> None:
    said = {"text": SECRET, "merchant": "春风路8号", "eaten": "seen", "division": "C11"}
    client = Client(headers={"accept-language": "en"})
    client.post("/tip/", {**said, "checked": "yes"})
    assert Matter.objects.get(kind="tip").title == "食安举报"


def test_a_tip_says_which_shop(district: District) -> None:
    client = Client()
    said = {"text": SECRET, "eaten": "seen", "division": "C11", "checked": "yes"}
    page = html(client.post("/tip/", said), 422)
    assert "id_merchant_error" in page
    assert not Matter.objects.exists()
