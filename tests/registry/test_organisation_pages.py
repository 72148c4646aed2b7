"""Lists and pages of organisations cost the same however much there is; the picture holds all."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import BEGINNING, JOB, District, found_district
from zhuchao.access.scope import Grant, Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.journal.spans import false_span
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, affiliate
from zhuchao.registry.demo import make_district
from zhuchao.registry.district import load_blank
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import found_organisation, succeed
from zhuchao.registry.organisations.demo import load_demo_organisations
from zhuchao.registry.organisations.drawing import MOST, picture, strip
from zhuchao.registry.organisations.figures import cross_appointments
from zhuchao.registry.organisations.queries import (
    OrganisationFilters,
    chain,
    organisation_page,
)
from zhuchao.registry.organisations.standing import standing
from zhuchao.registry.tie_actions import cover, engage, enrol

DESK = Scope("desk", grants=(Grant("party_desk", "/D/"),))


@pytest.fixture
def district(db: None) -> District:
    """The cast."""
    return found_district()


def founded(place: Division, name: str, kind: str) -> Organisation:
    """An organisation of a place."""
    return found_organisation(
        JOB, Organisation(name=name, kind=kind, division=place), since=BEGINNING
    )


def test_a_page_of_the_list_is_one_statement_and_goes_on_by_key(
    district: District, django_assert_num_queries: Any
) -> None:
    """The stamp of the divisions, and the page; nothing is shown twice or left out."""
    for number in range(7):
        founded(district.divisions["C11"], f"第{number}企业", "enterprise")
    f = OrganisationFilters(kind="enterprise")
    organisation_page(DESK, f)
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        with django_assert_num_queries(2):
            found = organisation_page(DESK, f, after=after, size=3)
        seen += [one.name for one in found.rows]
        after = found.after
    assert seen == [f"第{n}企业" for n in range(7)]


def test_where_one_stands_takes_five_statements_however_much_hangs_below(
    district: District, django_assert_num_queries: Any
) -> None:
    """Itself, the lines, its ties, the organisations and the people they name."""
    place, top = district.divisions["C11"], district.offices["committee"]
    own = founded(place, "快递党总支", "general_branch")
    affiliate(JOB, "industry_line", own, top, since=BEGINNING)
    affiliate(JOB, "territory_line", own, place, since=BEGINNING)
    for number in range(MOST + 3):
        below = founded(place, f"第{number}支部", "branch")
        affiliate(JOB, "industry_line", below, own, since=BEGINNING)
        unit = founded(place, f"第{number}企业", "enterprise")
        cover(JOB, "covers", own, unit, since=BEGINNING, terms={"form": "industry"})
        person = add_person(JOB, f"甲{number}*")
        enrol(JOB, "member", person, own, since=BEGINNING, terms={"stage": "probationary"})
        terms = {"level": "middle", "line": "management"}
        engage(JOB, "post", person, own, since=BEGINNING, terms=terms)
    today = local_day(now())
    with django_assert_num_queries(5):
        found = standing(own, today)
    assert (found.members, found.formal, len(found.posts)) == (MOST + 3, 0, MOST + 3)
    assert [one.name for one in found.industry] == ["货运行业党委"]
    assert found.territory == "/D/S1/C11/"
    drawn = picture(own, found, own.name)
    tones = [box.tone for box in drawn.boxes]
    assert (tones.count("below"), tones.count("unit"), tones.count("more")) == (MOST, MOST, 2)
    for box in drawn.boxes:
        assert box.x >= 0
        assert box.x + box.width <= 360
        assert box.y + box.height <= drawn.high
    before = standing(own, BEGINNING - timedelta(days=1))
    assert before.itself is None
    assert [len(r) for r in (before.below, before.covers, before.industry)] == [0, 0, 0]


def test_a_chain_is_told_from_the_first_to_the_last_from_wherever_one_looks(
    district: District,
) -> None:
    place = district.divisions["D"]
    rows = [founded(place, f"第{n}支部", "branch") for n in range(4)]
    succeed(JOB, rows[:1], rows[1:3], "split", on=date(2022, 1, 1))
    succeed(JOB, rows[1:3], rows[3:], "merge", on=date(2024, 1, 1))
    told = [(link.old.name, link.new.name, link.how) for link in chain(rows[0])]
    assert told == [
        ("第0支部", "第1支部", "split"),
        ("第0支部", "第2支部", "split"),
        ("第1支部", "第3支部", "merge"),
        ("第2支部", "第3支部", "merge"),
    ]
    assert [(link.old.name, link.new.name) for link in chain(rows[1])] == [
        ("第0支部", "第1支部"),
        ("第1支部", "第3支部"),
    ]


def test_a_strip_of_time_holds_every_change_between_its_ends() -> None:
    today = date(2026, 11, 26)
    assert strip([], today, today) is None
    assert strip([today], today, today) is None
    found = strip([date(2024, 1, 1), date(2025, 7, 1)], date(2025, 7, 1), today)
    assert found
    assert found.changes[0] == 6
    assert found.here == found.changes[1]
    assert [year for _x, year in found.years] == [2025, 2026]


def test_the_demo_of_three_years_is_loaded_once_and_only_into_the_demo(db: None) -> None:
    """A committee, a move, a split and a reduction; its journal is whole."""
    load_demo_organisations()
    assert not Organisation.objects.exists()
    load_blank()
    make_district(JOB)
    load_demo_organisations()
    entries = Entry.objects.count()
    load_demo_organisations()
    assert Entry.objects.count() == entries
    assert false_span() is None
    hows = {tie.terms["how"] for tie in Tie.objects.filter(kind="succeeded_by")}
    assert hows == {"split", "reduce"}
    found = cross_appointments(("/",), local_day(now()))
    assert (len(found.members), len(found.both)) == (3, 1)
