"""M03, told through the pages of a member, the branch that seeks, and his home branch.

"组织找党员、党员找组织: an organisation posts whom it looks for; a member says who he is; matches
are proposed on keyed hashes, both confirm, the home branch is told, he joins a floating branch"
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import JOB, District
from tests.desk import desk, html, one, steps, submit
from tests.party_cast import HOME, NAME, PHONE, SECRETS, found_party, was_found
from zhuchao.access.models import Consent, Notice
from zhuchao.access.notices import words
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.reunion.figures import floating_branches, found_by_trade
from zhuchao.matters.kinds.reunion.matching import likely
from zhuchao.matters.models import Deadline, Matter
from zhuchao.matters.receipts import query_code
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import found_organisation

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CONSENT = "2026-11"
SAID = {"name": NAME, "phone": PHONE, "home": HOME, "trade": "freight", "division": "C11"}


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its party organisations."""
    return found_party()


def post_whom_it_seeks(district: District) -> None:
    """The secretary posts: freight drivers, the whole district."""
    said = {
        "organisation": district.office("freight"),
        "trade": "freight",
        "division": "D",
        "since": "2026-01-01",
    }
    page = html(desk(district, "secretary").post("/desk/reunion/", said, follow=True))
    assert "已发布" in page


def join(**changes: str) -> Any:
    """Answer on a phone: the post first, then consent on its own page, then five answers."""
    client = Client()
    board = html(client.get("/reunion/"))
    address = re.findall(r'href="(/reunion/join/\?post=\d+)"', board)[0]
    consent = html(client.get(address))
    post = re.findall(r'name="post" value="(\d+)"', consent)[0]
    form = html(client.post("/reunion/join/", {"post": post, "consent": CONSENT}))
    assert 'name="name"' in form
    return client.post(
        "/reunion/join/", {**SAID, "post": post, "consent": CONSENT, **changes}, follow=True
    )


def joined() -> Matter:
    """He did, and has a receipt."""
    slip = html(join())
    matter = Matter.objects.latest("pk")
    assert matter.receipt in slip
    return matter


def track(matter: Matter) -> str:
    """His page."""
    return html(Client().get(f"/track/{matter.receipt}/?code={query_code(matter.receipt)}"))


def act(matter: Matter, step: str) -> str:
    """He takes a step there."""
    code, version = query_code(matter.receipt), Matter.objects.get(pk=matter.pk).version
    said = {"code": code, "version": version}
    return html(Client().post(f"/track/{matter.receipt}/{step}/", said, follow=True))


def state(matter: Matter) -> str:
    """Where it stands."""
    return Matter.objects.get(pk=matter.pk).state


def told_home(district: District, matter: Matter) -> None:
    """Both confirm, and the home branch is told."""
    html(submit(desk(district, "secretary"), matter, "step/receive"))
    act(matter, "agree")
    home = {"home": district.office("home"), "told_by": "desk", "told_on": "2026-11-23"}
    html(submit(desk(district, "secretary"), matter, "step/tell_home", **home))


def placed(district: District, matter: Matter) -> None:
    """The home branch verifies, he is registered and joins the floating branch."""
    told_home(district, matter)
    dates = {"verified_on": "2026-11-23", "left_on": "2026-03-31"}
    html(submit(desk(district, "home"), matter, "step/verify", **dates))
    secretary = desk(district, "secretary")
    html(submit(secretary, matter, "step/register", registered_on="2026-11-23"))
    said = {"branch": district.office("freight"), "placed_on": "2026-11-23"}
    html(submit(secretary, matter, "step/place", **said))


def test_a_member_is_received_verified_at_home_and_joins_the_floating_branch(
    district: District,
) -> None:
    with at(NOON):
        post_whom_it_seeks(district)
        board = html(Client().get("/reunion/"))
        assert "货运二队流动党支部" in board
        matter = joined()
        assert state(matter) == "self_reported"
        assert Consent.objects.filter(purpose="reunion", wording=CONSENT).count() == 1
        clock = Deadline.objects.get(matter=matter)
        assert (clock.clock, local_day(clock.due_at)) == ("receive", date(2026, 12, 8))
        placed(district, matter)
        page = html(desk(district, "secretary").get("/desk/reunion/"))
        assert "参加组织生活，不参加表决、选举" in page
        assert "欧*" in page
        assert [s for s in SECRETS if s in page] == []
    tie = Tie.objects.get(kind="host_member")
    assert tie.terms["home"] == district.office("home")
    assert tie.whom_organisation_id == district.office("freight")
    assert state(matter) == "placed_in_branch"
    page = track(matter)
    assert "组织关系不变" in page
    assert "2026" in page


def test_the_receipt_shows_the_day_on_which_six_months_are_full(district: District) -> None:
    with at(NOON):
        post_whom_it_seeks(district)
        matter = joined()
        told_home(district, matter)
        dates = {"verified_on": "2026-11-23", "left_on": "2026-08-31"}
        html(submit(desk(district, "home"), matter, "step/verify", **dates))
        assert "2027" in track(matter)
        page = one(desk(district, "secretary"), matter)
    assert re.search(r"2027-02-28|2027年2月28日|2月28日", page)
    assert "还没有满" in page


def test_the_home_branch_is_told_only_after_both_agreed_and_then_sees_one_question(
    district: District,
) -> None:
    with at(NOON):
        post_whom_it_seeks(district)
        matter = joined()
        secretary = desk(district, "secretary")
        assert "tell_home" not in steps(one(secretary, matter))
        assert desk(district, "home").get(f"/desk/matters/{matter.receipt}/").status_code == 404
        Notice.objects.all().delete()
        told_home(district, matter)
        home = Notice.objects.get(template="holder_reunion")
        assert home.account == district.accounts["home"]
        assert [s for s in (*SECRETS, "党员") if s in "".join(words(home))] == []
        page = one(desk(district, "home"), matter)
        assert steps(page) == ["verify", "deny"]
        assert "欧*" in page
        placed_at_home = {"verified_on": "2026-11-23", "left_on": "2026-03-31"}
        html(submit(desk(district, "home"), matter, "step/verify", **placed_at_home))
        asker = matter.participants.get(role="asker").pk
        opening = f"/desk/matters/{matter.receipt}/identity/{asker}/"
        closed = desk(district, "home").post(opening, {"purpose": "看看"})
        assert closed.status_code == 403, "once it has answered, it opens nothing any more"


def test_one_found_on_a_visit_and_one_who_came_are_proposed_by_keyed_hashes_alone(
    district: District,
) -> None:
    with at(NOON):
        post_whom_it_seeks(district)
        found = was_found(district.scope("secretary")).matter
        assert found.state == "found_by_org"
        matter = joined()
        assert [one.matter for one in likely(matter)] == [found.pk]
        page = one(desk(district, "secretary"), matter)
        assert "很可能：姓名和电话都相同" in page
        assert "138****7788" in page
        assert [s for s in SECRETS if s in page] == []
        html(submit(desk(district, "secretary"), found, "step/same", same_as=matter.pk))
    found.refresh_from_db()
    assert (found.state, found.merged_into_id) == ("merged", matter.pk)


@pytest.mark.parametrize("field", ["name", "phone", "home"])
@pytest.mark.parametrize(
    "number", ["340181199001011234", "34018119900101123X", "3401 8119 9001 011234"]
)
def test_a_text_that_looks_like_an_id_number_is_refused_in_any_field(
    district: District, field: str, number: str
) -> None:
    with at(NOON):
        post_whom_it_seeks(district)
        page = html(join(**{field: number}), 422)
        assert "证件号码" in page or field == "phone"
        assert not Matter.objects.filter(kind="reunion").exists()


def test_no_page_asks_for_an_employer_or_an_id_number(district: District) -> None:
    with at(NOON):
        form = html(Client().post("/reunion/join/", {"consent": CONSENT}))
    inside = form.split('action="/reunion/join/"')[1].split("</form>")[0]
    hidden = {"csrfmiddlewaretoken", "post", "consent", "intake_key"}
    assert set(re.findall(r'name="(\w+)"', inside)) - hidden == set(SAID)


def test_without_consent_nothing_is_asked_and_nothing_is_kept(district: District) -> None:
    page = html(Client().post("/reunion/join/", {**SAID, "consent": ""}))
    assert 'name="name"' not in page
    assert "不填也没有关系" in page
    assert not Matter.objects.filter(kind="reunion").exists()


def test_withdrawing_costs_nothing(district: District) -> None:
    with at(NOON):
        post_whom_it_seeks(district)
        matter = joined()
        act(matter, "withdraw")
        assert state(matter) == "withdrawn"
        assert found_by_trade(district.scope("party"), local_day(now())) == []


def test_known_floating_members_are_counted_by_trade_from_the_day_home_confirmed(
    district: District,
) -> None:
    """C-02; who left is counted no more from that day on, and the past stays as it was."""
    with at(NOON):
        post_whom_it_seeks(district)
        matter = joined()
        placed(district, matter)
    with at(NOON + timedelta(days=40)):
        html(submit(desk(district, "secretary"), matter, "step/go_back", ended_on="2027-01-01"))
        scope = district.scope("party")
        counted = {
            day: [(t.code, t.people) for t in found_by_trade(scope, day)]
            for day in (date(2026, 11, 22), date(2026, 11, 23), date(2027, 1, 1), date(2027, 1, 2))
        }
    assert counted == {
        date(2026, 11, 22): [],
        date(2026, 11, 23): [("freight", 1)],
        date(2027, 1, 1): [("freight", 1)],
        date(2027, 1, 2): [],
    }
    assert Tie.objects.get(kind="host_member").valid_to == date(2027, 1, 1)
    assert not Entry.objects.filter(facets__icontains=NAME).exists()
    assert found_by_trade(district.scope("boss"), date(2026, 11, 23)) == []


def test_a_secretary_takes_down_whom_a_visit_found_and_the_common_form_leads_there(
    district: District,
) -> None:
    with at(NOON):
        client = desk(district, "secretary")
        page = html(client.get("/desk/enter/?kind=reunion", follow=True))
        assert "不要填写证件号码" in page
        assert 'name="summary"' not in page
        said = {**SAID, "phone": "", "found": "visit"}
        refused = client.post("/desk/reunion/found/", {**said, "home": "340181199001011234"})
        assert "证件号码" in html(refused, 422)
        page = html(client.post("/desk/reunion/found/", said, follow=True))
    matter = Matter.objects.get(kind="reunion")
    assert (matter.state, matter.holder_id) == ("found_by_org", district.office("freight"))
    assert [s for s in SECRETS if s in page] == []
    assert steps(page)[:1] == ["receive"]
    assert desk(district, "supervisor").get("/desk/reunion/found/").status_code == 403


def test_floating_branches_are_counted_from_the_register_on_a_day(district: District) -> None:
    """C-03."""
    made = Organisation(
        name="网约车流动党支部", kind="floating_branch", division=district.divisions["S1"]
    )
    found_organisation(JOB, made, since=date(2026, 7, 1))
    days = (date(2026, 6, 30), date(2026, 7, 1))
    assert [floating_branches(district.scope("party"), day) for day in days] == [0, 1]
    assert floating_branches(district.scope("party2"), days[1]) == 0
