"""Quiet hours: over midnight, within a day, and what they spare."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuchao.rules.quiet import Quiet, allowed

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(time(22), time(7), frozenset({"emergency"}))
NOON = Quiet(time(12), time(14))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("quiet", "moment", "expected"),
    [
        (NIGHT, "2026-09-30T21:59:59", "2026-09-30T21:59:59"),
        (NIGHT, "2026-09-30T22:00", "2026-10-01T07:00"),
        (NIGHT, "2026-10-01T06:59:59", "2026-10-01T07:00"),
        (NIGHT, "2026-10-01T07:00", "2026-10-01T07:00"),
        (NIGHT, "2026-12-31T23:00", "2027-01-01T07:00"),
        (NOON, "2026-09-30T13:00", "2026-09-30T14:00"),
        (NOON, "2026-09-30T23:00", "2026-09-30T23:00"),
        (None, "2026-09-30T23:00", "2026-09-30T23:00"),
    ],
)
def test_a_notice_waits_for_the_end_of_quiet(
    quiet: Quiet | None, moment: str, expected: str
) -> None:
    assert allowed(at(moment), quiet, ZONE) == at(expected)


def test_an_emergency_is_told_at_night() -> None:
    assert allowed(at("2026-09-30T23:00"), NIGHT, ZONE, "emergency") == at("2026-09-30T23:00")
    assert allowed(at("2026-09-30T23:00"), NIGHT, ZONE, "timely") == at("2026-10-01T07:00")


def test_quiet_is_the_districts_night_whatever_the_servers_zone() -> None:
    assert allowed(datetime(2026, 9, 30, 15, tzinfo=UTC), NIGHT, ZONE) == at("2026-10-01T07:00")


def test_it_refuses_equal_times_and_a_moment_without_zone() -> None:
    with pytest.raises(ValueError, match="two different times"):
        Quiet(time(7), time(7))
    with pytest.raises(ValueError, match="time zone"):
        allowed(at("2026-09-30").replace(tzinfo=None), NIGHT, ZONE)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2 * 24 * 60), st.times(), st.times())
def test_the_allowed_moment_is_loud_and_less_than_a_day_away(
    minutes: int, begins: time, ends: time
) -> None:
    if begins == ends:
        return
    quiet = Quiet(begins, ends)
    moment = at("2026-09-30") + timedelta(minutes=minutes)
    found = allowed(moment, quiet, ZONE)
    assert not quiet.covers(found.time())
    assert timedelta(0) <= found - moment < timedelta(days=1)
