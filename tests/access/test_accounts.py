"""Accounts: made and changed by administrators only, every change journaled."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from tests.access.conftest import PASSWORD
from tests.access.test_login import enter
from zhuchao.access.accounts import (
    create_account,
    preset_subject,
    reactivate,
    reset_password,
    reset_second_factor,
    set_email,
)
from zhuchao.access.api_keys import key_of, make_key
from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.registry.administrators import deactivate


def told() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_a_new_password_ends_a_lock_out(
    administrator: Scope, account: Account, site: Client
) -> None:
    for _ in range(5):
        enter(site, "wrong-horse-7")
    reset_password(administrator, account, "another-horse-8")
    assert enter(site, "another-horse-8") == "/desk/"


@pytest.mark.django_db
def test_an_account_is_made_and_journaled_without_its_name(administrator: Scope) -> None:
    made = create_account(administrator, " li ", name="李雷", password=PASSWORD)
    assert (made.username, made.check_password(PASSWORD)) == ("li", True)
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_kind, entry.subject_id) == (
        "account.created",
        "account",
        made.pk,
    )
    assert entry.facets == {}


@pytest.mark.django_db
def test_an_account_without_password_opens_by_single_sign_on_only(administrator: Scope) -> None:
    assert not create_account(administrator, "li").has_usable_password()


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("username", {"username": " "}),
        ("username", {"username": "x" * 61}),
        ("username", {"username": "wang"}),
        ("username", {"username": "WANG"}),
        ("email", {"username": "li", "email": "li at nest"}),
        ("password", {"username": "li", "password": "12345678"}),
        ("password", {"username": "li", "password": "short"}),
    ],
)
def test_a_bad_account_is_refused_by_field(
    field: str, asked: dict[str, Any], administrator: Scope, account: Account
) -> None:
    with pytest.raises(Refused) as refusal:
        create_account(administrator, **asked)
    assert refusal.value.fields.keys() == {field}
    assert (Account.objects.count(), told()) == (1, [])


def test_nobody_else_manages_accounts(officer: Scope, account: Account) -> None:
    for act in (
        lambda: create_account(officer, "li"),
        lambda: deactivate(officer, account),
        lambda: reactivate(officer, account),
        lambda: reset_password(officer, account, PASSWORD + "9"),
        lambda: reset_second_factor(officer, account),
        lambda: set_email(officer, account, ""),
        lambda: preset_subject(officer, account, "s"),
    ):
        with pytest.raises(Refused, match="管理员"):
            act()
    assert told() == []


def test_a_deactivated_account_is_out_at_once(
    administrator: Scope, account: Account, site: Client
) -> None:
    _, secret = make_key(administrator, account, "热线", verbs=["matter.raise"])
    site.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    deactivate(administrator, account)
    assert site.get("/vault/").headers["Location"].startswith("/accounts/login/")
    reactivate(administrator, account)
    assert key_of(secret) is None
    assert told() == ["key.made", "account.deactivated", "account.reactivated"]


def test_nobody_locks_himself_out(administrator: Scope, account: Account) -> None:
    myself = Scope("a", account_id=account.pk, grants=administrator.grants, second_factor=True)
    with pytest.raises(Refused, match="自己"):
        deactivate(myself, account)


def test_a_new_password_ends_old_sessions(
    administrator: Scope, account: Account, site: Client
) -> None:
    site.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    assert "activate" in site.get("/vault/").headers["Location"]
    reset_password(administrator, account, "another-horse-8")
    assert site.get("/vault/").headers["Location"].startswith("/accounts/login/")
    with pytest.raises(Refused) as refusal:
        reset_password(administrator, account, "wang")
    assert refusal.value.fields.keys() == {"password"}


def test_a_lost_authenticator_is_forgotten(administrator: Scope, account: Account) -> None:
    TOTP.activate(account, generate_totp_secret())
    reset_second_factor(administrator, account)
    assert not is_mfa_enabled(account)


def test_an_address_is_set_and_cleared(administrator: Scope, account: Account) -> None:
    set_email(administrator, account, "")
    set_email(administrator, account, "new@nest.example")
    account.refresh_from_db()
    assert account.email == "new@nest.example"
    assert told() == ["account.email_set", "account.email_set"]


def test_a_subject_belongs_to_one_account(administrator: Scope, account: Account) -> None:
    other = create_account(administrator, "li")
    preset_subject(administrator, account, "s-1")
    with pytest.raises(Refused, match="其他账号"):
        preset_subject(administrator, other, "s-1")
    assert SocialAccount.objects.get().user_id == account.pk
