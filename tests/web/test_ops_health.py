"""The three addresses for machines: alive, ready, measured."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from zhuchao.access.models import Notice
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry, Segment
from zhuchao.journal.writing import Fact, writing
from zhuchao.web import health, heartbeat, metrics

REQUESTS = RequestFactory()


def ready() -> tuple[int, dict[str, bool]]:
    response = health.readyz(REQUESTS.get("/readyz"))
    return response.status_code, json.loads(response.content)["checks"]


def test_alive_asks_nothing_of_the_database() -> None:
    response = health.healthz(REQUESTS.get("/healthz"))
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_good_home_is_ready_with_or_without_a_worker() -> None:
    heartbeat.stop()
    assert ready() == (200, {"database": True, "migrations": True, "home": True})


@pytest.mark.django_db
def test_a_silent_database_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setitem(health.CHECKS, "database", silent)
    assert ready() == (503, {"database": False, "migrations": True, "home": True})


@pytest.mark.django_db
def test_a_database_that_is_behind_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    health._migrations_applied.cache_clear()
    monkeypatch.setattr(health, "pending_migrations", lambda: ["matters.0002_x"])
    assert ready()[0] == 503
    monkeypatch.undo()
    assert ready()[0] == 200


@pytest.mark.django_db
def test_a_home_nobody_can_write_to_is_not_ready(settings: Settings, tmp_path: Path) -> None:
    settings.ZHUCHAO_HOME = tmp_path / "gone"
    assert ready()[1]["home"] is False


def asked(**headers: str) -> HttpResponse:
    address = headers.pop("address", "127.0.0.1")
    return metrics.metrics(REQUESTS.get("/metrics", REMOTE_ADDR=address, headers=headers))


def value(name: str) -> float:
    lines = asked().content.decode().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(name)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"address": "203.0.113.9"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"X-Forwarded-Proto": "https"},
        {"Via": "1.1 proxy"},
    ],
)
def test_figures_are_for_this_machine_only(headers: dict[str, str]) -> None:
    with pytest.raises(Refused):
        asked(**headers)


@pytest.mark.django_db
def test_with_a_token_only_the_token_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUCHAO_METRICS_TOKEN", "s3cret")
    assert asked(address="203.0.113.9", Authorization="Bearer s3cret").status_code == 200
    for headers in ({}, {"Authorization": "Bearer other"}):
        with pytest.raises(Refused):
            asked(**headers)


@pytest.mark.django_db
def test_requests_are_counted_by_status_and_duration() -> None:
    counted = metrics.Requests()
    for seconds in (0.004, 0.01, 0.3, 99):
        counted.observe(200, seconds)
    counted.observe(503, 0.02)
    lines = {line.split()[0]: line.split()[-1] for line in counted.lines() if line[0] != "#"}
    by_label = {key.split("{")[0] + key.split(",")[-1]: found for key, found in lines.items()}
    assert by_label['zhuchao_requests_totalstatus="200"}'] == "4"
    assert by_label['zhuchao_requests_totalstatus="503"}'] == "1"
    assert by_label['zhuchao_request_seconds_bucketle="0.01"}'] == "2"
    assert by_label['zhuchao_request_seconds_bucketle="0.025"}'] == "3"
    assert by_label['zhuchao_request_seconds_bucketle="+Inf"}'] == "5"


@pytest.mark.django_db
def test_the_notice_that_waits_longest_is_told() -> None:
    assert value("zhuchao_notices_oldest_undelivered_seconds") == 0
    for minutes in (-60, 1, 5):
        Notice.objects.create(
            id=uuid4(),
            channel="console",
            template="x",
            subject_kind="appeal",
            subject_id=1,
            created_at=now(),
            due_at=now() - timedelta(minutes=minutes),
        )
    assert 295 < value("zhuchao_notices_oldest_undelivered_seconds") < 330


@pytest.mark.django_db
def test_unsealed_entries_are_those_after_the_last_segment() -> None:
    before = metrics.unsealed_entries()
    for n in range(3):
        with writing("clerk") as log:
            log.add(Fact("matter.raised", ("appeal", n)))
    assert metrics.unsealed_entries() == before + 3
    last = Entry.objects.order_by("-id").values_list("id", flat=True)[1]
    Segment.objects.create(
        number=10**6, after_id=0, last_id=last, entries=2, root="", chain="", sealed_at=now()
    )
    assert metrics.unsealed_entries() == 1


@pytest.mark.django_db
def test_the_age_of_the_worker_is_told_once_there_was_one() -> None:
    heartbeat.stop()
    assert b"heartbeat" not in asked().content
    heartbeat.beat()
    assert value("zhuchao_worker_heartbeat_seconds") < 5
    heartbeat.stop()
