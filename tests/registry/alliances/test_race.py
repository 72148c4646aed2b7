"""Many want the same hours of a room at once: one gets them, and no two bookings overlap."""

import threading
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection

from tests.cast import JOB, District, found_district
from tests.sites import site
from tests.units import SINCE, branch
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.registry.alliances.booking import book
from zhuchao.registry.alliances.wanted import Wanted
from zhuchao.registry.models import Booking
from zhuchao.registry.tie_actions import share

WRITERS = 8
HOURS = ((9, 11), (10, 12), (11, 13))
"""The second overlaps both others: either it alone is booked, or they are."""


@pytest.fixture
def raced(transactional_db: None) -> District:
    """A room that is open to every branch."""
    district = found_district()
    owner = branch(district, "主人支部")
    place = site(district, "红色加油站", code="red")
    share(JOB, "shares_room", owner, place, since=SINCE, terms={"open_to": "all"})
    return district


def test_of_many_who_book_at_once_no_two_overlap(raced: District) -> None:
    owner, day = raced.offices["主人支部"], local_day(now()) + timedelta(days=1)
    place = owner.ties.get(kind="shares_room").whom_site_id or 0
    gate, told = threading.Barrier(WRITERS), []

    def run(number: int) -> None:
        try:
            gate.wait(10)
            for first, last in HOURS[number % 3 :] + HOURS[: number % 3]:
                told.append(_try(place, owner.pk, Wanted(day, first, last, 5, "study")))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    counts = Counter(told)
    rows = list(Booking.objects.order_by("since"))
    assert counts["booked"] == len(rows) == Entry.objects.filter(verb="room.booked").count()
    assert counts["booked"] + counts["conflict"] == WRITERS * len(HOURS)
    assert len(rows) in (1, 2)
    assert all(a.until <= b.since for a, b in pairwise(rows))


def _try(place: int, organisation: int, wanted: Wanted) -> str:
    try:
        book(JOB, place, organisation, wanted)
    except Refused as refused:
        return refused.code
    return "booked"
