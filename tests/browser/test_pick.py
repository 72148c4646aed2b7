"""The map picker and the card of an estate in a real browser, on a phone and on a desktop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from tests.cast import District
from tests.doors import logged_in
from tests.estate_cast import MIDDLE, card, quarter
from tests.sites import office_people
from zhuchao.circle.estates.queries import plan_of
from zhuchao.circle.models import Estate
from zhuchao.places.models import Site

Axe = Callable[[Page], list[str]]


@pytest.fixture
def place(district: District) -> Site:
    """青檐花园 with its card."""
    office_people(district)
    made = quarter(district)
    card(made)
    return made


def enter(page: Page, live_server: Any, district: District) -> None:
    """The street's clerk is logged in."""
    client = logged_in(district.accounts["street"])
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


def test_a_rider_finds_building_seven_on_a_phone(
    phone: Page, live_server: Any, place: Site, axe: Axe, tmp_path: Path
) -> None:
    phone.goto(f"{live_server.url}/estates/{place.code}/")
    phone.get_by_label("去哪栋楼").select_option("7号楼")
    phone.get_by_role("button", name="怎么走").click()
    expect(phone.get_by_role("heading", name="去7号楼走")).to_be_visible()
    expect(phone.get_by_role("link", name="导航去东门").first).to_be_visible()
    phone.screenshot(path=tmp_path / "card.png", full_page=True)
    assert axe(phone) == []
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_point_is_picked_by_keyboard_for_a_row_and_for_a_line(
    page: Page, live_server: Any, district: District, place: Site, axe: Axe, tmp_path: Path
) -> None:
    enter(page, live_server, district)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/desk/estates/{place.code}/")
    row = page.get_by_role("group", name="出入口 4")
    row.get_by_label("名称").fill("北门")
    row.get_by_role("button", name="在图上点").press("Enter")
    board = page.get_by_role("application")
    expect(board).to_be_visible()
    board.focus()
    board.press("ArrowUp")
    board.press("ArrowRight")
    page.screenshot(path=tmp_path / "pick.png")
    assert axe(page) == []
    page.get_by_role("button", name="用这一点").press("Enter")
    expect(row.get_by_role("button", name="在图上点")).to_be_focused()
    assert float(row.get_by_label("经度").input_value()) > MIDDLE[0]
    assert float(row.get_by_label("纬度").input_value()) > MIDDLE[1]
    lines = page.get_by_label("楼栋", exact=False).first
    lines.fill(f"{lines.input_value()}\n物业楼")
    page.get_by_role("button", name="在图上点一栋").press("Enter")
    page.get_by_role("button", name="用这一点").press("Enter")
    page.set_viewport_size({"width": 360, "height": 740})
    page.screenshot(path=tmp_path / "edit.png", full_page=True)
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="写入", exact=True).click()
    expect(page.get_by_text("指路图已写入")).to_be_visible()
    plan = plan_of(Estate.objects.get())
    assert (plan.gates[3].name, plan.buildings[11].name) == ("北门", "物业楼")
    assert plan.gates[3].at == plan.buildings[11].at


def test_the_form_of_a_site_takes_a_point(
    page: Page, live_server: Any, district: District, place: Site
) -> None:
    enter(page, live_server, district)
    page.goto(f"{live_server.url}/desk/sites/{place.code}/edit/")
    page.get_by_role("button", name="在图上点").click()
    page.get_by_role("application").press("ArrowLeft")
    page.get_by_role("button", name="用这一点").click()
    assert float(page.get_by_label("经度").input_value()) < MIDDLE[0]
