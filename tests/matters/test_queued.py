"""Reports that a phone kept: the same key once, an honest time, faults as data."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import District
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter

pytestmark = pytest.mark.usefixtures("district")
SAID = {"text": "井盖破了", "address": "春风社区北门", "lon": "117.83", "lat": "31.6"}


def send(client: Client, kind: str = "report", **said: Any) -> Any:
    """Send one kept report as a phone does."""
    return client.post(f"/{kind}/send/", {**SAID, **said}, headers={"Accept": "application/json"})


def test_it_is_answered_with_what_a_phone_keeps_of_it(client: Client) -> None:
    answer = send(client, intake_key=uuid4())
    matter = Matter.objects.get()
    told = answer.json()
    assert answer.status_code == 201
    assert told["receipt"] == matter.receipt
    assert told["slip"] == f"/receipt/{matter.receipt}/?code={told['code']}"
    assert client.get(told["track"]).status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_same_key_again_gives_the_first_answer(client: Client) -> None:
    key = uuid4()
    first, again = (send(client, intake_key=key) for _try in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Matter.objects.count() == 1


def test_what_was_accepted_stays_so_where_it_would_be_refused_today(client: Client) -> None:
    key, moment = uuid4(), now().isoformat()
    first = send(client, intake_key=key, raised_at=moment)
    with at(now() + timedelta(days=9)):
        again = send(client, intake_key=key, raised_at=moment)
    assert (again.status_code, again.json()) == (200, first.json())


def test_the_key_of_another_kind_is_a_conflict(client: Client) -> None:
    key = uuid4()
    send(client, intake_key=key)
    assert send(client, kind="appeal", intake_key=key).status_code == 409


def test_it_was_raised_when_it_was_written_down_but_its_clock_begins_now(client: Client) -> None:
    written = now() - timedelta(hours=5)
    send(client, intake_key=uuid4(), raised_at=written.isoformat())
    matter = Matter.objects.get()
    assert matter.raised_at == written
    assert matter.due_at is not None
    assert matter.due_at > now()
    assert Entry.objects.get(verb="matter.raised").occurred_at == written


@pytest.mark.parametrize(("ago", "status"), [(-60, 201), (-3600, 422), (7 * 86400 + 5, 422)])
def test_a_time_in_the_future_or_too_long_ago_is_refused(
    client: Client, ago: int, status: int
) -> None:
    moment = now() - timedelta(seconds=ago)
    answer = send(client, intake_key=uuid4(), raised_at=moment.isoformat())
    assert answer.status_code == status
    if status == 422:
        assert set(answer.json()["fields"]) == {"raised_at"}
        assert Matter.objects.count() == 0
    else:
        assert Matter.objects.get().raised_at <= now(), "a clock a little ahead means now"


def test_faults_are_told_by_field_and_nothing_is_written(client: Client) -> None:
    answer = send(client, intake_key=uuid4(), text="", phone="12", photos="nonsense")
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"phone", "photos", "photo"}
    assert set(send(client).json()["fields"]) == {"intake_key"}
    assert Matter.objects.count() == 0


def test_a_photo_that_was_swept_is_said_to_be_the_fault(client: Client) -> None:
    answer = send(client, intake_key=uuid4(), photos=uuid4())
    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"photo"})


def test_a_forged_sending_is_refused_and_the_token_is_to_be_had(district: District) -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(client, intake_key=uuid4()).status_code == 403
    ready = client.get("/report/ready/").json()
    assert set(ready) == {"token", "now"}
    headers = {"Accept": "application/json", "X-CSRFToken": ready["token"]}
    answer = client.post("/report/send/", {**SAID, "intake_key": uuid4()}, headers=headers)
    assert answer.status_code == 201
    assert district.offices


def test_sending_is_limited_like_every_public_writing(client: Client, settings: Any) -> None:
    settings.ZHUCHAO_RATE_PUBLIC = 0
    answer = send(client, intake_key=uuid4())
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
