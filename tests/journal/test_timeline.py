"""The history of one subject, with the words that were said."""

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from zhuchao.journal.queries import health, timeline
from zhuchao.journal.sealing import seal
from zhuchao.journal.writing import Fact, Unjournaled, erase_remarks, writing

pytestmark = pytest.mark.django_db


def _tell() -> None:
    early = datetime(2026, 1, 5, 8, tzinfo=UTC)
    with writing("3f2a") as log:
        log.add(Fact("matter.accept", ("matter", 1), remark="已转街道"))
        log.add(Fact("matter.raised", ("matter", 1), occurred_at=early))
        log.add(Fact("matter.raised", ("matter", 2)))
        log.add(Fact("tie.made", ("tie", 1)))


def test_a_timeline_is_in_order_of_what_happened(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _tell()
    with django_assert_num_queries(1):
        told = [(entry.verb, entry.words) for entry in timeline(("matter", 1))]
    assert told == [("matter.raised", ""), ("matter.accept", "已转街道")]


def test_erased_words_are_gone_from_it() -> None:
    _tell()
    with writing("3f2a") as log:
        erase_remarks(log, ("matter", 1))
    assert [entry.words for entry in timeline(("matter", 1))] == ["", "", ""]


def test_health_tells_how_far_the_journal_is_sealed() -> None:
    assert health().unsealed == 0
    _tell()
    assert (health().segments, health().unsealed) == (0, 4)
    (header,) = seal()
    _tell()
    assert (health().segments, health().unsealed, health().chain) == (1, 4, header.chain)


def test_an_action_that_tells_nothing_is_rolled_back() -> None:
    with pytest.raises(Unjournaled), writing("3f2a"):
        pass


def test_an_action_that_fails_leaves_no_entry() -> None:
    def fail() -> None:
        with writing("3f2a") as log:
            log.add(Fact("matter.raised", ("matter", 1)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert timeline(("matter", 1)) == []
