"""M20: another line, a committee reduced, split or merged: the chain old to new is kept."""

from typing import Any

import pytest

from tests.cast import JOB, District
from tests.desk import desk, one, submit
from tests.party_desk import ago, found_desk, proposed, taken
from tests.units import branch, covers
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Matter
from zhuchao.registry.actions import add_person, affiliate
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import descendants
from zhuchao.registry.tie_actions import enrol


@pytest.fixture
def town(district: District) -> District:
    """A brewery's committee of two members that covers a unit, under the committee above."""
    found_desk(district)
    old = branch(district, "啤酒厂党委", kind="party_committee")
    covers(old, district.offices["甲快递"])
    for n in range(2):
        person = add_person(JOB, f"甲党员{n}")
        enrol(JOB, "member", person, old, since=ago(900), terms={"stage": "formal"})
    affiliate(JOB, "industry_line", old, district.offices["两新工委"], since=ago(900))
    return district


def approved(town: District, how: str, **asked: Any) -> Matter:
    """A change studied and approved."""
    old = town.offices["啤酒厂党委"].pk
    matter = proposed(town, "reorganisation", how=how, organisation=old, **asked)
    taken(town, matter, "study", note="人数偏少", studied_on=ago(20))
    taken(town, matter, "approve", approved_on=ago(10), paper="")
    return matter


def test_a_committee_is_reduced_to_a_branch_and_its_people_go_along(town: District) -> None:
    """瘦身: the old one ends, the new one has the members and the unit, and elects (A-07)."""
    matter = approved(town, "reduce")
    day = ago(5)
    taken(
        town, matter, "carry_out", note="已办", done_on=day, new_name="啤酒厂党支部", second_name=""
    )
    old, new = town.offices["啤酒厂党委"], Organisation.objects.get(name="啤酒厂党支部")
    old.refresh_from_db()
    assert (old.valid_to, new.valid_from, new.kind) == (ago(6), day, "branch")
    assert new.pk in descendants([old.pk])
    members = Tie.objects.filter(kind="member", whom_organisation=new, valid_from=day)
    assert members.count() == 2
    assert not Tie.objects.filter(kind="member", whom_organisation=old, valid_to=None).exists()
    assert Tie.objects.get(kind="covers", who_organisation=new).whom_organisation_id == town.office(
        "甲快递"
    )
    assert Deadline.objects.filter(matter=matter, clock="elect", stopped_at=None).exists()
    told = Entry.objects.get(verb="party.reorganised")
    assert told.facets == {"how": "reduce", "old": old.pk, "new": [new.pk], "category": ""}
    taken(town, matter, "elect", elected_on=ago(1))
    assert matter.state == "settled"


def test_an_affiliation_moves_from_the_day_on(town: District) -> None:
    """One line ends the day before the other begins (A-06)."""
    other = branch(town, "货运行业党委二", "D", "industry_committee")
    matter = approved(town, "transfer", other=other.pk)
    taken(town, matter, "carry_out", note="已办", done_on=ago(4), new_name="", second_name="")
    old = town.offices["啤酒厂党委"]
    lines = list(Tie.objects.filter(kind="industry_line", who_organisation=old).order_by("pk"))
    assert [(t.whom_organisation_id, t.valid_from, t.valid_to) for t in lines] == [
        (town.office("两新工委"), ago(900), ago(5)),
        (other.pk, ago(4), None),
    ]
    old.refresh_from_db()
    assert old.valid_to is None
    taken(town, matter, "no_election", note="不涉及换届")
    assert matter.state == "settled"


def test_a_merger_and_a_split_keep_the_chain(town: District) -> None:
    """From the merged one to what it came into; from the split one to both."""
    into = town.offices["春风支部"]
    taken(
        town,
        approved(town, "merge", other=into.pk),
        "carry_out",
        note="已办",
        done_on=ago(3),
        new_name="",
        second_name="",
    )
    assert descendants([town.office("啤酒厂党委")]) == {town.office("啤酒厂党委"), into.pk}
    matter = proposed(town, "reorganisation", how="split", organisation=into.pk)
    taken(town, matter, "study", note="人多了", studied_on=ago(2))
    taken(town, matter, "approve", approved_on=ago(1), paper="")
    names = {"new_name": "春风一支部", "second_name": ""}
    answer = submit(
        desk(town, "party"), matter, "step/carry_out", note="已办", done_on=ago(0), **names
    )
    assert answer.status_code == 422
    assert "请写新党组织的名称" in answer.content.decode()
    names["second_name"] = "春风二支部"
    taken(town, matter, "carry_out", note="已办", done_on=ago(0), **names)
    news = set(Organisation.objects.filter(name__startswith="春风").values_list("pk", flat=True))
    assert descendants([town.office("啤酒厂党委")]) == {town.office("啤酒厂党委"), *news}


def test_the_page_says_what_will_happen(town: District) -> None:
    """Before anybody presses anything."""
    old = town.offices["啤酒厂党委"].pk
    matter = proposed(town, "reorganisation", how="reduce", organisation=old)
    page = one(desk(town, "party"), matter)
    assert "瘦身：党委改设党支部" in page
    assert "原党组织撤销，沿革留着" in page
