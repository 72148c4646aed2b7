"""M37: who reports to a community, what they take up, their sessions, and a household visited."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.cast import District
from tests.checkin_town import HOME, NAME, PHONE, town
from tests.desk import desk, html, submit
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter
from zhuchao.registry.models import CommunityItem, Household, ServiceSession, TakeUp, Tie

pytestmark = pytest.mark.django_db


def _today() -> str:
    return str(local_day(now()))


def _sent(client: Client, path: str, **said: Any) -> str:
    """Send a form and read the page it leads to."""
    return html(client.post(f"{HOME}{path}", said, follow=True))


def _figures(district: District, name: str = "community") -> dict[str, int]:
    """The numbers on the tiles, by the figure each opens."""
    page = html(desk(district, name).get(HOME))
    found = re.findall(r'behind/(\w+)/\?day=[^"]+"><b>([\d,]+)</b>', page)
    return {name: int(n) for name, n in found}


def _reported(client: Client) -> tuple[Tie, Tie]:
    said = {"form": "organisation", "organisation-who": "甲支部"}
    place = {"organisation-division": "C11", "organisation-since": _today()}
    assert "甲支部" in _sent(client, "reporting/", **said, **place)
    asked = {"form": "member", "member-name": NAME, "member-phone": PHONE}
    _sent(client, "reporting/", **asked, **{"member-division": "C11", "member-since": _today()})
    return Tie.objects.get(kind="organisation_check_in"), Tie.objects.get(kind="member_check_in")


def _listed(client: Client, wanted: int) -> CommunityItem:
    words = {"kind": "environment", "words": "周末清理楼道", "wanted": wanted}
    assert "周末清理楼道" in _sent(client, "", **words, division="C11", until="2999-12-31")
    return CommunityItem.objects.get()


def test_organisations_and_members_serve_a_community(district: District) -> None:
    """They report, take an item up, serve; one session is taken back; every number follows."""
    made = town(district)
    client = desk(made, "community")
    organisation, member = _reported(client)
    item = _listed(client, wanted=2)

    # The secretary takes it up for his branch, the member for himself.
    there = f"items/{item.pk}/take/"
    secretary, himself = desk(made, "secretary"), desk(made, "member")
    for who, tie in ((secretary, organisation), (himself, member)):
        page = html(who.get(f"{HOME}items/{item.pk}/"))
        assert f'value="{tie.pk}"' in page
        _sent(who, there, **{"take-tie": tie.pk, "take-on": _today()})
    assert "周末清理楼道" in html(himself.get(f"{HOME}mine/"))
    assert "已认满" in html(client.get(f"{HOME}items/{item.pk}/"))

    # Sessions, and one that was a mistake.
    for who, tie, people in ((secretary, organisation, 12), (himself, member, 1)):
        take = TakeUp.objects.get(tie=tie)
        form = f"session-{take.pk}"
        done = {f"{form}-on": _today(), f"{form}-headcount": people}
        assert "人参加" in _sent(who, f"takes/{take.pk}/session/", **done)
    assert _figures(made)["sessions"] == 2
    mistake = ServiceSession.objects.get(take__tie=member)
    _sent(himself, f"sessions/{mistake.pk}/take-back/", reason="记错了日子")
    assert _figures(made) == {
        "organisations": 1,
        "members": 1,
        "new_organisations": 1,
        "new_members": 1,
        "sessions": 1,
        "solved": 0,
    }
    told = Entry.objects.get(verb="service.done", headcount=12)
    assert (told.unit, int(told.quantity or 0)) == ("场次", 1)
    assert told.facets["channel"] == "check_in"

    # Who reported until today still did; from tomorrow on he does not.
    _sent(client, f"reporting/{member.pk}/end/", on=_today())
    assert _figures(made)["members"] == 1


def test_a_household_is_paired_and_visited_and_stays_hidden(district: District) -> None:
    """Its number alone is shown; who it is opens for a purpose, which the journal keeps."""
    made = town(district)
    client = desk(made, "community")
    page = _paired(client, kind="person", who="secretary")
    assert "结对户 1" in page
    assert "卯白露" not in page
    tie = Tie.objects.get(kind="household_pair")
    where = f"pairs/{tie.pk}/"
    paired = desk(made, "secretary")
    assert "结对户 1" in html(paired.get(f"{HOME}mine/"))

    visited = {"visit-on": _today(), "visit-headcount": 2, "visit-remark": "送去米和油"}
    page = _sent(paired, f"{where}visit/", **visited)
    assert "2 人参加" in page
    assert "found_on=pairing" not in page
    assert _figures(made)["sessions"] == 1
    told = Entry.objects.get(verb="service.done")
    assert told.facets["channel"] == "pairing"
    assert told.organisation is None
    assert "米和油" not in str(vars(told))

    # Who it is: for a purpose only, journaled in the community.
    assert paired.post(f"{HOME}{where}open/", {"open-purpose": ""}).status_code == 422
    assert "卯白露" in _sent(paired, f"{where}open/", **{"open-purpose": "上门前核对住址"})
    opened = Entry.objects.get(verb="identity.opened")
    assert str(opened.division_path) == str(made.divisions["C11"].path)
    assert "卯白露" not in html(paired.get(f"{HOME}{where}"))
    assert "found_on=pairing&amp;division=C11" in html(client.get(f"{HOME}{where}"))


def _paired(client: Client, **said: Any) -> str:
    household = {"name": "卯白露", "phone": "13900002222", "address": "春风路 1 号"}
    place = {"division": "C11", "since": _today(), "household": ""}
    return _sent(client, "pairs/", **{**place, **household, **said})


def test_a_difficulty_of_a_pair_is_raised_from_its_page_and_counted(district: District) -> None:
    """The page of the pair leads to the form, place and occasion filled in; solved is 1 件(次)."""
    made = town(district)
    client = desk(made, "community")
    _paired(client, kind="person", who="secretary")
    page = html(client.get(f"{HOME}pairs/{Tie.objects.get(kind='household_pair').pk}/"))
    link = re.search(r'href="(/desk/enter/[^"]+)"', page)
    assert link
    form = html(client.get(unescape(link[1])))
    assert re.search(r'value="pairing"[^>]*(selected|checked)', form)
    key = form.split('name="intake_key" value="')[1].split('"')[0]
    said = {"intake_key": key, "kind": "difficulty", "text": "屋顶漏雨，没有钱修", "name": "卯白露"}
    where = {"summary": "一户屋顶漏雨", "division": "C11", "found_on": "pairing"}
    given = {**said, **where, "whose": "household", "phone": "13900002222", "home": "春风路 1 号"}
    assert client.post("/desk/enter/?kind=difficulty", given).status_code == 302
    matter = Matter.objects.get(kind="difficulty")
    html(submit(client, matter, "step/answer_at_once", note="当天补好了", evidence="note"))
    assert _figures(made)["solved"] == 0
    html(submit(client, matter, "step/confirm_word", heard="visit"))
    assert _figures(made)["solved"] == 1
    assert "结对联系群众" in html(client.get(f"{HOME}behind/solved/"))


def test_others_see_nothing_of_it(district: District) -> None:
    """Employers, offices, auditors, the desk of another community, and the Party desk of pairs."""
    made = town(district)
    client = desk(made, "community")
    _organisation, member = _reported(client)
    item = _listed(client, wanted=1)
    _paired(client, kind="person", who="secretary")
    pair = Tie.objects.get(kind="household_pair")
    for name in ("roads", "auditor", "intake"):
        other = desk(made, name)
        for path in ("", "reporting/", "pairs/", "behind/members/", "behind/sessions/sheet.xlsx"):
            assert other.get(f"{HOME}{path}").status_code == 403, (name, path)
        for path in (f"items/{item.pk}/", f"pairs/{pair.pk}/"):
            assert other.get(f"{HOME}{path}").status_code == 404, (name, path)
    elsewhere = desk(made, "elsewhere")
    for path in ("", "reporting/", "pairs/", "behind/members/"):
        page = html(elsewhere.get(f"{HOME}{path}"))
        assert "寅*" not in page
        assert "结对户 1" not in page
        assert "清理楼道" not in page
    assert set(_figures(made, "elsewhere").values()) == {0}
    assert elsewhere.get(f"{HOME}items/{item.pk}/").status_code == 404
    assert elsewhere.post(f"{HOME}reporting/{member.pk}/end/", {"on": _today()}).status_code == 404

    # Whoever oversees the area reads the number of members and no name; the Party desk the names.
    page = html(desk(made, "supervisor").get(f"{HOME}behind/members/"))
    assert "寅*" not in page
    assert "一名党员" in page
    party = desk(made, "party")
    assert "寅*" in html(party.get(f"{HOME}behind/members/"))
    assert party.get(f"{HOME}pairs/{pair.pk}/").status_code == 404
    assert party.get(f"{HOME}pairs/").status_code == 403

    # No search for people finds the household.
    found = {"wanted": "13900002222", "purpose": "核对"}
    for name in ("party", "admin"):
        assert "卯*" not in html(desk(made, name).post("/desk/people/", found, follow=True))
    assert Household.objects.get().person.label == "卯*"
