"""Ties of every verb: who writes them, on which terms, between which days, and who ends them."""

from datetime import date, timedelta

import pytest

from tests.cast import JOB, District, add_offices, found_district
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.models import Entry, Span
from zhuchao.registry.actions import add_person, affiliate, appoint, end_tie, take_back_tie
from zhuchao.registry.asof import ties_on
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.organisation_actions import close_organisation, found_organisation
from zhuchao.registry.tie_actions import ally, cover, engage, enrol, reserve

DAY = date(2024, 5, 1)
OWN = {"form": "own"}


def scope(role: str, path: str = "/D/", organisation: int | None = None) -> Scope:
    """Somebody with one role."""
    return Scope(role, grants=(Grant(role, "" if organisation else path, organisation),))


DESK = scope("party_desk")


@pytest.fixture
def district(db: None) -> District:
    """The cast with a unit, its branch and a second committee."""
    made = found_district()
    rows = (
        ("firm", "甲乙食品（虚构）", "enterprise", "C11"),
        ("cell", "甲乙食品党支部", "branch", "C11"),
        ("other", "商贸行业党委", "industry_committee", "D"),
    )
    add_offices(made, rows)
    return made


@pytest.fixture
def person(district: District) -> Person:
    """Somebody."""
    return add_person(JOB, "甲*")


def code(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, list[str]]:
    """What a refusal says to programs."""
    return refused.value.code, sorted(refused.value.fields)


@pytest.mark.parametrize("who", [scope("party_desk", "/D/S2/"), scope("intake"), scope("staff")])
def test_only_the_desk_of_the_area_covers_a_unit(district: District, who: Scope) -> None:
    cell, firm = district.offices["cell"], district.offices["firm"]
    with pytest.raises(Refused) as refused:
        cover(who, "covers", cell, firm, since=DAY, terms=OWN)
    assert code(refused)[0] == "forbidden"
    assert not Tie.objects.filter(kind="covers").exists()


def test_a_secretary_enrols_in_his_own_branch_alone(district: District, person: Person) -> None:
    cell = district.offices["cell"]
    own = scope("secretary", organisation=cell.pk)
    enrol(own, "member", person, cell, since=DAY, terms={"stage": "formal"})
    with pytest.raises(Refused) as refused:
        enrol(
            own,
            "member",
            person,
            district.offices["branch"],
            since=DAY,
            terms={"stage": "formal"},
        )
    assert code(refused)[0] == "forbidden"


@pytest.mark.parametrize(
    ("terms", "field"),
    [({}, "form"), ({"form": "alone"}, "form"), ({"form": "own", "why": "x"}, "why")],
)
def test_terms_are_those_of_the_kind(district: District, terms: dict[str, str], field: str) -> None:
    cell, firm = district.offices["cell"], district.offices["firm"]
    with pytest.raises(Refused) as refused:
        cover(DESK, "covers", cell, firm, since=DAY, terms=terms)
    assert code(refused) == ("invalid", [field])


def test_a_verb_writes_its_own_kinds_alone(district: District, person: Person) -> None:
    cell = district.offices["cell"]
    with pytest.raises(Refused):
        engage(JOB, "member", person, cell, since=DAY, terms={"stage": "formal"})
    with pytest.raises(Refused):
        reserve(JOB, "rider_grid", person, district.divisions["D"], since=DAY)
    with pytest.raises(Refused):
        ally(JOB, "ally", cell, cell, since=DAY)


def test_the_same_tie_does_not_hold_twice_but_may_begin_when_the_first_ends(
    district: District,
) -> None:
    cell, firm = district.offices["cell"], district.offices["firm"]
    first = cover(DESK, "covers", cell, firm, since=DAY, terms=OWN)
    with pytest.raises(Refused) as refused:
        cover(DESK, "covers", cell, firm, since=DAY + timedelta(days=9), terms=OWN)
    assert code(refused) == ("conflict", ["since"])
    early = DAY - timedelta(days=9)
    with pytest.raises(Refused):
        cover(DESK, "covers", cell, firm, since=early, until=DAY + timedelta(days=1), terms=OWN)
    end_tie(DESK, first, on=DAY + timedelta(days=5))
    cover(DESK, "covers", cell, firm, since=DAY + timedelta(days=5), terms=OWN)


def test_two_different_posts_are_held_at_once(district: District, person: Person) -> None:
    firm = district.offices["firm"]
    terms = {"level": "middle", "line": "management"}
    engage(DESK, "post", person, firm, since=DAY, terms=terms)
    engage(DESK, "post", person, firm, since=DAY, terms={**terms, "line": "party", "elected": 1})
    with pytest.raises(Refused):
        engage(DESK, "post", person, firm, since=DAY, terms=terms)


def test_no_tie_lies_outside_of_the_life_of_its_organisation(
    district: District, person: Person
) -> None:
    row = Organisation(name="丁卯商会", kind="association", division=district.divisions["S1"])
    born = found_organisation(DESK, row, since=DAY)
    terms = {"stage": "formal"}
    with pytest.raises(Refused) as refused:
        enrol(DESK, "member", person, born, since=DAY - timedelta(days=1), terms=terms)
    assert code(refused) == ("invalid", ["since"])
    last = DAY + timedelta(days=30)
    close_organisation(DESK, born.pk, on=last, reason="注销", version=1)
    born.refresh_from_db()
    for until in (None, last + timedelta(days=1)):
        with pytest.raises(Refused):
            enrol(DESK, "member", person, born, since=DAY, until=until, terms=terms)
    enrol(DESK, "member", person, born, since=DAY, until=last, terms=terms)


def test_a_new_line_ends_the_old_one_the_day_before(district: District) -> None:
    cell = district.offices["cell"]
    old = affiliate(DESK, "industry_line", cell, district.offices["committee"], since=DAY)
    later = DAY + timedelta(days=30)
    affiliate(DESK, "industry_line", cell, district.offices["other"], since=later)
    old.refresh_from_db()
    assert old.valid_to == later - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        affiliate(DESK, "industry_line", cell, district.offices["committee"], since=later)
    assert code(refused) == ("conflict", ["since"])
    assert [t.facets["whom_organisation"] for t in ties_on(later, kinds=("industry_line",))] == [
        district.office("other")
    ]


def test_a_tie_taken_back_held_on_no_day_and_the_journal_says_why(
    district: District,
) -> None:
    tie = cover(
        DESK, "covers", district.offices["cell"], district.offices["firm"], since=DAY, terms=OWN
    )
    number = tie.pk
    made = Entry.objects.get(verb="own.made")
    with pytest.raises(Refused) as refused:
        take_back_tie(DESK, tie, reason=" ")
    assert code(refused) == ("invalid", ["reason"])
    take_back_tie(DESK, tie, reason="录错了单位")
    assert ties_on(DAY, kinds=("covers",)) == []
    void = Entry.objects.get(voids=made.pk)
    assert void.words == "录错了单位"
    assert Span.objects.get(pk=f"tie:{number}").entry_id == void.pk
    assert not Tie.objects.filter(pk=number).exists()


def test_who_writes_a_tie_ends_it_and_nobody_else(district: District, person: Person) -> None:
    tie = cover(
        DESK, "covers", district.offices["cell"], district.offices["firm"], since=DAY, terms=OWN
    )
    for who in (scope("party_desk", "/D/S2/"), scope("supervisor"), scope("personnel_desk")):
        with pytest.raises(Refused) as refused:
            end_tie(who, tie, on=DAY)
        assert code(refused)[0] == "forbidden"
    end_tie(DESK, tie, on=DAY)
    role = appoint(JOB, "staff", person, district.offices["roads"], since=DAY)
    with pytest.raises(Refused):
        end_tie(DESK, role, on=DAY)
