"""Closing is honest: the asker's word or three attempts, and a sample is looked at again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from tests.cast import District, appeal, asker, dispatched, step
from tests.desk import desk, html
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.intake import Raised
from zhuchao.matters.models import Matter
from zhuchao.matters.rates import rates
from zhuchao.matters.rechecks import drawn, recheck, sample
from zhuchao.matters.tick import tick

MONDAY = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NOVEMBER = date(2026, 11, 1)
TRY = {"way": "call", "heard": "no_answer"}


def _answered(district: District) -> Raised:
    with at(MONDAY):
        raised = dispatched(district)
        for office in ("roads", "water"):
            step(district.scope(office), raised.matter, "answer", note="修好了")
    return raised


def _try(district: District, matter: Matter, days: float) -> None:
    with at(MONDAY + timedelta(days=days)):
        step(district.scope("intake"), matter, "attempt", more=TRY)


def test_an_asker_nobody_reached_on_three_days_ends_it(district: District) -> None:
    matter = _answered(district).matter
    for days in (0.1, 0.2, 1):
        _try(district, matter, days)
    with at(MONDAY + timedelta(days=1.2)), pytest.raises(Refused, match="现在有 2 天"):
        step(district.scope("intake"), matter, "close_unreached")
    _try(district, matter, 2)
    with at(MONDAY + timedelta(days=2.1)):
        assert step(district.scope("intake"), matter, "close_unreached").state == "unreached"
    tries = Entry.objects.filter(verb="matter.attempt")
    assert {e.facets["heard"] for e in tries} == {"no_answer"}


def test_attempts_before_a_new_answer_do_not_count(district: District) -> None:
    raised = _answered(district)
    for days in (0.1, 1, 2):
        _try(district, raised.matter, days)
    with at(MONDAY + timedelta(days=3)):
        step(asker(raised), raised.matter, "reopen", reason="又坏了")
        for office in ("roads", "water"):
            step(district.scope(office), raised.matter, "answer", note="再修")
        with pytest.raises(Refused, match="现在有 0 天"):
            step(district.scope("intake"), raised.matter, "close_unreached")


def test_the_asker_is_not_told_of_vain_attempts(district: District) -> None:
    raised = _answered(district)
    _try(district, raised.matter, 1)
    page = desk(district, "intake").get(f"/track/{raised.matter.receipt}/?code={raised.query_code}")
    assert "没有联系上" not in html(page)


def test_a_larger_share_only_adds_and_every_receipt_is_drawn_alike() -> None:
    receipts = [f"261101-{n:06}" for n in range(4000)]
    few = {r for r in receipts if drawn(r, 5)}
    assert few == {r for r in receipts if drawn(r, 5)}
    assert few < {r for r in receipts if drawn(r, 20)}
    assert 120 < len(few) < 280
    assert all(drawn(r, 100) for r in receipts)
    assert not any(drawn(r, 0) for r in receipts)


def _confirmed(district: District) -> Raised:
    raised = _answered(district)
    with at(MONDAY + timedelta(days=1)):
        step(asker(raised), raised.matter, "confirm", resolved=True, satisfied=5)
    return raised


def test_a_drawn_closing_is_looked_at_again_on_the_desk(
    district: District, settings: Settings
) -> None:
    settings.ZHUCHAO_RECHECK = 100
    upheld, false = _confirmed(district), _confirmed(district)
    client = desk(district, "supervisor")
    page = html(client.get("/desk/rechecks/?month=2026-11"))
    assert page.count('name="outcome" value="upheld"') == 2
    said = {"receipt": upheld.matter.receipt, "outcome": "upheld", "note": "现场看过"}
    html(client.post("/desk/rechecks/?month=2026-11", said, follow=True))
    blank = {"receipt": false.matter.receipt, "outcome": "not_upheld", "note": ""}
    assert "请写明怎么复核的" in html(client.post("/desk/rechecks/?month=2026-11", blank), 422)
    html(client.post("/desk/rechecks/?month=2026-11", {**blank, "note": "坑还在"}, follow=True))
    assert "已经复核过了" in html(client.post("/desk/rechecks/?month=2026-11", said), 409)
    found = sample(district.scope("supervisor"), NOVEMBER)
    assert [m.pk for m in found.upheld] == [upheld.matter.pk]
    assert [m.pk for m in found.not_upheld] == [false.matter.pk]
    assert (found.closed, found.waiting) == (2, [])


def test_a_closing_that_was_none_is_not_resolved_in_the_rate(
    district: District, settings: Settings
) -> None:
    settings.ZHUCHAO_RECHECK = 100
    _confirmed(district)
    false = _confirmed(district).matter
    supervisor = district.scope("supervisor")

    def resolution() -> tuple[int, int]:
        rate = rates(supervisor, "appeal", NOVEMBER, date(2026, 11, 30)).resolution
        return len(rate.hits), len(rate.base)

    assert resolution() == (2, 2)
    recheck(supervisor, false.receipt, "not_upheld", note="坑还在")
    assert resolution() == (1, 2)


@pytest.mark.parametrize("who", ["intake", "roads", "auditor"])
def test_only_the_supervisor_looks_again(who: str, district: District, settings: Settings) -> None:
    settings.ZHUCHAO_RECHECK = 100
    matter = _confirmed(district).matter
    assert desk(district, who).get("/desk/rechecks/").status_code == 403
    with pytest.raises(Refused) as refused:
        recheck(district.scope(who), matter.receipt, "upheld", note="看过")
    assert refused.value.code in ("forbidden", "not_found")


def test_what_was_not_drawn_or_claims_nothing_is_not_rechecked(
    district: District, settings: Settings
) -> None:
    settings.ZHUCHAO_RECHECK = 0
    matter = _confirmed(district).matter
    with pytest.raises(Refused, match="没有抽中"):
        recheck(district.scope("supervisor"), matter.receipt, "upheld", note="看过")
    settings.ZHUCHAO_RECHECK = 100
    with at(MONDAY):
        gone = appeal()
        step(asker(gone), gone.matter, "withdraw")
    assert gone.matter.pk not in [
        m.pk for m in sample(district.scope("supervisor"), NOVEMBER).waiting
    ]


@hypothesis_settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(days=st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=1, max_size=5))
def test_what_is_open_and_overdue_stays_in_the_rates(
    days: list[int | None], district: District
) -> None:
    """Answered after so many days, or never: who never was is in the base and not a hit."""
    Matter.objects.all().delete()
    made = []
    for after in days:
        with at(MONDAY):
            raised = dispatched(district)
        made.append((raised.matter.pk, after))
        if after is not None:
            with at(MONDAY + timedelta(days=after)):
                for office in ("roads", "water"):
                    step(district.scope(office), raised.matter, "answer", note="修好了")
    with at(MONDAY + timedelta(days=25)):
        while tick():
            pass
    found = rates(district.scope("supervisor"), "appeal", NOVEMBER, date(2026, 11, 30)).response
    mine = {pk for pk, _after in made}
    assert found.base >= mine
    assert found.hits & mine == {pk for pk, after in made if after is not None and after <= 7}
