"""The door of the desk: who has yet to log in, or to change a first password, does so first."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from zhuchao.access.first_password import password_due, way_to_password
from zhuchao.access.scope import Scope

P = ParamSpec("P")


def staff(
    view: Callable[Concatenate[HttpRequest, Scope, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view the scope of whoever is logged in; nothing of the desk is cached anywhere."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        scope: Scope = request.scope  # type: ignore[attr-defined]
        if scope.account_id is None and password_due(request):
            return way_to_password(request)
        if scope.account_id is None:
            return redirect_to_login(request.get_full_path())
        response = view(request, scope, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return answer
