"""What was signed at writing is what comes back from the database, on either engine."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as quiet
from hypothesis import strategies as st

from zhuchao.journal.fields import canonical
from zhuchao.journal.leaf import COLUMNS, genuine_leaf, journal_key
from zhuchao.journal.models import Entry
from zhuchao.journal.rows import rows
from zhuchao.journal.writing import MOST, Fact, writing

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
CODES = st.dictionaries(WORDS, WORDS | st.integers(-(2**40), 2**40) | st.none(), max_size=4)
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (the strategy's bounds are naive)
DAYS = st.dates(date(1900, 1, 1), date(2199, 1, 1))
AMOUNTS = st.decimals(-MOST + 1, MOST - 1, places=2)
WHOLE = st.integers(-(2**31), 2**31 - 1)

FACTS = st.builds(
    Fact,
    verb=st.just("matter.raised"),
    subject=st.tuples(st.just("matter"), st.integers(-(2**62), 2**62)),
    headcount=st.none() | WHOLE,
    quantity=st.none() | AMOUNTS,
    facets=CODES,
    valid_from=st.none() | DAYS,
    valid_to=st.none() | DAYS,
    occurred_at=st.none() | MOMENTS,
)


@pytest.mark.django_db
@quiet(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(facts=st.lists(FACTS, min_size=1, max_size=5))
def test_every_value_comes_back_as_it_was_signed(facts: list[Fact]) -> None:
    with writing("3f2a") as log:
        for fact in facts:
            log.add(fact)
    found = [row for batch in rows() for row in batch][-len(facts) :]
    for row in found:
        text = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"))
        assert genuine_leaf(row, journal_key()) == hashlib.sha256(b"\0" + text.encode()).digest()


@pytest.mark.django_db
def test_a_moment_just_before_a_full_second_keeps_its_second() -> None:
    moment = datetime(2026, 11, 22, 9, 30, 59, 999_999, UTC)
    with writing("3f2a") as log:
        log.add(Fact("matter.raised", ("matter", 1), occurred_at=moment))
    row = next(rows())[0]
    assert row[1] == int(moment.timestamp()) * 1_000_000 + 999_999


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given_amount", "kept"),
    [("1.005", "1.00"), ("1.015", "1.02"), ("-0.001", "0.00"), ("7", "7.00")],
)
def test_amounts_are_rounded_once_before_they_are_signed(given_amount: str, kept: str) -> None:
    with writing("3f2a") as log:
        log.add(Fact("hours.given", ("person", 1), quantity=Decimal(given_amount)))
    row = next(rows())[0]
    assert row[1 + COLUMNS.index("quantity")] == kept
    assert genuine_leaf(row, journal_key())


@pytest.mark.django_db
def test_an_amount_sqlite_could_not_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="15 digits"), writing("3f2a") as log:
        log.add(Fact("hours.given", ("person", 1), quantity=MOST))
    assert not Entry.objects.exists()


@pytest.mark.parametrize("value", [1.5, [1.5], {"a": [{"b": 1.5}]}, (1, 2.0)])
def test_canonical_text_holds_no_floats(value: Any) -> None:
    with pytest.raises(TypeError, match="no floats"):
        canonical(value)


def test_canonical_text_is_sorted_dense_and_readable() -> None:
    assert canonical({"b": [1, None, True], "a": "噪声"}) == '{"a":"噪声","b":[1,null,true]}'
