"""M09, told as a rider at night, a neighbour without a smartphone and the street live it.

"友好地图: a public map (open now, 24 h, unknown hours apart, offers), filter links"
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import JOB, District
from tests.desk import html
from tests.friendly_cast import streets, town
from zhuchao.circle.models import Offer
from zhuchao.journal.clock import at, local_day, zone
from zhuchao.places.models import Site
from zhuchao.registry.site_actions import change_site, close_until
from zhuchao.roads.store import save
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

NOON = datetime(2026, 11, 25, 12, tzinfo=zone())
NIGHT = datetime(2026, 11, 26, 2, tzinfo=zone())


@pytest.fixture
def places(district: District) -> dict[str, Site]:
    """The sites of the town, by code."""
    return town(district)


@pytest.fixture
def roads(places: dict[str, Site], tmp_path: Path, settings: Any) -> None:
    """The streets between them."""
    (tmp_path / "home").mkdir()
    settings.ZHUCHAO_HOME = tmp_path / "home"
    save(tmp_path / "home" / "roads" / "demo", streets())


def names(query: str, moment: datetime = NOON) -> list[str]:
    """What the list shows, in its order."""
    with at(moment):
        text = html(Client().get(f"/map/{query}"))
    return re.findall(r'data-slot="name"[^>]*>([^<]+)</a>', text)


@pytest.mark.usefixtures("places")
def test_at_two_in_the_morning_a_rider_finds_what_is_open_then() -> None:
    assert names("?need=rest&state=open", NIGHT) == ["司机之家", "夜班驿站"]
    assert "夜班驿站" not in names("?need=rest&state=open", NOON)
    assert names("?need=rest&state=always", NIGHT) == ["司机之家"]


@pytest.mark.usefixtures("places")
def test_what_nobody_knows_is_neither_open_nor_closed() -> None:
    with at(NIGHT):
        text = html(Client().get("/map/?need=rest&state=open"))
    assert "白鹭驿站" not in text
    assert "另有 1 处没人说得准时间，也许开着" in text
    assert names("?need=rest&state=unknown", NIGHT) == ["白鹭驿站"]


@pytest.mark.usefixtures("roads")
def test_a_link_that_is_passed_on_shows_the_same_to_the_next() -> None:
    query = "?need=charge&state=open&from=C11"
    first = names(query)
    assert first == ["春风驿站", "青檐花园", "司机之家"]
    assert names(query) == first
    with at(NOON):
        text = html(Client().get(f"/map/{query}"))
    assert "步行时间按路网算" in text
    assert 'href="/sites/rest-a/way/"' in text


def test_a_shop_that_closes_for_today_and_its_offer_show_at_once(places: dict[str, Site]) -> None:
    tea = places["tea"]
    with at(NOON):
        Offer.objects.create(site=tea, kind="price_factor", factor=70, valid_from=local_day(NOON))
        assert "7 折" in html(Client().get("/map/?offers=yes"))
        assert "一口暖茶铺" in names("?need=eat&state=open")
        close_until(JOB, tea.pk, local_day(NOON), version=tea.version)
    assert "一口暖茶铺" not in names("?need=eat&state=open")
    assert "一口暖茶铺" in names("?need=eat")


def test_the_street_writes_hours_that_were_unknown_and_riders_see_them(
    places: dict[str, Site],
) -> None:
    place = places["mystery"]
    hours = as_text(read_hours("每天 6:00-23:00"))
    with at(NOON):
        change_site(JOB, place.pk, {"hours": hours}, version=place.version)
        answer = Client().get("/map/data?need=rest&state=open").json()
    assert "白鹭驿站" in [spot[1] for spot in answer["spots"]]
    assert "白鹭驿站" in names("?need=rest&state=open")


@pytest.mark.usefixtures("places")
def test_the_front_page_leads_to_the_three_wants() -> None:
    text = html(Client().get("/"))
    for need in ("rest", "charge", "eat"):
        assert f'href="/map/?need={need}&amp;state=open"' in text
        assert names(f"?need={need}&state=open")


def test_nobody_is_asked_where_he_is_and_nothing_is_written(places: dict[str, Site]) -> None:
    with at(NOON):
        answer = Client().get("/map/?need=rest")
        written = Client().get("/map/data")
    assert "position" not in answer.request["QUERY_STRING"]
    assert "lon" not in Client().get("/map/").request["QUERY_STRING"]
    assert not answer.cookies.keys() - {"csrftoken"}
    assert not written.cookies
