"""A matter moves along its flow: who may, what is needed, who is told, what the journal says."""

import pytest

from tests.cast import District, appeal, asker, dispatched, hazard, step
from zhuchao.access.models import Notice
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, bearer
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.models import Deadline, Holding, Matter
from zhuchao.matters.queries import Filters, detail, matters
from zhuchao.rules.flows import FLOWS


def test_a_new_appeal_has_receipt_holder_and_clock(district: District) -> None:
    matter = appeal().matter
    assert matter.receipt
    assert matter.state == "raised"
    assert matter.holder == district.offices["centre"]
    clock = Deadline.objects.get(matter=matter)
    assert clock.clock == "accept"
    assert matter.due_at == clock.due_at
    entry = Entry.objects.get(verb="matter.raised")
    assert (entry.subject_kind, entry.subject_id) == ("appeal", matter.pk)
    assert entry.division_path == "/D/S1/C11/"


def test_lead_and_assist_each_answer_their_part(district: District) -> None:
    raised = dispatched(district)
    step(district.scope("water"), raised.matter, "answer", note="水管没有漏")
    raised.matter.refresh_from_db()
    assert raised.matter.state == "dispatched"
    step(district.scope("roads"), raised.matter, "answer", note="路面已修")
    raised.matter.refresh_from_db()
    assert raised.matter.state == "answered"
    assert raised.matter.answer == "路面已修"
    answers = Entry.objects.filter(verb="matter.answer").order_by("pk")
    assert [e.remark.text for e in answers] == ["水管没有漏", "路面已修"]


def test_the_asker_confirms_and_rates_and_everything_ends(district: District) -> None:
    raised = dispatched(district)
    step(district.scope("roads"), raised.matter, "answer", note="已修")
    step(district.scope("water"), raised.matter, "answer", note="没有漏")
    step(asker(raised), raised.matter, "confirm", resolved=True, satisfied=5)
    matter = Matter.objects.get()
    assert matter.state == "confirmed"
    assert matter.closed_at is not None
    assert matter.due_at is None
    assert not Holding.objects.filter(ended_at__isnull=True).exists()
    assert not Deadline.objects.filter(stopped_at__isnull=True).exists()
    rated = Entry.objects.get(verb="matter.rated")
    assert rated.facets == {"category": "road", "resolved": 1, "satisfied": 5}


def test_a_reopened_appeal_returns_to_the_same_hands(district: District) -> None:
    raised = dispatched(district)
    step(district.scope("roads"), raised.matter, "answer", note="已修")
    step(district.scope("water"), raised.matter, "answer", note="没有漏")
    step(asker(raised), raised.matter, "reopen", reason="又塌了")
    matter = Matter.objects.get()
    assert matter.state == "reopened"
    held = matter.holdings.filter(ended_at__isnull=True)
    assert set(held.values_list("role", "state")) == {("lead", "open"), ("assist", "open")}
    step(district.scope("roads"), matter, "answer", note="重修了")
    step(district.scope("water"), matter, "answer", note="没有漏")
    assert Matter.objects.get().state == "answered"


@pytest.mark.parametrize("who", ["roads", "street2", "auditor", "head"])
def test_who_has_no_role_may_not_dispatch(district: District, who: str) -> None:
    raised = appeal()
    with pytest.raises(Refused) as caught:
        step(district.scope(who), raised.matter, "dispatch", lead=district.office("roads"))
    assert caught.value.code in {"not_found", "forbidden"}
    assert Matter.objects.get().state == "raised"
    assert Matter.objects.get().version == 1


def test_the_public_sees_and_does_nothing(district: District) -> None:
    raised = appeal()
    assert not matters(PUBLIC, Filters()).exists()
    with pytest.raises(Refused, match="没有这件事"):
        take_step(PUBLIC, raised.matter.pk, "withdraw", Answers(), version=1)
    with pytest.raises(Refused, match="没有这件事"):
        take_step(bearer("000000-AAAAAA"), raised.matter.pk, "withdraw", Answers(), version=1)


def test_the_second_comer_is_told(district: District) -> None:
    raised = appeal()
    who = district.scope("intake")
    take_step(who, raised.matter.pk, "accept", Answers(), version=1)
    with pytest.raises(Refused) as caught:
        take_step(who, raised.matter.pk, "guide", Answers(reason="a", note="b"), version=1)
    assert caught.value.code == "stale"
    assert Matter.objects.get().state == "accepted"


def test_what_is_missing_is_named_and_nothing_is_written(district: District) -> None:
    raised = dispatched(district)
    before = Entry.objects.count()
    with pytest.raises(Refused) as caught:
        step(district.scope("roads"), raised.matter, "answer", evidence="photo")
    assert set(caught.value.fields) == {"note", "photos"}
    assert Entry.objects.count() == before


def test_a_step_of_another_state_is_refused(district: District) -> None:
    raised = appeal()
    with pytest.raises(Refused, match="待受理"):
        step(asker(raised), raised.matter, "confirm", resolved=True)


def test_an_unknown_office_cannot_be_given_a_matter(district: District) -> None:
    raised = appeal()
    with pytest.raises(Refused) as caught:
        step(district.scope("intake"), raised.matter, "dispatch", lead=99999)
    assert set(caught.value.fields) == {"lead"}


def test_an_assist_may_not_be_the_lead(district: District) -> None:
    raised = appeal()
    lead = district.office("roads")
    with pytest.raises(Refused) as caught:
        step(district.scope("intake"), raised.matter, "dispatch", lead=lead, assists=(lead,))
    assert set(caught.value.fields) == {"assists"}


def test_merged_matters_tell_every_reporter(district: District) -> None:
    first = hazard(contact={"phone": "13800000001"})
    second = hazard(contact={"phone": "13800000002"})
    Notice.objects.all().delete()
    step(district.scope("intake"), second.matter, "merge", target=first.matter.receipt)
    second.matter.refresh_from_db()
    assert second.matter.merged_into == first.matter
    assert list(Notice.objects.values_list("template", flat=True)) == ["asker_merge"]
    step(district.scope("intake"), first.matter, "fix_at_once", note="换了新井盖")
    told = Notice.objects.filter(template="asker_fix_at_once").values_list("context", flat=True)
    assert {c["receipt"] for c in told} == {first.matter.receipt, second.matter.receipt}


def test_a_matter_cannot_be_merged_into_itself_or_another_kind(district: District) -> None:
    raised, other = hazard(), appeal()
    for target in (raised.matter.receipt, other.matter.receipt, "000000-AAAAAA"):
        with pytest.raises(Refused) as caught:
            step(district.scope("intake"), raised.matter, "merge", target=target)
        assert set(caught.value.fields) == {"target"}


def test_every_step_of_every_flow_has_a_known_effect_or_only_moves(district: District) -> None:
    for flow in FLOWS.values():
        for one in flow.steps:
            assert one.source, f"{flow.kind}.{one.name}"


def test_buttons_are_the_steps_that_would_be_accepted(district: District) -> None:
    raised = dispatched(district)
    shown = {s.name for s in detail(district.scope("roads"), raised.matter.receipt).steps}
    assert shown == {"sign", "contact", "answer"}
    asked = {s.name for s in detail(asker(raised), raised.matter.receipt).steps}
    assert asked == {"withdraw"}


def test_a_supervision_keeps_the_state_and_reaches_the_holders(district: District) -> None:
    raised = dispatched(district)
    Notice.objects.all().delete()
    step(district.scope("supervisor"), raised.matter, "supervise", note="三天没有进展")
    raised.matter.refresh_from_db()
    assert raised.matter.state == "dispatched"
    names = Notice.objects.values_list("account__username", flat=True)
    assert set(names) == {"roads", "roads2", "water"}
