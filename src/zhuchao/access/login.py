"""How allauth behaves here: accounts come from administrators, single sign-on only finds them."""

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhuchao.access.accounts import connect
from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.sealing import seal_text, unseal_text
from zhuchao.journal.writing import Fact, writing

LOCKED_SECONDS = 15 * 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in by user name; every entry and every failed try of a known account is journaled."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("账号或密码不正确"),
        "incorrect_password": _("密码不正确"),
        "incorrect_code": _("验证码不正确"),
        "too_many_login_attempts": _("尝试次数太多，请稍后再试"),
        "rate_limited": _("操作太频繁，请稍后再试"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs himself up."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Check a password; every spelling of a user name counts as the same for the lock-out."""
        credentials["username"] = credentials.get("username", "").lower()
        account: Account | None = super().authenticate(request, **credentials)
        return account

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counting tries is left to axes, which counts in the database, for all processes."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journal a failed try, unless the lock-out already answers: nobody fills the journal."""
        account = Account.objects.filter(username=credentials["username"]).first()
        if account and not getattr(request, "axes_locked_out", False):
            _journal("account.refused", account)

    def set_password(self, user: Account, password: str) -> None:
        """Keep a password its holder chose himself: a first one that was given is done with."""
        user.set_password(password)
        user.password_given = False
        with writing(user.pseudonym) as log:
            user.save(update_fields=["password", "password_given"])
            log.add(Fact("account.password_changed", ("account", user.pk)))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Journal the entry (等保三级 8.1.4.3 a)."""
        _journal("account.entered", user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


def _journal(verb: str, account: Account) -> None:
    with writing(account.pseudonym) as log:
        log.add(Fact(verb, ("account", account.pk)))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator secrets lie sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _("验证码不正确")}

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return unseal_text(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code on its own white, for dark screens too."""
        out = BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=4, light="white")
        return out.getvalue().decode()

    def _get_user_identifier(self, user: Account) -> str:
        """What the authenticator app shows: the user name, not the e-mail address."""
        return user.username


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who the OpenID provider vouches for enters as an account that exists, or not at all."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account by preset subject or verified address. Refuses whoever has none."""
        data = sociallogin.account.extra_data
        subjects = {part["sub"] for part in data.values() if "sub" in part}
        if len(subjects) != 1 or sociallogin.state.get("process") == "connect":
            raise _not_admitted(request)
        if not sociallogin.is_existing:
            self._connect(request, sociallogin)
        # Who he is is known from his tie: name and address need not be kept a second time.
        sociallogin.account.extra_data = {}
        sociallogin.account.save(update_fields=["extra_data"])

    def _connect(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        account = _holder_of([a.email for a in sociallogin.email_addresses if a.verified])
        if account is None:
            raise _not_admitted(request)
        try:
            sociallogin.account = connect(account.pseudonym, account, sociallogin.account.uid)
        except Refused as refusal:
            raise _not_admitted(request) from refusal
        sociallogin.user = account


def _holder_of(addresses: list[str]) -> Account | None:
    """The one active account with one of these addresses; none when several share it."""
    found = [
        account
        for address in addresses
        for account in Account.objects.filter(email__iexact=address, is_active=True)
    ]
    return found[0] if len(found) == 1 else None


def _not_admitted(request: HttpRequest) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(render(request, "socialaccount/not_admitted.html", status=403))


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """The page of a lock-out after five failed tries: 429, with the time to wait."""
    page = render(request, "account/locked.html", status=429)
    page["Retry-After"] = str(LOCKED_SECONDS)
    return page
