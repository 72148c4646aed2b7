"""M15: batches of printed cards; scans are traced to the batch and the day, never to a person.

"明信片传爱心，4万份: a campaign with batches of printed codes; deliveries by volunteers; scans
traced to the batch, never to a person"
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import District
from tests.desk import desk, html
from tests.wish_cast import PUBLIC, found_community, published
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.wish.cards import order_batch, scanned, tell_scans
from zhuchao.matters.models import CardBatch, CardScans

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def district(db: None) -> District:
    """春风社区 and its worker."""
    return found_community()


def batch(district: District, **changes: Any) -> CardBatch:
    """Forty thousand postcards for 柳林街道."""
    said = {"campaign": "明信片传爱心", "printed": 40_000, "place": "柳林菜市场", "division": "S1"}
    return order_batch(district.scope("worker"), **{**said, **changes})


def test_the_desk_orders_delivers_and_prints_a_batch(district: District) -> None:
    worker = desk(district, "worker")
    said = {"campaign": "明信片传爱心", "printed": "40000", "place": "柳林菜市场", "division": "S1"}
    page = html(worker.post("/desk/cards/", said, follow=True))
    row = CardBatch.objects.get()
    assert row.code in page
    path = f"/desk/cards/{row.code}/"
    html(worker.post(path, {"delivered": "15000"}, follow=True))
    assert "应在 15000 到 40000 之间" in html(worker.post(path, {"delivered": "100"}), 422)
    assert "要打印 4,000 份" in html(worker.get(f"{path}print/"))
    told = Entry.objects.filter(subject_kind="card_batch").order_by("pk")
    assert [(e.verb, int(e.quantity or 0), e.unit) for e in told] == [
        ("cards.printed", 40_000, "份"),
        ("cards.delivered", 15_000, "份"),
    ]


def test_a_card_leads_to_the_wishes_of_its_place(district: District) -> None:
    published(district)
    row = batch(district)
    answer = Client().get(f"/w/{row.code.lower()}/")
    assert answer["Location"] == "/wishes/?division=S1"
    assert PUBLIC in html(Client().get(answer["Location"]))
    assert html(Client().get("/w/ZZZZZZZZ/"), 404)


def test_a_scan_is_counted_for_its_day_and_leaves_no_trace_of_whose_it_was(
    district: District,
) -> None:
    row = batch(district)
    with at(NOON):
        for number in range(3):
            with CaptureQueriesContext(connection) as said:
                answer = Client().get(
                    f"/w/{row.code}/", REMOTE_ADDR=f"203.0.113.{number}", HTTP_USER_AGENT="Phone"
                )
            assert not answer.cookies
            written = "".join(q["sql"] for q in said if not q["sql"].startswith("SELECT"))
            assert "203.0.113" not in written
            assert "Phone" not in written
    with at(NOON + timedelta(days=1)):
        scanned(row.code)
    rows = CardScans.objects.order_by("day").values_list("day", "count")
    assert [(f"{day:%m-%d}", count) for day, count in rows] == [("11-23", 3), ("11-24", 1)]
    assert {f.name for f in CardScans._meta.fields} == {"id", "batch", "day", "count", "told"}


def test_a_day_that_is_over_is_told_to_the_journal_once(district: District) -> None:
    row = batch(district)
    with at(NOON):
        scanned(row.code)
        scanned(row.code)
        assert tell_scans() == 0
    with at(NOON + timedelta(days=1)):
        assert [tell_scans(), tell_scans()] == [1, 0]
    entry = Entry.objects.get(verb="cards.scanned")
    assert int(entry.quantity or 0) == 2
    assert (entry.facets, entry.division_path) == ({"day": "2026-11-23"}, "/D/S1/")


def test_a_wish_has_a_card_of_its_own_that_stays_the_same(district: District) -> None:
    matter = published(district)
    code = CardBatch.objects.get(matter=matter).code
    assert Client().get(f"/w/{code}/")["Location"] == f"/wishes/{code}/"
    page = html(desk(district, "worker").get("/desk/wishes/print/"))
    assert code in page
    assert PUBLIC in page


def test_cards_are_ordered_for_ones_own_place(district: District) -> None:
    with pytest.raises(Refused):
        batch(district, division="S2")
    with pytest.raises(Refused):
        order_batch(district.scope("roads"), campaign="x", printed=1, place="y")
    row = batch(district)
    html(desk(district, "worker2").get(f"/desk/cards/{row.code}/"), 404)
    html(desk(district, "roads").get("/desk/cards/"), 403)
