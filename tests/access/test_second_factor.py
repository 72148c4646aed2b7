"""The second factor: demanded of administrators and before sealed files, proved for one session."""

import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from tests.access.conftest import PASSWORD
from tests.access.test_login import enter
from zhuchao.access.models import Account

CODE = "/accounts/second-factor/authenticate/"
AGAIN = "/accounts/second-factor/reauthenticate/"
ACTIVATE = "/accounts/second-factor/totp/activate/"


def code_of(secret: str, step: int = 0) -> str:
    """What the authenticator shows now, or some half-minutes later."""
    counter = int(time.time()) // 30 + step
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.fixture
def secret(account: Account) -> str:
    """Wang's authenticator."""
    made: str = generate_totp_secret()
    TOTP.activate(account, made)
    return made


def test_the_counter_is_the_one_allauth_uses() -> None:
    assert int(time.time()) // 30 in list(yield_hotp_counters_from_time())


def test_without_one_the_vault_asks_to_set_one_up(site: Client, account: Account) -> None:
    assert site.get("/vault/").headers["Location"] == "/accounts/login/?next=/vault/"
    enter(site)
    assert site.get("/vault/").headers["Location"] == f"{ACTIVATE}?next=/vault/"


def test_setting_one_up_takes_a_code_of_it_and_proves_it(site: Client, account: Account) -> None:
    enter(site)
    again = site.get(ACTIVATE).headers["Location"]
    assert again.startswith("/accounts/reauthenticate/")
    assert site.post(again, {"password": PASSWORD}).headers["Location"] == ACTIVATE
    page = site.get(ACTIVATE).content.decode()
    found = re.search(r"<code>(\w+)</code>", page)
    assert found
    assert "验证码不正确" in site.post(ACTIVATE, {"code": "000000"}).content.decode()
    done = site.post(ACTIVATE, {"code": code_of(found[1])})
    assert done.headers["Location"] == "/accounts/second-factor/codes/"
    assert len(re.findall(r"<li><code>", site.get(done.headers["Location"]).content.decode())) == 10
    assert site.get("/vault/").content == b"vault"


def test_who_has_one_is_asked_for_it_at_log_in(site: Client, account: Account, secret: str) -> None:
    assert enter(site, after="/vault/") == CODE
    assert "/accounts/login/" in site.get("/vault/").headers["Location"]
    assert "验证码不正确" in site.post(CODE, {"code": "000000"}).content.decode()
    assert site.post(CODE, {"code": code_of(secret)}).headers["Location"] == "/vault/"
    assert site.get("/vault/").content == b"vault"


def test_a_code_works_once(site: Client, account: Account, secret: str) -> None:
    code = code_of(secret)
    enter(site)
    site.post(CODE, {"code": code})
    other = Client()
    enter(other)
    assert "验证码不正确" in other.post(CODE, {"code": code}).content.decode()


def test_codes_cannot_be_tried_without_end(site: Client, account: Account, secret: str) -> None:
    enter(site)
    for number in range(5):
        site.post(CODE, {"code": f"00000{number}"})
    assert "尝试次数太多" in site.post(CODE, {"code": code_of(secret)}).content.decode()


def test_a_recovery_code_works_once(site: Client, account: Account, secret: str) -> None:
    code = RecoveryCodes.activate(account).get_unused_codes()[0]
    enter(site)
    assert site.post(CODE, {"code": code}).headers["Location"] == "/desk/"
    other = Client()
    enter(other)
    assert "验证码不正确" in other.post(CODE, {"code": code}).content.decode()


def test_a_session_from_before_is_asked_again(site: Client, account: Account) -> None:
    enter(site)
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    way = site.get("/vault/").headers["Location"]
    assert way == f"{AGAIN}?next=/vault/"
    assert "6 位验证码" in site.get(way).content.decode()
    assert site.post(way, {"code": code_of(secret)}).headers["Location"] == "/vault/"
    assert site.get("/vault/").content == b"vault"


def test_an_administrator_sees_nothing_until_he_proved_one(site: Client) -> None:
    chief = Account.objects.create_user("admin", PASSWORD)
    enter(site, username="admin")
    assert site.get("/desk/").headers["Location"] == f"{ACTIVATE}?next=/desk/"
    secret = generate_totp_secret()
    TOTP.activate(chief, secret)
    cache.clear()
    fresh = Client()
    enter(fresh, username="admin")
    fresh.post(CODE, {"code": code_of(secret)})
    assert fresh.get("/desk/").content == b"desk"


def test_others_need_none_at_the_desk(site: Client, account: Account) -> None:
    enter(site)
    assert site.get("/desk/").content == b"desk"


def test_the_secret_is_sealed_in_the_database(account: Account, secret: str) -> None:
    stored = Authenticator.objects.get(user_id=account.pk)
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(code_of(secret))


def test_the_authenticator_shows_the_user_name_not_the_address(
    site: Client, account: Account
) -> None:
    url = get_adapter().build_totp_url(account, "SECRET")
    assert "wang?" in url
    assert "nest.example" not in url


def test_the_qr_code_brings_its_own_white(db: None) -> None:
    assert 'fill="#fff"' in get_adapter().build_totp_svg("otpauth://totp/wang?secret=A")


def test_it_is_turned_off_after_proving_it_again(
    site: Client, account: Account, secret: str
) -> None:
    enter(site)
    site.post(CODE, {"code": code_of(secret)})
    assert "已启用" in site.get("/accounts/second-factor/").content.decode()
    off = "/accounts/second-factor/totp/deactivate/"
    way = site.get(off).headers["Location"]
    site.post(way, {"password": PASSWORD})
    assert "停用后" in site.get(off).content.decode()
    assert site.post(off).status_code == 302
    assert "未启用" in site.get("/accounts/second-factor/").content.decode()


def test_new_recovery_codes_replace_the_old(site: Client, account: Account, secret: str) -> None:
    enter(site)
    site.post(CODE, {"code": code_of(secret)})
    new = "/accounts/second-factor/codes/new/"
    way = site.get(new).headers["Location"]
    site.post(way, {"password": PASSWORD})
    assert "全部作废" in site.get(new).content.decode()
    assert site.post(new).headers["Location"] == "/accounts/second-factor/codes/"
    assert site.get("/accounts/second-factor/codes/file/")["Content-Type"].startswith("text/plain")
