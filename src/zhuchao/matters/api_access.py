"""Who asks the JSON API: the holder of a key, a session with its CSRF token, or anybody."""

from dataclasses import replace
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from zhuchao.access.api_keys import key_of
from zhuchao.access.first_password import password_due
from zhuchao.access.limits import allow
from zhuchao.access.policy import demand_verb
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.registry.scope import scope_of

STAFF_RATE = 600
"""Calls a minute of one key or one account."""

VERBS = (
    ("matter.raise", gettext_lazy("提出办件")),
    ("matter.guess", gettext_lazy("预判类别")),
    ("matter.track", gettext_lazy("凭回执查询")),
    ("matter.read", gettext_lazy("查看办件")),
    ("matter.step", gettext_lazy("办理")),
    ("matter.request", gettext_lazy("申请退单、延期、不计入考核")),
    ("matter.rule", gettext_lazy("裁定申请")),
    ("matter.sort", gettext_lazy("更正归类")),
    ("rate.read", gettext_lazy("查看三率")),
    ("place.read", gettext_lazy("查看区划、类别和单位")),
)
"""What a key can be limited to; every endpoint names the one it needs."""


class Key(HttpBearer):
    """`Authorization: Bearer zc_…`: acts as the key's account, within the key's verbs."""

    def authenticate(self, request: HttpRequest, token: str) -> Scope:
        """The scope of a key. Raises AuthenticationError for one that is unknown or has ended."""
        scope = scope_of_key(token)
        if scope is None:
            _limit_address(request)
            raise AuthenticationError
        return scope


def scope_of_key(secret: str) -> Scope | None:
    """What the holder of this secret may do, or None; raises Refused when he asks too often."""
    key = key_of(secret)
    if key is None:
        return None
    _limit(f"key:{key.pk}", STAFF_RATE)
    return replace(scope_of(key.account), api_verbs=frozenset(key.verbs))


class Session(APIKeyCookie):
    """The cookie of whoever is logged in; what writes needs the header X-CSRFToken too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Scope | None:
        """His scope, or None when nobody is logged in. Refused while his first password stands."""
        own = _own(request)
        if password_due(request):
            raise Refused("forbidden", _("请先登录工作台，修改初始密码"))
        return super().__call__(request) if own.account_id is not None else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Scope:
        """The scope the middleware built."""
        own = _own(request)
        _limit(f"account:{own.account_id}", STAFF_RATE)
        return own


def _own(request: HttpRequest) -> Scope:
    return cast(Scope, request.scope)  # type: ignore[attr-defined]


def anybody(request: HttpRequest) -> Scope:
    """Whoever shows no key; a session is not looked at, so there is nothing to forge."""
    _limit_address(request)
    return PUBLIC


def _limit_address(request: HttpRequest) -> None:
    _limit(f"public:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC)


def _limit(who: str, per_minute: int) -> None:
    if not allow(who, per_minute):
        raise Refused("too_many", _("请求太频繁，请一分钟后再试"))


def acting(request: HttpRequest, verb: str) -> Scope:
    """The scope of an endpoint's caller. Raises Refused when a key is not made for `verb`."""
    scope = cast(Scope, request.auth)  # type: ignore[attr-defined]
    demand_verb(scope, verb)
    return scope
