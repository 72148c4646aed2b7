"""A rider reports a hazard and a driver raises an appeal, on a phone 360 px wide."""

import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.cast import hazard
from zhuchao.access.models import File
from zhuchao.matters.models import Matter

CORNER = {"longitude": 117.83, "latitude": 31.6}
"""The middle of 春风社区."""
MOST_BYTES = 150_000
MOST_SECONDS = 30
Axe = Callable[[Page], list[str]]

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def phone(page: Page) -> Page:
    """A narrow phone that let this site know its place before."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(CORNER)  # type: ignore[arg-type]
    return page


def narrow(page: Page) -> bool:
    """Whether nothing sticks out to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def shown(page: Page, axe: Axe, tmp_path: Path, name: str) -> None:
    """The page fits, has no accessibility fault, and is kept as a picture to look at."""
    page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
    assert axe(page) == []
    assert narrow(page)


def weigh(page: Page) -> list[int]:
    """Collects the bytes of every answer from now on."""
    sizes: list[int] = []

    def add(request: Request) -> None:
        sizes.append(request.sizes()["responseBodySize"])

    page.on("requestfinished", add)
    return sizes


def test_a_hazard_is_reported_in_three_taps(
    phone: Page, live_server: Any, axe: Axe, photo: Path, tmp_path: Path
) -> None:
    sizes = weigh(phone)
    phone.goto(f"{live_server.url}/")
    shown(phone, axe, tmp_path, "home")
    phone.get_by_role("link", name="随手报").click()
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    expect(phone.get_by_text("看来在")).to_have_text(re.compile("春风社区"))
    assert sum(sizes) < MOST_BYTES
    began = perf_counter()
    phone.get_by_label("拍一张照片").set_input_files(photo)
    phone.get_by_text("井盖破损").click()
    shown(phone, axe, tmp_path, "report")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="已收到")).to_be_visible()
    assert perf_counter() - began < MOST_SECONDS
    shown(phone, axe, tmp_path, "receipt")
    matter = Matter.objects.get()
    assert (matter.category, matter.division_path) == ("manhole", "/D/S1/C11/")
    assert matter.lon == pytest.approx(CORNER["longitude"])
    kept = File.objects.get(subject_kind="hazard", subject_id=matter.pk)
    assert max(kept.width or 0, kept.height or 0) <= 1920
    phone.get_by_role("link", name="看进度").click()
    expect(phone.get_by_text("收到，已出回执")).to_be_visible()
    expect(phone.get_by_alt_text("您拍的照片")).to_have_js_property("naturalWidth", kept.width)
    shown(phone, axe, tmp_path, "track")


def test_what_is_reported_already_is_followed_instead(
    phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    first = hazard(lon=CORNER["longitude"], lat=CORNER["latitude"], address="北门")
    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("附近有人报过，是同一件吗？")).to_be_visible()
    shown(phone, axe, tmp_path, "near")
    phone.get_by_role("button", name="是这一件，跟进它").click()
    expect(phone.get_by_role("heading", name="已跟进")).to_be_visible()
    assert Matter.objects.count() == 1
    assert first.matter.participants.get(role="follower").receipt in phone.url


def test_a_second_tap_reports_nothing_twice(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("看来在")).to_be_visible()
    phone.get_by_text("消防通道堵塞").click()
    phone.get_by_role("button", name="提交").dblclick()
    expect(phone.get_by_role("heading", name="已收到")).to_be_visible()
    assert Matter.objects.count() == 1


def test_an_appeal_is_two_fields_and_its_guesses_can_be_corrected(
    phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    phone.goto(f"{live_server.url}/appeal/")
    shown(phone, axe, tmp_path, "appeal")
    phone.get_by_label("什么事").fill("夏荷社区停水三天了，没有人通知")
    expect(phone.get_by_role("radio", name="供水")).to_be_checked()
    phone.get_by_text("道路", exact=True).click()
    phone.get_by_label("所在社区").select_option(label="夏荷社区")
    phone.get_by_label("在哪里").fill("12 号楼")
    shown(phone, axe, tmp_path, "appeal-guessed")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="已收到")).to_be_visible()
    matter = Matter.objects.get()
    assert (matter.category, matter.division_path) == ("road", "/D/S1/C12/")


def test_a_place_is_picked_on_the_drawn_map_with_the_keyboard(
    phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    phone.context.clear_permissions()
    phone.goto(f"{live_server.url}/report/")
    phone.get_by_role("button", name="在地图上选").click()
    board = phone.get_by_role("application")
    board.focus()
    board.press("ArrowRight")
    expect(phone.get_by_text("已在地图上选好位置")).to_be_visible()
    assert phone.locator("[name=lon]").input_value() != ""
    shown(phone, axe, tmp_path, "map")


def test_a_photo_that_cannot_be_read_is_told_and_can_be_taken_off(
    phone: Page, live_server: Any, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    phone.goto(f"{live_server.url}/report/")
    phone.get_by_label("拍一张照片").set_input_files(broken)
    expect(phone.get_by_text("打不开这张照片")).to_be_visible()
    phone.get_by_role("button", name="去掉这张").click()
    expect(phone.get_by_text("打不开这张照片")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/about/", "/report/", "/appeal/", "/track/"])
def test_every_public_page_is_sound_in_the_dark_and_in_large_type(
    page: Page, live_server: Any, axe: Axe, tmp_path: Path, path: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}{path}")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_attribute("data-type", "large")
    shown(page, axe, tmp_path, path.strip("/") or "home")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
