"""Moments, days and numbers as people write them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.journal.clock import at
from zhuchao.journal.moments import ago, day, moment, until, urgency
from zhuchao.web.templatetags.words import number

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""A Sunday, 12:00 in Shanghai."""


@pytest.fixture(autouse=True)
def _sunday_noon() -> Iterator[None]:
    with at(NOON), override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-3), "刚刚"),
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=5), "5 分钟前"),
        (timedelta(hours=3, minutes=59), "3 小时前"),
        (timedelta(days=6, hours=23), "6 天前"),
        (timedelta(days=7), "11月15日"),
        (timedelta(days=400), "2025年10月18日"),
    ],
)
def test_the_past_is_told_relatively_for_a_week(passed: timedelta, words: str) -> None:
    assert ago(NOON - passed) == words


@pytest.mark.parametrize(
    ("left", "words", "how"),
    [
        (timedelta(days=3, hours=5), "还剩 3 天", "fine"),
        (timedelta(hours=23), "还剩 23 小时", "soon"),
        (timedelta(seconds=20), "还剩 不到 1 分钟", "soon"),
        (timedelta(0), "还剩 不到 1 分钟", "soon"),
        (timedelta(seconds=-1), "已超 不到 1 分钟", "late"),
        (timedelta(days=-2), "已超 2 天", "late"),
    ],
)
def test_a_deadline_is_inclusive_and_says_what_is_left(
    left: timedelta, words: str, how: str
) -> None:
    assert (until(NOON + left), urgency(NOON + left)) == (words, how)


def test_a_day_shows_its_year_only_when_it_is_another() -> None:
    assert day(date(2026, 2, 3)) == "2月3日"
    assert day(date(2025, 2, 3)) == "2025年2月3日"


def test_a_moment_is_shown_in_the_zone_of_the_district() -> None:
    assert moment(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)) == "11月23日 周一 00:05"


def test_a_deadline_at_the_end_of_a_day_shows_the_day_alone() -> None:
    assert moment(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == "11月22日 周日"


def test_english_days_are_written_as_english_readers_write_them() -> None:
    with override("en"):
        assert day(date(2026, 2, 3)) == "3 Feb"
        assert day(date(2025, 2, 3)) == "3 Feb 2025"


def test_numbers_are_grouped_by_three() -> None:
    assert number(1234567) == "1,234,567"


@given(st.integers(-(10**8), 10**8))
def test_late_and_the_words_for_late_agree(seconds: int) -> None:
    with at(NOON), override("zh-hans"):
        due = NOON + timedelta(seconds=seconds)
        assert until(due).startswith("已超") == (urgency(due) == "late")
