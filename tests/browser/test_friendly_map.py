"""The friendly map on a phone and on a desk: picture, list, position, the live map, its weight."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Geolocation, Page, Request, expect

from tests.cast import District
from tests.friendly_cast import streets, town
from zhuchao.places.models import Site
from zhuchao.places.site_queries import near
from zhuchao.roads.store import save
from zhuchao.roads.tile_features import features_of_roads
from zhuchao.roads.tiles import build_tiles, builder

MOST_BYTES = 150_000
Axe = Callable[[Page], list[str]]


@pytest.fixture(autouse=True)
def roads(district: District, tmp_path: Path, settings: Any) -> Path:
    """The sites of the town and the streets they stand in, with tiles where they can be built."""
    town(district)
    settings.ZHUCHAO_HOME = tmp_path / "home"
    path = tmp_path / "home" / "roads" / "demo"
    save(path, streets())
    if builder():
        build_tiles(path, features_of_roads(streets()), streets().attribution)
    return path


def names(page: Page) -> list[str]:
    """The list as it stands."""
    return page.locator(".spot-name").all_text_contents()


def nearest_open() -> str:
    """The open site that is nearest to the tea shop at this moment, which tests do not choose."""
    places = near(117.8362, 31.5968, 5000)
    return next(place.name for place in places if place.state == "open")


def shown(page: Page, axe: Axe, picture: Path) -> None:
    """The page fits, has no accessibility fault, and is kept as a picture to look at."""
    page.screenshot(path=picture, full_page=True)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_look_is_light_and_whole(
    page: Page, live_server: Any, axe: Axe, tmp_path: Path, width: int
) -> None:
    sizes: list[int] = []
    asked: list[str] = []

    def add(request: Request) -> None:
        sizes.append(request.sizes()["responseBodySize"])
        asked.append(request.url)

    page.on("requestfinished", add)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/map/?need=rest&from=C11")
    expect(page.get_by_text("步行时间按路网算")).to_be_visible()
    page.wait_for_load_state("networkidle")
    shown(page, axe, tmp_path / f"map-{width}.png")
    assert sum(sizes) < MOST_BYTES
    assert any(".svg" in url and "/map/roads/" in url for url in asked)
    assert not [url for url in asked if "maplibre" in url]


def test_where_one_stands_is_used_here_and_told_nobody(
    phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    phone.context.set_geolocation(Geolocation(longitude=117.8362, latitude=31.5968))
    phone.goto(f"{live_server.url}/map/?state=open")
    phone.get_by_role("button", name="离我多远").click()
    expect(phone.locator(".spot-walk").first).to_have_text("步行约 1 分钟")
    expect(phone.get_by_text("没有发出去")).to_be_visible()
    assert names(phone)[0] == nearest_open()
    shown(phone, axe, tmp_path / "near.png")
    phone.get_by_role("link", name="饮水").click()
    expect(phone.locator(".chip", has_text="饮水")).to_have_attribute("aria-current", "true")
    expect(phone.locator(".spot-walk").first).to_have_text("步行约 1 分钟")
    assert "need=water" in phone.url
    assert not [url for url in asked if "117.83" in url or "31.59" in url]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_live_map_opens_when_it_is_asked_for(
    page: Page, live_server: Any, axe: Axe, tmp_path: Path, width: int
) -> None:
    if builder() is None:
        pytest.skip("no tippecanoe")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/map/")
    page.get_by_role("button", name="打开地图").click()
    expect(page.locator("[data-live][data-ready]")).to_be_visible()
    expect(page.get_by_text("虚构路网，仅供测试").first).to_be_visible()
    page.wait_for_timeout(1500)
    shown(page, axe, tmp_path / f"live-{width}.png")


def test_another_filter_keeps_the_live_map_open(page: Page, live_server: Any) -> None:
    if builder() is None:
        pytest.skip("no tippecanoe")
    page.goto(f"{live_server.url}/map/")
    page.get_by_role("button", name="打开地图").click()
    expect(page.locator("[data-live][data-ready]")).to_be_visible()
    page.get_by_role("link", name="厕所").click()
    page.wait_for_url("**/map/?need=toilet")
    expect(page.locator("[data-live][data-ready]")).to_be_visible()
    assert names(page) == ["司机之家"]
    page.go_back()
    page.wait_for_url("**/map/")
    expect(page.locator(".spot-name")).to_have_count(7)


def test_the_map_is_used_by_keyboard_alone(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/map/")
    page.get_by_role("link", name="歇脚").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/?need=rest")
    # Pins repeat the list, so the keyboard goes by them.
    page.get_by_text("从哪里出发").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("从哪里出发").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "spot-name"


def test_without_webgl_the_picture_stays(page: Page, live_server: Any, axe: Axe) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{live_server.url}/map/")
    page.get_by_role("button", name="打开地图").click()
    expect(page.get_by_text("地图没有打开")).to_be_visible()
    expect(page.locator("[data-picture]")).to_be_visible()
    expect(page.locator("[data-live]")).to_be_hidden()
    assert axe(page) == []


def test_without_javascript_list_and_picture_are_whole(chromium: Browser, live_server: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/map/?state=open")
    expect(page.locator(".pin")).to_have_count(len(names(page)))
    expect(page.get_by_role("button", name="离我多远")).to_be_hidden()
    page.get_by_role("link", name="充电").click()
    page.get_by_role("link", name="导航去 春风驿站").click()
    expect(page.get_by_role("link", name="高德地图")).to_be_visible()
    context.close()


def test_a_real_extract_gives_water_green_and_houses(
    page: Page, live_server: Any, axe: Axe, tmp_path: Path, shared_data: Path, roads: Path
) -> None:
    if builder() is None:
        pytest.skip("no tippecanoe")
    call_command("roads", "load", "demo", str(shared_data / "data/roads/pbf/Helsinki.osm.pbf"))
    for number, place in enumerate(Site.objects.exclude(lon=None)):
        Site.objects.filter(pk=place.pk).update(
            lon=24.938 + number / 700, lat=60.1702 + (number % 3) / 900, version=place.version + 1
        )
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/map/")
    shown(page, axe, tmp_path / "helsinki.png")
    page.get_by_role("button", name="打开地图").click()
    expect(page.locator("[data-live][data-ready]")).to_be_visible()
    expect(page.get_by_text("OpenStreetMap contributors").first).to_be_visible()
    page.wait_for_timeout(2000)
    shown(page, axe, tmp_path / "helsinki-live.png")


def test_the_front_page_leads_to_the_nearest_open_place(
    phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    phone.context.set_geolocation(Geolocation(longitude=117.8362, latitude=31.5968))
    phone.goto(f"{live_server.url}/")
    rest = phone.get_by_role("link", name="歇脚")
    expect(rest).to_contain_text("分钟")
    shown(phone, axe, tmp_path / "home.png")
    rest.click()
    expect(phone.get_by_role("link", name="导航去")).to_be_visible()
    assert "/sites/" in phone.url


def test_without_a_position_the_front_page_leads_to_the_list(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="充电").click()
    page.wait_for_url("**/map/?need=charge&state=open")
    expect(page.get_by_role("heading", name="友好地图")).to_be_visible()
