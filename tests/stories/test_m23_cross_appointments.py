"""M23: two posts of one person, dated; the figure counts distinct persons from the spans."""

import re
from datetime import date
from typing import Any

import pytest

from tests.cast import BEGINNING, JOB, District, add_account, add_offices
from tests.desk import desk, html
from tests.doors import logged_in
from zhuchao.access.identities import mask_name, sealed
from zhuchao.journal.models import Entry
from zhuchao.registry.actions import add_person
from zhuchao.registry.models import Person
from zhuchao.registry.organisations.figures import cross_appointments
from zhuchao.registry.tie_actions import enrol

PEOPLE = "/desk/people/"


@pytest.fixture
def party(district: District) -> District:
    """An enterprise with a branch, its secretary, and two Party-building desks."""
    rows = (
        ("firm", "丙丁科技（虚构）", "enterprise", "C11"),
        ("cell", "丙丁科技党支部", "branch", "C11"),
    )
    add_offices(district, rows)
    people = (("party", "party_desk", "D"), ("party2", "party_desk", "S2"))
    for name, role, where in (*people, ("scribe", "secretary", "cell")):
        district.accounts[name] = add_account(district, name, role, where)
    return district


def somebody(name: str, phone: str = "") -> Person:
    """A person whose name stands sealed."""
    person = add_person(JOB, mask_name(name))
    person.identity = sealed({"name": name, "phone": phone})
    person.identity.save()
    person.save()
    return person


def member(party: District, name: str, phone: str = "") -> Person:
    """Somebody who is a member of the branch."""
    person = somebody(name, phone)
    cell = party.offices["cell"]
    enrol(JOB, "member", person, cell, since=BEGINNING, terms={"stage": "formal"})
    return person


def hold(party: District, who: Person, where: str, level: str, line: str, **more: Any) -> str:
    """Write down a post on the page of a person."""
    said = {"organisation": where, "level": level, "line": line, "since": "2024-03-01", **more}
    given = {f"post-{name}": value for name, value in said.items()}
    return html(desk(party, "party").post(f"{PEOPLE}{who.pk}/post/", given, follow=True))


def test_persons_count_once_and_only_members_in_posts_of_weight(party: District) -> None:
    """Two posts are one person, an ordinary post none, somebody outside of the Party none."""
    one, two = member(party, "丁一水"), member(party, "丁二山")
    other, plain = somebody("丁三石"), member(party, "丁四木")
    hold(party, one, "firm", "middle", "management")
    hold(party, one, "firm", "key", "management")
    page = hold(party, one, "cell", "top", "party", elected="on")
    assert page.count('<p class="what">职务') == 2
    hold(party, two, "firm", "top", "management", until="2025-02-28")
    hold(party, other, "firm", "top", "management")
    hold(party, plain, "firm", "ordinary", "management")
    for day, members, both in (
        (date(2024, 2, 29), 0, 0),
        (date(2024, 3, 1), 2, 1),
        (date(2025, 3, 1), 1, 1),
    ):
        found = cross_appointments(("/D/",), day)
        assert (len(found.members), len(found.both)) == (members, both)
    assert cross_appointments(("/D/S2/",), date(2024, 3, 1)).members == frozenset()
    page = html(desk(party, "party").get("/desk/organisations/cross/?on=2024-03-01"))
    assert re.search(r"<b>2</b><span>党员任中层及以上", page)
    assert len(re.findall(r'href="/desk/people/\d+/"', page)) == 2
    bare = html(desk(party, "supervisor").get("/desk/organisations/cross/?on=2024-03-01"))
    assert re.search(r"<b>2</b><span>党员任中层及以上", bare)
    assert not re.search(r'href="/desk/people/\d+/"', bare)


def test_somebody_is_found_by_his_whole_name_for_a_purpose_and_the_journal_tells(
    party: District,
) -> None:
    """A namesake by the first sign is not found; nothing is found without a purpose."""
    wanted = member(party, "丁一水", "13900001111")
    member(party, "丁二山")
    client = desk(party, "party")
    html(client.post(PEOPLE, {"wanted": "丁一水", "purpose": ""}), 422)
    page = html(client.post(PEOPLE, {"wanted": "丁一水", "purpose": "核对任职"}))
    assert re.findall(r'href="/desk/people/(\d+)/"', page) == [str(wanted.pk)]
    assert "丁一水" not in re.sub(r"<input[^>]*>", "", page)
    opened = Entry.objects.get(verb="identity.opened")
    assert (opened.subject_id, opened.words) == (wanted.pk, "核对任职")
    assert Entry.objects.get(verb="people.searched").headcount == 1
    by_phone = html(client.post(PEOPLE, {"wanted": "139 0000 1111", "purpose": "核对任职"}))
    assert f'href="/desk/people/{wanted.pk}/"' in by_phone
    stranger = desk(party, "party2").post(PEOPLE, {"wanted": "丁一水", "purpose": "核对任职"})
    assert "没有查到" in html(stranger)
    assert desk(party, "roads").get(PEOPLE).status_code == 403


def test_membership_is_shown_for_a_purpose_to_who_needs_it(party: District) -> None:
    """The desk and the secretary open it, each time in the journal; an administrator cannot."""
    who = member(party, "丁一水")
    hold(party, who, "firm", "middle", "management")
    hold(party, who, "cell", "top", "party")
    record = f"{PEOPLE}{who.pk}/"
    for name in ("party", "scribe"):
        client = desk(party, name)
        assert "正式党员" not in html(client.get(record))
        html(client.post(f"{record}open/", {"open-purpose": ""}), 422)
        page = html(client.post(f"{record}open/", {"open-purpose": "转接组织关系"}))
        assert "丙丁科技党支部 · 正式党员" in page
        assert "丙丁科技党支部 · 高层 · 党内职务" in page
        page = html(client.post(f"{record}identity/", {"identity-purpose": "转接组织关系"}))
        assert "丁一水" in page
    assert Entry.objects.filter(verb="person.opened", headcount=2).count() == 2
    boss = logged_in(party.accounts["admin"], second_factor=True)
    page = html(boss.get(record))
    assert "党员关系、党内职务和结对" not in page
    assert "高层 · 党内职务" not in page
    assert boss.post(f"{record}open/", {"open-purpose": "看看"}).status_code == 403
    assert boss.post(f"{record}identity/", {"identity-purpose": "看看"}).status_code == 403
    names = "/desk/organisations/cell/members/"
    assert boss.get(names).status_code == 403
    page = html(desk(party, "scribe").post(names, {"purpose": "准备支部大会"}))
    assert mask_name("丁一水") in page
    assert Entry.objects.get(verb="members.opened").words == "准备支部大会"
    page = html(boss.get("/desk/organisations/cell/"))
    assert "只显示人数" in page
    assert "另有党内职务 1 个" in page
    assert who.label not in page
    assert who.label in html(desk(party, "scribe").get("/desk/organisations/cell/"))
