"""Days of an admission: computed from what was recorded, whatever order it is typed in."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuchao.rules.admission import (
    Done,
    Steps,
    earliest_of,
    faults,
    following,
    passes,
    probation_end,
    track,
)
from zhuchao.rules.calendar import national
from zhuchao.rules.catalogue import shipped_on, shipped_versions
from zhuchao.rules.dated import add_months

CALENDAR = national()
STEPS = shipped_on("admission", date(2026, 6, 1)).steps
OLD = shipped_on("admission", date(2025, 6, 1)).steps
FIRST = date(2026, 6, 1)
FAR = date(2040, 1, 1)
NUMBERS = {"due": 9, "present": 8, "yes": 8, "people": 2, "days": 3}


def one(day: date, numbers: dict[str, int] | None = None, *, passed: bool = True) -> Done:
    """A record with numbers that fit any step."""
    return Done(day, passed, {**NUMBERS, **(numbers or {})})


def said(
    done: dict[str, Done],
    name: str,
    new: Done,
    *,
    today: date = FAR,
    extension: int = 0,
    notice: tuple[date, date] | None = None,
    steps: Steps = STEPS,
) -> list[str]:
    """The codes of what is wrong with a record."""
    found = faults(
        steps,
        done,
        name,
        new,
        today=today,
        calendar=CALENDAR,
        extension=extension,
        notice=notice or (new.day - timedelta(days=20), new.day - timedelta(days=1)),
    )
    return [f.code for f in found]


def until(name: str, steps: Steps = STEPS, extension: int = 0) -> dict[str, Done]:
    """Everything before a step done on its earliest day."""
    done: dict[str, Done] = {}
    for step in steps.values():
        if step.name == name:
            break
        day = earliest_of(steps, step, done, extension, CALENDAR) or FIRST
        assert said(done, step.name, one(day), steps=steps) == []
        done[step.name] = one(day)
    return done


def test_there_are_five_stages_and_twenty_five_steps() -> None:
    sizes = [sum(s.stage == stage for s in STEPS.values()) for stage in _stages()]
    assert sizes == [2, 4, 5, 7, 7]
    assert [s.number for s in STEPS.values()] == list(range(1, 26))


def _stages() -> list[str]:
    return list(dict.fromkeys(s.stage for s in STEPS.values()))


def test_the_older_version_asks_for_no_public_notice_before_the_candidate_is_decided() -> None:
    versions = shipped_versions("admission")
    assert [v.version for v in versions] == ["2014-05-28", "2026-05-18"]
    assert [v.steps["candidate"].notice for v in versions] == [0, 5]
    assert list(OLD) == list(STEPS)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(day: date, months: int, found: date) -> None:
    assert add_months(day, months) == found


def test_the_talk_is_due_within_a_month_of_the_application() -> None:
    done = {"apply": one(date(2027, 1, 31))}
    talk = track(STEPS, done, date(2027, 2, 28), CALENDAR)[1]
    assert (talk.stand, talk.latest, talk.late) == ("due", date(2027, 2, 28), False)
    assert track(STEPS, done, date(2027, 3, 1), CALENDAR)[1].late
    assert said(done, "talk", one(date(2027, 4, 1))) == [], "late is a fact, never refused"


def test_a_candidate_is_decided_a_year_after_the_activist_at_the_earliest() -> None:
    done = until("candidate")
    begun = done["activist"].day
    assert said(done, "candidate", one(add_months(begun, 12) - timedelta(days=1))) == ["early"]
    assert said(done, "candidate", one(add_months(begun, 12))) == []


def test_observation_comes_again_each_half_year_until_the_candidate_is_decided() -> None:
    done = until("candidate")
    first = done["observe"].day
    found = track(STEPS, done, first, CALENDAR)[5]
    assert (found.stand, found.again) == ("done", add_months(first, 6))
    assert track(STEPS, done, add_months(first, 7), CALENDAR)[5].late
    assert said(done, "observe", one(add_months(first, 6))) == []
    assert said(done, "observe", one(first - timedelta(days=1))) == ["before"]
    decided = {**done, "candidate": one(add_months(first, 12))}
    assert track(STEPS, decided, FAR, CALENDAR)[5].again is None
    assert said(decided, "observe", one(add_months(first, 13))) == ["order"]


def test_public_notice_is_five_whole_working_days_that_ended_before() -> None:
    done = until("candidate")
    monday = date(2027, 6, 7)  # no statutory holiday nearby but the Dragon Boat festival (9 June)
    while not all(CALENDAR.is_working(monday + timedelta(days=i)) for i in range(5)):
        monday += timedelta(days=7)
    friday, saturday = monday + timedelta(days=4), monday + timedelta(days=5)
    assert said(done, "candidate", one(saturday), notice=(monday, friday)) == []
    assert said(done, "candidate", one(friday), notice=(monday, friday)) == ["notice_to"]
    short = (monday, friday - timedelta(days=1))
    assert said(done, "candidate", one(saturday), notice=short) == ["notice_days"]
    refused = one(saturday, passed=False)
    assert said(done, "candidate", refused, notice=(friday, monday)) == []


def test_training_takes_three_days_or_twenty_four_hours() -> None:
    done, day = until("train"), date(2028, 1, 10)
    few = {**NUMBERS, "days": 2, "hours": 23}
    assert said(done, "train", Done(day, True, few)) == ["least"]
    assert said(done, "train", Done(day, True, {**few, "days": 3})) == []
    assert said(done, "train", Done(day, True, {**few, "hours": 24})) == []


def test_a_failed_review_stops_the_way_until_people_decide_anew() -> None:
    done = until("train")
    done["review"] = one(done["review"].day, passed=False)
    found = {s.step.name: s for s in track(STEPS, done, FAR, CALENDAR)}
    assert found["review"].stand == "stopped"
    assert (found["train"].stand, found["train"].waits_for) == ("ahead", "review")
    assert said(done, "train", one(FAR)) == ["order"]
    assert said(done, "review", one(FAR)) == []


def test_a_ballot_passes_by_more_than_half_of_those_due_to_attend() -> None:
    assert [passes(10, yes) for yes in (4, 5, 6)] == [False, False, True]
    done, day = until("vote"), date(2028, 3, 1)
    for numbers in ({"yes": 9, "present": 8}, {"present": 10, "due": 9}, {"due": 0}):
        assert said(done, "vote", one(day, numbers)) == ["ballot"]


def test_the_branch_meets_within_a_month_and_the_committee_within_three_at_most_six() -> None:
    done = until("approve")
    found = {s.step.name: s for s in track(STEPS, done, FIRST, CALENDAR)}
    vote = done["vote"].day
    assert found["vote"].latest == add_months(done["pre_review"].day, 1)
    assert found["approve"].latest == add_months(vote, 3)
    assert found["approve"].most == add_months(vote, 6)


def test_probation_counts_from_the_branch_vote_and_is_prolonged_with_an_extension() -> None:
    done = until("vote_full")
    vote = done["vote"].day
    assert probation_end(STEPS, done, 0, CALENDAR) == add_months(vote, 12)
    assert probation_end(STEPS, done, 6, CALENDAR) == add_months(add_months(vote, 12), 6)
    assert said(done, "vote_full", one(add_months(vote, 12))) == []
    assert said(done, "vote_full", one(add_months(vote, 12)), extension=6) == ["early"]
    assert said(done, "vote_full", one(add_months(vote, 18)), extension=6) == []


DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), DAYS, st.booleans()), max_size=60))
def test_no_order_of_typing_makes_a_step_earlier_than_allowed(
    typed: list[tuple[str, date, bool]],
) -> None:
    """Whatever is typed in whatever order: what was taken is in order and inside its bounds."""
    done: dict[str, Done] = {}
    for name, day, passed in typed:
        wrong = said(done, name, one(day, passed=passed))
        if not wrong:
            done[name] = one(day, passed=passed)
    _sound(done)


def _sound(done: dict[str, Done]) -> None:
    days = [done[s].day for s in STEPS if s in done]
    assert days == sorted(days)
    assert list(STEPS)[: len(done)] == [s for s in STEPS if s in done], "no step is jumped over"
    for name, record in done.items():
        earliest = earliest_of(STEPS, STEPS[name], done, 0, CALENDAR)
        assert earliest is None or record.day >= earliest


@settings(max_examples=60)
@given(DAYS, st.lists(st.integers(0, 400), min_size=25, max_size=25), st.sampled_from([0, 6, 12]))
def test_a_way_taken_with_any_pauses_keeps_its_days_in_order(
    first: date, pauses: list[int], extension: int
) -> None:
    done: dict[str, Done] = {}
    for step, pause in zip(STEPS.values(), pauses, strict=True):
        since = earliest_of(STEPS, step, done, extension, CALENDAR) or first
        before = one(since - timedelta(days=1))
        if done:
            assert "early" in said(done, step.name, before, extension=extension)
        day = since + timedelta(days=pause)
        assert said(done, step.name, one(day), extension=extension, today=date(9000, 1, 1)) == []
        done[step.name] = one(day)
    assert following(STEPS, done) is None
    _sound(done)
    end = probation_end(STEPS, done, extension, CALENDAR)
    assert end is not None
    assert done["vote_full"].day >= end >= add_months(done["vote"].day, 12)
