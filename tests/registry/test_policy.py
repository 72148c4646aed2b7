"""Who may give authority: an administrator over the target, and nobody else."""

from datetime import date

import pytest

from tests.registry.conftest import Folder
from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Grant, Scope, system
from zhuchao.journal.models import Entry, Span
from zhuchao.places.models import Division
from zhuchao.registry.actions import (
    add_person,
    affiliate,
    appoint,
    assign_duty,
    employ,
    end_tie,
    pair,
)
from zhuchao.registry.kinds import AUTHORITY, TIE_KINDS
from zhuchao.registry.models import Duty, Organisation, Person
from zhuchao.registry.people import members
from zhuchao.registry.scope import scope_of

JOB = system("test")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _district(folder: Folder) -> None:
    from zhuchao.registry.district import load_district

    assert not load_district(JOB, folder()).faults


def administrator(path: str) -> Scope:
    """An administrator of a division, second factor proved."""
    return Scope("a", grants=(Grant("administrator", path),), second_factor=True)


@pytest.fixture
def person() -> Person:
    """Somebody without any tie."""
    return add_person(JOB, "甲", Account.objects.create_user("jia"))


def test_an_administrator_appoints_below_his_own_division(person: Person) -> None:
    street = Division.objects.get(code="S1")
    appoint(administrator("/D/"), "intake", person, street)
    assert person.account
    assert scope_of(person.account).paths("intake") == ("/D/S1/",)
    assert Span.objects.get(verb="tie.made").facets["kind"] == "intake"


@pytest.mark.parametrize(
    "scope",
    [
        PUBLIC,
        administrator("/D/S1/"),
        administrator("/D/Z/"),
        Scope("s", grants=(Grant("supervisor", "/D/"),)),
        Scope("i", grants=(Grant("intake", "/D/"),)),
    ],
)
def test_nobody_else_appoints(person: Person, scope: Scope) -> None:
    with pytest.raises(Refused) as refused:
        appoint(scope, "administrator", person, Division.objects.get(code="D"))
    assert refused.value.code == "forbidden"
    assert not person.ties.exists()
    assert not Entry.objects.filter(verb="tie.made").exists()


def test_no_other_verb_writes_a_kind_that_gives_authority(person: Person) -> None:
    office = Organisation.objects.get(code="roads")
    for kind in AUTHORITY:
        with pytest.raises(Refused):
            affiliate(JOB, kind, office, office, since=date(2026, 1, 1))
        with pytest.raises(Refused):
            pair(JOB, kind, person, office, since=date(2026, 1, 1))


def test_only_kinds_written_by_appoint_give_a_role() -> None:
    assert {k.verb for k in TIE_KINDS if k.role} == {"appoint"}


def test_a_tie_holds_from_its_first_to_its_last_day(person: Person) -> None:
    office = Organisation.objects.get(code="roads")
    appoint(JOB, "staff", person, office, since=date(2020, 1, 1), until=date(2020, 12, 31))
    assert members([office.pk], "staff") == []
    assert person.account
    assert scope_of(person.account).grants == ()


def test_an_ended_tie_gives_nothing_any_more(person: Person) -> None:
    office = Organisation.objects.get(code="roads")
    tie = appoint(JOB, "staff", person, office, since=date(2020, 1, 1))
    assert person.account
    assert scope_of(person.account).organisations("staff") == (office.pk,)
    end_tie(administrator("/D/"), tie, on=date(2021, 1, 1))
    assert scope_of(person.account).grants == ()


def test_who_ends_a_tie_second_is_told(person: Person) -> None:
    tie = appoint(JOB, "staff", person, Organisation.objects.get(code="roads"))
    end_tie(JOB, type(tie).objects.get(), on=tie.valid_from)
    with pytest.raises(Refused) as refused:
        end_tie(JOB, tie, on=tie.valid_from)
    assert refused.value.code == "stale"


def test_an_inactive_account_may_do_nothing(person: Person) -> None:
    appoint(JOB, "administrator", person, Division.objects.get(code="D"))
    assert person.account
    person.account.is_active = False
    assert scope_of(person.account).grants == ()


def test_a_wrong_end_is_refused(person: Person) -> None:
    with pytest.raises(Refused):
        appoint(JOB, "staff", person, Division.objects.get(code="D"))
    with pytest.raises(Refused):
        appoint(JOB, "administrator", person, Organisation.objects.get(code="roads"))


def test_employing_is_all_or_nothing() -> None:
    root = Division.objects.get(code="D")
    account = employ(JOB, "administrator", root, username="first", name="甲")
    assert scope_of(account).paths("administrator") == ("/D/",)
    with pytest.raises(Refused):
        employ(JOB, "staff", root, username="second", name="乙")
    assert not Account.objects.filter(username="second").exists()


def test_a_duty_is_written_by_those_who_accept_there_and_the_older_row_ends() -> None:
    from zhuchao.journal.writing import writing

    def row(division: str) -> Duty:
        return Duty(
            item="道路",
            kind="appeal",
            category="road",
            division=Division.objects.get(code=division),
            position="lead",
            organisation=Organisation.objects.get(code="intake"),
            valid_from=date(2026, 1, 1),
        )

    street = Scope("s", grants=(Grant("intake", "/D/S1/"),))
    with pytest.raises(Refused), writing("s") as log:
        assign_duty(street, log, row("D"))
    with writing("s") as log:
        assign_duty(administrator("/D/"), log, row("D"))
    older = Duty.objects.get(item="道路", organisation__code="roads")
    assert older.valid_to == date(2026, 1, 1)
    assert Span.objects.get(id=f"duty:{older.pk}").valid_to == date(2026, 1, 1)
