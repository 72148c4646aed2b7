"""Likely repeats of what is being written: by point, by the place it names, by age, by kind."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import District, hazard
from tests.desk import LIST, desk, html
from zhuchao.journal.clock import at, now
from zhuchao.matters.guessing import guess

SAID = "春风社区金桥路的井盖破了，车子颠簸"


def near(client: Client, kind: str = "report", **said: Any) -> str:
    answer = client.post(f"/{kind}/guess/", {"text": SAID, **said})
    return str(answer.json()["near"])


def test_without_a_point_the_place_that_both_name_brings_them_together(
    client: Client, district: District
) -> None:
    hazard(text="金桥路的井盖破损，春风社区的车都颠")
    hazard(text="柳林路的井盖破损，春风社区的车都颠")
    shown = near(client)
    assert "金桥路的井盖" in shown
    assert "柳林路" not in shown
    assert "米" not in shown


def test_without_a_point_or_a_named_place_nothing_is_called_a_repeat(district: District) -> None:
    hazard(text="井盖破了")
    assert guess("hazard", "井盖破了").near == ()


def test_the_api_gives_no_distance_where_there_is_none(client: Client, district: District) -> None:
    hazard(text="金桥路的井盖破损，春风社区的车都颠")
    said = {"kind": "hazard", "text": SAID}
    answer = client.post("/api/guess", said, content_type="application/json").json()
    assert [one["metres"] for one in answer["near"]] == [None]


def test_of_two_alike_the_newer_comes_first(district: District) -> None:
    with at(now() - timedelta(days=300)):
        old = hazard(text=SAID).matter
    new = hazard(text=SAID).matter
    assert [n.matter.pk for n in guess("hazard", SAID).near] == [new.pk, old.pk]


def test_appeals_are_compared_for_nobody_who_only_writes(district: District) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert guess("appeal", SAID, lon=117.83, lat=31.6).near == ()
    assert not [q for q in asked if "matters_matter" in q["sql"]]


def test_guessing_without_a_point_keeps_to_its_statements(
    client: Client, district: District
) -> None:
    near(client)
    with CaptureQueriesContext(connection) as asked:
        near(client)
    assert len(asked) <= 6


def test_a_clerk_sees_the_same_place_before_other_places(district: District) -> None:
    first = hazard(text="金桥路的井盖破损，车子颠簸").matter
    other = hazard(text="柳林路的井盖破损，车子颠簸").matter
    mine = hazard(text="金桥路的井盖坏了，车子颠簸").matter
    page = html(desk(district, "intake").get(f"{LIST}{mine.receipt}/near/"))
    assert first.receipt in page
    assert other.receipt not in page or page.index(first.receipt) < page.index(other.receipt)
