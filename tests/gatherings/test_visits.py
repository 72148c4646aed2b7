"""Figures of visits are what the rows say after any turns; nobody writes beyond his own."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import JOB, District, add_account, found_district
from tests.units import unit
from zhuchao.access.refusal import Refused
from zhuchao.gatherings import actions, findings
from zhuchao.gatherings.actions import Held, hold_visit, plan_visit
from zhuchao.gatherings.figures import counts
from zhuchao.gatherings.findings import Noted, give_finding, note_finding, settle_finding
from zhuchao.gatherings.models import Finding, Gathering
from zhuchao.gatherings.policy import may_arrange
from zhuchao.gatherings.queries import (
    FindingFilters,
    VisitFilters,
    finding_page,
    visit_page,
)
from zhuchao.gatherings.queries import findings as findings_that_fit
from zhuchao.gatherings.queries import visits as visits_that_fit
from zhuchao.gatherings.words import state_of
from zhuchao.journal.clock import today
from zhuchao.journal.spans import rebuild_spans
from zhuchao.registry.models import Person

YEAR = today().year


@pytest.fixture
def district(db: None) -> District:
    """The cast, a unit in each street, and two Party desks."""
    made = found_district()
    for name, where in (("party", "D"), ("party2", "S2")):
        made.accounts[name] = add_account(made, name, "party_desk", where)
    unit(made, "甲快递")
    unit(made, "庚制造", "C21")
    return made


def visit(district: District, who: str = "roads", **more: Any) -> Gathering:
    """A visit of the roads office to a unit, yesterday."""
    on = today() - timedelta(days=1)
    given = {
        "mode": "call",
        "title": "看门店",
        "host": district.offices["roads"],
        "unit": district.offices["甲快递"],
        "begins": on,
        "ends": on,
    }
    return plan_visit(district.scope(who), Gathering(**{**given, **more}))


def held(made: Gathering, **more: Any) -> Gathering:
    """The same, told as held by two companions."""
    made.refresh_from_db()
    said = Held(made.begins, made.ends, (), **{"companions": 2, **more})
    return hold_visit(JOB, made.pk, said, version=made.version)


def refused(act: Callable[[], Any]) -> tuple[str, list[str]]:
    """The code of a refusal and the fields it names."""
    with pytest.raises(Refused) as found:
        act()
    return found.value.code, list(found.value.fields)


def test_an_office_goes_in_its_own_name_only(district: District) -> None:
    assert refused(lambda: visit(district, "water"))[0] == "forbidden"
    assert refused(lambda: visit(district, "party2"))[0] == "forbidden"
    made = visit(district, "party2", unit=district.offices["庚制造"])
    assert made.division_path == "/D/S2/C21/"


def test_a_shop_goes_on_no_visits(district: District) -> None:
    """What a merchant's people wrote would be counted as the district's own."""
    shop = unit(district, "巢上面馆", kind="shop")
    district.accounts["keeper"] = add_account(district, "keeper", "staff", "巢上面馆")
    assert refused(lambda: visit(district, "keeper", host=shop))[0] == "forbidden"
    assert refused(lambda: visit(district, "party", host=shop))[0] == "forbidden"
    assert not may_arrange(district.scope("keeper"))
    assert may_arrange(district.scope("roads"))


def test_people_who_went_work_for_the_host(district: District) -> None:
    made = visit(district)
    other = Person.objects.get(account=district.accounts["water"])
    said = Held(made.begins, made.ends, [other.pk])
    assert refused(lambda: hold_visit(JOB, made.pk, said, version=1)) == ("invalid", ["people"])
    nobody = Held(made.begins, made.ends, [])
    assert refused(lambda: hold_visit(JOB, made.pk, nobody, version=1)) == ("invalid", ["people"])


def test_a_visit_is_not_told_before_it_is_over(district: District) -> None:
    later = today() + timedelta(days=1)
    made = visit(district, begins=today(), ends=later)
    assert refused(lambda: held(made)) == ("invalid", ["ends"])
    assert state_of(made, today()) == "under_way"
    assert state_of(made, today() - timedelta(days=1)) == "planned"
    assert state_of(made, later + timedelta(days=1)) == "due"


def test_whoever_comes_second_is_told(district: District) -> None:
    made = visit(district)
    hold_visit(JOB, made.pk, Held(made.begins, made.ends, (), 1), version=1)
    again = Held(made.begins, made.ends, (), 1)
    assert refused(lambda: hold_visit(JOB, made.pk, again, version=1))[0] == "stale"
    assert refused(lambda: hold_visit(JOB, made.pk, again, version=2))[0] == "conflict"
    row = note_finding(JOB, made.pk, Noted(made.begins, "practice", "好做法"))
    settle_finding(JOB, row.pk, "推广", on=today())
    assert refused(lambda: settle_finding(JOB, row.pk, "推广", on=today()))[0] == "stale"


def test_days_of_findings_lie_within_the_visit(district: District) -> None:
    made = visit(district, ends=today())
    early = Noted(made.begins - timedelta(days=1), "practice", "早了")
    assert refused(lambda: note_finding(JOB, made.pk, early)) == ("invalid", ["on"])
    note_finding(JOB, made.pk, Noted(made.begins, "practice", "那天"))
    said = Held(today(), today(), (), 1)
    made.refresh_from_db()
    answer = refused(lambda: hold_visit(JOB, made.pk, said, version=made.version))
    assert answer == ("invalid", ["begins"])
    made.refresh_from_db()
    back = refused(lambda: actions.take_back_visit(JOB, made.pk, "错了", version=made.version))
    assert back[0] == "conflict"


def test_a_follow_up_is_closed_by_its_office_and_given_by_the_host_alone(
    district: District,
) -> None:
    made = held(visit(district))
    row = note_finding(JOB, made.pk, Noted(made.begins, "suggestion", "路灯暗"))
    due, water = today() + timedelta(days=3), district.scope("water")
    settled: dict[str, Any] = {"result": "修好了", "on": today()}
    assert refused(lambda: settle_finding(water, row.pk, **settled))[0] == "not_found"
    give_finding(district.scope("roads"), row.pk, district.offices["water"], due)
    assert refused(lambda: give_finding(water, row.pk, district.offices["roads"], due))[0] == (
        "forbidden"
    )
    assert refused(lambda: findings.take_back_finding(water, row.pk, "不要"))[0] == "forbidden"
    past = today() - timedelta(days=1)
    again = refused(lambda: give_finding(JOB, row.pk, district.offices["water"], past))
    assert again == ("invalid", ["due"])
    settle_finding(water, row.pk, **settled)
    findings.take_back_finding(JOB, row.pk, "记错了")
    assert counts(JOB, YEAR).settled == 0


def test_a_list_costs_the_same_however_long(
    district: District, django_assert_num_queries: Any
) -> None:
    for n in range(12):
        on = today() - timedelta(days=n)
        made = visit(district, begins=on, ends=on)
        note_finding(JOB, made.pk, Noted(on, "practice", f"第 {n} 条"))
    scope = district.scope("party")
    with django_assert_num_queries(1):
        page = visit_page(scope, VisitFilters(), today(), size=5)
        assert [row.found for row in page.rows] == [1] * 5  # type: ignore[attr-defined]
        assert page.rows[0].host.name == "区城管局"
    with django_assert_num_queries(2):
        rest = visit_page(scope, VisitFilters(), today(), after=page.after or 0, size=50)
    assert len(page.rows) + len(rest.rows) == 12
    assert rest.after is None
    with django_assert_num_queries(1):
        found = finding_page(scope, FindingFilters(), today(), size=50)
        assert {row.gathering.host.name for row in found.rows} == {"区城管局"}
    with django_assert_num_queries(4):
        counts(scope, YEAR)


TURNS = st.lists(
    st.tuples(
        st.sampled_from(("plan", "hold", "note", "give", "settle", "unfind", "off", "back")),
        st.integers(0, 40),
    ),
    max_size=24,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(turns=TURNS)
def test_the_figures_of_a_year_are_its_records_after_any_turns(
    district: District, turns: list[tuple[str, int]]
) -> None:
    Finding.objects.all().delete()
    Gathering.objects.all().delete()
    before = counts(JOB, YEAR)
    for turn, number in turns:
        _turn(district, turn, number)
    told = counts(JOB, YEAR)
    rebuild_spans()
    assert counts(JOB, YEAR) == told
    live = Gathering.objects.filter(taken_back_at=None, held_at__isnull=False)
    assert told.visits - before.visits == live.count()
    assert sum(told.by_month.values()) == told.visits == sum(told.by_mode.values())
    rows = Finding.objects.filter(taken_back_at=None)
    waits = rows.filter(done_on=None, due__isnull=False)
    assert told.findings - before.findings == rows.count()
    assert told.settled - before.settled == rows.filter(done_on__isnull=False).count()
    assert told.open - before.open == waits.count()
    for state, n in (("open", told.open), ("done", told.settled), ("", told.findings)):
        f = FindingFilters(state=state, year=YEAR, counted=True)
        assert n - _earlier(before, state) == findings_that_fit(JOB, f, today()).count()
    counted = VisitFilters(year=YEAR, counted=True)
    assert told.visits - before.visits == visits_that_fit(JOB, counted, today()).count()


def _earlier(before: Any, state: str) -> int:
    return int({"open": before.open, "done": before.settled, "": before.findings}[state])


def _turn(district: District, turn: str, number: int) -> None:
    """One thing that may happen; what the rules refuse changes nothing."""
    made, rows = list(Gathering.objects.order_by("pk")), list(Finding.objects.order_by("pk"))
    first = max(date(YEAR, 1, 1), today() - timedelta(days=number))
    target: Any = None
    if turn != "plan":
        among = rows if turn in ("give", "settle", "unfind") else made
        if not among:
            return
        target = among[number % len(among)]
    water = district.offices["water"]
    acts: dict[str, Callable[[], Any]] = {
        "plan": lambda: visit(district, begins=first, ends=first),
        "hold": lambda: held(target),
        "off": lambda: actions.call_off(JOB, target.pk, "不去了", version=target.version),
        "back": lambda: actions.take_back_visit(JOB, target.pk, "错了", version=target.version),
        "note": lambda: note_finding(JOB, target.pk, Noted(target.begins, "practice", "一条")),
        "give": lambda: give_finding(JOB, target.pk, water, today()),
        "settle": lambda: settle_finding(JOB, target.pk, "好了", on=today()),
        "unfind": lambda: findings.take_back_finding(JOB, target.pk, "错了"),
    }
    with suppress(Refused):
        acts[turn]()
