"""Contacts of any sequence of acts: one a unit at a time, and the gaps are those without one."""

from datetime import date
from typing import Any

import pytest

from tests.cast import JOB, District, found_district
from tests.units import unit
from zhuchao.access.refusal import Refused
from zhuchao.journal.verifying import verify
from zhuchao.registry.contacts.actions import end_contact, make_contact, replace_contact
from zhuchao.registry.contacts.queries import ContactFilters, contacts
from zhuchao.registry.models import Tie

DAY = date(2026, 3, 1)


@pytest.fixture
def district(db: None) -> District:
    """示例区 with two units."""
    made = found_district()
    unit(made, "甲快递")
    unit(made, "乙快递")
    return made


def test_the_list_takes_as_many_statements_for_one_as_for_many(
    district: District, django_assert_num_queries: Any
) -> None:
    """Five, however many contacts there are."""
    for where in ("甲快递", "乙快递"):
        make_contact(JOB, f"{where}的联系人", district.offices[where], since=DAY)
    with django_assert_num_queries(5):
        found = contacts(JOB, ContactFilters(DAY))
    assert (len(found.pairs), len(found.leaders), found.without, found.units) == (2, 2, 0, 2)


def test_replacing_leaves_no_day_without_and_none_with_two(district: District) -> None:
    where = district.offices["甲快递"]
    first = make_contact(JOB, "甲", where, since=DAY)
    second = replace_contact(JOB, first.pk, "乙", on=date(2026, 5, 1))
    end_contact(JOB, second.pk, on=date(2026, 6, 30))
    days = {date(2026, 4, 30): "甲", date(2026, 5, 1): "乙", date(2026, 6, 30): "乙"}
    for day, who in days.items():
        held = contacts(JOB, ContactFilters(day)).pairs
        assert [str(pair.tie.who_person) for pair in held] == [who]
    assert contacts(JOB, ContactFilters(date(2026, 7, 1))).without == 2
    assert verify().ok


def test_nothing_is_ended_when_the_new_one_cannot_be(district: District) -> None:
    where = district.offices["甲快递"]
    first = make_contact(JOB, "甲", where, since=DAY)
    with pytest.raises(Refused):
        replace_contact(JOB, first.pk, "乙", on=date(2999, 1, 1))
    assert Tie.objects.get(kind="contact").valid_to is None
