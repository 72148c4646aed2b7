"""The public clients of GeoReport, `georeport` and `three`, against a running server."""

import importlib
import itertools
import warnings
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
import requests
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from tests.cast import District, hazard
from zhuchao.access import limits
from zhuchao.journal.clock import now
from zhuchao.matters.models import Matter


@pytest.fixture
def endpoint(live_server: LiveServer, district: District, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address a client is given."""
    monkeypatch.setattr("zhuchao.matters.open311.views.allow", limits.Limiter().allow)
    return f"{live_server.url}/open311/v2"


@pytest.fixture
def three() -> Iterator[Any]:
    """The client `three`; written for Python 2, it misses one name of its standard library."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setattr(itertools, "ifilter", filter, raising=False)
        yield importlib.import_module("three").Three


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_everything(form: str, endpoint: str) -> None:
    first, second = (hazard(address=f"春风路{n}号").matter.receipt for n in (1, 2))
    client = GeoReport(endpoint, jurisdiction="D", output_format=form)
    codes = [one["service_code"] for one in client.get_service_list()]
    assert "hazard.manhole" in codes
    definition = client.get_service_definition("hazard.manhole")
    assert definition["service_code"] == "hazard.manhole"
    rows = client.get_service_requests(service_code="hazard.manhole", status="open")
    assert [row["service_request_id"] for row in rows] == [second, first]
    row = client.get_service_request(first)
    assert (row["service_request_id"], row["description"]) == (first, "井盖破了")
    named = client.get_service_requests(service_request_id=f"{first},{second}")
    assert {one["service_request_id"] for one in named} == {first, second}


def test_georeport_is_told_of_a_wrong_jurisdiction(endpoint: str) -> None:
    client = GeoReport(endpoint, jurisdiction="sfgov.org")
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_list()


def test_three_reports_and_follows(endpoint: str, three: Any) -> None:
    client = three(endpoint, jurisdiction="D")
    assert client.discovery()["endpoints"][0]["url"] == endpoint
    assert client.services()[0]["service_code"] == "hazard"
    assert client.services("hazard.manhole")["attributes"][0]["code"] == "danger"
    (posted,) = client.post(
        "hazard.manhole",
        address="春风社区门口",
        name="雷 李",
        phone="13800000001",
        description="井盖破了",
    )
    receipt = posted["service_request_id"]
    assert Matter.objects.get().receipt == receipt
    (row,) = client.request(receipt)
    assert (row["service_request_id"], row["status"]) == (receipt, "open")
    assert client.requests("hazard.manhole", status="open")[0] == row
    today = f"{now():%m-%d-%Y}"
    assert client.requests(start="01-01-26", end="02-01-26") == []
    assert client.requests(between=[today, today], count=5) == []
    assert client.token(receipt) == [{"service_request_id": receipt, "token": receipt}]


def test_three_sends_a_photo_that_is_left_out_with_a_word(
    endpoint: str, three: Any, tmp_path: Any
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"not looked at")
    with photo.open("rb") as media:
        (posted,) = three(endpoint).post("hazard", address="春风社区", media=media)
    assert "没有取用" in posted["service_notice"]


def test_three_reads_the_error(endpoint: str, three: Any) -> None:
    (error,) = three(endpoint).post("nothing", address="春风社区")
    assert error["code"] == 404


def test_three_fetches_xml(endpoint: str, three: Any) -> None:
    """Its own conversion of XML needs Python 2, so what it fetched is read here."""
    client = three(endpoint, format="xml")
    receipt = hazard().matter.receipt
    tree = Tree.fromstring(client.get("requests", receipt, convert=False))
    assert tree.findtext("request/service_request_id") == receipt
    tree = Tree.fromstring(client.get("services", convert=False))
    assert tree.tag == "services"
