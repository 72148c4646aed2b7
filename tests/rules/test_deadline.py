"""Deadlines: the published vectors, the shift off rest days, and pauses."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuchao.rules.calendar import national
from zhuchao.rules.catalogue import shipped
from zhuchao.rules.deadline import Due, due, resume
from zhuchao.rules.ruleset import Limit, limit

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = national()
PETITION = shipped()["petition"]
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2028, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001 - hypothesis asks for naive bounds
LIMITS = st.builds(
    Limit, st.integers(1, 60), st.sampled_from(["minute", "hour", "day", "working_day"])
)
few = settings(max_examples=60, deadline=None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def reckon(start: str, amount: Limit) -> Due:
    return due(at(start), amount, CALENDAR, ZONE)


def remaining(moment: datetime, deadline: Due, row: Limit) -> int | timedelta:
    """What is left, in the unit of the limit."""
    if row.unit in ("minute", "hour"):
        return deadline.due - moment
    first, last = moment.date(), deadline.due.date()
    if row.unit == "day":
        return (last - first).days
    return CALENDAR.working_days_between(first, last) - CALENDAR.working_days_between(last, first)


@pytest.mark.parametrize("clock", ["00:00", "09:30", "23:59:59"])
def test_an_objection_received_before_national_day_has_until_13_october(clock: str) -> None:
    found = reckon(f"2026-09-30T{clock}", limit(PETITION, "D4"))
    assert found == Due(at("2026-10-13T23:59:59"), at("2026-10-13T23:59:59"), provisional=False)


def test_sixty_days_ending_in_the_holiday_are_shifted_for_the_petitioner_only() -> None:
    found = reckon("2026-08-03", limit(PETITION, "D5"))
    assert found == Due(at("2026-10-02T23:59:59"), at("2026-10-08T23:59:59"), provisional=False)


def test_an_extension_counts_from_the_unshifted_due() -> None:
    first = reckon("2026-08-03", limit(PETITION, "D5"))
    longer = due(first.due, limit(PETITION, "D6"), CALENDAR, ZONE)
    assert longer.due.date() == date(2026, 11, 1)
    assert longer.shifted.date() == date(2026, 11, 2)


def test_hours_run_through_night_and_holiday() -> None:
    found = reckon("2026-09-30T23:00", Limit(24, "hour"))
    assert found == Due(at("2026-10-01T23:00"), at("2026-10-01T23:00"), provisional=False)


def test_hours_are_elapsed_time_where_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 28, 12, tzinfo=berlin)
    assert due(start, Limit(24, "hour"), CALENDAR, berlin).due.hour == 13


def test_the_start_day_is_the_districts_not_the_servers() -> None:
    late_evening_utc = datetime(2026, 9, 29, 17, tzinfo=UTC)
    found = due(late_evening_utc, limit(PETITION, "D4"), CALENDAR, ZONE)
    assert found.due.date() == date(2026, 10, 13)


def test_a_shift_into_a_year_not_loaded_is_provisional() -> None:
    assert reckon("2026-12-01", Limit(60, "day")).provisional
    assert not reckon("2026-12-01", Limit(30, "day")).provisional


def test_it_refuses_a_moment_without_zone_and_an_empty_limit() -> None:
    naive = at("2026-09-30").replace(tzinfo=None)
    for row in (Limit(1, "hour"), Limit(1, "day"), Limit(1, "working_day")):
        with pytest.raises(ValueError, match="time zone"):
            due(naive, row, CALENDAR, ZONE)
    with pytest.raises(ValueError, match="at least 1"):
        reckon("2026-09-30", Limit(0, "day"))


@few
@given(MOMENTS, LIMITS)
def test_the_shifted_deadline_is_never_earlier(start: datetime, row: Limit) -> None:
    found = due(start, row, CALENDAR, ZONE)
    assert start < found.due <= found.shifted


@few
@given(MOMENTS, LIMITS.filter(lambda row: row.unit in ("day", "working_day")))
def test_the_shifted_deadline_is_the_end_of_a_working_day(start: datetime, row: Limit) -> None:
    shifted = due(start, row, CALENDAR, ZONE).shifted
    assert CALENDAR.is_working(shifted.date())
    assert shifted.strftime("%H:%M:%S") == "23:59:59"


@few
@given(MOMENTS, LIMITS)
def test_pausing_and_resuming_at_once_changes_nothing(start: datetime, row: Limit) -> None:
    old = due(start, row, CALENDAR, ZONE)
    assert resume(old, start, start, row, CALENDAR, ZONE) == old


@few
@given(
    MOMENTS,
    LIMITS,
    st.timedeltas(timedelta(0), timedelta(90)),
    st.timedeltas(timedelta(0), timedelta(90)),
)
def test_a_pause_leaves_as_much_as_there_was(
    start: datetime, row: Limit, worked: timedelta, idle: timedelta
) -> None:
    old = due(start, row, CALENDAR, ZONE)
    paused, resumed = start + worked, start + worked + idle
    new = resume(old, paused, resumed, row, CALENDAR, ZONE)
    assert remaining(resumed, new, row) == remaining(paused, old, row)
    assert new.shifted >= new.due >= old.due


def test_a_pause_over_the_holiday_costs_a_working_day_clock_only_its_working_days() -> None:
    row = Limit(5, "working_day")
    old = reckon("2026-09-28", row)
    assert old.due.date() == date(2026, 10, 10)
    new = resume(old, at("2026-09-30T10:00"), at("2026-10-09T10:00"), row, CALENDAR, ZONE)
    assert new.due.date() == date(2026, 10, 13)


def test_a_pause_through_a_year_not_loaded_makes_the_deadline_provisional() -> None:
    row = Limit(2, "working_day")
    old = reckon("2026-12-29", row)
    assert not old.provisional
    assert resume(old, at("2026-12-30"), at("2027-01-05"), row, CALENDAR, ZONE).provisional


def test_a_clock_cannot_resume_before_it_was_paused() -> None:
    row = Limit(5, "day")
    old = reckon("2026-09-28", row)
    with pytest.raises(ValueError, match="before it was paused"):
        resume(old, at("2026-09-29"), at("2026-09-28"), row, CALENDAR, ZONE)
