"""What surrounds every request: its log line, who is acting, and refusals turned into answers."""

import logging
import re
import secrets
from collections.abc import Callable
from ipaddress import ip_address
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhuchao.access.first_password import password_due, way_to_password
from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.access.second_factor import second_factor_proved, way_to_second_factor
from zhuchao.places.memory import one_look
from zhuchao.registry.scope import scope_of
from zhuchao.web import metrics
from zhuchao.web.logs import request_id
from zhuchao.web.problem import refusal_problem

Handler = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("zhuchao.request")
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_RETRY_SECONDS = "60"


def caller(get_response: Handler) -> Handler:
    """Who calls is who the proxy says, where there is one (ZHUCHAO_TLS): limits and locks go by it.

    Of several addresses the last one counts: the proxy wrote it, the others whoever called it.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        said = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        if settings.ZHUCHAO_TLS and _is_address(said):
            request.META["REMOTE_ADDR"] = said
        return get_response(request)

    return answer


def _is_address(said: str) -> bool:
    try:
        ip_address(said)
    except ValueError:
        return False
    return True


def request_log(get_response: Handler) -> Handler:
    """One line a request, by URL pattern and pseudonym; X-Request-ID taken over or made."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        given = request.headers.get("X-Request-ID", "")
        name = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(name)
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = name
            if response.status_code == 429:
                response.headers.setdefault("Retry-After", _RETRY_SECONDS)
            _note(request, response, perf_counter() - started)
        finally:
            request_id.reset(token)
        return response

    return answer


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    metrics.observe(response.status_code, seconds)
    match = request.resolver_match
    fields = {
        "method": request.method,
        "route": match.route if match else "",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "who": getattr(getattr(request, "scope", None), "who", ""),
    }
    quiet = response.status_code < 400 and (match is None or match.url_name in metrics.PROBES)
    log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=fields)


def scope(get_response: Handler) -> Handler:
    """Give the request the scope of who is logged in; reference data is looked at once at most.

    Who has yet to change his first password is nobody until he did.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        with one_look():
            user = request.user
            request.scope = (  # type: ignore[attr-defined]
                scope_of(user, second_factor=second_factor_proved(request))
                if isinstance(user, Account) and not password_due(request)
                else PUBLIC
            )
            return get_response(request)

    return answer


class Refusals:
    """Turn a refusal that no view handled into a page with its reason and its status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django; anything but a refusal stays an error."""
        if not isinstance(exception, Refused):
            return None
        if exception.code == "second_factor":
            return way_to_second_factor(request)
        if exception.code == "forbidden" and password_due(request):
            return way_to_password(request)
        return refusal_page(request, exception)


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as JSON for a program, as a fragment for htmx, else as a page."""
    if request.accepts("text/html"):
        page = "refused_fragment" if request.headers.get("HX-Request") else "refused"
        return render(request, f"shell/{page}.html", {"refused": refused}, status=refused.status)
    return refusal_problem(refused)
