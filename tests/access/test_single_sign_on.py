"""Single sign-on: the whole dance with a provider; it finds accounts and never makes one."""

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tests.access.provider import CLIENT, SECRET, Provider, running
from zhuchao.access.accounts import SINGLE_SIGN_ON, preset_subject
from zhuchao.access.models import Account
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry

START = f"/accounts/oidc/{SINGLE_SIGN_ON}/"
WANG = {"sub": "s-42", "email": "Wang@nest.example", "email_verified": True, "name": "王芳"}


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """Wang's office, where she is logged in."""
    with running(dict(WANG)) as provider:
        app = {
            "provider_id": SINGLE_SIGN_ON,
            "name": "单点登录",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": provider.url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {"APPS": [app]}
        }
        yield provider


def dance(site: Client, start: str = START) -> HttpResponse:
    """From the button over the provider and back; the answer to the browser's return."""
    away = urlsplit(site.post(start).headers["Location"])
    line = HTTPConnection(away.netloc)
    line.request("GET", f"{away.path}?{away.query}")
    back = urlsplit(line.getresponse().headers["Location"])
    line.close()
    return site.get(f"{back.path}?{back.query}")  # type: ignore[return-value]


def entered(site: Client) -> str:
    user = site.get("/desk/").wsgi_request.user
    return user.get_username() if user.is_authenticated else ""


def test_the_log_in_page_offers_it_where_it_is_set_up(site: Client, provider: Provider) -> None:
    page = site.get("/accounts/login/").content.decode()
    assert "用单位账号登录" in page
    assert START in page


def test_the_log_in_page_does_not_offer_what_is_not_there(site: Client) -> None:
    assert "用单位账号登录" not in site.get("/accounts/login/").content.decode()
    assert site.post(START).status_code == 404


def test_a_verified_address_finds_the_account_and_ties_it(
    site: Client, provider: Provider, account: Account
) -> None:
    assert dance(site, f"{START}?next=/vault/").headers["Location"] == "/vault/"
    assert entered(site) == "wang"
    tie = SocialAccount.objects.get()
    assert (tie.user_id, tie.uid, tie.extra_data) == (account.pk, "s-42", {})
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["account.connected", "account.entered"]
    account.refresh_from_db()
    assert account.has_usable_password()


def test_the_tie_holds_when_the_address_changes(
    site: Client, provider: Provider, account: Account
) -> None:
    dance(site)
    provider.claims["email"] = "married@nest.example"
    fresh = Client()
    dance(fresh)
    assert entered(fresh) == "wang"
    assert SocialAccount.objects.get().extra_data == {}


def test_a_preset_subject_needs_no_address(
    site: Client, provider: Provider, account: Account, administrator: Scope
) -> None:
    del provider.claims["email"]
    preset_subject(administrator, account, "s-42")
    dance(site)
    assert entered(site) == "wang"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@nest.example"},
        {"email_verified": False},
        {"email": ""},
    ],
)
def test_whom_nobody_knows_is_refused_and_no_account_made(
    claims: dict[str, object], site: Client, provider: Provider, account: Account
) -> None:
    provider.claims |= claims
    answer = dance(site)
    assert answer.status_code == 403
    assert "没有对应的账号" in answer.content.decode()
    assert entered(site) == ""
    assert (Account.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_an_address_that_two_accounts_share_finds_neither(
    site: Client, provider: Provider, account: Account
) -> None:
    Account.objects.create_user("wang2", email="WANG@nest.example")
    assert dance(site).status_code == 403


def test_a_deactivated_account_stays_out(
    site: Client, provider: Provider, account: Account
) -> None:
    dance(site)
    Account.objects.update(is_active=False)
    fresh = Client()
    assert dance(fresh).headers["Location"] == "/accounts/inactive/"
    assert entered(fresh) == ""


def test_user_info_of_somebody_else_is_refused(
    site: Client, provider: Provider, account: Account
) -> None:
    provider.userinfo = {"sub": "s-43"}
    assert dance(site).status_code == 403
    assert entered(site) == ""


def test_a_token_for_another_client_is_refused(
    site: Client, provider: Provider, account: Account
) -> None:
    provider.audience = "another"
    answer = dance(site)
    assert "单点登录没有成功" in answer.content.decode()
    assert entered(site) == ""


def test_saying_no_at_the_provider_leads_back(
    site: Client, provider: Provider, account: Account
) -> None:
    provider.denies = True
    way = dance(site).headers["Location"]
    assert "取消了登录" in site.get(way).content.decode()


def test_a_return_that_nobody_asked_for_is_refused(site: Client, provider: Provider) -> None:
    answer = site.get(f"{START}callback/?code=x&state=y")
    assert "单点登录没有成功" in answer.content.decode()


def test_nobody_ties_another_identity_to_his_account_by_himself(
    site: Client, provider: Provider, account: Account
) -> None:
    site.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    assert dance(site, f"{START}?process=connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_here_too(
    site: Client, provider: Provider, account: Account
) -> None:
    TOTP.activate(account, generate_totp_secret())
    assert dance(site).headers["Location"] == "/accounts/second-factor/authenticate/"
    assert entered(site) == ""
