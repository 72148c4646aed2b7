"""Pasting a chat, and drafting from earlier answers, in a real browser, wide and narrow."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_desk import NARROW, WIDE, LogIn, log_in, narrow
from tests.cast import District, appeal, dispatched, step
from zhuchao.matters.models import Matter

__all__ = ["log_in"]

Axe = Callable[[Page], list[str]]
CHAT = """张三 2026/11/24 10:23
春风社区3号楼门口路面塌了一块，老人出门怕摔，已经一个多星期了[图片][图片]
电话13812345678或0551-62345678，身份证340101199001011234
李四 2026/11/24 10:25
收到👍
物业小王🌹 2026/11/24 10:26
#接龙
报修统计
1. 王五 夏荷社区北门井盖破了[语音] 5"
2. 赵六 停水三天"""
SAID = "王师傅您好，您11月20日反映的3号楼门口路面塌陷已补好，有事打13812345678找李科长。"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_a_pasted_chat_becomes_forms_that_open_filled_in_beside_it(
    log_in: LogIn, district: District, axe: Axe, tmp_path: Path, size: Any
) -> None:
    page = log_in("intake")
    page.set_viewport_size(size)
    page.get_by_role("link", name="代录").first.click()
    page.get_by_role("link", name="粘贴聊天或接龙").click()
    page.screenshot(path=tmp_path / "paste.png", full_page=True)
    assert axe(page) == []
    page.get_by_role("button", name="读出来").click()
    page.get_by_label("聊天记录或接龙").fill(CHAT)
    page.get_by_role("button", name="读出来").click()
    expect(page.get_by_text("读出 3 件")).to_be_visible()
    page.screenshot(path=tmp_path / "read.png", full_page=True)
    assert axe(page) == []
    assert narrow(page)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="核对并登记").first.click()
    beside = opened.value
    expect(beside.get_by_label("他说的事")).to_have_value(
        "春风社区3号楼门口路面塌了一块，老人出门怕摔，已经一个多星期了\n"
        "〔电话〕或〔电话〕，〔证件号〕"
    )
    expect(beside.get_by_label("称呼")).to_have_value("张三")
    expect(beside.get_by_label("联系电话")).to_have_value("13812345678")
    assert "138" not in beside.url
    assert not Matter.objects.exists()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "360"])
def test_an_earlier_answer_is_put_into_the_form_to_be_changed(
    log_in: LogIn, district: District, axe: Axe, tmp_path: Path, size: Any
) -> None:
    intake = district.scope("intake")
    for words in (SAID, "坑已补好，请放心。"):
        old = appeal().matter
        step(intake, old, "dispatch", lead=district.office("roads"))
        step(district.scope("roads"), old, "answer", note=words)
        step(intake, old, "confirm", resolved=True)
    now = dispatched(district).matter
    page = log_in("roads")
    page.set_viewport_size(size)
    page.goto(f"{page.url}matters/{now.receipt}/")
    page.locator("#answer > summary").click()
    page.get_by_role("link", name="参考以前的答复").click()
    page.screenshot(path=tmp_path / "earlier.png", full_page=True)
    assert axe(page) == []
    assert narrow(page)
    page.locator("section", has_text="〔称呼〕").get_by_role("link", name="用作草稿").click()
    page.screenshot(path=tmp_path / "draft.png", full_page=True)
    assert axe(page) == []
    assert narrow(page)
    note = page.get_by_label("答复（诉求人能看到）")
    expect(note).to_have_value(
        "〔称呼〕您好，您〔日期〕反映的〔楼号〕门口路面塌陷已补好，有事打〔电话〕找〔称呼〕。"
    )
    note.fill("您好，路面已补好。")
    page.locator("#answer").get_by_role("button", name="答复").click()
    expect(page.get_by_text("已办：答复")).to_be_visible()
