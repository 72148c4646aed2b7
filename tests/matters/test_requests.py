"""Returns, extensions and exclusions: asked once, in time, with a reason; ruled on by another."""

from datetime import timedelta

import pytest

from tests.cast import District, appeal, dispatched, step
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.requests import Plea, Ruling, ask, decide
from zhuchao.matters.models import Deadline, Matter, Request
from zhuchao.registry.models import Duty
from zhuchao.registry.routing import route


def _return(district: District, matter: Matter, who: str = "roads") -> Request:
    duty = Duty.objects.get(category="tap")
    plea = Plea("这是水管的事", duty=duty.pk, proposed=district.office("water"))
    return ask(district.scope(who), matter.pk, "return", plea)


def test_a_granted_return_moves_the_matter_and_corrects_the_routing(district: District) -> None:
    raised = appeal()
    step(district.scope("intake"), raised.matter, "dispatch", lead=district.office("roads"))
    request = _return(district, raised.matter)
    decide(district.scope("intake"), request, Ruling(granted=True, note="归水务局"))
    matter = Matter.objects.get()
    assert matter.holder == district.offices["water"]
    assert matter.state == "dispatched"
    assert route("appeal", "road", "/D/S1/C11/").lead == district.office("water")
    assert route("appeal", "road", "/D/S2/C21/").lead == district.office("roads")
    assert Duty.objects.get(ruling=request.pk).division == district.divisions["C11"]


def test_a_refused_return_stays_and_cannot_be_asked_again(district: District) -> None:
    raised = dispatched(district)
    request = _return(district, raised.matter)
    decide(district.scope("intake"), request, Ruling(granted=False, note="就是路面"))
    assert Matter.objects.get().holder == district.offices["roads"]
    with pytest.raises(Refused, match="只能提出一次"):
        _return(district, raised.matter)


def test_a_return_after_one_working_day_is_refused(district: District) -> None:
    raised = dispatched(district)
    with at(now() + timedelta(days=10)), pytest.raises(Refused, match="已过退单时限"):
        _return(district, raised.matter)


def test_a_return_cites_the_duty_list(district: District) -> None:
    raised = dispatched(district)
    with pytest.raises(Refused) as caught:
        ask(district.scope("roads"), raised.matter.pk, "return", Plea("不归我们"))
    assert set(caught.value.fields) == {"duty"}


def test_who_does_not_hold_it_may_not_return_it(district: District) -> None:
    raised = appeal()
    step(district.scope("intake"), raised.matter, "dispatch", lead=district.office("roads"))
    with pytest.raises(Refused, match="没有这件事"):
        _return(district, raised.matter, who="water")


def test_an_approved_extension_moves_the_clock(district: District) -> None:
    raised = dispatched(district)
    before = Deadline.objects.get(clock="answer").due_at
    plea = Plea("等材料", days=5)
    request = ask(district.scope("roads"), raised.matter.pk, "extension", plea)
    assert Deadline.objects.get(clock="answer").due_at == before
    with pytest.raises(Refused, match="没有这项操作的权限"):
        decide(district.scope("roads"), request, Ruling(granted=True))
    decide(district.scope("leader"), request, Ruling(granted=True))
    assert Deadline.objects.get(clock="answer").due_at == before + timedelta(days=5)


@pytest.mark.parametrize("days", [None, 0, 16])
def test_an_extension_has_a_limit(district: District, days: int | None) -> None:
    raised = dispatched(district)
    with pytest.raises(Refused) as caught:
        ask(district.scope("roads"), raised.matter.pk, "extension", Plea("x", days=days))
    assert set(caught.value.fields) == {"days"}


def test_a_request_is_decided_once(district: District) -> None:
    raised = dispatched(district)
    request = ask(district.scope("roads"), raised.matter.pk, "extension", Plea("x", days=3))
    decide(district.scope("supervisor"), request, Ruling(granted=False))
    with pytest.raises(Refused) as caught:
        decide(district.scope("supervisor"), request, Ruling(granted=True))
    assert caught.value.code == "stale"


def test_an_approved_exclusion_is_a_journal_fact_with_its_reason(district: District) -> None:
    raised = dispatched(district)
    plea = Plea("三次打不通", reason_code="unreachable")
    request = ask(district.scope("roads"), raised.matter.pk, "exclusion", plea)
    assert not Entry.objects.filter(verb="matter.excluded").exists()
    decide(district.scope("supervisor"), request, Ruling(granted=True))
    assert Entry.objects.get(verb="matter.excluded").facets["reason"] == "unreachable"
