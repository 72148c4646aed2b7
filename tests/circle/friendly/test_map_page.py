"""The page of the map: chips that narrow, a list nearest first, a picture of the same sites."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import JOB, District
from tests.desk import html
from zhuchao.circle.models import Offer
from zhuchao.journal.clock import at, local_day, zone
from zhuchao.places.models import Site
from zhuchao.registry.site_actions import change_site

NOON = datetime(2026, 11, 25, 12, tzinfo=zone())
NIGHT = datetime(2026, 11, 25, 23, tzinfo=zone())
pytestmark = [pytest.mark.usefixtures("district"), pytest.mark.one_database]


def page(query: str = "", moment: datetime = NOON) -> str:
    with at(moment):
        return html(Client().get(f"/map/{query}"))


def codes(text: str) -> list[str]:
    """The sites of the list, in its order."""
    return re.findall(r'<li class="spot" id="s-([^"]+)"', text)


def test_without_filters_everything_open_is_there_and_the_open_ones_come_first(home: Path) -> None:
    assert codes(page()) == ["noodles", "post", "quarter", "rest-a", "tea", "mystery", "rest-b"]


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        ("rest", {"rest-a", "rest-b", "post", "mystery", "noodles"}),
        ("charge", {"rest-a", "post", "quarter"}),
        ("swap", {"post"}),
        ("eat", {"noodles", "tea"}),
        ("water", {"rest-a", "post", "mystery", "noodles", "tea"}),
        ("toilet", {"post"}),
        ("repair", {"post"}),
        ("gate", {"quarter"}),
    ],
)
def test_a_layer_shows_what_answers_the_need(home: Path, need: str, expected: set[str]) -> None:
    assert set(codes(page(f"?need={need}"))) == expected


def test_open_closed_and_unknown_stay_apart(home: Path) -> None:
    text = page("?need=rest")
    for state, code in (
        ("开放中", "rest-a"),
        ("现在不开放", "rest-b"),
        ("开放时间不详", "mystery"),
    ):
        assert state in text.split(f'id="s-{code}"')[1].split("</li>\n<li")[0]
    only_open = page("?need=rest&state=open")
    assert codes(only_open) == ["noodles", "post", "rest-a"]
    assert "另有 1 处没人说得准时间" in only_open
    assert codes(page("?need=rest&state=unknown")) == ["mystery"]
    assert codes(page("?state=always")) == ["post", "quarter"]
    assert set(codes(page("?need=rest&state=open", NIGHT))) == {"post", "rest-b"}


def test_offers_are_told_and_can_be_asked_for(home: Path) -> None:
    tea = Site.objects.get(code="tea")
    Offer.objects.create(site=tea, kind="price_factor", factor=70, valid_from=local_day(NOON))
    text = page("?offers=yes")
    assert codes(text) == ["tea"]
    assert "7 折" in text


def test_each_chip_leads_to_the_page_with_it_or_without_it(home: Path) -> None:
    text = page("?need=rest&need=water&state=open")
    assert 'href="/map/?need=water&amp;state=open" aria-current="true"' in text
    assert 'href="/map/?need=rest&amp;need=charge&amp;need=water&amp;state=open"' in text
    assert 'href="/map/?need=rest&amp;need=water" ' not in text


def test_from_a_place_the_nearest_comes_first_with_its_walk(network: Path) -> None:
    text = page("?need=rest&from=C11")
    assert codes(text)[0] == "rest-a"
    assert "步行时间按路网算" in text
    walks = [int(n) for n in re.findall(r"步行约 (\d+) 分钟", text)]
    assert walks == sorted(walks)
    assert len(walks) == 5
    # 白鹭驿站 lies across the river: 450 m away, and a long way round by the bridge.
    assert walks[-1] > 15
    # 190 m to the east and 333 m to the north along the streets, not 383 m across the blocks.
    assert "步行约 7 分钟" in page("?need=gate&from=tea")


def test_without_a_network_the_walk_is_estimated_and_says_so(home: Path) -> None:
    text = page("?need=rest&from=C11")
    assert "按直线距离 ×1.3" in text
    assert "/map/roads/" not in text


def test_the_picture_numbers_the_sites_as_the_list_does(network: Path) -> None:
    text = page("?need=rest&from=C11")
    pins = re.findall(r'<a class="pin \w+" href="#s-([^"]+)".*?>(\d+)</text>', text)
    assert sorted(pins, key=lambda pin: int(pin[1])) == [
        (code, str(number)) for number, code in enumerate(codes(text), 1)
    ]
    assert "© 虚构路网，仅供测试" in text


def test_a_long_list_goes_on_and_the_rest_are_dots(home: Path, district: District) -> None:
    where = district.divisions["C11"]
    Site.objects.bulk_create(
        Site(code=f"x{n:02}", name=f"驿站{n}", kind="station", division=where, lon=117.8, lat=31.6)
        for n in range(30)
    )
    first = page("?need=rest")
    assert len(codes(first)) == 20
    assert re.search(r'<path class="dot unknown" d="M\d+ \d+h0"/>', first)
    second = page("?need=rest&after=20")
    assert len(codes(second)) == 15
    assert not set(codes(first)) & set(codes(second))
    assert 'data-slot="number" aria-hidden="true">21<' in second


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?need=beer", "beer"),
        ("?state=ajar", "ajar"),
        ("?offers=no", "no"),
        ("?from=Atlantis", "Atlantis"),
        ("?after=-1", "-1"),
        ("?after=²", "²"),
        ("?from=nowhere", "没有位置的驿站"),
        ("?from=planned", "planned"),
    ],
)
def test_what_is_not_known_is_named(home: Path, query: str, named: str) -> None:
    for path in ("/map/", "/map/data"):
        if "after" in query and path != "/map/":
            continue
        answer = Client().get(path + query)
        assert answer.status_code == 422
        assert named in answer.content.decode()


def test_nothing_that_fits_says_what_to_do_next(home: Path) -> None:
    text = page("?need=swap&state=unknown")
    assert "没有合适的地方" in text
    assert '<svg class="friendly-picture"' not in text


def test_a_change_shows_at_once(home: Path) -> None:
    assert "rest-b" in codes(page("?need=rest"))
    place = Site.objects.get(code="rest-b")
    with at(NOON):
        change_site(JOB, place.pk, {"name": "新名字", "equipment": ["water"]}, version=1)
    assert "新名字" in page("?need=water")


def test_a_broken_network_costs_the_roads_and_not_the_page(network: Path) -> None:
    network.write_bytes(b"no network at all")
    text = page("?need=rest&from=C11")
    assert codes(text)
    assert "/map/roads/" not in text


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    home: Path, district: District, django_assert_num_queries: Any
) -> None:
    page("?from=C11")
    with django_assert_num_queries(4):
        page("?from=C11")
    where = district.divisions["C11"]
    Site.objects.bulk_create(
        Site(code=f"x{n}", name=f"驿站{n}", kind="station", division=where, lon=117.8, lat=31.6)
        for n in range(100)
    )
    with django_assert_num_queries(5):
        page("?from=C11")
