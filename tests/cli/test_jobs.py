"""The worker's loop: one failing job, one taken lease, the sign of life, the end."""

import logging
from threading import Event

import pytest

from zhuchao.cli.jobs import JOBS, Job, do, work
from zhuchao.journal.leases import lease
from zhuchao.web import heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_worker_yet() -> None:
    heartbeat.stop()


def test_a_failing_job_is_logged_tried_again_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop, done = Event(), list[str]()

    def fail() -> None:
        done.append("fail")
        raise ValueError("13812345678")

    def count() -> None:
        done.append("count")
        if done.count("count") == 3:
            stop.set()

    with caplog.at_level(logging.ERROR, "zhuchao.cli.jobs"):
        work(stop, [Job("fail", 0, fail), Job("count", 0, count)])
    assert done == ["fail", "count"] * 3
    assert [record.job for record in caplog.records] == ["fail"] * 3  # type: ignore[attr-defined]


def test_a_job_another_machine_is_at_is_left_to_it() -> None:
    done = []
    with lease("job.tick", 60):
        assert do(Job("tick", 1, lambda: done.append(1)))
    assert done == []
    assert do(Job("tick", 1, lambda: done.append(1)))
    assert done == [1]


def test_a_job_waits_for_its_time() -> None:
    stop, done = Event(), list[str]()

    def often() -> None:
        done.append("often")
        if len(done) > 4:
            stop.set()

    work(stop, [Job("rare", 1000, lambda: done.append("rare")), Job("often", 0, often)])
    assert done.count("rare") == 1


def test_every_job_of_the_list_runs_on_an_empty_database() -> None:
    assert [job.name for job in JOBS if not do(job)] == []


def test_the_worker_shows_that_it_lives() -> None:
    assert heartbeat.seconds_since() is None
    do(JOBS[0])
    age = heartbeat.seconds_since()
    assert age is not None
    assert age < 5
