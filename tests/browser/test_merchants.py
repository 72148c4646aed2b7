"""Merchants in a real browser: the rider's one tap, the counter, the week, the desk's list."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import BEGINNING, JOB, District
from tests.doors import logged_in
from tests.sites import checked, office_people, site
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.merchants.offers import make_offer
from zhuchao.circle.merchants.visits import Scan, count_scan, count_tally
from zhuchao.circle.models import Offer
from zhuchao.journal.clock import at, local_day, now, zone
from zhuchao.marks.actions import award
from zhuchao.places.models import Site
from zhuchao.registry.actions import host

Axe = Callable[[Page], list[str]]


@pytest.fixture
def shop(district: District) -> Site:
    """A shop with three offers, a plate and visits of the last week."""
    office_people(district)
    with at(now() - timedelta(days=30)):
        place = site(district, "巢上面馆", kind="merchant", words="24小时", code="sh-1")
        host(JOB, "host", district.offices["shop"], place, since=BEGINNING)
    given: dict[str, Any] = {"site": place, "valid_from": date(2026, 1, 1)}
    offers = [
        make_offer(JOB, Offer(kind="price_factor", factor=70, words="小哥套餐", cap=30, **given)),
        make_offer(JOB, Offer(kind="meal_off_peak", seats=12, **given)),
        make_offer(JOB, Offer(kind="free_water", **given)),
    ]
    award(district.scope("street"), checked(district, place, "warm_merchant").pk)
    for back in reversed(range(7)):
        day = local_day(now()) - timedelta(days=back)
        for hour in (7, 11, 12, 13, 18, 19):
            moment = datetime.combine(day, datetime.min.time(), zone()) + timedelta(hours=hour)
            if moment < now():
                with at(moment):
                    _come(district, place, offers, back + hour)
    return place


def _come(district: District, place: Site, offers: list[Offer], number: int) -> None:
    for n in range(1 + number % 4):
        chosen = offers[n % 3].pk if n else None
        words = "面很热，谢谢老板" if number % 9 == 0 and n == 1 else ""
        scan = Scan("", f"{number}-{n}-{now().timestamp()}", chosen, words)
        count_scan(PUBLIC, place.code, scan)
    count_tally(district.scope("shop"), place.code)


def _enter(page: Page, live_server: Any, district: District, name: str) -> None:
    client = logged_in(district.accounts[name])
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])


def _sound(page: Page, axe: Axe, picture: Path) -> None:
    page.screenshot(path=picture, full_page=True)
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_rider_taps_once_and_is_told_the_second_time(
    shop: Site, phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    phone.goto(f"{live_server.url}/v/{shop.code}/")
    _sound(phone, axe, tmp_path / "visit.png")
    phone.get_by_text("套餐打折").click()
    phone.get_by_role("button", name="我来过了").click()
    expect(phone.get_by_role("heading", name="记下了")).to_be_visible()
    _sound(phone, axe, tmp_path / "done.png")
    phone.goto(f"{live_server.url}/v/{shop.code}/")
    phone.get_by_role("button", name="我来过了").click()
    expect(phone.get_by_text("这一顿已经记过了")).to_be_visible()
    _sound(phone, axe, tmp_path / "twice.png")
    phone.goto(f"{live_server.url}/shop/apply/")
    phone.get_by_role("button", name="用当前位置").click()
    expect(phone.get_by_text("已取到位置")).to_be_visible()
    _sound(phone, axe, tmp_path / "apply.png")


def test_the_keeper_counts_shows_the_code_and_reads_the_week(
    shop: Site, district: District, phone: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    _enter(phone, live_server, district, "shop")
    phone.goto(f"{live_server.url}/shop/")
    _sound(phone, axe, tmp_path / "shop.png")
    much = phone.locator(".much b")
    before = int(much.inner_text())
    phone.get_by_role("button", name="来了一位").click()
    expect(much).to_have_text(str(before + 1))
    phone.get_by_role("button", name="撤回").click()
    expect(much).to_have_text(str(before))
    for path in ("week/", "code/", "poster/", "offers/new/", "hours/"):
        phone.goto(f"{live_server.url}/shop/{shop.code}/{path}")
        _sound(phone, axe, tmp_path / f"{path.replace('/', '-')}.png")
    phone.set_viewport_size({"width": 1280, "height": 800})
    phone.goto(f"{live_server.url}/shop/{shop.code}/week/")
    _sound(phone, axe, tmp_path / "week-1280.png")


def test_the_office_drills_from_the_mean_to_its_records(
    shop: Site, district: District, page: Page, live_server: Any, axe: Axe, tmp_path: Path
) -> None:
    _enter(page, live_server, district, "street")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for name in ("", "records/", "applications/", "nominate/"):
            page.goto(f"{live_server.url}/desk/merchants/{name}")
            _sound(page, axe, tmp_path / f"desk-{name.strip('/')}-{width}.png")
    page.goto(f"{live_server.url}/desk/merchants/")
    page.get_by_role("link", name="扫码人次").click()
    expect(page.get_by_role("heading", name="到店记录")).to_be_visible()
