"""The JSON API: the same actions and the same policy as the pages, errors as problems."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tests.cast import District, appeal, dispatched, hazard
from zhuchao.access import limits
from zhuchao.access.api_keys import make_key
from zhuchao.access.scope import system
from zhuchao.matters.api import router
from zhuchao.matters.api_access import VERBS
from zhuchao.matters.models import URGENCIES, Matter, Request
from zhuchao.matters.receipts import query_code
from zhuchao.registry.models import Duty

JSON = "application/json"
PHONE = "13800000001"
SAID = {"kind": "hazard", "text": "井盖破了", "address": "春风社区门口", "category": "manhole"}
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuchao.matters.api_access.allow", limits.Limiter().allow)


def as_program(district: District, name: str, *verbs: str) -> Client:
    """A program with a key of somebody of the cast, for all verbs unless some are named."""
    wanted = verbs or tuple(verb for verb, _label in VERBS)
    _key, secret = make_key(system("test"), district.accounts[name], "测试", verbs=wanted)
    return Client(headers={"authorization": f"Bearer {secret}"})


def sent(client: Client, method: str, path: str, body: Any = None) -> Any:
    """The status and the JSON of an answer; what is no 2xx must be a problem document."""
    answer = client.generic(method, f"/api{path}", b"" if body is None else _json(body), JSON)
    found = answer.json()
    if answer.status_code >= 300:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert found.keys() == {"type", "title", "status", "detail", "fields"}
        assert found["status"] == answer.status_code
    return answer.status_code, found


def _json(body: Any) -> bytes:
    return json.dumps(body).encode()


def test_anybody_raises_a_matter_and_follows_it(district: District, client: Client) -> None:
    status, raised = sent(client, "POST", "/matters", {**SAID, "contact": {"phone": PHONE}})
    assert (status, raised["created"]) == (201, True)
    matter = Matter.objects.get(receipt=raised["receipt"])
    assert (matter.channel, matter.category, matter.division_path) == (
        "api",
        "manhole",
        "/D/S1/C11/",
    )
    where = f"/track/{raised['receipt']}?code={raised['query_code']}"
    status, told = sent(client, "GET", where)
    assert (status, told["state"], told["version"]) == (200, "reported", 1)
    assert [h["what"] for h in told["happenings"]] == ["收到，已出回执"]
    assert [s["name"] for s in told["steps"]] == ["withdraw"]
    assert PHONE not in str(told)


def test_the_same_key_again_gives_the_first_answer(district: District, client: Client) -> None:
    key = {"idempotency-key": str(uuid4())}
    first = client.post("/api/matters", SAID, JSON, headers=key)
    again = client.post("/api/matters", SAID, JSON, headers=key)
    other = client.post("/api/matters", {**SAID, "text": "井盖不见了"}, JSON, headers=key)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json() == {**first.json(), "created": False}
    assert other.json()["type"] == "urn:zhuchao:conflict"
    assert Matter.objects.count() == 1


def test_two_keys_that_differ_are_refused(district: District, client: Client) -> None:
    body = {**SAID, "intake_key": str(uuid4())}
    key = {"idempotency-key": str(uuid4())}
    answer = client.post("/api/matters", body, JSON, headers=key)
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["intake_key"])


WRONG: list[tuple[str, Any]] = [
    ("kind", {**SAID, "kind": "rumour"}),
    ("text", {"kind": "appeal"}),
    ("text", {**SAID, "text": "\0"}),
    ("text", {**SAID, "text": "\ud800"}),
    ("text", {**SAID, "text": "长" * 20_001}),
    ("category", {**SAID, "category": "nothing"}),
    ("division", {**SAID, "division": "nowhere"}),
    ("lon", {**SAID, "lon": 117.8}),
    ("lat", {**SAID, "lon": 0, "lat": 91}),
    ("lon", {**SAID, "lon": float("nan"), "lat": 1}),
    ("photos.0", {**SAID, "photos": ["x"]}),
    ("photo", {**SAID, "photos": [str(uuid4())]}),
    ("contact.phone", {**SAID, "contact": {"phone": "打我电话"}}),
    ("contact.handle", {**SAID, "contact": {"handle": "x"}}),
    ("intake_key", {**SAID, "intake_key": 10**400}),
    ("answers.danger", {**SAID, "answers": {"danger": {}}}),
    ("surprise", {**SAID, "surprise": 1}),
]


@pytest.mark.parametrize(("field", "body"), WRONG)
def test_a_wrong_field_is_named(field: str, body: Any, district: District, client: Client) -> None:
    status, told = sent(client, "POST", "/matters", body)
    assert (status, [*told["fields"]]) == (422, [field])
    assert told["type"] == "urn:zhuchao:invalid"
    assert not Matter.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5_000])
def test_what_is_no_json_is_refused(body: bytes, district: District, client: Client) -> None:
    answer = client.generic("POST", "/api/matters", body, JSON)
    assert answer.status_code in (400, 422)
    assert answer.json()["status"] == answer.status_code


def test_only_a_key_brings_an_external_number(district: District, client: Client) -> None:
    order = {"system": "12345", "no": "HF-1", "due": "2026-12-01T00:00:00+08:00"}
    body = {**SAID, "external": order}
    status, told = sent(client, "POST", "/matters", body)
    assert (status, [*told["fields"]]) == (403, ["external"])
    status, _raised = sent(as_program(district, "intake"), "POST", "/matters", body)
    assert status == 201
    assert Matter.objects.get().external_no == "HF-1"


def test_a_guess_says_from_what(district: District, client: Client) -> None:
    hazard(lon=117.83, lat=31.6)
    body = {"kind": "hazard", "text": "井盖破了", "lon": 117.83, "lat": 31.6}
    status, told = sent(client, "POST", "/guess", body)
    assert status == 200
    assert told["categories"][0]["code"] == "manhole"
    assert told["categories"][0]["words"] == ["井盖"]
    assert [n["title"] for n in told["near"]] == ["井盖破了"]
    appeal(lon=117.83, lat=31.6)
    _status, other = sent(client, "POST", "/guess", {**body, "kind": "appeal"})
    assert other["near"] == []


def test_a_wrong_code_opens_nothing(district: District, client: Client) -> None:
    receipt = appeal().matter.receipt
    for code in ("", "AAAAAA", "查询码"):
        status, told = sent(client, "GET", f"/track/{receipt}?code={code}")
        assert (status, [*told["fields"]]) == (404, ["code"])


def test_the_asker_takes_his_steps(district: District, client: Client) -> None:
    matter = appeal().matter
    where = f"/track/{matter.receipt}/steps/withdraw?code={query_code(matter.receipt)}"
    assert sent(client, "POST", where, {"version": 9})[0] == 409
    status, told = sent(client, "POST", where, {"version": 1})
    assert (status, told["state"], told["steps"]) == (200, "withdrawn", [])


def test_staff_endpoints_ask_who_one_is(district: District, client: Client) -> None:
    for path in ("/matters", "/matters/261122-AAAAAA", "/rates?first=2026-01-01&last=2026-02-01"):
        assert sent(client, "GET", path)[0] == 401
    wrong = Client(headers={"authorization": "Bearer zc_wrong"})
    assert sent(wrong, "GET", "/matters")[0] == 401
    assert sent(wrong, "POST", "/matters", SAID)[0] == 401


def test_a_session_needs_its_csrf_token(district: District) -> None:
    matter = appeal().matter
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(district.accounts["intake"])
    path, body = f"/matters/{matter.receipt}/steps/accept", {"version": 1}
    assert sent(browser, "GET", "/matters")[0] == 200
    assert sent(browser, "POST", path, body)[0] == 403
    browser.get("/track/")
    token = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else ""
    assert token
    answer = browser.post(f"/api{path}", body, JSON, headers={"x-csrftoken": token})
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")


def test_a_key_does_what_its_verbs_say(district: District) -> None:
    matter = appeal().matter
    reader = as_program(district, "intake", "matter.read")
    assert sent(reader, "GET", f"/matters/{matter.receipt}")[0] == 200
    path, body = f"/matters/{matter.receipt}/steps/accept", {"version": 1}
    status, told = sent(reader, "POST", path, body)
    assert (status, told["type"]) == (403, "urn:zhuchao:forbidden")
    assert sent(reader, "POST", "/matters", SAID)[0] == 403
    assert sent(as_program(district, "intake", "matter.step"), "POST", path, body)[0] == 200


def test_the_list_is_paged_by_key(district: District) -> None:
    receipts = [appeal().matter.receipt for _ in range(5)]
    program = as_program(district, "intake")
    found: list[str] = []
    path = "/matters?size=2&kind=appeal"
    while path:
        _status, page = sent(program, "GET", path)
        found += [row["receipt"] for row in page["items"]]
        path = (page["next"] or "").removeprefix("/api")
    assert found == receipts[::-1]


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("kind", "kind=rumour"),
        ("division", "division=nowhere"),
        ("size", "size=1000"),
        ("since", "since=9999-12-31"),
        ("until", "until=0001-01-01"),
        ("after", "after=0001-01-01T00:00:00+08:00_1"),
        ("after", "after=2026-99-99T00:00:00+08:00_1"),
        ("office", "office=99999999999999999999"),
        ("words", "words=%00"),
        ("late", "late=1"),
    ],
)
def test_a_wrong_filter_is_named(field: str, query: str, district: District) -> None:
    status, told = sent(as_program(district, "intake"), "GET", f"/matters?{query}")
    assert (status, [*told["fields"]]) == (422, [field])


def test_a_list_shows_what_the_policy_shows(district: District) -> None:
    appeal()
    seen = {
        name: len(sent(as_program(district, name), "GET", "/matters")[1]["items"])
        for name in ("intake", "street1", "street2", "roads")
    }
    assert seen == {"intake": 1, "street1": 1, "street2": 0, "roads": 0}


def test_who_asked_is_masked_and_shown_to_few(district: District) -> None:
    contact = {"name": "李雷", "phone": PHONE}
    receipt = dispatched(district, contact=contact).matter.receipt
    for name, askers in (
        ("intake", [{"role": "asker", "name": "李*", "phone": "138****0001"}]),
        ("roads", []),
    ):
        status, told = sent(as_program(district, name), "GET", f"/matters/{receipt}")
        assert (status, told["askers"]) == (200, askers)
        assert PHONE not in str(told)
        assert "李雷" not in str(told)


def test_a_whole_life_by_program(district: District) -> None:
    matter = appeal().matter
    path = f"/matters/{matter.receipt}"
    intake, roads = as_program(district, "intake"), as_program(district, "roads")
    lead = {"version": 1, "lead": district.office("roads")}
    assert sent(intake, "POST", f"{path}/steps/dispatch", lead)[1]["state"] == "dispatched"
    assert sent(roads, "POST", f"{path}/steps/sign", {"version": 1})[0] == 409
    assert sent(roads, "POST", f"{path}/steps/sign", {"version": 2})[1]["state"] == "handling"
    status, told = sent(roads, "POST", f"{path}/steps/answer", {"version": 3})
    assert (status, [*told["fields"]]) == (422, ["note"])
    done = {"version": 3, "note": "路面已修好"}
    assert sent(roads, "POST", f"{path}/steps/answer", done)[1]["state"] == "answered"
    _status, told = sent(intake, "GET", path)
    assert (told["answer"], told["version"]) == ("路面已修好", 4)
    assert [e["said"] for e in told["entries"] if e["verb"] == "matter.answer"] == ["路面已修好"]
    rated = {"version": 4, "resolved": True, "satisfied": 5}
    assert sent(intake, "POST", f"{path}/steps/confirm", rated)[1]["closed_at"]


def test_a_step_with_an_unknown_category_is_refused(district: District) -> None:
    matter = appeal().matter
    body = {"version": 1, "lead": district.office("roads"), "category": "nothing"}
    path = f"/matters/{matter.receipt}/steps/dispatch"
    status, told = sent(as_program(district, "intake"), "POST", path, body)
    assert (status, [*told["fields"]]) == (422, ["category"])


def test_a_return_is_asked_and_ruled(district: District) -> None:
    matter = dispatched(district).matter
    roads, intake = as_program(district, "roads"), as_program(district, "intake")
    path = f"/matters/{matter.receipt}/requests"
    _status, offices = sent(roads, "GET", "/offices")
    water = next(o["id"] for o in offices if o["code"] == "water")
    asked = {"version": 2, "kind": "return", "reason": "归水务", "duty": 1}
    status, told = sent(roads, "POST", path, {**asked, "proposed": 2**53 - 1})
    assert (status, "proposed" in told["fields"]) == (422, True)
    duty = next(iter(_duties()))
    status, request = sent(roads, "POST", path, {**asked, "duty": duty, "proposed": water})
    assert (status, request["outcome"]) == (200, "")
    ruling = f"{path}/{request['id']}/ruling"
    granted = {"version": 3, "granted": True, "note": "同意"}
    assert sent(roads, "POST", ruling, granted)[0] == 403
    assert sent(intake, "POST", f"{path}/999999/ruling", granted)[0] == 404
    assert sent(intake, "POST", ruling, granted)[1]["outcome"] == "granted"
    assert Request.objects.get().outcome == "granted"
    assert Matter.objects.get().holder_id == water


def _duties() -> list[int]:
    return list(Duty.objects.values_list("pk", flat=True))


def test_sorting_is_corrected(district: District) -> None:
    matter = appeal().matter
    path, body = f"/matters/{matter.receipt}/sorting", {"version": 1, "category": "tap"}
    status, told = sent(as_program(district, "intake"), "PATCH", path, body)
    assert (status, told["category"], told["version"]) == (
        200,
        {"code": "tap", "name": "供水"},
        2,
    )
    assert sent(as_program(district, "street2"), "PATCH", path, {"version": 2})[0] == 404


def test_rates_keep_their_parts(district: District) -> None:
    auditor = as_program(district, "auditor")
    status, told = sent(auditor, "GET", "/rates?first=2026-11-01&last=2026-11-30")
    assert (status, told["excluded"]) == (200, 0)
    assert [(r["name"], r["base"], r["value"]) for r in told["rates"]] == [
        ("response", 0, None),
        ("resolution", 0, None),
        ("satisfaction", 0, None),
    ]
    backwards = "/rates?first=2026-11-30&last=2026-11-01"
    assert sent(auditor, "GET", backwards)[0] == 422


def test_places_are_open_to_all(district: District, client: Client) -> None:
    _status, divisions = sent(client, "GET", "/divisions")
    assert {"C11": "S1", "S1": "D", "D": ""}.items() <= {
        d["code"]: d["parent"] for d in divisions
    }.items()
    _status, categories = sent(client, "GET", "/categories")
    assert {c["code"] for c in categories if c["kind"] == "hazard"} == {"manhole", "fire_lane"}


def test_other_addresses_and_methods_are_problems(district: District, client: Client) -> None:
    assert sent(client, "GET", "/nothing")[0] == 404
    assert sent(client, "DELETE", "/matters")[0] == 405
    answer = client.put("/api/guess")
    assert answer.headers["Allow"] == "POST"


def test_wrong_keys_are_counted_too(district: District, client: Client, settings: Settings) -> None:
    settings.ZHUCHAO_RATE_PUBLIC = 2
    wrong = Client(headers={"authorization": "Bearer zc_wrong"})
    assert [sent(wrong, "GET", "/matters")[0] for _ in range(3)] == [401, 401, 429]


def test_each_face_has_its_own_addresses() -> None:
    public = router(public_face=True, desk_face=False).path_operations
    desk = router(public_face=False, desk_face=True).path_operations
    assert "/offices" not in public
    assert "/guess" not in desk
    assert [op.methods for op in public["/matters"].operations] == [["POST"]]
    assert [op.methods for op in desk["/matters"].operations] == [["GET"]]


def test_too_many_calls_are_told_to_wait(
    district: District, client: Client, settings: Settings
) -> None:
    settings.ZHUCHAO_RATE_PUBLIC = 2
    answers = [client.get("/api/categories") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"]
    assert answers[-1].json()["type"] == "urn:zhuchao:too_many"


def test_the_urgencies_of_the_document_are_those_of_the_matter(
    district: District, client: Client
) -> None:
    document = client.get("/api/openapi.json").json()
    urgency = document["components"]["schemas"]["StepIn"]["properties"]["urgency"]
    assert urgency["enum"] == ["", *dict(URGENCIES)]


def test_the_overview_lists_every_address(district: District, client: Client) -> None:
    page = client.get("/api/").content.decode()
    document = client.get("/api/openapi.json").json()
    assert len(document["paths"]) >= 13
    for path in document["paths"]:
        assert path in page


def _statements(captured: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in captured if not q["sql"].startswith(CONTROL)]


def test_raising_takes_eight_statements(district: District, client: Client) -> None:
    sent(client, "POST", "/matters", SAID)
    body = {**SAID, "contact": {"phone": PHONE}, "intake_key": str(uuid4())}
    with CaptureQueriesContext(connection) as captured:
        assert sent(client, "POST", "/matters", body)[0] == 201
    assert len(_statements(captured)) <= 8, _statements(captured)


def test_guessing_takes_six_statements(district: District, client: Client) -> None:
    hazard(lon=117.83, lat=31.6)
    sent(client, "GET", "/categories")
    body = {"kind": "hazard", "text": "井盖破了", "lon": 117.83, "lat": 31.6}
    with CaptureQueriesContext(connection) as captured:
        assert sent(client, "POST", "/guess", body)[0] == 200
    assert len(_statements(captured)) <= 6, _statements(captured)


def test_a_list_takes_seven_statements_and_a_detail_twelve(district: District) -> None:
    receipt = dispatched(district, contact={"phone": PHONE}).matter.receipt
    browser = Client()
    browser.force_login(district.accounts["intake"])
    sent(browser, "GET", "/matters")
    for path, most in (("/matters", 7), (f"/matters/{receipt}", 12)):
        with CaptureQueriesContext(connection) as captured:
            assert sent(browser, "GET", path)[0] == 200
        assert len(_statements(captured)) <= most, _statements(captured)
