"""The three rates: counted from journal facts, overdue ones in the base, exclusions out."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cast import JOB, District, appeal, asker, step
from zhuchao.journal.clock import at
from zhuchao.matters.actions.intake import Raised
from zhuchao.matters.actions.requests import Plea, Ruling, ask, decide
from zhuchao.matters.models import Deadline
from zhuchao.matters.rates import Rates, rates
from zhuchao.matters.tick import tick

BEGIN = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def _handled(district: District, answered: int | None, resolved: bool | None = None) -> Raised:
    """An appeal dispatched at BEGIN, answered so many days later, then rated."""
    with at(BEGIN):
        raised = appeal()
        step(district.scope("intake"), raised.matter, "dispatch", lead=district.office("roads"))
    if answered is not None:
        with at(BEGIN + timedelta(days=answered)):
            step(district.scope("roads"), raised.matter, "answer", note="已修")
            if resolved is not None:
                mark = 5 if resolved else 2
                rating = {"resolved": resolved, "satisfied": mark}
                step(asker(raised), raised.matter, "confirm", **rating)
    return raised


def _november(district: District, who: str = "supervisor") -> Rates:
    return rates(district.scope(who), "appeal", date(2026, 11, 1), date(2026, 11, 30))


def _tick_all() -> None:
    with at(BEGIN + timedelta(days=20)):
        while tick():
            pass


def test_the_three_rates_of_a_small_month(district: District) -> None:
    _handled(district, 2, True)
    _handled(district, 3, False)
    _handled(district, 12, True)
    _handled(district, None)
    _tick_all()
    found = _november(district)
    assert (len(found.response.hits), len(found.response.base)) == (2, 4)
    assert (len(found.resolution.hits), len(found.resolution.base)) == (2, 4)
    assert (len(found.satisfaction.hits), len(found.satisfaction.base)) == (2, 3)


def test_an_overdue_open_one_stays_in_the_base(district: District) -> None:
    _handled(district, None)
    _tick_all()
    found = _november(district)
    assert found.response.value == 0
    assert found.resolution.value == 0
    assert found.satisfaction.value is None


def test_an_approved_exclusion_leaves_base_and_hits(district: District) -> None:
    _handled(district, 2, True)
    bad = _handled(district, None)
    with at(BEGIN + timedelta(days=1)):
        plea = Plea(reason_code="unreachable")
        request = ask(district.scope("roads"), bad.matter.pk, "exclusion", plea)
        decide(district.scope("supervisor"), request, Ruling(granted=True))
    _tick_all()
    found = _november(district)
    assert found.excluded == {bad.matter.pk}
    assert found.response.value == 1


def test_nothing_to_count_is_no_number(district: District) -> None:
    assert _november(district).response.value is None


def test_another_street_counts_nothing_of_it(district: District) -> None:
    _handled(district, 2, True)
    assert len(_november(district, "street1").response.base) == 1
    assert len(_november(district, "street2").response.base) == 0


def test_a_matter_reopened_and_answered_late_is_missed(district: District) -> None:
    raised = _handled(district, 2)
    with at(BEGIN + timedelta(days=3)):
        step(asker(raised), raised.matter, "reopen", reason="还漏")
    assert Deadline.objects.filter(clock="answer").count() == 2
    with at(BEGIN + timedelta(days=14)):
        step(district.scope("roads"), raised.matter, "answer", note="再修")
    found = rates(JOB, "appeal", date(2026, 11, 1), date(2026, 11, 30))
    assert found.response.value == 0
