"""Logging in: by user name, five tries, out after idling, nobody signs himself up."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoAssertNumQueries

from tests.access.conftest import PASSWORD
from zhuchao.access.models import Account
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry

LOGIN = "/accounts/login/"
WRONG = "wrong-horse-7"


def enter(site: Client, password: str = PASSWORD, username: str = "wang", after: str = "") -> str:
    """Log in; where it leads, or the page that says no."""
    asked = {"login": username, "password": password, **({"next": after} if after else {})}
    answer = site.post(LOGIN, asked)
    return answer.headers.get("Location") or answer.content.decode()


def told() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_it_leads_to_the_desk_or_back_to_where_one_was(site: Client, account: Account) -> None:
    assert enter(site) == "/desk/"
    assert enter(Client(), after="/desk/matters/7") == "/desk/matters/7"
    assert enter(Client(), after="https://evil.example/") == "/desk/"


def test_entries_and_failed_tries_are_journaled_by_pseudonym(
    site: Client, account: Account
) -> None:
    enter(site, WRONG)
    enter(site)
    assert told() == ["account.refused", "account.entered"]
    assert set(Entry.objects.values_list("who", flat=True)) == {account.pseudonym}


def test_a_wrong_password_and_an_unknown_name_read_the_same(site: Client, account: Account) -> None:
    wrong = enter(site, WRONG)
    unknown = enter(site, username="nobody")
    assert "账号或密码不正确" in wrong
    assert "账号或密码不正确" in unknown
    assert told() == ["account.refused"]


def test_another_spelling_of_the_name_gives_no_further_tries(
    site: Client, account: Account
) -> None:
    assert enter(Client(), username="WANG") == "/desk/"
    for spelling in ("wang", "Wang", "WANG", "wANG", "waNG"):
        enter(site, WRONG, spelling)
    assert "锁定 15 分钟" in enter(site)


def test_after_five_tries_the_right_password_waits_too(site: Client, account: Account) -> None:
    for _ in range(4):
        assert site.post(LOGIN, {"login": "wang", "password": WRONG}).status_code == 200
    answer = site.post(LOGIN, {"login": "wang", "password": WRONG})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "锁定 15 分钟" in answer.content.decode()
    for _ in range(3):
        assert site.post(LOGIN, {"login": "wang", "password": PASSWORD}).status_code == 429
    assert told() == ["account.refused"] * 4


def test_a_lock_out_is_for_one_account_and_one_address(site: Client, account: Account) -> None:
    Account.objects.create_user("li", PASSWORD)
    for _ in range(5):
        enter(site, WRONG)
    assert enter(site, username="li") == "/desk/"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert enter(elsewhere) == "/desk/"


def test_a_lock_out_ends(site: Client, account: Account) -> None:
    for _ in range(5):
        enter(site, WRONG)
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=16))
    assert enter(site) == "/desk/"


def test_a_deactivated_account_is_told_so_only_with_its_password(
    site: Client, account: Account
) -> None:
    Account.objects.update(is_active=False)
    assert "账号或密码不正确" in enter(site, WRONG)
    assert enter(site) == "/accounts/inactive/"
    assert "已停用" in site.get("/accounts/inactive/").content.decode()


def test_an_idle_session_ends_and_an_active_one_does_not(site: Client, account: Account) -> None:
    began = now()
    with at(began):
        enter(site)
        site.get("/desk/")
    for minute in (20, 40, 60):
        with at(began + timedelta(minutes=minute)):
            assert site.get("/desk/").content == b"desk"
    with at(began + timedelta(minutes=91)):
        answer = site.get("/desk/?page=2")
        assert answer.headers["Location"] == LOGIN + "?next=/desk/%3Fpage%3D2"
        assert "自动退出" in site.get(answer.headers["Location"]).content.decode()
    assert not Session.objects.filter(session_data__contains="wang").exists()


def test_a_fragment_of_an_idle_page_loads_the_log_in_page_whole(
    site: Client, account: Account
) -> None:
    enter(site)
    site.get("/desk/")
    with at(now() + timedelta(hours=2)):
        answer = site.get("/desk/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, LOGIN + "?next=/desk/")


def test_the_session_is_written_once_a_minute_at_most(
    site: Client, account: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter(site)
    site.get("/desk/")
    with django_assert_num_queries(2):
        site.get("/desk/")


def test_the_session_ends_with_the_browser(site: Client, account: Account) -> None:
    enter(site)
    assert site.cookies["sessionid"]["max-age"] == ""


def test_one_logs_out_by_post_only(site: Client, account: Account) -> None:
    enter(site)
    assert "确定要退出" in site.get("/accounts/logout/").content.decode()
    assert site.get("/desk/").wsgi_request.user.is_authenticated
    site.post("/accounts/logout/")
    assert not site.get("/desk/").wsgi_request.user.is_authenticated


def test_one_changes_ones_own_password(site: Client, account: Account) -> None:
    enter(site)
    new = {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}
    assert 'class="error"' in site.post("/accounts/password/", new).content.decode()
    new |= {"password1": "another-horse-8", "password2": "another-horse-8"}
    assert site.post("/accounts/password/", new).status_code == 302
    account.refresh_from_db()
    assert account.check_password("another-horse-8")


@pytest.mark.parametrize("page", ["account_signup", "account_email", "account_reset_password"])
def test_what_is_not_offered_has_no_address(page: str, site: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(page)


def test_the_page_speaks_the_language_asked_for(site: Client) -> None:
    chinese = site.get(LOGIN).content.decode()
    english = site.get(LOGIN, headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-Hans"' in chinese
    assert "工作人员登录" in chinese
    assert '<html lang="en"' in english
    for field in ("id_login", "id_password"):
        assert f'for="{field}"' in chinese
