"""Points: capped a day, oldest first, gone in time, and never below nothing."""

import random
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.rules.points import Credit, Duplicates, Spent, balance, worth
from zhuchao.rules.points_file import read_points_scheme, shipped_points
from zhuchao.rules.toml import MalformedError

SCHEME = replace(shipped_points(), enabled=True)
START = date(2026, 1, 1)
DAYS = st.integers(0, 900).map(lambda n: START + timedelta(n))
CREDITS = st.lists(
    st.builds(
        Credit, DAYS, st.sampled_from(["hazard", "tip", "other"]), st.integers(1, 4), st.booleans()
    ),
    max_size=40,
)
SPENT = st.lists(st.builds(Spent, DAYS, st.integers(1, 60)), max_size=10)


def test_points_are_off_as_shipped() -> None:
    """A district has to turn them on (red line 7)."""
    assert shipped_points().enabled is False
    assert shipped_points().confirmed is False


@given(CREDITS, SPENT, DAYS, st.sampled_from(["none", "share"]), st.integers(0, 99))
def test_whatever_happened_the_sum_holds(
    credits: list[Credit], spent: list[Spent], on: date, duplicates: str, seed: int
) -> None:
    """Nothing is below nothing, a day gives no more than the cap, and no order changes it."""
    scheme = replace(SCHEME, duplicates=cast(Duplicates, duplicates))
    found = balance(scheme, credits, spent, on)
    assert min(found.left, found.spent, found.expired) >= 0
    assert found.credited == found.left + found.spent + found.expired
    assert all(0 < lot.points <= scheme.daily_cap for lot in found.lots)
    assert found.spent <= sum(s.points for s in spent if s.on <= on)
    days = {c.on for c in credits if c.on <= on}
    assert found.credited <= scheme.daily_cap * len(days)
    mixed = random.Random(seed)
    assert balance(scheme, mixed.sample(credits, len(credits)), spent, on) == found


@given(CREDITS, DAYS)
def test_what_is_not_spent_is_gone_after_its_months(credits: list[Credit], on: date) -> None:
    """The day before the last it is all there, on that day gone."""
    for lot in balance(SCHEME, credits, [], on).lots:
        eve = balance(
            SCHEME, [c for c in credits if c.on == lot.on], [], lot.expires - timedelta(1)
        )
        gone = balance(SCHEME, [c for c in credits if c.on == lot.on], [], lot.expires)
        assert (eve.left, gone.left, gone.expired) == (lot.points, 0, lot.points)


def test_the_oldest_are_spent_first() -> None:
    """So that as few as possible are lost."""
    credits = [Credit(START, "hazard"), Credit(START + timedelta(40), "hazard")]
    found = balance(SCHEME, credits, [Spent(START + timedelta(50), 15)], START + timedelta(60))
    assert [(lot.on, lot.points) for lot in found.lots] == [(START + timedelta(40), 5)]


def test_points_of_one_day_pay_nothing_before_it() -> None:
    """A coupon cannot be paid by what came later."""
    found = balance(
        SCHEME, [Credit(START + timedelta(5), "hazard")], [Spent(START, 10)], date(2026, 6, 1)
    )
    assert (found.left, found.spent) == (10, 0)


@pytest.mark.parametrize(("duplicates", "first", "later"), [("none", 10, 0), ("share", 3, 3)])
def test_what_several_report_is_shared_or_the_first_ones(
    duplicates: str, first: int, later: int
) -> None:
    """Never the whole for each (domain.md §4)."""
    scheme = replace(SCHEME, duplicates=cast(Duplicates, duplicates))
    assert worth(scheme, Credit(START, "hazard", 3, first=True)) == first
    assert worth(scheme, Credit(START, "hazard", 3, first=False)) == later


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('key = "points"', 'key = "point"', "key"),
        ("daily_cap = 30", "daily_cap = 0", "daily_cap"),
        ('duplicates = "none"', 'duplicates = "all"', "duplicates"),
        ("expires_months = 12", "expires_months = 0", "expires_months"),
        ("hazard = 10", "hazard = -1", "credit.hazard"),
        ("\nenabled = false", '\nenabled = "no"', "enabled"),
    ],
)
def test_a_faulty_scheme_is_refused_at_its_key(old: str, new: str, key: str) -> None:
    """The key at fault is named."""
    text = (files("zhuchao.rules") / "sets" / "points.toml").read_text("utf-8")
    with pytest.raises(MalformedError) as caught:
        read_points_scheme(text.replace(old, new, 1), "mine.toml")
    assert (caught.value.file, caught.value.key) == ("mine.toml", key)
