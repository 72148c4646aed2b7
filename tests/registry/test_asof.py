"""As of any day, as believed now and as known then: equal to a replay of the list of changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import JOB
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at
from zhuchao.places.models import Division
from zhuchao.registry.actions import end_tie, take_back_tie
from zhuchao.registry.asof import organisations_on, ties_on
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import close_organisation, found_organisation
from zhuchao.registry.tie_actions import cover

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 40)
Days = tuple[int, int | None]
"""First and last day of something, counted from FIRST."""


@dataclass
class Replay:
    """The oracle: after each act, what is believed of every tie and organisation."""

    versions: list[dict[str, Days]]

    def held(self, day: int, act: int) -> set[str]:
        """What held on a day, by what was believed after an act."""
        believed = self.versions[act].items()
        return {name for name, (a, b) in believed if a <= day and (b is None or day <= b)}


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("cover"), st.integers(0, 1), st.integers(0, 1), DAYS),
        st.tuples(st.just("end"), st.integers(0, 5), DAYS),
        st.tuples(st.just("void"), st.integers(0, 5)),
        st.tuples(st.just("close"), st.integers(0, 1), DAYS),
    ),
    max_size=9,
)


def day(number: int) -> date:
    """A day counted from FIRST."""
    return FIRST + timedelta(days=number)


def moment(act: int) -> datetime:
    """When an act was told: years later, an hour each."""
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=act)


class Play:
    """The real thing and the oracle side by side."""

    def __init__(self) -> None:
        place = Division.objects.create(code="D", name="示例区", kind="district", path="/D/")
        with at(moment(0)):
            self.branches = [self._found(place, f"第{n}支部", "branch") for n in range(2)]
            self.units = [self._found(place, f"第{n}企业", "enterprise") for n in range(2)]
        self.ties: list[Tie] = []
        born: dict[str, Days] = {
            f"organisation:{o.pk}": (0, None) for o in (*self.branches, *self.units)
        }
        self.replay = Replay([born])

    @staticmethod
    def _found(place: Division, name: str, kind: str) -> Organisation:
        return found_organisation(
            JOB, Organisation(name=name, kind=kind, division=place), since=FIRST
        )

    def do(self, act: tuple[Any, ...]) -> None:
        """One act; what is refused changes nothing."""
        number = len(self.replay.versions)
        believed = dict(self.replay.versions[-1])
        try:
            with at(moment(number)):
                getattr(self, f"_{act[0]}")(believed, *act[1:])
        except Refused:
            believed = dict(self.replay.versions[-1])
        self.replay.versions.append(believed)

    def _cover(self, believed: dict[str, Days], branch: int, unit: int, since: int) -> None:
        whom = Organisation.objects.get(pk=self.units[unit].pk)
        who, form = self.branches[branch], {"form": "joint"}
        tie = cover(JOB, "covers", who, whom, since=day(since), terms=form)
        self.ties.append(tie)
        believed[f"tie:{tie.pk}"] = (since, None)

    def _tie(self, number: int) -> Tie:
        if number >= len(self.ties):
            raise Refused("not_found", "")
        found = Tie.objects.filter(pk=self.ties[number].pk).first()
        if found is None:
            raise Refused("not_found", "")
        return found

    def _end(self, believed: dict[str, Days], number: int, on: int) -> None:
        tie = self._tie(number)
        end_tie(JOB, tie, on=day(on))
        believed[f"tie:{tie.pk}"] = (believed[f"tie:{tie.pk}"][0], on)

    def _void(self, believed: dict[str, Days], number: int) -> None:
        tie = self._tie(number)
        name = f"tie:{tie.pk}"
        take_back_tie(JOB, tie, reason="录错")
        del believed[name]

    def _close(self, believed: dict[str, Days], unit: int, on: int) -> None:
        row = Organisation.objects.get(pk=self.units[unit].pk)
        own = {f"tie:{t.pk}" for t in Tie.objects.filter(whom_organisation=row)}
        close_organisation(JOB, row.pk, on=day(on), reason="停业", version=row.version)
        believed[f"organisation:{row.pk}"] = (0, on)
        for name in own & set(believed):
            since, until = believed[name]
            if since > on:
                del believed[name]
            elif until is None or until > on:
                believed[name] = (since, on)


def names(of_day: date, known: datetime | None) -> Iterator[str]:
    """The spans that held."""
    yield from (one.span for one in ties_on(of_day, known=known))
    yield from (one.span for one in organisations_on(of_day, known=known))


class TestAsOf(TestCase):
    """Founding, covering, ending, taking back and closing in any order, on any days."""

    @settings(max_examples=15)
    @given(ACTS, st.lists(DAYS, min_size=3, max_size=3))
    def test_it_equals_a_replay_now_and_then(
        self, acts: list[tuple[Any, ...]], looked: list[int]
    ) -> None:
        play = Play()
        for act in acts:
            play.do(act)
        last = len(play.replay.versions) - 1
        for number in looked:
            assert set(names(day(number), None)) == play.replay.held(number, last)
            for told in range(last + 1):
                known = moment(told) + timedelta(minutes=1)
                assert set(names(day(number), known)) == play.replay.held(number, told)
        assert set(names(FIRST, moment(0) - timedelta(hours=1))) == set()
        self._no_tie_outside_a_life()

    @staticmethod
    def _no_tie_outside_a_life() -> None:
        for tie in Tie.objects.select_related("who_organisation", "whom_organisation"):
            for end in (tie.who_organisation, tie.whom_organisation):
                assert end is not None
                assert end.valid_from is None or tie.valid_from >= end.valid_from
                if end.valid_to is not None and tie.kind != "succeeded_by":
                    assert tie.valid_to is not None
                    assert tie.valid_to <= end.valid_to
