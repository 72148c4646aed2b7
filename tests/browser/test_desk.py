"""The staff desk in a real browser: no fault for a screen reader, nothing cut off."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.cast import District, appeal, dispatched, hazard, step
from zhuchao.matters.models import Matter

Axe = Callable[[Page], list[str]]
LogIn = Callable[[str], Page]
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 360, "height": 740}


@pytest.fixture
def log_in(page: Page, live_server: Any, district: District) -> LogIn:
    """A function that opens the desk as somebody of the cast."""

    def opened(name: str) -> Page:
        client = Client()
        client.force_login(district.accounts[name])
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/desk/")
        return page

    return opened


def narrow(page: Page) -> bool:
    """Whether nothing sticks out to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_every_page_is_clean_and_fits(
    log_in: LogIn, district: District, axe: Axe, tmp_path: Path, size: Any
) -> None:
    contact = {"name": "张三丰", "phone": "13812345678"}
    raised = appeal(category="", contact=contact, lon=117.83, lat=31.6)
    appeal(lon=117.83, lat=31.6)
    sent = dispatched(district, contact=contact)
    hazard(payload={"danger": True})
    receipt = raised.matter.receipt
    paths = (
        "",
        "matters/",
        "matters/?state=raised&words=路",
        "matters/?words=没有的",
        f"matters/{receipt}/",
        f"matters/{receipt}/near/",
        f"matters/{receipt}/slip/",
        f"matters/{sent.matter.receipt}/",
        "enter/",
        "enter/?kind=hazard",
        "handover/",
        "routing/?new_kind=appeal",
        "rates/",
    )
    page = log_in("intake")
    page.set_viewport_size(size)
    base = page.url
    for number, path in enumerate(paths):
        page.goto(base + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        assert axe(page) == [], path
        assert narrow(page), path


def test_a_step_is_taken_in_place_and_told(log_in: LogIn, district: District) -> None:
    raised = dispatched(district)
    page = log_in("roads")
    page.get_by_role("link", name=re.compile("路面塌")).click()
    page.evaluate("window.same = true")
    page.get_by_role("button", name="签收").click()
    expect(page.locator("#flash")).to_contain_text("已办：签收")
    expect(page.get_by_role("button", name="签收")).to_have_count(0)
    assert page.evaluate("window.same"), "the page was not loaded anew"
    assert Matter.objects.get(pk=raised.matter.pk).holdings.filter(state="signed").exists()


def test_faults_stand_at_their_field_and_nothing_is_lost(log_in: LogIn, district: District) -> None:
    raised = dispatched(district)
    page = log_in("roads")
    page.goto(f"{page.url}matters/{raised.matter.receipt}/")
    page.get_by_text("答复", exact=True).first.click()
    form = page.locator("#answer")
    form.get_by_label("答复（诉求人能看到）").fill("已经补好，请看照片")
    form.get_by_text("照片", exact=True).first.click()
    form.get_by_role("button", name="答复").click()
    expect(page.locator("#answer .error-summary")).to_contain_text("请上传至少一张")
    expect(page.locator("#answer textarea")).to_have_value("已经补好，请看照片")
    page.locator("#answer").get_by_text("文字说明", exact=True).click()
    page.locator("#answer").get_by_role("button", name="答复").click()
    expect(page.locator("#flash")).to_contain_text("已办：答复")


def test_the_second_comer_is_told_with_his_words_kept(log_in: LogIn, district: District) -> None:
    raised = dispatched(district)
    page = log_in("roads")
    page.goto(f"{page.url}matters/{raised.matter.receipt}/")
    page.locator("#contact summary").click()
    page.get_by_label("联系情况").fill("打了电话，没有人接")
    step(district.scope("roads2"), raised.matter, "sign")
    page.locator("#contact").get_by_role("button", name="记录联系").click()
    expect(page.get_by_text("别人先动了这一件")).to_be_visible()
    expect(page.get_by_label("联系情况")).to_have_value("打了电话，没有人接")
    page.locator("#contact").get_by_role("button", name="记录联系").click()
    expect(page.locator("#flash")).to_contain_text("已办：记录联系")


def test_the_keys_walk_through_the_list_and_open_a_matter(
    log_in: LogIn, district: District
) -> None:
    older, newer = appeal(title="先来的"), appeal(title="后来的")
    page = log_in("intake")
    page.goto(f"{page.url}matters/")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="后来的")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="先来的")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("标题、内容或受理编号")).to_be_focused()
    page.keyboard.type("后来")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="先来的")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("后来的")
    assert newer.matter.receipt in page.url
    assert older.created


def test_proxy_entry_guesses_while_one_writes(log_in: LogIn, district: District) -> None:
    page = log_in("intake")
    page.goto(f"{page.url}enter/")
    page.get_by_label("他说的事").fill("春风社区路面有个大坑")
    page.get_by_label("地点").focus()
    expect(page.locator("#guess")).to_contain_text("道路")
    expect(page.locator("#guess mark").first).to_be_visible()
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", name="受理回执")).to_be_visible()
    assert Matter.objects.get().channel == "proxy"
    assert district.offices


def test_look_alikes_open_in_place(log_in: LogIn, district: District) -> None:
    first = hazard(lon=117.83, lat=31.6)
    second = hazard(lon=117.83, lat=31.6)
    page = log_in("intake")
    page.goto(f"{page.url}matters/{second.matter.receipt}/")
    page.get_by_role("link", name="找一找").click()
    expect(page.locator("#near")).to_contain_text(first.matter.receipt)
    page.get_by_role("link", name="并入这一件").click()
    expect(page.get_by_label("并入哪一件（受理编号）")).to_have_value(first.matter.receipt)
    assert district.offices
