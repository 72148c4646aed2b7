"""Advice of structure from what the register holds of a day, and the page that lists it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import BEGINNING, JOB, District, add_account, found_district
from tests.desk import desk, html
from zhuchao.registry.actions import add_person, affiliate
from zhuchao.registry.models import Organisation, Person
from zhuchao.registry.organisation_actions import found_organisation
from zhuchao.registry.organisations.advice import advised, party_bodies
from zhuchao.registry.tie_actions import cover, engage, enrol

DAY = date(2026, 6, 1)
FORMAL = {"stage": "formal"}


@pytest.fixture
def district(db: None) -> District:
    """The cast with the Party-building desks of the district and of the other street."""
    made = found_district()
    for name, where in (("party", "D"), ("party2", "S2")):
        made.accounts[name] = add_account(made, name, "party_desk", where)
    return made


def founded(district: District, name: str, kind: str, **more: Any) -> Organisation:
    """An organisation of 春风社区."""
    row = Organisation(name=name, kind=kind, division=district.divisions["C11"], **more)
    return found_organisation(JOB, row, since=BEGINNING)


def people(branch: Organisation, count: int) -> list[Person]:
    """So many formal members."""
    found = [add_person(JOB, f"甲{n}*") for n in range(count)]
    for one in found:
        enrol(JOB, "member", one, branch, since=BEGINNING, terms=FORMAL)
    return found


def post(who: Person, where: Organisation, since: date, **more: int) -> None:
    """A Party post."""
    terms = {"level": "top", "line": "party", **more}
    engage(JOB, "post", who, where, since=since, terms=terms)


def found(district: District, name: str = "party") -> list[tuple[str, str]]:
    """The advice a desk is shown, as (organisation, what)."""
    return [(a.organisation.name, a.what) for a in advised(district.scope(name), DAY)]


def test_a_unit_with_three_members_needs_a_branch_of_its_own(district: District) -> None:
    """In a joint branch or in none; not with two members, closed down, or with its own branch."""
    joint = founded(district, "联合支部", "joint_branch")
    own = founded(district, "自己的支部", "branch")
    many = founded(district, "甲企业", "enterprise", members_known=3)
    founded(district, "乙企业", "enterprise", members_known=2)
    founded(district, "丙企业", "enterprise", members_known=9, operating="no")
    has = founded(district, "丁企业", "enterprise", members_known=9)
    cover(JOB, "covers", joint, many, since=BEGINNING, terms={"form": "joint"})
    cover(JOB, "covers", own, has, since=BEGINNING, terms={"form": "own"})
    assert found(district) == [("甲企业", "needs_branch")]
    assert found(district, "party2") == []
    page = html(desk(district, "party").get("/desk/organisations/advice/"))
    assert f"kind=founding&amp;form=own&amp;unit={many.pk}" in page
    assert desk(district, "roads").get("/desk/organisations/advice/").status_code == 403


def test_a_branch_of_seven_needs_a_committee_until_three_posts_are_held(
    district: District,
) -> None:
    branch = founded(district, "春风党支部", "branch")
    members = people(branch, 7)
    assert found(district) == [("春风党支部", "needs_committee")]
    for one in members[:3]:
        post(one, branch, date(2025, 1, 1), elected=1)
    assert found(district) == []


def test_a_small_committee_is_a_mismatch_and_too_many_units_are_told(district: District) -> None:
    founded(district, "春风党委", "party_committee")
    joint = founded(district, "联合支部", "joint_branch")
    for number in range(6):
        unit = founded(district, f"第{number}企业", "enterprise")
        cover(JOB, "covers", joint, unit, since=BEGINNING, terms={"form": "joint"})
    assert found(district) == [("春风党委", "structure_mismatch"), ("联合支部", "too_many_units")]


def test_an_election_is_overdue_after_three_years_in_a_community_after_five(
    district: District,
) -> None:
    """A branch on an industry line is none of a community; what nobody wrote is not guessed."""
    firm, community, unknown = (
        founded(district, name, "branch") for name in ("企业支部", "社区支部", "不明支部")
    )
    affiliate(JOB, "industry_line", firm, district.offices["committee"], since=BEGINNING)
    for branch in (firm, community):
        post(people(branch, 1)[0], branch, date(2023, 5, 1), elected=1)
    post(people(unknown, 1)[0], unknown, date(2020, 2, 1))
    assert found(district) == [("企业支部", "election_overdue")]
    bodies = party_bodies(DAY)
    assert bodies[community.pk].in_community
    assert bodies[unknown.pk].elected_on is None


def test_advice_takes_as_many_statements_for_many_as_for_one(
    district: District, django_assert_num_queries: Any
) -> None:
    """Organisations, covers, units, the ties and the Party organisations; the divisions' stamp."""
    scope = district.scope("party")
    people(founded(district, "第一支部", "branch"), 7)
    advised(scope, DAY)
    with CaptureQueriesContext(connection) as one:
        advised(scope, DAY)
    for number in range(5):
        people(founded(district, f"第{number}支部", "branch"), 7)
    advised(scope, DAY)
    with django_assert_num_queries(len(one)):
        assert len(advised(scope, DAY)) == 6
