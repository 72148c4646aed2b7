"""A small site around the room: its addresses, a desk, and a page that needs a second factor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path

from zhuchao.access.scope import PUBLIC, Grant, Scope
from zhuchao.access.second_factor import require_second_factor, second_factor_proved
from zhuchao.web.shell import large_type

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhuchao.access.idle.idle",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "tests.access.pages.scope",
    "zhuchao.access.second_factor.administrators_prove",
]


def scope(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: whoever is called admin is an administrator."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.scope = PUBLIC  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            name = request.user.get_username()
            request.scope = Scope(  # type: ignore[attr-defined]
                who=f"p-{name}",
                account_id=request.user.pk,
                grants=(Grant("administrator", "/"),) if name == "admin" else (),
                second_factor=second_factor_proved(request),
            )
        return get_response(request)

    return answer


def desk(request: HttpRequest) -> HttpResponse:
    """Where log-in leads."""
    return HttpResponse("desk")


@require_second_factor
def vault(request: HttpRequest) -> HttpResponse:
    """Sealed files."""
    return HttpResponse("vault")


urlpatterns = [
    path("", include("zhuchao.access.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("large/", large_type, name="large_type"),
    path("desk/", desk),
    path("vault/", vault),
]
