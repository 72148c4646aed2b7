"""Reach by hour in a real browser: the slider changes the answer and the picture, not the page."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from tests.cast import District, found_district
from tests.circle_town import stored_town, town_people, wants
from tests.desk import desk


@pytest.fixture
def district(transactional_db: None, tmp_path: Path, settings: Any) -> District:
    """The cast in the town, with its roads and demand."""
    settings.ZHUCHAO_HOME = tmp_path
    made = found_district()
    town_people(made)
    stored_town(tmp_path)
    wants()
    return made


def test_the_slider_goes_through_the_day(district: District, live_server: Any, page: Page) -> None:
    client = desk(district, "supervisor")
    name = django_settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/desk/circle/reach/?hour=7")
    expect(page.locator("#answer")).to_contain_text("07:00 与 02:00 相比")
    page.evaluate("window.stayed = true")
    slider = page.get_by_role("slider", name="几点，拖动选择")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator("#answer")).to_contain_text("08:00 与 02:00 相比")
    expect(page.locator("#over svg")).to_have_count(1)
    expect(page.locator("#over .sign.open")).to_have_count(2)
    expect(page.get_by_label("几点", exact=True)).to_have_value("8")
    assert "hour=8" in page.url
    page.get_by_label("几点", exact=True).select_option("2")
    expect(page.locator("#over .sign.open")).to_have_count(1)
    expect(slider).to_have_value("2")
    assert page.evaluate("window.stayed") is True
