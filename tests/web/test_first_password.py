"""A first password opens nothing but the page where it is changed; then everything as before."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.urls.converters import get_converters
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from tests.cast import JOB, District, add_account
from tests.desk import html
from tests.doors import BACKEND, logged_in
from zhuchao.access.accounts import create_account, reset_password
from zhuchao.access.api_keys import make_key
from zhuchao.access.models import Account
from zhuchao.journal.models import Entry
from zhuchao.web.urls import DESK

FIRST, OWN = "correct-horse-7", "another-horse-8"
PAGE = "/accounts/password/"


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def roads(district: District) -> Account:
    """A clerk whose password an administrator has just reset."""
    account = district.accounts["roads"]
    reset_password(JOB, account, FIRST)
    return account


def entered(account: Account, password: str = FIRST) -> Client:
    """A browser in which somebody logged in by his password."""
    client = Client()
    said = {"login": account.username, "password": password}
    assert client.post("/accounts/login/", said).status_code == 302
    return client


def changed(client: Client, address: str = PAGE, new: str = OWN, old: str = FIRST) -> str:
    """Change the password: where that leads, or the page that says no."""
    said = {"oldpassword": old, "password1": new, "password2": new}
    answer = client.post(address, said)
    return answer.headers.get("Location") or html(answer)


def test_the_desk_opens_once_it_is_changed(roads: Account) -> None:
    client = entered(roads)
    way = client.get("/desk/matters/?kind=appeal").headers["Location"]
    assert way == f"{PAGE}?next=/desk/matters/%3Fkind%3Dappeal"
    page = html(client.get(way))
    assert "请先改成只有自己知道的密码" in page
    assert 'action="/accounts/logout/"' in page
    assert "不能和原来的相同" in changed(client, way, FIRST)
    assert "/desk/" in client.get("/desk/").headers["Location"]
    assert changed(client, way) == "/desk/matters/?kind=appeal"
    html(client.get("/desk/"))
    assert "请先改成" not in html(client.get(PAGE))
    told = Entry.objects.get(verb="account.password_changed")
    assert (told.who, told.subject_id) == (roads.pseudonym, roads.pk)
    roads.refresh_from_db()
    assert (roads.password_given, roads.check_password(OWN)) == (False, True)


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, route)
        else:
            yield re.sub(r"<(\w+):\w+>", _sample, re.sub(r"<(\w+)>", "<str:\\1>", route))


def _sample(found: re.Match[str]) -> str:
    samples = ("1", "a", "12345678-1234-5678-1234-567812345678", "a.b", "2026-11-26")
    regex = get_converters()[found[1]].regex
    return next(one for one in samples if re.fullmatch(regex, one))


def test_no_page_of_the_desk_is_open(roads: Account) -> None:
    client, nobody = entered(roads), Client()
    addresses = list(_addresses(DESK))
    assert len(addresses) > 150
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address)
        led = answer.headers.get("Location", "").startswith(PAGE)
        assert led or nobody.get(address).status_code == 200, (address, answer.status_code)


def test_public_pages_are_his_as_anybodys_and_he_logs_out(roads: Account) -> None:
    client, nobody = entered(roads), Client()
    for address in ("/", "/report/", "/map/", "/track/"):
        assert client.get(address).status_code == nobody.get(address).status_code, address
    assert "/accounts/password/" in client.get("/help/near/").headers["Location"]
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert client.get("/desk/").headers["Location"].startswith("/accounts/login/")


def test_the_api_says_why_and_a_key_works_on(roads: Account) -> None:
    _row, secret = make_key(JOB, roads, "大屏", verbs=["matter.read"])
    answer = entered(roads).get("/api/matters")
    assert (answer.status_code, "初始密码" in json.loads(answer.content)["detail"]) == (403, True)
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/matters").status_code == 200


def test_an_administrator_changes_it_before_he_sets_up_an_authenticator(
    district: District,
) -> None:
    admin = district.accounts["admin"]
    reset_password(JOB, admin, FIRST)
    client = entered(admin)
    for page in ("/settings/", "/journal/", "/desk/"):
        assert client.get(page).headers["Location"].startswith(PAGE), page
    assert changed(client, f"{PAGE}?next=/settings/") == "/settings/"
    assert "second-factor" in client.get("/settings/").headers["Location"]


def test_who_comes_by_single_sign_on_did_not_use_it(roads: Account) -> None:
    client = Client()
    client.force_login(roads, BACKEND)
    request = HttpRequest()
    request.session, request.user = client.session, roads
    record_authentication(request, roads, "socialaccount", provider="sso")
    request.session.save()
    html(client.get("/desk/"))


def test_only_a_password_of_somebody_else_is_a_first_one(district: District) -> None:
    given = create_account(JOB, "given", password=FIRST)
    chosen = create_account(JOB, "chosen", password=FIRST, own_password=True)
    assert [a.password_given for a in (given, chosen)] == [True, False]
    assert not create_account(JOB, "none").password_given
    scope = replace(district.scope("admin"), second_factor=True)
    reset_password(scope, district.accounts["admin"], FIRST)
    reset_password(scope, district.accounts["roads"], FIRST)
    assert [district.accounts[a].password_given for a in ("admin", "roads")] == [False, True]


def test_it_takes_no_further_statement(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account = add_account(district, "clerk", "staff", "roads")
    reset_password(JOB, account, FIRST)
    client = entered(account)
    client.get(PAGE)
    with django_assert_num_queries(2):  # the session and its account
        client.get("/desk/")


def test_the_settings_page_says_that_it_stands(roads: Account, district: District) -> None:
    boss = logged_in(district.accounts["admin"], second_factor=True)
    assert "还没改初始密码" in html(boss.get(f"/settings/accounts/{roads.pk}/"))
