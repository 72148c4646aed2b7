"""Behind a proxy everybody has his own limits, and nobody writes his own address."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from zhuchao.web.middleware import caller


def seen(forwarded: str, *, from_: str = "127.0.0.1") -> str:
    """The address a page sees."""
    found: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    caller(page)(
        RequestFactory().get("/", REMOTE_ADDR=from_, headers={"X-Forwarded-For": forwarded})
    )
    return found[0]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("2001:db8::9", "2001:db8::9"),
        ("", "127.0.0.1"),
        ("unknown", "127.0.0.1"),
        ("203.0.113.9, nobody", "127.0.0.1"),
    ],
)
def test_the_last_address_the_proxy_wrote_is_who_calls(
    settings: Settings, forwarded: str, address: str
) -> None:
    settings.ZHUCHAO_TLS = True
    assert seen(forwarded) == address


def test_without_a_proxy_nobody_says_who_he_is(settings: Settings) -> None:
    settings.ZHUCHAO_TLS = False
    assert seen("203.0.113.9", from_="192.0.2.7") == "192.0.2.7"


@pytest.mark.django_db
def test_one_phone_that_asks_too_often_stops_nobody_else(settings: Settings) -> None:
    settings.ZHUCHAO_TLS, settings.ZHUCHAO_RATE_PUBLIC = True, 3
    client = Client(headers={"X-Forwarded-Proto": "https"})

    def track(phone: str) -> int:
        headers = {"X-Forwarded-For": phone}
        return client.get("/track/261126-2XJS85/?code=x", headers=headers, secure=True).status_code

    busy = [track("203.0.113.9") for _ in range(6)]
    assert 429 in busy
    assert track("203.0.113.10") != 429
