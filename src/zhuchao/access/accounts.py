"""Actions on accounts: administrators make, change and end them; authority is never given here."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.utils import reset as end_lock_out
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.policy import demand_administrator
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Fact, Log, writing

SINGLE_SIGN_ON = "sso"
"""Id of the one OpenID provider, in the settings and in every connection to it."""


def create_account(
    scope: Scope,
    username: str,
    *,
    name: str = "",
    email: str = "",
    password: str | None = None,
    own_password: bool = False,
) -> Account:
    """An account that may log in and do nothing else until a tie gives it a role.

    Without a password it opens by single sign-on only; with one that its holder did not choose
    himself (`own_password`), that has to be changed first. Raises Refused for a bad or taken user
    name, a bad address or a weak password.
    """
    _demand(scope)
    account = Account(username=username.strip().lower(), name=name.strip(), email=_address(email))
    if not 0 < len(account.username) <= 60:
        raise Refused("invalid", _("账号须为 1 至 60 个字符"), "username")
    _set_password(account, password, own=own_password)
    with writing(scope.who) as log:
        try:
            with transaction.atomic():
                account.save()
        except IntegrityError as error:
            message = _("账号“%(name)s”已存在") % {"name": account.username}
            raise Refused("conflict", message, "username") from error
        _tell(log, "account.created", account)
    return account


def reactivate(scope: Scope, account: Account) -> None:
    """Let a deactivated account log in again; its API keys stay revoked."""
    _demand(scope)
    with writing(scope.who) as log:
        account.is_active = True
        account.save(update_fields=["is_active"])
        _tell(log, "account.reactivated", account)


def reset_password(scope: Scope, account: Account, password: str) -> None:
    """Give a new password: a lock-out and the sessions open under the old one end.

    Whoever gets it must change it first. Raises Refused for a weak password.
    """
    _demand(scope)
    _set_password(account, password, own=account.pk == scope.account_id)
    with writing(scope.who) as log:
        account.save(update_fields=["password", "password_given"])
        end_lock_out(username=account.username)
        _tell(log, "account.password_reset", account)


def reset_second_factor(scope: Scope, account: Account) -> None:
    """Forget the authenticator of someone who lost his phone; he must set up another."""
    _demand(scope)
    with writing(scope.who) as log:
        Authenticator.objects.filter(user_id=account.pk).delete()
        _tell(log, "account.second_factor_reset", account)


def set_email(scope: Scope, account: Account, email: str) -> None:
    """Change where notices go and by what single sign-on knows the account; empty for none."""
    _demand(scope)
    account.email = _address(email)
    with writing(scope.who) as log:
        account.save(update_fields=["email"])
        _tell(log, "account.email_set", account)


def preset_subject(scope: Scope, account: Account, subject: str) -> None:
    """Let the person whom the OpenID provider calls `subject` in as this account.

    Raises Refused when that subject already belongs to another.
    """
    _demand(scope)
    connect(scope.who, account, subject)


def connect(who: str, account: Account, subject: str) -> SocialAccount:
    """Tie a subject of the OpenID provider to an account; `who` (a pseudonym) answers for it.

    The caller has checked that he may. Raises Refused when that subject belongs to another.
    """
    if not 0 < len(subject) <= 191:
        raise Refused("invalid", _("单点登录标识须为 1 至 191 个字符"), "subject")
    with writing(who) as log:
        tied, _new = SocialAccount.objects.get_or_create(
            provider=SINGLE_SIGN_ON, uid=subject, defaults={"user_id": account.pk}
        )
        if tied.user_id != account.pk:
            raise Refused("conflict", _("这个单点登录身份已关联其他账号"), "subject")
        _tell(log, "account.connected", account)
    return tied


def _demand(scope: Scope) -> None:
    demand_administrator(scope, _("只有管理员可以管理账号"))


def _tell(log: Log, verb: str, account: Account) -> None:
    log.add(Fact(verb, ("account", account.pk)))


def _address(email: str) -> str:
    email = email.strip()
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise Refused("invalid", _("电子邮箱格式不正确"), "email") from error
    return email


def _set_password(account: Account, password: str | None, *, own: bool) -> None:
    try:
        if password is not None:
            validate_password(password, account)
    except ValidationError as error:
        raise Refused("invalid", " ".join(error.messages), "password") from error
    account.set_password(password)
    account.password_given = password is not None and not own
