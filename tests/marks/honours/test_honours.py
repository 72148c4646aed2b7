"""Honours: one counts once, on which days it counts, and who may see or write whose."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import JOB, District, add_account
from zhuchao.access.files import store_document
from zhuchao.access.models import File
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.verifying import verify
from zhuchao.marks.honours.actions import (
    begins,
    document_honour,
    end_honour,
    record_honour,
    withdraw_honour,
)
from zhuchao.marks.honours.queries import HonourFilters, honour_page, honours, tally
from zhuchao.marks.models import Honour
from zhuchao.registry.models import Person

TODAY = date(2026, 11, 26)


def honour(district: District, scope: Scope = JOB, **fields: Any) -> Honour:
    """An honour of 春风社区, unless said otherwise."""
    given: dict[str, Any] = {
        "title": "全国民族团结进步模范集体",
        "level": "nation",
        "year": 2024,
        "given_by": "国务院",
        "document": "国发〔2024〕20号",
        "whose": "division",
        "division": district.divisions["C11"],
    }
    return record_honour(scope, Honour(**{**given, **fields}))


def refused(district: District, scope: Scope = JOB, **fields: Any) -> Refused:
    """Why it is not written down."""
    with pytest.raises(Refused) as found:
        honour(district, scope, **fields)
    return found.value


def count(scope: Scope, day: date) -> int:
    """The honours that hold on a day."""
    return sum(n for *_names, n in tally(scope, day))


@pytest.fixture
def desks(district: District) -> District:
    """The cast with the desks that keep honours."""
    for name, role, where in (
        ("party1", "party_desk", "S1"),
        ("party2", "party_desk", "S2"),
        ("personnel", "personnel_desk", "D"),
    ):
        district.accounts[name] = add_account(district, name, role, where)
    return district


def test_an_honour_recorded_twice_is_one(district: District) -> None:
    honour(district)
    assert refused(district, title="“全国民族团结进步” 模范集体").code == "conflict"
    for other in ({"year": 2023}, {"title": "另一项"}, {"division": district.divisions["C12"]}):
        honour(district, **other)
    office = district.offices["roads"]
    honour(district, whose="organisation", organisation=office)
    assert refused(district, whose="organisation", organisation=office).code == "conflict"
    assert count(JOB, TODAY) == 5
    assert verify().ok


def pdf() -> UUID:
    """A document that nobody attached yet."""
    content = b"%PDF-1.7\n%%EOF\n"
    return store_document(SimpleUploadedFile("x.pdf", content, "application/pdf")).pk


def test_a_document_comes_later_and_changes_no_belief(desks: District) -> None:
    made = honour(desks, document="国发〔2024〕20号")
    believed = Span.objects.get(pk=f"honour:{made.pk}")
    document_honour(desks.scope("party1"), made.pk, [pdf()], version=1)
    assert Span.objects.get(pk=f"honour:{made.pk}").entry_id == believed.entry_id
    assert File.objects.get().subject_id == made.pk
    for scope, version, code in (
        (desks.scope("party1"), 1, "stale"),
        (desks.scope("party2"), 2, "not_found"),
        (desks.scope("auditor"), 2, "forbidden"),
    ):
        with pytest.raises(Refused) as found:
            document_honour(scope, made.pk, [pdf()], version=version)
        assert found.value.code == code
    end_honour(JOB, made.pk, on=TODAY, reason="复查", version=2)
    document_honour(JOB, made.pk, [pdf()], version=3)
    withdraw_honour(JOB, made.pk, reason="登记错了单位", version=4)
    with pytest.raises(Refused, match="已经撤回"):
        document_honour(JOB, made.pk, [pdf()], version=5)
    assert verify().ok


def test_what_is_taken_back_never_was_and_may_be_written_anew(district: District) -> None:
    made = honour(district)
    withdraw_honour(JOB, made.pk, reason="登记错了单位", version=1)
    told = Entry.objects.get(verb="honour.withdrawn")
    assert told.voids == Entry.objects.get(verb="honour.recorded").pk
    assert told.words == "登记错了单位"
    assert count(JOB, TODAY) == 0
    honour(district)
    assert count(JOB, TODAY) == 1
    with pytest.raises(Refused) as again:
        withdraw_honour(JOB, made.pk, reason="再来", version=2)
    assert again.value.code == "conflict"


def test_one_that_was_taken_away_counts_up_to_its_last_day(district: District) -> None:
    made = honour(district, conferred_on=date(2024, 9, 27))
    end_honour(JOB, made.pk, on=date(2025, 6, 30), reason="复查未通过", version=1)
    days = (date(2024, 9, 26), date(2024, 9, 27), date(2025, 6, 30), date(2025, 7, 1))
    assert [count(JOB, day) for day in days] == [0, 1, 1, 0]
    gone = honours(JOB, HonourFilters(on=TODAY, gone=True))
    assert list(gone) == [made]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": date(2024, 9, 26)}, "invalid"),
        ({"on": date(2999, 1, 1)}, "invalid"),
        ({"reason": " "}, "invalid"),
        ({"version": 2}, "stale"),
    ],
)
def test_a_wrong_end_is_refused(district: District, changes: dict[str, Any], code: str) -> None:
    made = honour(district, conferred_on=date(2024, 9, 27))
    said = {"on": date(2025, 6, 30), "reason": "复查未通过", "version": 1, **changes}
    with pytest.raises(Refused) as found:
        end_honour(JOB, made.pk, **said)
    assert found.value.code == code
    assert Span.objects.get(pk=f"honour:{made.pk}").valid_to is None


@given(st.integers(1949, 2026), st.dates(date(1949, 1, 1), TODAY))
def test_only_a_year_counts_when_it_was_surely_held(year: int, recorded: date) -> None:
    """Never before it was known or the year was over; a day that is known is the day."""
    moment = datetime(
        recorded.year, recorded.month, recorded.day, 12, tzinfo=ZoneInfo("Asia/Shanghai")
    )
    first = begins(Honour(year=year, recorded_at=moment))
    assert first == min(date(year, 12, 31), recorded)
    exact = Honour(year=year, recorded_at=moment, conferred_on=date(year, 3, 1))
    assert begins(exact) == date(year, 3, 1)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", " "),
        ("given_by", ""),
        ("level", "village"),
        ("year", 1948),
        ("year", 2999),
        ("conferred_on", date(2023, 12, 31)),
        ("document", ""),
    ],
)
def test_a_fault_is_told_at_its_field(district: District, field: str, wrong: Any) -> None:
    assert set(refused(district, **{field: wrong}).fields) == {field}
    assert not Honour.objects.exists()


def test_a_desk_writes_for_its_own_area_only(desks: District) -> None:
    honour(desks, desks.scope("party1"))
    for who in ("party2", "street1", "roads", "auditor"):
        assert refused(desks, desks.scope(who), year=2020).code == "forbidden"
    made = Honour.objects.get()
    for who, code in (("party2", "not_found"), ("auditor", "forbidden")):
        with pytest.raises(Refused) as found:
            withdraw_honour(desks.scope(who), made.pk, reason="不该在", version=1)
        assert found.value.code == code


def test_a_persons_honour_is_not_public_and_his_party_ones_least(desks: District) -> None:
    """Those who keep people's records and he himself; a Party one not even the supervisor."""
    him = Person.objects.get(account=desks.accounts["roads"])
    personal: dict[str, Any] = {"whose": "person", "person": him}
    honour(desks)
    honour(desks, title="先进个人", **personal)
    honour(desks, title="优秀共产党员", party_internal=True, **personal)
    supervisor = desks.scope("supervisor")
    assert (
        refused(desks, supervisor, party_internal=True, year=2020, **personal).code == "forbidden"
    )
    seen = {
        "party1": 3, "personnel": 3, "supervisor": 2, "admin": 2, "auditor": 1, "street1": 1,
        "roads": 2, "roads2": 0, "party2": 0, "street2": 0,
    }  # fmt: skip
    for who, number in seen.items():
        scope = desks.scope(who)
        assert honours(scope, HonourFilters(on=TODAY)).count() == number, who
        assert count(scope, TODAY) == number, who
    told = Entry.objects.filter(verb="honour.recorded")
    assert all("person" not in one.facets for one in told)


def test_an_office_sees_its_own_wherever_it_lies(desks: District) -> None:
    honour(desks, whose="organisation", organisation=desks.offices["water"])
    assert count(desks.scope("water"), TODAY) == 1
    assert count(desks.scope("roads"), TODAY) == 0


def test_the_list_is_narrowed_and_paged_by_year(
    district: District, django_assert_num_queries: Any
) -> None:
    for year in (2020, 2024, 2022):
        honour(district, year=year)
    whole = HonourFilters(on=TODAY)
    assert [one.year for one in honour_page(JOB, whole).rows] == [2024, 2022, 2020]
    with django_assert_num_queries(1):
        page = honour_page(JOB, whole, size=2)
    following = honour_page(JOB, whole, after=page.after or 0, size=2)
    assert [one.year for one in following.rows] == [2020]
    with at(datetime(2026, 11, 26, 4, tzinfo=ZoneInfo("Asia/Shanghai"))):
        one = honour(district, year=2026, level="street", title="文明村", given_by="柳林街道")
    for narrowed in ({"level": "street"}, {"year": 2026}, {"words": "文明 柳林"}):
        assert list(honours(JOB, HonourFilters(on=TODAY, **narrowed))) == [one]
    assert honours(JOB, HonourFilters(on=TODAY, division="C12")).count() == 0
