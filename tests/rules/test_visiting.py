"""Daily means and meal periods: what holds whatever the numbers."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.rules.visiting import PERIOD_HOURS, daily_means, meal_period

FIRST = date(2026, 11, 1)
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
COUNTS = st.dictionaries(DAYS, st.integers(0, 200))


@given(visits=COUNTS, opened=st.frozensets(DAYS), there=st.frozensets(DAYS))
def test_both_means_are_over_the_same_visits_and_an_open_day_is_never_above_a_calendar_day(
    visits: dict[date, int], opened: frozenset[date], there: frozenset[date]
) -> None:
    found = daily_means(visits, opened, there)
    assert found.visits == sum(visits.values())
    assert len(opened) <= found.open_days <= found.calendar_days
    by_open, by_calendar = found.by_open_day.value, found.by_calendar_day.value
    if by_open is None:
        assert found.visits == 0
    else:
        assert by_open * found.open_days == found.visits
        assert by_calendar is not None
        assert by_open >= by_calendar


@given(one=COUNTS, two=COUNTS, opened=st.frozensets(DAYS))
def test_scan_and_hand_means_add_up_where_the_days_are_the_same(
    one: dict[date, int], two: dict[date, int], opened: frozenset[date]
) -> None:
    came = {d for d, n in [*one.items(), *two.items()] if n}
    days = opened | came
    both = {d: one.get(d, 0) + two.get(d, 0) for d in {*one, *two}}
    means = [daily_means(v, days, days).by_open_day.value for v in (one, two, both)]
    if days:
        assert (means[0] or Fraction()) + (means[1] or Fraction()) == means[2]
    else:
        assert means == [None, None, None]


def test_a_meal_period_is_four_hours_and_the_night_is_cut_by_the_day() -> None:
    periods = [meal_period(hour) for hour in range(24)]
    assert periods == sorted(periods)
    assert max(periods.count(p) for p in periods) == PERIOD_HOURS
    assert (periods.count(periods[0]), periods.count(periods[-1])) == (2, 2)
