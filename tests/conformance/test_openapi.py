"""The API answers as its own OpenAPI document says, whatever is sent, and never with a 5xx."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import District, appeal, dispatched
from zhuchao.access.api_keys import make_key
from zhuchao.access.scope import system
from zhuchao.matters.api_access import VERBS
from zhuchao.matters.models import Matter
from zhuchao.matters.receipts import query_code
from zhuchao.web.api_urls import operations
from zhuchao.web.wsgi import application

pytestmark = pytest.mark.one_database

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
FEW = settings(
    max_examples=16,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request's end closes old connections; the test's own, with its transaction, must stay."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _headers(district: District, who: str) -> dict[str, str]:
    if not who:
        return {}
    verbs = [verb for verb, _label in VERBS]
    _key, secret = make_key(system("test"), district.accounts[who], "测试", verbs=verbs)
    return {"Authorization": f"Bearer {secret}"}


def _made_likely(case: Case[Any], known: Matter, turn: int) -> None:
    """Every second time let what is sent be about a matter that is there, as it stands now."""
    if turn % 2:
        return
    known.refresh_from_db()
    sensible = {"receipt": known.receipt, "step": ("contact", "sign", "dispatch")[turn % 3]}
    for name in case.path_parameters.keys() & sensible.keys():
        case.path_parameters[name] = sensible[name]
    if "/track/" in case.path:
        case.query = {"code": query_code(known.receipt)}
    if isinstance(case.body, dict):
        empty: dict[str, Any] = {"category": "", "division": "", "external": None}
        empty |= {"answers": {}, "more": {}, "text": "井盖破了", "lon": None, "lat": None}
        fixed: dict[str, Any] = {**empty, "photos": [], "version": known.version, "kind": "hazard"}
        given = case.body.keys() | ({"text"} if "kind" in case.body else set())
        case.body |= {name: fixed[name] for name in given & fixed.keys()}


@pytest.mark.parametrize("who", ["", "intake", "roads"])
def test_every_answer_is_one_the_document_promises(
    who: str, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As anybody, as the accepting office, and as an office that holds matters."""
    monkeypatch.setattr("zhuchao.matters.api_access.STAFF_RATE", 1_000_000)
    monkeypatch.setattr("zhuchao.matters.public_tracking.TRIES", 1_000_000)
    appeal()
    known = dispatched(district).matter
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    headers, statuses = _headers(district, who), Counter[int]()
    seen = set()
    for result in schema.get_all_operations():
        operation = result.ok()  # type: ignore[union-attr]
        seen.add((operation.method.upper(), operation.path))

        @FEW
        @given(case=operation.as_strategy())
        def attempt(case: Case[Any]) -> None:
            _made_likely(case, known, statuses.total())
            answer = case.call_and_validate(headers=headers, checks=CHECKS)
            statuses[answer.status_code] += 1

        attempt()
    assert seen == {(method, path) for path, method, _ in operations(schema.raw_schema)}
    assert statuses.keys() >= ({200, 201, 422} if who else {200, 401, 422})
