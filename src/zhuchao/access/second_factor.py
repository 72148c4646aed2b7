"""The second factor: whether a session proved one, and the way to it for whoever must."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Answer = Callable[[HttpRequest], HttpResponse]

PREFIX = "accounts/"
"""Where the pages of logging in lie; they are open to whoever has yet to prove himself."""


def second_factor_proved(request: HttpRequest) -> bool:
    """Whether this session proved a second factor, by a code of an authenticator or of recovery.

    Reads the session only, no database beyond it (等保三级 8.1.4.1 d).
    """
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def way_to_second_factor(request: HttpRequest) -> HttpResponseRedirect:
    """Where to prove it, coming back here: log in, set up an authenticator, or enter a code."""
    back = request.get_full_path() if request.method == "GET" else resolve_url("/desk/")
    if not request.user.is_authenticated:
        page = "account_login"
    elif is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        page = "mfa_reauthenticate"
    else:
        page = "mfa_activate_totp"
    return redirect_to_login(back, resolve_url(page))


def require_second_factor(view: View[P]) -> View[P]:
    """Let the view be reached only by a session that proved a second factor."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not second_factor_proved(request):
            return way_to_second_factor(request)
        return view(request, *args, **kwargs)

    return update_wrapper(guarded, view)


def administrators_prove(get_response: Answer) -> Answer:
    """Middleware, after the one of the scope: administrators see nothing until they proved one."""

    def answer(request: HttpRequest) -> HttpResponse:
        scope = request.scope  # type: ignore[attr-defined]
        elsewhere = not request.path_info.startswith(f"/{PREFIX}")
        if elsewhere and scope.holds("administrator") and not scope.second_factor:
            return way_to_second_factor(request)
        return get_response(request)

    return answer
