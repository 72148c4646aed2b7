"""The working-day calendar: make-up days, holidays, districts and years not loaded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuchao.rules.calendar import national

CALENDAR = national()
DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(1, 60)
few = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    "day",
    ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
)
def test_a_make_up_day_on_a_weekend_is_worked(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-17", "2026-05-01", "2026-10-07"])
def test_a_statutory_holiday_is_not_worked(day: str) -> None:
    assert not CALENDAR.is_working(date.fromisoformat(day))


def test_a_district_holiday_goes_before_the_national_calendar() -> None:
    feast = date(2026, 7, 15)
    local = national({feast: False})
    assert CALENDAR.is_working(feast)
    assert not local.is_working(feast)
    assert local.add_working_days(date(2026, 7, 14), 1) == (date(2026, 7, 16), False)


def test_a_year_not_loaded_has_weekends_only_and_is_provisional() -> None:
    assert CALENDAR.add_working_days(date(2026, 12, 30), 2) == (date(2027, 1, 1), True)
    assert CALENDAR.next_working_day(date(2027, 10, 2)) == (date(2027, 10, 4), True)
    assert CALENDAR.add_working_days(date(2026, 12, 30), 1) == (date(2026, 12, 31), False)


def test_a_year_becomes_known_when_its_notice_is_loaded() -> None:
    loaded = national({date(2027, 1, 1): False}, loaded_years=[2027])
    assert loaded.add_working_days(date(2026, 12, 30), 2) == (date(2027, 1, 4), False)


def test_the_start_day_does_not_make_a_count_provisional() -> None:
    loaded_next = national(loaded_years=[2028])
    assert loaded_next.add_working_days(date(2027, 12, 31), 1) == (date(2028, 1, 3), False)


def test_it_refuses_a_moment_and_a_count_below_one() -> None:
    with pytest.raises(TypeError, match="not moments"):
        CALENDAR.is_working(datetime(2026, 10, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="starts at 1"):
        CALENDAR.add_working_days(date(2026, 10, 1), 0)


def test_a_count_beyond_the_last_year_overflows() -> None:
    with pytest.raises(OverflowError):
        CALENDAR.add_working_days(date(9999, 12, 30), 5)


@few
@given(DAYS, COUNTS)
def test_a_count_never_lands_on_a_rest_day(day: date, n: int) -> None:
    assert CALENDAR.is_working(CALENDAR.add_working_days(day, n).day)


@few
@given(DAYS, st.integers(0, 40), COUNTS)
def test_a_later_start_never_ends_earlier(day: date, later: int, n: int) -> None:
    after = CALENDAR.add_working_days(day + timedelta(days=later), n)
    assert CALENDAR.add_working_days(day, n).day <= after.day


@few
@given(DAYS, COUNTS, COUNTS)
def test_counting_in_two_goes_is_counting_in_one(day: date, first: int, second: int) -> None:
    between = CALENDAR.add_working_days(day, first).day
    assert (
        CALENDAR.add_working_days(between, second).day
        == CALENDAR.add_working_days(day, first + second).day
    )


@few
@given(DAYS, COUNTS)
def test_counting_back_gives_the_number_counted(day: date, n: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, n).day) == n
