"""Open311 GeoReport v2, as the standard writes it down, in JSON and XML."""

import json
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import JOB, District, appeal, hazard, step
from zhuchao.access import limits
from zhuchao.access.api_keys import make_key
from zhuchao.journal.clock import at, now
from zhuchao.matters.models import Matter
from zhuchao.matters.open311.reading import masked
from zhuchao.matters.receipts import code_fits

ROOT = "/open311/v2"
SAID = {
    "service_code": "hazard.manhole",
    "lat": "31.6",
    "long": "117.83",
    "description": "井盖破了，电话13800000001",
}
FIELDS = {
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
}


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuchao.matters.open311.views.allow", limits.Limiter().allow)


def _json(client: Client, path: str, **said: Any) -> tuple[int, Any]:
    answer = client.get(f"{ROOT}/{path}.json", said)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    return answer.status_code, answer.json()


def _xml(client: Client, path: str, **said: Any) -> tuple[int, Tree.Element]:
    answer = client.get(f"{ROOT}/{path}.xml", said)
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return answer.status_code, Tree.fromstring(answer.content)


def _post(client: Client, form: str = "json", **changes: str) -> Any:
    said = {name: text for name, text in {**SAID, **changes}.items() if text}
    return client.post(f"{ROOT}/requests.{form}", said)


def test_discovery_leads_here(district: District, client: Client) -> None:
    _status, found = _json(client, "discovery")
    endpoint = found["endpoints"][0]
    assert endpoint["url"] == "http://testserver/open311/v2"
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert found["changeset"] == endpoint["changeset"]
    _status, tree = _xml(client, "discovery")
    assert tree.tag == "discovery"
    formats = tree.findall("endpoints/endpoint/formats/format")
    assert [one.text for one in formats] == endpoint["formats"]


def test_services_are_the_categories(district: District, client: Client) -> None:
    _status, rows = _json(client, "services")
    codes = [row["service_code"] for row in rows]
    assert codes[:3] == ["hazard", "hazard.manhole", "hazard.fire_lane"]
    assert {"appeal", "appeal.road", "appeal.tap", "appeal.freight"} <= set(codes)
    manhole = rows[1]
    assert (manhole["service_name"], manhole["group"]) == ("井盖破损", "随手报")
    assert (manhole["type"], manhole["metadata"]) == ("realtime", True)
    _status, tree = _xml(client, "services")
    assert (tree.tag, {child.tag for child in tree}) == ("services", {"service"})
    assert [child.findtext("service_code") for child in tree] == codes
    assert tree.findtext("service/metadata") == "true"


def test_a_definition_asks_what_the_kind_asks(district: District, client: Client) -> None:
    _status, danger = _json(client, "services/hazard.manhole")
    assert [a["code"] for a in danger["attributes"]] == ["danger"]
    _status, tree = _xml(client, "services/appeal.freight")
    assert tree.findtext("service_code") == "appeal.freight"
    rows = tree.findall("attributes/attribute")
    assert [(r.findtext("code"), r.findtext("order")) for r in rows] == [
        ("driver", "1"),
        ("skip", "2"),
    ]
    assert rows[1].findtext("datatype") == "multivaluelist"
    assert rows[1].findtext("values/value/key") == "member_driver"


def test_a_report_becomes_a_matter(district: District, client: Client) -> None:
    answer = _post(client, first_name="三", last_name="张", phone="138 0000 0001")
    assert answer.status_code == 200
    (row,) = answer.json()
    assert row.keys() == {"service_request_id", "service_notice", "account_id"}
    matter = Matter.objects.get(receipt=row["service_request_id"])
    assert (matter.channel, matter.category, matter.kind) == ("open311", "manhole", "hazard")
    assert (matter.division_path, matter.lon) == ("/D/S1/C11/", 117.83)
    code = row["service_notice"].split("，")[0].removeprefix("查询码 ")
    assert code_fits(matter.receipt, code)
    identity = matter.participants.get().identity
    assert identity is not None
    assert (identity.name_mask, identity.phone_mask) == ("张*", "138****0001")


def test_a_report_in_xml(district: District, client: Client) -> None:
    answer = _post(client, "xml", media_url="https://photos.example/1.jpg")
    tree = Tree.fromstring(answer.content)
    assert tree.tag == "service_requests"
    assert tree.findtext("request/service_request_id") == Matter.objects.get().receipt
    assert "media_url" in (tree.findtext("request/service_notice") or "")


def test_attributes_are_intake_answers(district: District, client: Client) -> None:
    _post(client, **{"attribute[danger]": "yes"})
    assert Matter.objects.get().urgency == "emergency"
    said = {
        "service_code": "appeal.freight",
        "address_string": "春风社区",
        "description": "平台压低运费",
        "attribute[driver]": "yes",
        "attribute[skip][]": ["member_driver", "floating_branch"],
    }
    receipt = client.post(f"{ROOT}/requests.json", said).json()[0]["service_request_id"]
    matter = Matter.objects.get(receipt=receipt)
    assert matter.holder_id == district.office("committee")


WRONG: list[tuple[int, str, dict[str, str]]] = [
    (400, "service_code", {"service_code": ""}),
    (404, "service_code", {"service_code": "nothing"}),
    (400, "lat", {"lat": "", "long": ""}),
    (400, "long", {"long": ""}),
    (400, "lat", {"lat": "here"}),
    (400, "long", {"lat": "nan"}),
    (400, "address_id", {"address_id": "nowhere"}),
    (400, "phone", {"phone": "9" * 60}),
    (400, "email", {"email": "x" * 500}),
    (400, "attribute[danger]", {"attribute[danger]": "perhaps"}),
    (400, "attribute[x]", {"attribute[x]": "1"}),
    (400, "description", {"description": "长" * 20_001}),
    (400, "不能保存", {"description": "\0"}),
    (403, "api_key", {"api_key": "zc_wrong"}),
    (404, "jurisdiction_id", {"jurisdiction_id": "sfgov.org"}),
]


@pytest.mark.parametrize(("status", "words", "changes"), WRONG)
def test_errors_have_the_body_of_the_standard(
    status: int, words: str, changes: dict[str, str], district: District, client: Client
) -> None:
    answer = _post(client, **changes)
    assert answer.status_code == status
    (error,) = answer.json()
    assert error["code"] == status
    assert words in error["description"]
    tree = Tree.fromstring(_post(client, "xml", **changes).content)
    assert (tree.tag, [child.tag for child in tree]) == ("errors", ["error"])
    assert tree.findtext("error/code") == str(status)
    assert tree.findtext("error/description") == error["description"]
    assert not Matter.objects.exists()


def test_a_key_may_be_demanded(district: District, client: Client, settings: Settings) -> None:
    settings.ZHUCHAO_OPEN311_KEY = True
    assert _post(client).status_code == 403
    account = district.accounts["roads"]
    _key, reader = make_key(JOB, account, "读", verbs=["matter.read"])
    assert _post(client, api_key=reader).status_code == 403
    _key, secret = make_key(JOB, account, "写", verbs=["matter.raise"])
    assert _post(client, api_key=secret).status_code == 200


def test_reports_are_limited(district: District, client: Client, settings: Settings) -> None:
    settings.ZHUCHAO_RATE_PUBLIC = 1
    assert [_post(client).status_code for _ in range(2)] == [200, 429]


def test_a_request_shows_public_data_only(district: District, client: Client) -> None:
    receipt = _post(client, first_name="雷", last_name="李", address_string="春风路1号").json()[0][
        "service_request_id"
    ]
    _status, (row,) = _json(client, f"requests/{receipt}")
    assert row.keys() == FIELDS
    assert (row["status"], row["status_notes"]) == ("open", "待核实")
    assert (row["service_code"], row["agency_responsible"]) == ("hazard.manhole", "区受理中心")
    assert row["description"] == "井盖破了，电话***"
    assert row["address"] == "春风路1号, 柳林街道 · 春风社区"
    assert (row["lat"], row["long"], row["media_url"]) == (31.6, 117.83, None)
    assert datetime.fromisoformat(row["requested_datetime"]).utcoffset() == timedelta(hours=8)
    _status, tree = _xml(client, f"requests/{receipt}")
    request = tree.find("request")
    assert request is not None
    assert {child.tag for child in request} == FIELDS
    assert "李" not in Tree.tostring(tree, "unicode")


def test_numbers_of_people_are_struck_out_but_not_dates() -> None:
    assert masked("电话138 1234 1234，2026-11-20 10:30 发现") == "电话***，2026-11-20 10:30 发现"
    assert masked("证号34010119900307123X，3栋502室") == "证号***，3栋502室"


def test_of_an_appeal_only_its_progress_is_public(district: District, client: Client) -> None:
    receipt = appeal(address="春风路2号", lon=117.83, lat=31.6).matter.receipt
    _status, (row,) = _json(client, f"requests/{receipt}")
    assert (row["service_code"], row["status"]) == ("appeal.road", "open")
    hidden = ("description", "address", "address_id", "lat", "long")
    assert [row[name] for name in hidden] == [None] * 5


def test_control_signs_do_not_break_xml(district: District, client: Client) -> None:
    _post(client, description="井盖\x0b破\ufffe了<b>&")
    _status, tree = _xml(client, "requests")
    assert tree.findtext("request/description") == "井盖破了<b>&"


def test_a_list_is_narrowed(district: District, client: Client) -> None:
    with at(now() - timedelta(days=100)):
        old = hazard().matter.receipt
    with at(now() - timedelta(days=10)):
        road = appeal().matter.receipt
    lane, done = hazard(category="fire_lane").matter.receipt, hazard().matter
    step(district.scope("intake"), done, "reject", reason="没有这回事")

    def listed(**said: Any) -> list[str]:
        status, rows = _json(client, "requests", **said)
        assert status == 200
        return [row["service_request_id"] for row in rows]

    soon = (now() + timedelta(minutes=5)).isoformat()
    week_ago = (now() - timedelta(days=7)).isoformat()
    assert listed() == [done.receipt, lane, road]
    assert listed(status="open") == [lane, road]
    assert listed(status="closed,open") == [done.receipt, lane, road]
    assert listed(service_code="hazard.fire_lane, appeal.road") == [lane, road]
    assert listed(service_request_id=f"{old},{road},261122-AAAAAA", status="closed") == [road, old]
    assert listed(end_date=week_ago) == [road]
    assert listed(start_date=week_ago, end_date=soon) == [done.receipt, lane]
    assert listed(updated_after=week_ago) == [done.receipt, lane]
    assert listed(updated_before=week_ago) == [road]
    assert [listed(page_size=2, page=n) for n in (1, 2, 3)] == [[done.receipt, lane], [road], []]
    assert listed(jurisdiction_id="D", status="") == [done.receipt, lane, road]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}),
        (400, {"start_date": "2026-01-01"}),
        (400, {"start_date": "0001-01-01T00:00:00+08:00"}),
        (400, {"end_date": "yesterday"}),
        (400, {"status": "done"}),
        (400, {"page": "0"}),
        (400, {"page_size": "99999"}),
        (404, {"service_code": "nothing"}),
        (404, {"jurisdiction_id": "sfgov.org"}),
        (400, {"service_request_id": "\0"}),
    ],
)
def test_a_wrong_question_is_told(
    status: int, said: dict[str, str], district: District, client: Client
) -> None:
    found, body = _json(client, "requests", **said)
    assert (found, [e["code"] for e in body]) == (status, [status])
    assert _xml(client, "requests", **said)[0] == status


def test_what_is_not_there_is_told(district: District, client: Client) -> None:
    for path in ("requests/261122-AAAAAA", "tokens/261122-AAAAAA", "services/nothing"):
        status, (error,) = _json(client, path)
        assert (status, error["code"]) == (404, 404)
    assert client.get(f"{ROOT}/requests.html").status_code == 404
    assert client.put(f"{ROOT}/requests.json").status_code == 405


def test_the_token_of_a_request_is_its_number(district: District, client: Client) -> None:
    receipt = hazard().matter.receipt
    row = {"service_request_id": receipt, "token": receipt}
    assert _json(client, f"tokens/{receipt}") == (200, [row])


def test_updates_are_what_askers_are_told(district: District, client: Client) -> None:
    matter = hazard(contact={"phone": "13800000001"}).matter
    other = appeal().matter
    intake = district.scope("intake")
    step(intake, matter, "verify")
    step(intake, matter, "fix_at_once", note="已换新井盖，问 0551-1234567")
    step(intake, matter, "feed_back", note="销号")
    step(intake, other, "answer_at_once", note="给诉求人的答复")
    _status, rows = _json(client, "servicerequestupdates")
    told = [(r["service_request_id"], r["status"], r["description"]) for r in rows]
    assert told == [
        (matter.receipt, "open", "已换新井盖，问 ***"),
        (matter.receipt, "closed", "销号"),
        (other.receipt, "open", None),
    ]
    _status, tree = _xml(client, "servicerequestupdates", service_request_id=other.receipt)
    assert tree.tag == "service_request_updates"
    assert [u.findtext("service_request_id") for u in tree.findall("request_update")] == [
        other.receipt
    ]
    assert _json(client, "servicerequestupdates", service_request_id="261122-AAAAAA")[1] == []
    _status, (row,) = _json(client, f"requests/{matter.receipt}")
    assert (row["status"], row["status_notes"]) == ("closed", "已销号：销号")


def test_a_list_takes_a_fixed_number_of_statements(
    district: District, client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        hazard()
    client.get(f"{ROOT}/requests.json")
    with django_assert_max_num_queries(3):
        rows = client.get(f"{ROOT}/requests.json").json()
    assert len(rows) == 5
    assert json.dumps(rows)
