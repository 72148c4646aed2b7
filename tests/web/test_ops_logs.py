"""What the logs say of a request, and what they never say."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from zhuchao.web.logs import JsonLines, request_id
from zhuchao.web.middleware import request_log

NAME, PHONE, CARD = "王建国", "13812345678", "34010119900101123X"


def receive(request: HttpRequest, receipt: str) -> HttpResponse:
    """A view that logs, and that fails as it is told to with what was typed."""
    request.scope = SimpleNamespace(who="p-7f3a")  # type: ignore[attr-defined]
    logging.getLogger("zhuchao.matters").warning("call back %s", request.POST.get("phone"))
    logging.getLogger("library").error("bad person %s", request.POST.get("name"))
    if request.GET.get("then") == "break":
        raise ValueError(f"invalid name {request.POST['name']}")
    if request.GET.get("then") == "deny":
        raise PermissionDenied(request.POST["name"])
    return HttpResponse(status=int(request.GET.get("status", "200")))


urlpatterns = [path("track/<str:receipt>", receive, name="track")]


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The JSON lines logged so far."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.fixture
def client(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["zhuchao.web.middleware.request_log"]
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("then", ["", "?then=break", "?then=deny", "?status=404", "?status=500"])
def test_no_name_phone_path_query_or_address_is_ever_logged(
    then: str, client: Client, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    form = {"name": NAME, "phone": PHONE}
    client.post(f"/track/R20261122{then}", form, REMOTE_ADDR="203.0.113.9")
    client.post(f"/nowhere/{NAME}{then}", form, REMOTE_ADDR="203.0.113.9")
    text = json.dumps(lines(), ensure_ascii=False)
    assert lines()
    assert [
        w for w in (NAME, PHONE, "R20261122", "then=", "203.0.113", "nowhere") if w in text
    ] == []


def test_a_request_is_one_line_by_pattern_and_pseudonym(
    client: Client, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    response = client.post("/track/R1?status=409", headers={"X-Request-ID": "edge-0001"})
    line = next(line for line in lines() if line["logger"] == "zhuchao.request")
    known = {k: line[k] for k in ("message", "method", "route", "status", "who", "request_id")}
    assert known == {
        "message": "request",
        "method": "POST",
        "route": "track/<str:receipt>",
        "status": 409,
        "who": "p-7f3a",
        "request_id": "edge-0001",
    }
    assert line["ms"] >= 0
    assert response.headers["X-Request-ID"] == "edge-0001"


def test_every_line_of_a_request_carries_its_id_and_no_later_line_does(
    client: Client, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    response = client.post("/track/R1")
    assert {line["request_id"] for line in lines()} == {response.headers["X-Request-ID"]}
    assert request_id.get() == ""


@pytest.mark.parametrize("given", ["short", "a" * 65, "bad id with spaces", '"}injected{'])
def test_a_request_id_that_is_none_is_replaced(given: str, client: Client) -> None:
    response = client.post("/track/R1", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] != given


def test_an_error_tells_its_kind_and_the_way_to_it(
    client: Client, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    client.post("/track/R1?then=break", {"name": NAME})
    line = next(line for line in lines() if "error" in line)
    assert line["error"] == "builtins.ValueError"
    assert line["where"][-1].endswith(" receive")


@pytest.mark.parametrize(
    "text", [PHONE, "138-1234-5678", "138 1234 5678", f"+86{PHONE}".replace("86", "86 "), CARD]
)
def test_a_number_that_slipped_into_our_own_words_is_struck(text: str) -> None:
    record = logging.makeLogRecord({"name": "zhuchao.x", "msg": f"call {text} back"})
    said = json.loads(JsonLines().format(record))["message"]
    assert said.startswith("call ")
    assert text[-8:] not in said


def test_too_many_says_when_to_come_back(client: Client) -> None:
    assert client.post("/track/R1?status=429").headers["Retry-After"] == "60"


def test_a_longer_wait_that_a_view_names_is_kept() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=429, headers={"Retry-After": "900"})

    request = RequestFactory().get("/")
    assert request_log(answer)(request).headers["Retry-After"] == "900"
