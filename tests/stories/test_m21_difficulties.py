"""M21 and M37, the problems found on visits, told through the pages of those who solve them.

"到企业联系点指导工作12次,解决问题20个"; "帮助解决实际困难219件(次)"
"""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.cast import District, add_account
from tests.desk import desk, html, one, steps, submit
from tests.visits_cast import found_visits
from zhuchao.access.models import Identity
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Matter

MONDAY = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ENTER = "/desk/enter/?kind=difficulty"
SECRET = "王秀英家三个月没领到工伤待遇，住春风里3栋201"


@pytest.fixture
def district(db: None) -> District:
    """The district with those who visit."""
    return found_visits()


def noted(
    district: District, who: str = "guide", found_on: str = "guidance", division: str = "C11"
) -> Matter:
    """A difficulty, as somebody writes it down after a visit."""
    client = desk(district, who)
    key = html(client.get(ENTER)).split('name="intake_key" value="')[1].split('"')[0]
    said = {
        "intake_key": key,
        "kind": "difficulty",
        "text": SECRET,
        "summary": "一位骑手的工伤待遇没有落实",
        "division": division,
        "found_on": found_on,
        "whose": "worker",
        "name": "王秀英",
        "phone": "13812345678",
        "home": "春风里3栋201",
    }
    answer = client.post(ENTER, said)
    assert answer.status_code == 302, html(answer, answer.status_code)
    return Matter.objects.get(intake_key=key)


def state(matter: Matter) -> str:
    """Its state now."""
    return Matter.objects.get(pk=matter.pk).state


def test_a_problem_found_by_an_instructor_is_solved_and_confirmed(district: District) -> None:
    matter = noted(district)
    worker = desk(district, "worker")
    assert steps(one(worker, matter))[0] == "dispatch"
    html(submit(worker, matter, "step/dispatch"))
    labour = desk(district, "labour")
    html(submit(labour, matter, "step/sign"))
    html(submit(labour, matter, "step/answer", note="工伤待遇已补发", evidence="note"))
    assert state(matter) == "solved"
    guide = desk(district, "guide")
    html(submit(guide, matter, "step/reopen", reason="只补发了一个月"))
    html(submit(labour, matter, "step/answer", note="三个月都补发了", evidence="note"))
    html(submit(guide, matter, "step/confirm_word", heard="phone"))
    assert state(matter) == "confirmed"
    solved = Entry.objects.get(verb="difficulty.solved")
    assert (solved.quantity, solved.unit) == (Decimal(1), "件(次)")
    assert solved.facets["found_on"] == "guidance"


def test_thirty_days_run_from_the_day_it_is_handed_to_an_office(district: District) -> None:
    with at(MONDAY):
        matter = noted(district, found_on="check_in")
    with at(MONDAY + timedelta(days=1)):
        html(submit(desk(district, "worker"), matter, "step/dispatch"))
    due = Deadline.objects.get(matter=matter, clock="answer").due_at
    assert due.astimezone(MONDAY.tzinfo).date() == (MONDAY + timedelta(days=31)).date()


def test_what_cannot_be_solved_is_explained_face_to_face(district: District) -> None:
    matter = noted(district, found_on="pairing")
    worker = desk(district, "worker")
    blank = html(submit(worker, matter, "step/explain", heard="visit"), 422)
    assert "必填" in blank or "请写明理由" in blank
    html(submit(worker, matter, "step/explain", reason="政策上还没有这一项", heard="visit"))
    assert state(matter) == "explained"
    assert not Entry.objects.filter(verb="difficulty.solved").exists()


def test_whose_difficulty_it_is_stays_hidden(district: District) -> None:
    matter = noted(district)
    assert "王秀英" not in matter.title + matter.text
    html(submit(desk(district, "worker"), matter, "step/dispatch"))
    for who in ("worker", "labour", "guide"):
        page = one(desk(district, who), matter)
        assert "一位骑手的工伤待遇没有落实" in page
        assert not [w for w in ("王秀英", "13812345678", "3栋201") if w in page], who
    for who in ("other_worker", "inspector", "roads", "cook"):
        client = desk(district, who)
        assert client.get(f"/desk/matters/{matter.receipt}/").status_code == 404, who
        assert matter.receipt not in html(client.get("/desk/matters/")), who
    kept = Entry.objects.filter(subject_kind="difficulty")
    assert not [e for e in kept if "王秀英" in str(e.facets) + e.words]
    assert Identity.objects.get().name_mask == "王*"


def test_a_posted_instructor_raises_it_and_the_unit_learns_nothing(district: District) -> None:
    """He keeps the slip; neither he nor the unit he is posted to reads the sealed file by it."""
    district.accounts["posted"] = add_account(district, "posted", "instructor", "noodles")
    district.accounts["party"] = add_account(district, "party", "party_desk", "S1")
    for name in ("posted", "party"):
        matter = noted(district, name)
        assert matter.receipt in html(
            desk(district, name).get(f"/desk/matters/{matter.receipt}/slip/")
        )
        for who in (name, "cook"):
            client = desk(district, who)
            assert client.get(f"/desk/matters/{matter.receipt}/").status_code == 404, who
        assert "一位骑手的工伤待遇没有落实" in one(desk(district, "worker"), matter)
        matter.delete()


def test_an_instructor_raises_nothing_where_he_is_not_posted(district: District) -> None:
    district.accounts["posted"] = add_account(district, "posted", "instructor", "noodles")
    with pytest.raises(AssertionError, match="您没有在这里发起"):
        noted(district, "posted", division="C12")


def test_the_original_is_opened_for_a_purpose_and_told(district: District) -> None:
    matter = noted(district)
    html(submit(desk(district, "worker"), matter, "step/dispatch"))
    labour = desk(district, "labour")
    assert "3栋201" in html(submit(labour, matter, "original", purpose="上门核实"))
    opened = Entry.objects.get(verb="statement.opened")
    assert opened.who == district.accounts["labour"].pseudonym
    assert opened.words == "上门核实"
    assert "3栋201" not in one(labour, matter)
    refused = html(submit(labour, matter, "original", purpose=""), 422)
    assert "3栋201" not in refused
