"""A rider's report without a network: kept on the phone, sent once, and never twice."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.kept_reports import (
    KEPT,
    Axe,
    back,
    change,
    installed,
    only_matter,
    posts,
    shown,
    state,
    wait_and_send,
)
from zhuchao.access.models import File
from zhuchao.matters.models import Matter

CORNER = 117.83
"""Longitude of the middle of 春风社区, where the phone is."""

pytestmark = pytest.mark.usefixtures("district")


def test_without_a_network_it_waits_and_is_received_once(
    away: Page, axe: Axe, photo: Path, tmp_path: Path
) -> None:
    [worker] = away.context.service_workers
    assert worker.evaluate("fetch('/healthz').catch(() => 'no network')") == "no network"
    wait_and_send(away, photo)
    expect(away.get_by_role("status").filter(has_text="有网就发出")).to_be_visible()
    expect(away.get_by_label("说两句")).to_have_value("")
    shown(away, axe, tmp_path, "waiting")
    away.reload()
    state(away, "等网络")
    assert Matter.objects.count() == 0
    back(away.context)
    state(away, "已收到")
    shown(away, axe, tmp_path, "received")
    matter = only_matter()
    expect(away.get_by_text(matter.receipt).first).to_be_visible()
    assert (matter.text, matter.lon) == ("井盖破了", CORNER)
    assert File.objects.get(subject_kind="hazard", subject_id=matter.pk).purpose == "report"
    away.get_by_role("link", name="看进度").click()
    expect(away.get_by_alt_text("您拍的照片")).to_be_visible()


def test_a_closed_tab_loses_nothing(
    away: Page, axe: Axe, live_server: Any, photo: Path, tmp_path: Path
) -> None:
    wait_and_send(away, photo)
    context = away.context
    away.close()
    again = context.new_page()
    again.set_viewport_size({"width": 360, "height": 740})
    again.goto(f"{live_server.url}/")
    state(again, "等网络")
    shown(again, axe, tmp_path, "home-waiting")
    back(context)
    state(again, "已收到")
    assert File.objects.filter(subject_id=only_matter().pk).count() == 1


def test_a_photo_whose_upload_ends_after_the_form_was_emptied_stays(
    away: Page, photo: Path
) -> None:
    """The network went away in the middle of an upload, and the rider is free again at once."""
    held: list[Route] = []
    away.route("**/files/", lambda route: held.append(route))
    wait_and_send(away, photo)
    expect(away.locator("[data-shots] .sent")).to_have_count(0)
    assert len(held) == 1
    held[0].abort()
    away.wait_for_timeout(500)
    assert [len(one["photos"]) for one in away.evaluate(KEPT)] == [1]


@pytest.mark.parametrize("what", ["/report/send/", "/files/"])
def test_an_answer_that_gets_lost_doubles_nothing(
    phone: Page, live_server: Any, photo: Path, what: str
) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        if len(lost) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    phone.context.route(f"**{what}", lose)
    phone.get_by_label("拍一张照片").set_input_files(photo)
    phone.get_by_label("说两句").fill("井盖破了")
    if what == "/files/":
        expect(phone.get_by_text("提交时再传")).to_be_visible()
        phone.get_by_role("button", name="提交").click()
        expect(phone.get_by_role("heading", name="已收到")).to_be_visible()
    else:
        with phone.expect_event("requestfailed"):
            phone.get_by_role("button", name="提交").click()
        state(phone, "等网络")
        assert Matter.objects.count() == 1, "the server took it before its answer got lost"
        phone.get_by_role("button", name="现在就发").click()
        state(phone, "已收到")
    assert len(lost) == 2
    assert File.objects.filter(subject_id=only_matter().pk).count() == 1


def test_what_got_lost_on_the_way_there_keeps_its_time(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    phone.context.route("**/report/send/", lambda route: route.abort())
    with phone.expect_event("requestfailed"):
        wait_and_send(phone)
    written = datetime.now(UTC) - timedelta(hours=2)
    change(phone, "e => { e.at -= 2 * 36e5; return e; }")
    phone.context.unroute("**/report/send/")
    phone.get_by_role("button", name="现在就发").click()
    state(phone, "已收到")
    assert abs(only_matter().raised_at - written) < timedelta(minutes=1)


def test_two_tabs_send_one_report(away: Page, live_server: Any) -> None:
    wait_and_send(away)
    other = away.context.new_page()
    other.goto(f"{live_server.url}/")
    state(other, "等网络")
    sent = posts(away.context)
    back(away.context)
    state(away, "已收到")
    state(other, "已收到")
    assert len(sent) == 1
    only_matter()


def test_what_is_refused_stays_with_its_reason_and_can_be_corrected(
    away: Page, axe: Axe, tmp_path: Path
) -> None:
    wait_and_send(away)
    long_ago = "e => { e.at -= 8 * 864e5; e.next = 0; return e; }"
    change(away, long_ago)
    back(away.context)
    state(away, "要改一处")
    expect(away.locator("[data-kept]").get_by_text("记下已经超过 7 天")).to_be_visible()
    shown(away, axe, tmp_path, "refused")
    assert Matter.objects.count() == 0
    away.get_by_role("link", name="改一改").click()
    expect(away.get_by_label("说两句")).to_have_value("井盖破了")
    expect(away.get_by_text("提交时间按现在算")).to_be_visible()
    shown(away, axe, tmp_path, "correcting")
    away.get_by_label("说两句").fill("井盖还是破的")
    away.get_by_role("button", name="提交").click()
    expect(away.get_by_role("heading", name="已收到")).to_be_visible()
    matter = only_matter()
    assert matter.text == "井盖还是破的"
    assert datetime.now(UTC) - matter.raised_at < timedelta(minutes=2)


def test_here_is_marked_in_one_tap_and_finished_later(
    phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    phone.goto(f"{live_server.url}/")
    installed(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="记下此处").click()
    state(phone, "待补充")
    expect(phone.get_by_role("status").filter(has_text="已记下时间和位置")).to_be_visible()
    expect(phone.locator("[data-kept]").get_by_text("位置已记下")).to_be_visible()
    shown(phone, axe, tmp_path, "home-draft")
    tapped = datetime.now(UTC) - timedelta(hours=2)
    change(phone, "e => { e.at -= 2 * 36e5; return e; }")
    back(phone.context)
    phone.context.set_geolocation({"longitude": 117.9, "latitude": 31.7})
    phone.reload()
    state(phone, "待补充")
    assert Matter.objects.count() == 0, "a draft is not sent by itself"
    phone.get_by_role("link", name="补充").click()
    expect(phone.get_by_text("用的是记下时的位置")).to_be_visible()
    expect(phone.get_by_text("提交后时间按那时算")).to_be_visible()
    expect(phone.get_by_text("看来在")).to_have_text(re.compile("春风社区"))
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("alert")).to_contain_text("请拍一张照片，或者写两句、选一类")
    shown(phone, axe, tmp_path, "nothing-yet")
    phone.get_by_text("井盖破损").click()
    shown(phone, axe, tmp_path, "finishing")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="已收到")).to_be_visible()
    matter = only_matter()
    assert (matter.lon, matter.category) == (CORNER, "manhole")
    assert abs(matter.raised_at - tapped) < timedelta(minutes=1)


def test_without_a_position_the_time_is_kept_and_words_say_where(
    page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/report/")
    page.get_by_role("button", name="记下此处").click()
    expect(page.get_by_role("status").filter(has_text="没有取到位置")).to_be_visible()
    page.get_by_role("link", name="补充").click()
    expect(page.get_by_text("提交后时间按那时算")).to_be_visible()
    page.get_by_label("说两句").fill("井盖破了")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请用当前位置，或者写几个字说在哪里")
    page.get_by_label("在哪里").fill("春风社区北门")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    assert only_matter().address == "春风社区北门"


def test_how_far_a_slow_sending_has_come_is_told_in_every_tab(
    phone: Page, live_server: Any, photo: Path, axe: Axe, tmp_path: Path
) -> None:
    held: list[Route] = []
    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    phone.context.route("**/files/", lambda route: held.append(route))
    phone.context.route("**/report/send/", lambda route: held.append(route))
    other = phone.context.new_page()
    other.set_viewport_size({"width": 360, "height": 740})
    other.goto(f"{live_server.url}/")
    phone.context.set_offline(True)
    wait_and_send(phone, photo)
    back(phone.context)
    for words, name in (("正在发送", "sending"), ("已送到，等回执", "sent")):
        state(other, words)
        shown(other, axe, tmp_path, name)
        held.pop().continue_()
    state(other, "已收到")
    state(phone, "已收到")


def test_a_photo_that_the_server_swept_is_sent_again(
    phone: Page, live_server: Any, photo: Path
) -> None:
    phone.goto(f"{live_server.url}/report/")
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    phone.get_by_label("拍一张照片").set_input_files(photo)
    expect(phone.get_by_text("照片已上传")).to_be_visible()
    phone.context.set_offline(True)
    wait_and_send(phone)
    File.objects.all().delete()
    back(phone.context)
    state(phone, "已收到")
    assert File.objects.get().subject_id == only_matter().pk


def test_a_photo_that_nobody_can_read_is_told_and_taken_off(away: Page, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    wait_and_send(away, broken)
    back(away.context)
    state(away, "要改一处")
    away.get_by_role("link", name="改一改").click()
    away.get_by_role("button", name="去掉这张").click()
    away.get_by_role("button", name="提交").click()
    expect(away.get_by_role("heading", name="已收到")).to_be_visible()
    assert (only_matter().text, File.objects.count()) == ("井盖破了", 0)


def test_an_appeal_waits_as_well(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}/appeal/")
    installed(phone)
    phone.context.set_offline(True)
    phone.get_by_label("什么事").fill("平台乱扣运费")
    phone.get_by_text("我是司机", exact=True).click()
    phone.get_by_text("我是司机，先走诉求直通车").click()
    phone.get_by_role("button", name="提交").click()
    state(phone, "等网络")
    back(phone.context)
    state(phone, "已收到")
    assert only_matter().kind == "appeal"
    assert only_matter().holdings.get(role="hop").hop == "member_driver"
