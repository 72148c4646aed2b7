"""API keys: made once, stored as a keyed hash, limited to verbs, expiring, revocable."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.models import Account, ApiKey
from zhuchao.access.policy import demand_administrator
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.keys import keyed_hash
from zhuchao.journal.writing import Fact, writing

PREFIX = "zc_"
"""Begins every key, so that one that leaked is found by searching for it."""


def make_key(
    scope: Scope,
    account: Account,
    label: str,
    *,
    verbs: Collection[str],
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key that acts as `account` for these verbs only, and its secret, never to be seen again.

    Raises Refused without a label or verbs, for an end that has passed or an account that is off.
    """
    demand_administrator(scope, _("只有管理员可以发放接口密钥"))
    _check(account, label, verbs, expires_at)
    secret = PREFIX + secrets.token_urlsafe(32)
    with writing(scope.who) as log:
        key = ApiKey.objects.create(
            account=account,
            label=label.strip(),
            digest=_digest(secret),
            verbs=sorted(set(verbs)),
            created_at=now(),
            expires_at=expires_at,
        )
        log.add(Fact("key.made", ("account", account.pk), facets={"key": key.pk}))
    return key, secret


def _check(
    account: Account, label: str, verbs: Collection[str], expires_at: datetime | None
) -> None:
    if not 0 < len(label.strip()) <= 60:
        raise Refused("invalid", _("请写明密钥给谁用，不超过 60 字"), "label")
    if not verbs:
        raise Refused("invalid", _("请至少选择一项允许的操作"), "verbs")
    if expires_at and expires_at <= now():
        raise Refused("invalid", _("到期时间须晚于现在"), "expires_at")
    if not account.is_active:
        raise Refused("invalid", _("账号“%(name)s”已停用") % {"name": account}, "account")


def revoke_key(scope: Scope, key: ApiKey) -> None:
    """End a key at once. Raises Refused when it was revoked before."""
    demand_administrator(scope, _("只有管理员可以收回接口密钥"))
    with writing(scope.who) as log:
        if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now()):
            raise Refused("conflict", _("这个密钥已经收回"))
        log.add(Fact("key.revoked", ("account", key.account_id), facets={"key": key.pk}))


def key_of(secret: str) -> ApiKey | None:
    """The valid key with this secret, its account loaded; one statement."""
    living = Q(expires_at=None) | Q(expires_at__gt=now())
    return (
        ApiKey.objects.select_related("account")
        .filter(living, digest=_digest(secret), revoked_at=None, account__is_active=True)
        .first()
    )


def _digest(secret: str) -> str:
    return keyed_hash("api-key", secret)
