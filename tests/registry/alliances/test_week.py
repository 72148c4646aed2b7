"""The week of a room is whole, and its open hours are those of the opening hours."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.registry.alliances.opening import open_on
from zhuchao.registry.alliances.wanted import moment_at
from zhuchao.registry.alliances.week import cells, week
from zhuchao.registry.models import Booking
from zhuchao.rules.calendar import national
from zhuchao.rules.hours import ALWAYS, UNKNOWN, Day, Hours, state_at

MONDAY = date(2026, 11, 23)
HOURS = st.integers(0, 23)


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Closed, unknown, or a few intervals in order; the last may run into the next day."""
    if draw(st.booleans()):
        return draw(st.sampled_from([None, ()]))
    edges = sorted(draw(st.sets(st.integers(0, 1800), min_size=2, max_size=4)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    return tuple((a, b) for a, b in pairs if a < 1440 and b - a <= 1440)


@given(st.tuples(*[days()] * 7))
def test_an_hour_is_open_when_each_of_its_minutes_is(held: tuple[Day, ...]) -> None:
    try:
        hours = Hours(held)
    except ValueError:
        return
    found = open_on(hours, MONDAY, national())
    for hour in (0, 7, 12, 23):
        begin = datetime.combine(MONDAY, datetime.min.time()) + timedelta(hours=hour)
        every = {state_at(hours, begin + timedelta(minutes=m), national()) for m in range(60)}
        assert (found[hour] is True) == (every == {"open"})


@given(
    st.lists(st.sampled_from([True, False, None]), min_size=24, max_size=24),
    st.lists(st.tuples(HOURS, HOURS), max_size=6),
    st.integers(0, 24),
    st.tuples(HOURS, st.integers(1, 24)),
)
def test_the_cells_of_a_day_follow_each_other_without_a_gap(
    state: list[bool | None], held: list[tuple[int, int]], past: int, bounds: tuple[int, int]
) -> None:
    first, last = min(bounds), max(bounds)
    taken: list[Booking | None] = [None] * 24
    for a, b in held:
        taken[min(a, b) : max(a, b)] = [Booking()] * (max(a, b) - min(a, b))
    found = cells(state, taken, (first, last), past)
    hours = [*(c.hour for c in found), last]
    assert all(a.until == b for a, b in zip(found, hours[1:], strict=True))
    assert sum(c.span for c in found) == last - first
    assert all(c.span == 1 for c in found if c.state == "free")
    assert all(a.state != b.state or a.state in ("free", "taken") for a, b in pairwise(found))


def test_a_week_shows_the_open_hours_and_what_is_taken() -> None:
    row = Booking(pk=1, since=moment_at(MONDAY, 9), until=moment_at(MONDAY, 11))
    hours = Hours((((540, 1080),),) * 5 + ((), ()))
    found = week(hours, MONDAY, [row], moment_at(MONDAY, 12), national())
    monday = [(c.hour, c.until, c.state) for c in found.days[0].cells]
    assert monday[:3] == [(9, 11, "taken"), (11, 13, "past"), (13, 14, "free")]
    assert [(c.hour, c.until, c.state) for c in found.days[6].cells] == [(9, 18, "shut")]
    assert (found.first, found.last, found.unknown) == (9, 18, False)


def test_unknown_hours_are_offered_by_day_and_told() -> None:
    found = week(UNKNOWN, MONDAY, [], moment_at(MONDAY, 0), national())
    assert (found.first, found.last, found.unknown) == (8, 21, True)
    assert {c.state for day in found.days for c in day.cells} == {"free"}
    whole = week(ALWAYS, MONDAY, [], moment_at(MONDAY, 0), national())
    assert (whole.first, whole.last, whole.unknown) == (0, 24, False)
