"""Organisations founded, changed, closed and passed on; each change a version in the journal."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import JOB, District, found_district
from tests.registry.test_tie_actions import DESK, code, scope
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry, Span
from zhuchao.places.models import Division
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import (
    change_organisation,
    close_organisation,
    descendants,
    found_organisation,
    succeed,
)
from zhuchao.registry.tie_actions import cover
from zhuchao.text.identifiers import credit_sign

DAY = date(2024, 5, 1)
CODE = "91340181MA2TRXYX1"
CREDIT = CODE + credit_sign(CODE)


@pytest.fixture
def district(db: None) -> District:
    """The cast."""
    return found_district()


def unit(district: District, name: str = "甲子网店（虚构）", **more: object) -> Organisation:
    """A unit of 柳林街道, founded."""
    row = Organisation(name=name, kind="enterprise", division=district.divisions["S1"], **more)
    return found_organisation(DESK, row, since=DAY)


def test_a_founded_organisation_has_a_code_and_a_span(district: District) -> None:
    made = unit(district, headcount=12, members_known=4, operating="yes")
    assert made.code
    span = Span.objects.get(pk=f"organisation:{made.pk}")
    assert (span.verb, span.headcount, span.valid_from) == ("organisation.founded", 12, DAY)
    assert span.facets == {
        "kind": "enterprise",
        "sector": "economic",
        "trade": "",
        "operating": "yes",
        "members_known": 4,
    }


def test_a_credit_code_is_checked_and_held_by_one(district: District) -> None:
    unit(district, credit_code=CREDIT.lower())
    other = "0" if CREDIT[-1] != "0" else "1"
    for wrong, why in ((CREDIT, "conflict"), (CODE + other, "invalid"), ("123", "invalid")):
        with pytest.raises(Refused) as refused:
            unit(district, "乙丑网店（虚构）", credit_code=wrong)
        assert code(refused) == (why, ["credit_code"])
    assert Organisation.objects.filter(credit_code=CREDIT).count() == 1


@pytest.mark.parametrize("who", [scope("party_desk", "/D/S2/"), scope("intake"), scope("staff")])
def test_others_found_and_change_nothing(district: District, who: Scope) -> None:
    made = unit(district)
    with pytest.raises(Refused):
        change_organisation(who, made.pk, {"name": "别名"}, version=made.version)
    row = Organisation(name="丙寅", kind="branch", division=district.divisions["S1"])
    with pytest.raises(Refused):
        found_organisation(who, row, since=DAY)
    made.refresh_from_db()
    assert (made.name, made.version) == ("甲子网店（虚构）", 1)


def test_who_changes_second_is_told(district: District) -> None:
    made = unit(district)
    change_organisation(DESK, made.pk, {"members_known": 5}, version=1)
    with pytest.raises(Refused) as refused:
        change_organisation(DESK, made.pk, {"members_known": 6}, version=1)
    assert refused.value.code == "stale"
    made.refresh_from_db()
    assert (made.members_known, made.version) == (5, 2)


def test_it_cannot_be_moved_out_of_the_area_or_born_after_its_ties(district: District) -> None:
    made = unit(district)
    branch = district.offices["branch"]
    cover(DESK, "covers", branch, made, since=DAY, terms={"form": "joint"})
    later = {"valid_from": DAY + timedelta(days=1)}
    with pytest.raises(Refused) as refused:
        change_organisation(DESK, made.pk, later, version=1)
    assert code(refused) == ("conflict", ["valid_from"])
    street = scope("party_desk", "/D/S1/")
    with pytest.raises(Refused):
        change_organisation(street, made.pk, {"division": district.divisions["S2"]}, version=1)
    with pytest.raises(KeyError):
        change_organisation(DESK, made.pk, {"code": "x"}, version=1)


def test_closing_ends_what_holds_and_undoes_what_has_not_begun(district: District) -> None:
    made = unit(district)
    branch, committee = district.offices["branch"], district.offices["committee"]
    held = cover(DESK, "covers", branch, made, since=DAY, terms={"form": "joint"})
    ahead = local_day(now()) + timedelta(days=9)
    cover(DESK, "covers", committee, made, since=ahead, terms={"form": "joint"})
    last = DAY + timedelta(days=30)
    close_organisation(DESK, made.pk, on=last, reason="停业", version=1)
    held.refresh_from_db()
    assert held.valid_to == last
    assert Tie.objects.filter(whom_organisation=made).count() == 1
    assert Entry.objects.get(verb="organisation.closed").words == "停业"
    with pytest.raises(Refused) as refused:
        close_organisation(DESK, made.pk, on=last, reason="再关", version=2)
    assert refused.value.code == "conflict"


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        (DAY - timedelta(days=1), "停业", "on"),
        (date(2999, 1, 1), "停业", "on"),
        (DAY, " ", "reason"),
    ],
)
def test_a_wrong_closing_is_named_at_its_field(
    district: District, on: date, reason: str, field: str
) -> None:
    made = unit(district)
    with pytest.raises(Refused) as refused:
        close_organisation(DESK, made.pk, on=on, reason=reason, version=1)
    assert code(refused) == ("invalid", [field])
    made.refresh_from_db()
    assert (made.valid_to, made.version) == (None, 1)


class TestChain(TestCase):
    """Whatever successions are tried, the chain old → new stays free of circles."""

    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
    def test_it_never_closes_to_a_circle(self, pairs: list[tuple[int, int]]) -> None:
        place = Division.objects.create(code="D", name="示例区", kind="district", path="/D/")
        rows = [
            found_organisation(
                JOB, Organisation(name=f"第{n}支部", kind="branch", division=place), since=DAY
            )
            for n in range(5)
        ]
        for old, new in pairs:
            try:
                succeed(JOB, [rows[old]], [rows[new]], "transfer", on=DAY)
            except Refused:
                continue
        for row in rows:
            nexts = Tie.objects.filter(kind="succeeded_by", who_organisation=row)
            children = list(nexts.values_list("whom_organisation", flat=True))
            assert row.pk not in descendants(children)
