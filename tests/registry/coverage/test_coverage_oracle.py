"""Any day's coverage equals the replay of the whole register, as believed and as known then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import JOB, District, found_district
from tests.units import branch, covers, unit
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at, zone
from zhuchao.journal.writing import writing
from zhuchao.registry.actions import end_tie
from zhuchao.registry.coverage.queries import Filters, on_day
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import change_organisation, close_organisation
from zhuchao.registry.telling import tie_fact
from zhuchao.registry.tie_actions import cover

FIRST = date(2024, 1, 1)
BEGUN = datetime(2026, 1, 1, 9, tzinfo=zone())
Days = tuple[date, date | None]
OPERATING = st.sampled_from(["yes", "no", "unknown"])
DAY = st.integers(0, 9)
UNIT = st.integers(0, 1)
STEP = st.one_of(
    st.tuples(st.just("cover"), UNIT, DAY, st.sampled_from(["own", "joint"])),
    st.tuples(st.just("reach"), UNIT, DAY, st.sampled_from(["union", "youth_league"])),
    st.tuples(st.just("end"), UNIT, DAY, st.just("")),
    st.tuples(st.just("operate"), UNIT, DAY, OPERATING),
    st.tuples(st.just("close"), UNIT, DAY, st.just("")),
)


@dataclass
class Known:
    """What somebody who wrote everything down himself believes."""

    operating: dict[int, str] = field(default_factory=dict)
    life: dict[int, date | None] = field(default_factory=dict)
    ties: dict[int, tuple[str, int, Days]] = field(default_factory=dict)

    def copy(self) -> "Known":
        """As it is at this moment."""
        return Known(dict(self.operating), dict(self.life), dict(self.ties))

    def counted(self, day: date) -> tuple[int, int, int, int, int]:
        """Base, unknown, own, covered and reached on a day."""
        alive = {u for u, last in self.life.items() if last is None or day <= last}
        base = {u for u in alive if self.operating[u] == "yes"}
        unknown = {u for u in alive if self.operating[u] == "unknown"}
        held = [(form, u) for form, u, days in self.ties.values() if _within(day, days)]
        own = base & {u for form, u in held if form == "own"}
        covered = base & {u for form, u in held if form in ("own", "joint")}
        reached = covered | (base & {u for form, u in held if form == "reach"})
        return len(base), len(unknown), len(own), len(covered), len(reached)


def _within(day: date, days: Days) -> bool:
    return days[0] <= day and (days[1] is None or day <= days[1])


@dataclass
class Town:
    """The register and the one who keeps the list beside it."""

    units: list[Organisation]
    branches: list[Organisation]
    believed: Known = field(default_factory=Known)

    def take(self, what: str, number: int, day: date, said: str) -> None:
        """One step in both; what the register refuses is not written down either."""
        one = self.units[number]
        one.refresh_from_db()
        try:
            getattr(self, what)(one, day, said)
        except Refused:
            return

    def cover(self, one: Organisation, day: date, said: str) -> None:
        """A branch covers the unit."""
        tie = covers(self.branches[said == "joint"], one, said, since=day)
        self.believed.ties[tie.pk] = (said, one.pk, (day, None))

    def reach(self, one: Organisation, day: date, said: str) -> None:
        """A union or the League reaches it."""
        tie = cover(JOB, "reaches", self.branches[0], one, since=day, terms={"by": said})
        self.believed.ties[tie.pk] = ("reach", one.pk, (day, None))

    def end(self, one: Organisation, day: date, _said: str) -> None:
        """The first open tie to it ends."""
        tie = Tie.objects.filter(whom_organisation=one, valid_to=None).order_by("pk").first()
        if tie:
            end_tie(JOB, tie, on=day)
            form, number, days = self.believed.ties[tie.pk]
            self.believed.ties[tie.pk] = (form, number, (days[0], day))

    def operate(self, one: Organisation, _day: date, said: str) -> None:
        """Somebody looked whether it works."""
        change_organisation(JOB, one.pk, {"operating": said}, version=one.version)
        self.believed.operating[one.pk] = said

    def close(self, one: Organisation, day: date, _said: str) -> None:
        """It closes; what tied it ends with it."""
        close_organisation(JOB, one.pk, on=day, reason="注销", version=one.version)
        self.believed.life[one.pk] = day
        for pk, (form, number, days) in self.believed.ties.items():
            if number == one.pk and (days[1] is None or days[1] > day):
                self.believed.ties[pk] = (form, number, (days[0], max(day, days[0])))


@contextmanager
def town() -> Iterator[Town]:
    """Two units and two branches, gone again afterwards."""
    with transaction.atomic():
        district: District = found_district()
        units = [unit(district, f"{n}号厂", since=FIRST) for n in range(2)]
        branches = [branch(district, name) for name in ("甲支部", "乙支部")]
        made = Town(units, branches)
        made.believed.operating = {u.pk: "yes" for u in units}
        made.believed.life = {u.pk: None for u in units}
        yield made
        transaction.set_rollback(True)


def found(day: date, known: datetime | None = None) -> tuple[int, int, int, int, int]:
    """What the journal says of a day."""
    c = on_day(day, known=known).coverage(Filters())
    assert c.own <= c.covered <= c.reached <= c.base
    return c.base, c.unknown, c.own, c.covered, c.reached


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=1, max_size=10), asked=DAY)
def test_coverage_equals_the_replay_of_the_register(
    steps: list[tuple[str, int, int, str]], asked: int
) -> None:
    """On every day as believed now, and on one as it was known after each step."""
    with at(BEGUN), town() as made:
        past: list[tuple[datetime, Known]] = [(BEGUN + timedelta(minutes=1), made.believed.copy())]
        for n, (what, number, day, said) in enumerate(steps, 1):
            with at(BEGUN + timedelta(hours=n)):
                made.take(what, number, FIRST + timedelta(day), said)
            past.append((BEGUN + timedelta(hours=n, minutes=1), made.believed.copy()))
        for when in (FIRST + timedelta(n) for n in range(11)):
            assert found(when) == made.believed.counted(when)
        chosen = FIRST + timedelta(asked)
        for moment, then in past:
            assert found(chosen, moment) == then.counted(chosen)


def test_a_form_corrected_later_counts_once_as_it_was_known(db: None) -> None:
    """A tie that goes on under another form is no longer its old one for whoever knew that."""
    with at(BEGUN), town() as made:
        tie = covers(made.branches[0], made.units[0], "own", since=FIRST)
        with at(BEGUN + timedelta(hours=1)), writing("甲") as log:
            tie.terms = {"form": "joint"}
            tie.save(update_fields=["terms"])
            log.add(tie_fact(tie, "changed"))
        before, after = (BEGUN + timedelta(minutes=m) for m in (30, 90))
        assert [found(FIRST, k)[2:4] for k in (before, after, None)] == [(1, 1), (0, 1), (0, 1)]
