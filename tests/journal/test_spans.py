"""Spans can be made anew from the journal alone."""

from datetime import date
from decimal import Decimal

import pytest

from zhuchao.journal.models import Span
from zhuchao.journal.spans import rebuild_spans
from zhuchao.journal.verifying import verify
from zhuchao.journal.writing import Fact, writing

pytestmark = pytest.mark.django_db


def _tell() -> None:
    with writing("3f2a") as log:
        log.add(Fact("tie.made", ("tie", 1), "/34/", span="tie:1", valid_from=date(2026, 1, 1)))
        log.add(Fact("tie.made", ("tie", 2), "/34/", span="tie:2", quantity=Decimal("1.50")))
        log.add(Fact("matter.raised", ("matter", 1)))
    with writing("3f2a") as log:
        log.add(Fact("tie.ended", ("tie", 1), "/34/", span="tie:1", valid_to=date(2026, 6, 1)))


def test_a_span_is_what_its_latest_entry_says() -> None:
    _tell()
    span = Span.objects.get(pk="tie:1")
    assert (span.verb, span.valid_from, span.valid_to) == ("tie.ended", None, date(2026, 6, 1))


def test_rebuilding_brings_back_what_was_there() -> None:
    _tell()
    before = list(Span.objects.order_by("id").values())
    Span.objects.filter(pk="tie:1").update(verb="tie.made", facets={"x": 1})
    Span.objects.filter(pk="tie:2").delete()
    Span.objects.create(id="tie:9", entry_id=1, verb="tie.made", subject_kind="tie", subject_id=9)
    assert not verify().ok
    assert rebuild_spans() == 2
    assert list(Span.objects.order_by("id").values()) == before
    assert verify().ok
