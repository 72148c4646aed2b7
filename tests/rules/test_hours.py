"""Opening hours: over midnight, holidays, lunar days, unknown apart from closed, and their text."""

from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhuchao.rules.calendar import national
from zhuchao.rules.hours import (
    ALWAYS,
    MINUTES,
    UNKNOWN,
    Day,
    Hours,
    next_change,
    open_hours,
    sound,
    state_at,
)
from zhuchao.rules.hours_data import as_data, as_text, from_data, from_text
from zhuchao.rules.hours_reading import (
    NO_SUCH_DATE,
    NO_SUCH_TIME,
    NOTHING_SAID,
    ONLY_HOLIDAYS,
    OVERLAPPING,
    TWICE,
    UNREADABLE,
    HoursError,
    read_hours,
)
from zhuchao.rules.hours_text import LUNAR, written
from zhuchao.rules.lunar import NEW_YEARS_EVE, LunarDay, lunar_days

CALENDAR = national()
ZONE = ZoneInfo("Asia/Shanghai")


def state(text: str, moment: str) -> str:
    """The state of hours in words at a local moment."""
    return state_at(read_hours(text), datetime.fromisoformat(moment), CALENDAR)


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        ("8:00-20:00", "2026-11-25T07:59", "closed"),
        ("8:00-20:00", "2026-11-25T08:00", "open"),
        ("8:00-20:00", "2026-11-25T19:59:59", "open"),
        ("8:00-20:00", "2026-11-25T20:00", "closed"),
        ("8:00-12:00、14:00-18:00", "2026-11-25T13:00", "closed"),
        ("22:00-06:00", "2026-11-25T23:00", "open"),
        ("22:00-06:00", "2026-11-25T05:59", "open"),
        ("22:00-06:00", "2026-11-25T06:00", "closed"),
        ("周五 22:00-次日6:00；周六 休息", "2026-11-28T03:00", "open"),
        ("周五 22:00-次日6:00；周六 休息", "2026-11-27T03:00", "closed"),
        ("周五 22:00-次日6:00；周六 休息", "2026-11-26T12:00", "unknown"),
        ("24小时", "2026-11-25T00:00", "open"),
        ("20:00-24:00", "2026-11-25T23:59", "open"),
        ("20:00-24:00", "2026-11-26T00:00", "closed"),
        ("不详", "2026-11-25T12:00", "unknown"),
        ("周一至周五 9:00-17:00", "2026-11-28T12:00", "unknown"),
        ("周一至周五 9:00-17:00；周末休息", "2026-11-28T12:00", "closed"),
        ("9:00-17:00；节假日休息", "2026-10-01T12:00", "closed"),
        ("9:00-17:00；节假日照常", "2026-10-01T12:00", "open"),
        ("9:00-17:00；节假日 10:00-12:00", "2026-10-01T09:30", "closed"),
        ("9:00-17:00；节假日不详", "2026-10-01T12:00", "unknown"),
        ("9:00-17:00；节假日休息", "2026-10-10T12:00", "open"),
        ("9:00-17:00；除夕至初三休息", "2026-02-16T12:00", "closed"),
        ("9:00-17:00；除夕至初三休息", "2026-02-19T12:00", "closed"),
        ("9:00-17:00；除夕至初三休息", "2026-02-20T12:00", "open"),
        ("休息；除夕 9:00-12:00；节假日休息", "2026-02-16T11:00", "open"),
        ("9:00-17:00；腊月初八 6:00-8:00", "2026-01-26T07:00", "open"),
        ("9:00-17:00；2026-12-01至2026-12-03休息", "2026-12-03T12:00", "closed"),
        ("9:00-17:00；2026-12-01至2026-12-03休息", "2026-12-04T12:00", "open"),
        ("9:00-17:00；暂停开放至2026-12-31", "2026-12-31T12:00", "closed"),
        ("9:00-17:00；暂停开放至2026-12-31", "2027-01-01T12:00", "open"),
        ("不详；暂停开放至2026-12-31", "2026-12-31T12:00", "closed"),
    ],
)
def test_a_place_is_open_closed_or_nobody_knows(text: str, moment: str, expected: str) -> None:
    assert state(text, moment) == expected


@pytest.mark.parametrize(
    ("text", "moment", "then", "becomes"),
    [
        ("8:00-20:00", "2026-11-25T12:00", "2026-11-25T20:00", "closed"),
        ("22:00-06:00", "2026-11-25T23:00", "2026-11-26T06:00", "closed"),
        ("周一至周五 9:00-17:00；周末休息", "2026-11-27T18:00", "2026-11-30T09:00", "open"),
        ("8:00-20:00；暂停开放至2027-06-30", "2026-11-25T12:00", "2027-07-01T08:00", "open"),
        ("周一 9:00-17:00", "2026-11-23T18:00", "2026-11-24T00:00", "unknown"),
        ("9:00-17:00；节假日休息", "2026-09-30T18:00", "2026-10-08T09:00", "open"),
    ],
)
def test_the_next_change_is_found(text: str, moment: str, then: str, becomes: str) -> None:
    found = next_change(read_hours(text), datetime.fromisoformat(moment), CALENDAR)
    assert found == (datetime.fromisoformat(then), becomes)


@pytest.mark.parametrize("text", ["24小时", "不详", "休息"])
def test_what_never_changes_has_no_next_change(text: str) -> None:
    assert next_change(read_hours(text), datetime(2026, 11, 25, 12, tzinfo=ZONE), CALENDAR) is None


def test_the_moment_keeps_its_zone() -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=ZONE)
    found = next_change(read_hours("8:00-20:00"), noon, CALENDAR)
    assert found
    assert found[0].utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("text", "part", "why"),
    [
        ("", "", NOTHING_SAID),
        ("周一", "周一", NOTHING_SAID),
        ("周一 8:00-20:00，周八 9:00", "周八 9:00", UNREADABLE),
        ("看门的在就开", "看门的在就开", UNREADABLE),
        ("周五至周一 8:00-9:00", "周五至周一", UNREADABLE),
        ("8:00-25:00", "8:00-25:00", NO_SUCH_TIME),
        ("8:70-9:00", "8:70-9:00", NO_SUCH_TIME),
        ("24:00-6:00", "24:00-6:00", NO_SUCH_TIME),
        ("8:00-8:00", "8:00-8:00", OVERLAPPING),
        ("8:00-次日9:00", "8:00-次日9:00", OVERLAPPING),
        ("8:00-12:00、11:00-14:00", "8:00-12:00 11:00-14:00", OVERLAPPING),
        ("周一休息；周一 8:00-9:00", "周一 8:00-9:00", TWICE),
        ("周一休息 24小时", "周一 休息 24小时", TWICE),
        ("暂停开放至2026-12-01，暂停开放至2026-12-02", "暂停开放至2026-12-02", TWICE),
        ("每天照常", "每天 照常", ONLY_HOLIDAYS),
        ("2026-02-30休息", "2026-02-30", NO_SUCH_DATE),
        ("2026-12-02至2026-12-01休息", "2026-12-02至2026-12-01", NO_SUCH_DATE),
        ("初三至初一休息", "初三至初一", UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_named(text: str, part: str, why: str) -> None:
    with pytest.raises(HoursError) as error:
        read_hours(text)
    assert (error.value.part, error.value.why) == (part, why)


def test_people_write_the_same_in_many_ways() -> None:
    same = "周一至周五 8:00-20:00；周末 9:00-17:00；节假日 休息"
    for text in (
        same,
        "周一到周五8:00-20:00，周末9:00-17:00，节假日休息",
        "开放时间：工作日８：００—２０：００。双休日 9点至17点。法定节假日不开放",
        "周一、二、三、四、五 8-20点；周六、周日 9:00-17:00；节假日关闭",
        "每天 9:00-17:00；星期一至星期五 8:00-20:00；节假日休息",
    ):
        assert written(read_hours(text)) == same


def test_another_language_says_lunar_days_by_number() -> None:
    hours = read_hours("8:00-20:00；正月初一休息")
    english = {LUNAR: "lunar %(month)s/%(day)s", "每天": "daily", "休息": "closed"}
    assert written(hours, lambda word: english.get(word, word)) == (
        "daily 8:00-20:00; lunar 1/1 closed"
    )


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Unknown, closed, around the clock, or up to three intervals, the last maybe overnight."""
    if draw(st.booleans()):
        return draw(st.sampled_from([None, (), ((0, MINUTES),)]))
    edges = sorted(draw(st.sets(st.integers(0, MINUTES - 1), min_size=2, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    if draw(st.booleans()):
        begin = pairs[-1][0]
        pairs[-1] = (begin, draw(st.integers(begin + 1, begin + MINUTES)))
    return tuple(pairs)


dates = st.dates(date(2024, 1, 1), date(2027, 12, 31))
USUAL: Literal["usual"] = "usual"
lunar = st.builds(LunarDay, st.integers(1, 12), st.integers(1, 29)) | st.just(NEW_YEARS_EVE)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Any hours that can be said."""
    spans = draw(st.lists(st.tuples(dates, st.integers(0, 9), days()), max_size=2))
    return Hours(
        week=tuple(draw(st.lists(days(), min_size=7, max_size=7))),
        holidays=draw(st.one_of(st.just(USUAL), days())),
        lunar=tuple(draw(st.dictionaries(lunar, days(), max_size=3)).items()),
        dates=tuple(
            {(a, a + timedelta(n)): (a, a + timedelta(n), d) for a, n, d in spans}.values()
        ),
        closed_until=draw(st.none() | dates),
    )


moments = st.builds(
    lambda day, minute: datetime.combine(day, time(), ZONE) + timedelta(minutes=minute),
    st.dates(date(2024, 1, 2), date(2027, 11, 30)),
    st.integers(0, MINUTES - 1),
)


@given(hours())
def test_what_is_written_reads_back(one: Hours) -> None:
    assert read_hours(written(one)) == one
    assert from_text(as_text(one)) == one
    assert from_data(as_data(one)) == one


@given(hours(), moments)
def test_the_state_agrees_with_the_intervals_around_it(one: Hours, moment: datetime) -> None:
    covered = False
    for back in (0, 1):
        midnight = datetime.combine(moment.date() - timedelta(days=back), time(), ZONE)
        for begin, end in one.on(midnight.date(), CALENDAR) or ():
            first, last = midnight + timedelta(minutes=begin), midnight + timedelta(minutes=end)
            covered = covered or first <= moment < last
    otherwise = "unknown" if one.on(moment.date(), CALENDAR) is None else "closed"
    assert state_at(one, moment, CALENDAR) == ("open" if covered else otherwise)


@given(hours(), moments)
def test_nothing_changes_before_the_next_change(one: Hours, moment: datetime) -> None:
    found = next_change(one, moment, CALENDAR)
    now = state_at(one, moment, CALENDAR)
    until = found[0] if found else moment + timedelta(days=2)
    if found:
        assert state_at(one, found[0], CALENDAR) == found[1] != now
    step = max(timedelta(minutes=1), (until - moment) / 97)
    between = moment
    while between < until:
        assert state_at(one, between, CALENDAR) == now
        between += step


@given(hours(), st.integers(0, 6), st.integers(0, 23), st.integers(0, 59))
def test_an_open_hour_is_open_in_every_minute(
    one: Hours, weekday: int, hour: int, minute: int
) -> None:
    plain = Hours(one.week)
    moment = datetime(2026, 11, 23 + weekday, hour, minute, tzinfo=ZONE)
    assert moment.weekday() == weekday
    assume(CALENDAR.working.get(moment.date()) is None)
    through = open_hours(plain, weekday)[hour]
    if through:
        assert state_at(plain, moment, CALENDAR) == "open"
    if through is None:
        assert state_at(plain, moment, CALENDAR) != "closed"
        assert plain.week[weekday] is None


def test_the_whole_day_counts_every_hour_and_an_unknown_one_none() -> None:
    assert open_hours(ALWAYS, 0) == (True,) * 24
    assert open_hours(UNKNOWN, 0) == (None,) * 24
    night = read_hours("22:00-06:00")
    assert [h for h, it_is in enumerate(open_hours(night, 0)) if it_is] == [
        0,
        1,
        2,
        3,
        4,
        5,
        22,
        23,
    ]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_new_years_eve_is_the_day_before_the_first_of_the_first_month(day: date) -> None:
    tomorrow = day + timedelta(days=1)
    assert (NEW_YEARS_EVE in lunar_days(day)) == (LunarDay(1, 1) in lunar_days(tomorrow))


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"week": []}, {"week": [None] * 6}, {"week": [None] * 7, "x": 1},
        {"week": ["08:00-20:00"] * 7}, {"week": [["8:00-20:00"]] * 7}, {"week": [[1]] * 7},
        {"week": [["20:00-08:00"]] * 7}, {"week": [["08:00-12:00", "11:00-13:00"]] * 7},
        {"week": [None] * 7, "lunar": [["13-1", []]]}, {"week": [None] * 7, "closed_until": "x"},
        {"week": [None] * 7, "dates": [["2026-01-02", "2026-01-01", []]]}, {"week": 7},
    ],
)  # fmt: skip
def test_data_that_is_no_hours_is_refused(data: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (any of its messages will do)
        from_data(data)  # type: ignore[arg-type]


def test_intervals_are_sound_or_refused() -> None:
    assert sound(((0, 1440),))
    assert not sound(((0, 1441),))
    assert not sound(((1440, 1500),))
    with pytest.raises(ValueError, match="seven"):
        Hours(((),) * 6)
