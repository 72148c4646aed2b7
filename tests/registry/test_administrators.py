"""The last administrator stays: nobody locks the platform, alone or against another."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import BEGINNING, JOB, District, add_account, found_district
from zhuchao.access.accounts import reactivate
from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.registry.actions import appoint, end_tie, take_back_tie
from zhuchao.registry.administrators import deactivate, held_for_good
from zhuchao.registry.models import Tie

DAY = timedelta(days=1)


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its one administrator."""
    return found_district()


def tie(account: Account) -> Tie:
    """What makes somebody an administrator."""
    return Tie.objects.get(kind="administrator", who_person__account=account)


def refused(account: Account, on: date) -> bool:
    """Whether the role does not end on a day; nothing is written then."""
    before = Entry.objects.count(), tie(account).valid_to
    try:
        end_tie(JOB, tie(account), on=on)
    except Refused as found:
        words = found.code, found.message
    else:
        return False
    assert (words[0], "请先任命另一位" in words[1]) == ("conflict", True)
    assert before == (Entry.objects.count(), tie(account).valid_to)
    return True


def test_the_last_one_ends_neither_today_nor_later_nor_as_if_he_had_never_been(
    district: District,
) -> None:
    admin, today = district.accounts["admin"], local_day(now())
    assert all(refused(admin, today + day) for day in (-DAY, 0 * DAY, 400 * DAY))
    with pytest.raises(Refused, match="请先任命另一位"):
        take_back_tie(JOB, tie(admin), reason="写错了")
    with pytest.raises(Refused, match="请先任命另一位"):
        deactivate(JOB, admin)
    admin.refresh_from_db()
    assert admin.is_active


def test_he_ends_once_another_holds_the_whole_district(district: District) -> None:
    admin, today = district.accounts["admin"], local_day(now())
    second = add_account(district, "second", "administrator", "D")
    assert not refused(admin, today)
    with pytest.raises(Refused, match="请先任命另一位"):
        deactivate(JOB, second)
    assert refused(second, today)
    assert not refused(admin, today - DAY)


def test_a_street_a_deactivated_account_and_a_term_are_not_enough(district: District) -> None:
    admin, today = district.accounts["admin"], local_day(now())
    add_account(district, "street", "administrator", "S1")
    assert refused(admin, today)
    second = add_account(district, "second", "administrator", "D")
    deactivate(JOB, second)
    assert refused(admin, today)
    reactivate(JOB, second)
    assert not refused(second, today + 30 * DAY)
    assert refused(admin, today)
    assert not refused(second, today)


def test_one_who_follows_without_a_gap_is_enough(district: District) -> None:
    admin, today = district.accounts["admin"], local_day(now())
    second = add_account(district, "second", "staff", "roads")
    whole = district.divisions["D"]
    appoint(JOB, "administrator", second.person, whole, since=today + 10 * DAY)
    assert refused(admin, today + 8 * DAY)
    assert not refused(admin, today + 9 * DAY)


def test_administrators_of_places_and_other_roles_end_as_before(district: District) -> None:
    street = add_account(district, "street", "administrator", "S1")
    assert not refused(street, local_day(now()))
    deactivate(JOB, street)
    end_tie(JOB, Tie.objects.get(who_person__account=district.accounts["roads"]), on=BEGINNING)


@given(st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=5))
def test_terms_hold_for_good_when_every_day_has_somebody(
    terms: list[tuple[int, int | None]],
) -> None:
    first = date(2026, 1, 1)
    days = [(first + a * DAY, None if b is None else first + (a + b) * DAY) for a, b in terms]
    covered = [
        any(a <= first + n * DAY and (b is None or first + n * DAY <= b) for a, b in days)
        for n in range(25)
    ]
    assert held_for_good(days, first) == all(covered)


@pytest.mark.parametrize("act", ["end", "deactivate", "mixed"])
def test_two_who_remove_each_other_at_once_do_not_both_succeed(
    transactional_db: None, act: str
) -> None:
    district = found_district()
    pair = [district.accounts["admin"], add_account(district, "second", "administrator", "D")]
    # A SQLite database in memory turns away who reads while another writes: one by one there.
    at_once = connection.vendor != "sqlite"
    gate, told = threading.Barrier(2 if at_once else 1), []

    def run(number: int) -> None:
        other = pair[1 - number]
        try:
            gate.wait(10)
            if act == "end" or (act == "mixed" and number):
                end_tie(JOB, tie(other), on=local_day(now()))
            else:
                deactivate(JOB, other)
            told.append("done")
        except Refused as found:
            told.append(found.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
        if not at_once:
            thread.join(30)
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["conflict", "done"]
