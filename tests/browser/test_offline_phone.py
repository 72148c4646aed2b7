"""What a phone keeps and for whom, and every browser that has less than another."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.kept_reports import (
    KEPT,
    Axe,
    back,
    change,
    in_background,
    installed,
    only_matter,
    shown,
    state,
    wait_and_send,
)
from zhuchao.access.models import File
from zhuchao.matters import offline
from zhuchao.matters.models import Matter

MOST_BYTES = 150_000

pytestmark = pytest.mark.usefixtures("district")


def test_the_list_begins_with_the_newest_and_folds_what_is_older(
    phone: Page, live_server: Any
) -> None:
    phone.goto(f"{live_server.url}/report/")
    phone.get_by_role("button", name="记下此处").click()
    change(phone, "e => ({ ...e, at: e.at - 864e5, state: 'received', done: e.at - 2 * 864e5 })")
    expect(phone.get_by_text("更早收到的 1 件")).to_be_visible()
    for words in ("旧的", "新的"):
        phone.context.set_offline(True)
        phone.get_by_label("在哪里").fill("北门")
        phone.get_by_label("说两句").fill(words)
        phone.get_by_role("button", name="提交").click()
        expect(phone.get_by_label("说两句")).to_have_value("")
    expect(phone.locator("[data-open] [data-what]")).to_have_text(["新的 · 北门", "旧的 · 北门"])
    change(phone, "e => ({ ...e, done: e.done - 20 * 864e5 })", "received")
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator("[data-open] .state")).to_have_text(["已收到", "已收到"])
    expect(phone.get_by_text("更早收到的")).to_be_hidden()


def test_everything_can_be_deleted_here_and_taken_back(away: Page) -> None:
    wait_and_send(away)
    away.get_by_role("button", name="从本机删除").click()
    expect(away.locator("[data-kept]")).to_be_hidden()
    expect(away.get_by_role("button", name="撤销")).to_be_focused()
    away.keyboard.press("Enter")
    state(away, "等网络")
    away.get_by_role("button", name="从本机删除").click()
    expect(away.locator("[data-kept]")).to_be_hidden()
    away.reload()
    back(away.context)
    expect(away.get_by_role("heading", name="随手报")).to_be_visible()
    expect(away.locator("[data-kept]")).to_be_hidden()
    assert Matter.objects.count() == 0


def test_of_what_was_received_only_the_receipt_stays_on_the_phone(away: Page, photo: Path) -> None:
    away.get_by_label("手机号").fill("13812345678")
    wait_and_send(away, photo)
    back(away.context)
    state(away, "已收到")
    [kept] = away.evaluate(KEPT)
    assert set(kept) == {
        *("id", "kind", "at", "label", "state", "done", "receipt", "code", "slip", "track")
    }
    assert str(kept["id"]) == str(only_matter().intake_key)


def test_new_files_on_the_server_replace_the_old_ones_on_the_phone(
    phone: Page, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.goto(f"{live_server.url}/report/")
    installed(phone)
    monkeypatch.setattr(offline, "version", lambda: "another")
    phone.reload()
    phone.evaluate(
        """async () => {
          const { serviceWorker } = navigator;
          await (await serviceWorker.getRegistration()).update();
          for (let n = 0; n < 400 && (await caches.keys()).join() !== "zhuchao-another"; n += 1)
            await new Promise((done) => setTimeout(done, 50));
        }"""
    )
    assert phone.evaluate("caches.keys()") == ["zhuchao-another"]
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_role("heading", name="随手报")).to_be_visible()


def test_without_javascript_it_is_the_form_it_was(chromium: Browser, live_server: Any) -> None:
    context = chromium.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/report/")
    expect(page.get_by_role("button", name="记下此处")).to_be_hidden()
    page.get_by_label("说两句").fill("井盖破了")
    page.get_by_label("在哪里").fill("春风社区北门")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="请核对一下")).to_be_visible()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    context.close()
    assert only_matter().category == "manhole"


def test_the_worker_sends_with_no_report_open(phone: Page, live_server: Any) -> None:
    other = phone.context.new_page()
    other.goto(f"{live_server.url}/about/")
    phone.goto(f"{live_server.url}/report/")
    installed(phone)
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    phone.context.set_offline(True)
    wait_and_send(phone)
    phone.close()
    back(other.context)
    assert Matter.objects.count() == 0
    in_background(other, live_server.url)
    for _try in range(100):
        if Matter.objects.exists():
            break
        other.wait_for_timeout(100)
    assert only_matter().text == "井盖破了"


def test_the_waits_between_tries_grow_and_every_key_is_a_uuid(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/about/")
    waits, key = page.evaluate(
        """async () => {
          const { later, newKey } = await import("/static/zhuchao/outbox.js");
          const waits = [];
          let one = { tries: 0 };
          for (let n = 0; n < 5; n += 1) waits.push((one = later(one, 0)).next / 1000);
          waits.push(later(one, 0, 900).next / 1000);
          Object.defineProperty(crypto, "randomUUID", { value: undefined });
          return [waits, newKey()];
        }"""
    )
    assert waits == [5, 15, 60, 300, 300, 900]
    assert UUID(key).version == 4


def test_a_tip_is_never_left_on_a_phone(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}/tip/")
    phone.get_by_label("什么事").fill("店里的肉是臭的")
    with phone.expect_navigation():
        phone.get_by_role("button", name="提交").click()
    assert phone.evaluate(KEPT) == []


def test_a_browser_without_a_worker_or_locks_sends_as_well(phone: Page, live_server: Any) -> None:
    phone.add_init_script(
        "for (const name of ['serviceWorker', 'locks'])"
        " Object.defineProperty(Navigator.prototype, name, { value: undefined })"
    )
    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    phone.context.set_offline(True)
    wait_and_send(phone)
    back(phone.context)
    state(phone, "已收到")
    only_matter()


def test_a_browser_without_a_database_sends_the_form_itself(
    phone: Page, live_server: Any, photo: Path
) -> None:
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("看来在")).to_be_visible()
    expect(phone.get_by_role("button", name="记下此处")).to_be_hidden()
    phone.get_by_label("拍一张照片").set_input_files(photo)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="已收到")).to_be_visible()
    assert File.objects.get(subject_id=only_matter().pk).purpose == "report"


@pytest.mark.parametrize("path", ["/", "/report/"])
def test_the_list_is_sound_in_the_dark_and_in_large_type(
    phone: Page, live_server: Any, axe: Axe, tmp_path: Path, path: str
) -> None:
    phone.emulate_media(color_scheme="dark")
    phone.goto(f"{live_server.url}{path}")
    phone.get_by_role("button", name="大字").click()
    expect(phone.locator("html")).to_have_attribute("data-type", "large")
    phone.get_by_role("button", name="记下此处").press("Enter")
    state(phone, "待补充")
    shown(phone, axe, tmp_path, "dark")
    phone.get_by_role("button", name="从本机删除").click()
    expect(phone.get_by_role("button", name="撤销")).to_be_visible()
    shown(phone, axe, tmp_path, "dark-dropped")


def test_the_first_visit_with_all_a_phone_keeps_stays_light(phone: Page, live_server: Any) -> None:
    sizes: list[int] = []
    phone.context.on(
        "requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"])
    )
    phone.goto(f"{live_server.url}/report/")
    installed(phone)
    expect(phone.get_by_text("看来在")).to_be_visible()
    assert 0 < sum(sizes) < MOST_BYTES


def test_the_phone_keeps_three_pages_and_nobody_s_receipt(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}/report/")
    installed(phone)
    phone.get_by_text("井盖破损").click()
    phone.get_by_label("在哪里").fill("春风社区北门")
    phone.get_by_role("button", name="提交").click()
    phone.get_by_role("link", name="看进度").click()
    expect(phone.get_by_text("收到，已出回执")).to_be_visible()
    phone.goto(f"{live_server.url}/desk/")
    phone.goto(f"{live_server.url}/")
    kept = phone.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys())
              found.push(new URL(url).pathname);
          return found.filter((path) => !path.startsWith("/static/zhuchao/")).sort();
        }"""
    )
    assert kept == ["/", "/appeal/", "/report/"]
