"""An order of another system keeps its number and deadline, whenever they become known."""

from datetime import timedelta

import pytest

from tests.cast import District, asker, dispatched, step
from tests.desk import desk, html, one, submit
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry
from zhuchao.matters.actions.external import set_external
from zhuchao.matters.models import Deadline


def test_its_deadline_takes_the_place_of_the_running_one(district: District) -> None:
    matter = dispatched(district).matter
    due = now() + timedelta(hours=5)
    set_external(district.scope("intake"), matter.pk, system="12345", no="A-7", due=due)
    matter.refresh_from_db()
    main = Deadline.objects.get(matter=matter, clock="answer", stopped_at=None)
    assert (main.due_at, main.shifted_at, main.next_at) == (due, due, due)
    assert (matter.external_system, matter.external_no, matter.external_due) == (
        "12345",
        "A-7",
        due,
    )
    told = Entry.objects.get(verb="matter.external")
    assert told.facets["due"] == due.isoformat()


def test_a_clock_that_starts_later_keeps_it_too(district: District) -> None:
    matter = dispatched(district).matter
    due = now() + timedelta(hours=5)
    set_external(district.scope("intake"), matter.pk, system="12345", no="A-7", due=due)
    roads, water = district.office("roads"), district.office("water")
    step(district.scope("intake"), matter, "dispatch", lead=water, assists=(roads,))
    assert Deadline.objects.get(matter=matter, clock="answer", stopped_at=None).due_at == due


def test_a_number_stands_on_one_matter_only(district: District) -> None:
    first, second = dispatched(district).matter, dispatched(district).matter
    set_external(district.scope("intake"), first.pk, system="12345", no="A-7")
    with pytest.raises(Refused, match="已经登记过"):
        set_external(district.scope("intake"), second.pk, system="12345", no="A-7")
    second.refresh_from_db()
    assert second.external_no == ""


def test_neither_the_handling_office_nor_the_asker_may(district: District) -> None:
    raised = dispatched(district)
    for scope in (district.scope("roads"), asker(raised)):
        with pytest.raises(Refused) as refused:
            set_external(scope, raised.matter.pk, system="12345", no="A-7")
        assert refused.value.code == "forbidden"


def test_the_accepting_office_enters_it_on_the_page(district: District) -> None:
    matter = dispatched(district).matter
    client = desk(district, "intake")
    submit(client, matter, "external", external_system="12345", external_no="A-9")
    assert "12345 A-9" in one(client, matter)
    page = html(submit(client, matter, "external", external_system="12345", external_no=""), 422)
    assert "external_no_error" in page
    assert "/external/" not in one(desk(district, "roads"), matter)
