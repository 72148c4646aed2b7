"""The card of an estate: which gate, which way, and what of it nobody knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from tests.cast import District
from tests.desk import html
from tests.estate_cast import GATES, PLAN, at, card
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.estates.plan import Building, Gate, Plan
from zhuchao.journal.clock import at as moment
from zhuchao.journal.clock import now
from zhuchao.places.models import UNKNOWN_HOURS, Site
from zhuchao.registry.site_actions import contradict_fact, retire_site

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
NIGHT = datetime(2026, 11, 25, 16, tzinfo=UTC)
CARD = "/estates/eaves/"


def test_to_building_seven_by_the_gate_one_may_ride_in_at(place: Site) -> None:
    card(place)
    with moment(NOON):
        text = html(Client().get(f"{CARD}?building=7号楼"))
    assert "去7号楼走 <b>东门</b>" in text
    assert "从东门进，电动车可以进" in text
    assert "车停在北停车点，往南步行约" in text
    assert "放件就近用东柜" in text
    assert 'href="/estates/eaves/gates/0/way/"' in text
    assert text.count('class="label building here"') == 1
    assert "开放中" in text


def test_the_number_on_the_wall_is_enough(place: Site) -> None:
    card(place)
    assert "去7号楼走" in html(Client().get(f"{CARD}?building=7"))


def test_what_is_not_here_is_said_and_nothing_is_guessed(place: Site) -> None:
    card(place)
    answer = Client().get(f"{CARD}?building=99号楼")
    assert answer.status_code == 404
    assert "这里没有“99号楼”" in answer.content.decode()


def test_a_closed_gate_gives_way_to_an_open_one(place: Site) -> None:
    card(place)
    with moment(NIGHT):
        assert "去7号楼走 <b>南门</b>" in html(Client().get(f"{CARD}?building=7号楼"))


def test_where_no_e_bike_may_enter_one_is_told_to_walk(place: Site) -> None:
    card(place, replace(PLAN, gates=GATES[1:2]))
    text = html(Client().get(f"{CARD}?building=7号楼"))
    assert "从南门进，电动车不能进，请停在门外走进去" in text
    assert "进门：找门卫开门" in text


def test_a_building_without_a_place_sends_one_to_the_gate(place: Site) -> None:
    card(place, replace(PLAN, buildings=(Building("12号楼", None),)))
    text = html(Client().get(f"{CARD}?building=12号楼"))
    assert "12号楼还没有标位置，请在门口问一下" in text


def test_a_card_without_any_place_is_lists_alone(place: Site) -> None:
    bare = Plan(
        (Gate("东门", None, (), UNKNOWN_HOURS),),
        (Building("1号楼", None),),
        words={"registration": "unknown", "rules": "", "lift_words": ""},
    )
    card(place, bare)
    text = html(Client().get(f"{CARD}?building=1号楼"))
    assert '<svg class="estate-picture"' not in text
    assert "谁能进不详" in text
    assert "导航" not in text


def test_it_says_when_it_was_checked_and_by_whom(place: Site, settings: Any) -> None:
    card(place)
    assert "工作人员确认" in html(Client().get(CARD))
    settings.ZHUCHAO_FRESH_DAYS = 90
    with moment(now() + timedelta(days=91)):
        assert "未确认" in html(Client().get(CARD))
    contradict_fact(PUBLIC, place.pk, "position", version=place.version)
    assert "有人反映不对" in html(Client().get(CARD))


def test_a_gate_is_handed_to_a_map_with_its_own_place(place: Site) -> None:
    card(place)
    text = html(Client().get(f"{CARD}gates/0/way/"))
    lon, lat = at(190, 20)
    assert f"geo:{lat:.6f},{lon:.6f}" in text
    assert "去 青檐花园 东门" in text
    assert Client().get(f"{CARD}gates/9/way/").status_code == 404


def test_there_is_no_card_of_what_has_none_or_is_over(district: District, place: Site) -> None:
    assert Client().get(CARD).status_code == 404
    assert "走哪个门" not in html(Client().get("/sites/eaves/"))
    card(place)
    assert 'href="/estates/eaves/"' in html(Client().get("/sites/eaves/"))
    assert place.opened_on
    day, version = place.opened_on, Site.objects.get().version
    retire_site(district.scope("street"), place.pk, on=day, reason="拆迁", version=version)
    assert Client().get(CARD).status_code == 404


def test_that_nobody_knows_the_hours_is_said_once(place: Site) -> None:
    gate = Gate("巷口", at(0, 0), ("ebike",), UNKNOWN_HOURS, "push")
    card(place, replace(PLAN, gates=(gate,)))
    text = html(Client().get(CARD))
    assert text.count("开放时间不详") == 1
    assert "下车推行" in text
