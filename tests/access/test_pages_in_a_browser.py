"""The log-in pages as a browser shows them: accessible, also on a phone and in English."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.access.conftest import PASSWORD
from tests.access.test_second_factor import ACTIVATE, code_of
from zhuchao.access.models import Account

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
PHONE = {"width": 360, "height": 740}
Axe = Callable[["Page"], list[str]]


@pytest.fixture(autouse=True)
def _impatient(page: "Page") -> None:
    page.set_default_timeout(5000)


def log_in(page: "Page", password: str = PASSWORD) -> None:
    page.get_by_label("账号").fill("wang")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def fits(page: "Page") -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_logging_in_with_a_second_factor_by_keyboard_and_ear(
    page: "Page", axe: Axe, site: Client, account: Account, live_server: "LiveServer"
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    page.goto(f"{live_server.url}/accounts/login/?next=/vault/")
    assert (axe(page), fits(page)) == ([], True)
    log_in(page, "wrong-horse-7")
    assert page.get_by_role("alert").inner_text().count("账号或密码不正确") == 1
    assert axe(page) == []
    log_in(page)
    assert (axe(page), fits(page)) == ([], True)
    page.get_by_label("验证码", exact=True).fill(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/vault/")
    assert page.inner_text("body") == "vault"


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/logout/",
        "/accounts/inactive/",
        "/accounts/password/",
        "/accounts/second-factor/",
        "/accounts/reauthenticate/",
        ACTIVATE,
        "/accounts/second-factor/codes/",
        "/accounts/single/cancelled/",
    ],
)
def test_every_page_is_accessible_in_both_languages(
    path: str, page: "Page", axe: Axe, site: Client, account: Account, live_server: "LiveServer"
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/accounts/login/")
    log_in(page)
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}{ACTIVATE}")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    if "codes" in path:
        secret = page.locator("code").inner_text()
        page.get_by_label("验证码", exact=True).fill(code_of(secret))
        page.get_by_role("button", name="启用").click()
    page.goto(f"{live_server.url}{path}")
    assert (axe(page), fits(page)) == ([], True)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert axe(page) == []


def test_a_lock_out_is_a_page_with_a_way_back(
    page: "Page", axe: Axe, site: Client, account: Account, live_server: "LiveServer"
) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    for _ in range(5):
        log_in(page, "wrong-horse-7")
    assert "锁定 15 分钟" in page.inner_text("main")
    assert axe(page) == []
    page.get_by_role("link", name="返回登录页").click()
    page.wait_for_url("**/accounts/login/")
