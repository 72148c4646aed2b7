"""What the worker does over and over: a list, and the loop that goes through it."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

from django.contrib.sessions.models import Session
from django.db import close_old_connections

from zhuchao.access.files import sweep_files
from zhuchao.access.notices import deliver
from zhuchao.access.phone_codes import sweep_codes
from zhuchao.circle.merchants.joining import forget_refused
from zhuchao.circle.merchants.visits import forget_devices
from zhuchao.journal.clock import now
from zhuchao.journal.leases import LeaseTaken, lease
from zhuchao.journal.sealing import seal
from zhuchao.matters.kinds.wish.cards import tell_scans
from zhuchao.matters.tick import tick
from zhuchao.registry.imports.actions import sweep_imports
from zhuchao.registry.imports.carrying import carry_out_next
from zhuchao.web import heartbeat

log = logging.getLogger(__name__)

LEASE_SECONDS = 60
"""A worker killed inside a job keeps the others from it no longer than this."""


@dataclass(frozen=True)
class Job:
    """A name, how many seconds lie between two runs, and what to call.

    `leased` is false for what claims its own work and may therefore run on several machines.
    """

    name: str
    seconds: float
    run: Callable[[], object]
    leased: bool = True


def _end_sessions() -> None:
    Session.objects.filter(expire_date__lt=now()).delete()


JOBS = (
    Job("deliver", 2, deliver, leased=False),
    Job("tick", 15, tick),
    Job("seal", 60, seal, leased=False),
    Job("imports", 2, carry_out_next, leased=False),
    Job("imports-sweep", 3600, sweep_imports),
    Job("sweep", 3600, sweep_files),
    Job("codes", 3600, sweep_codes),
    Job("scans", 3600, tell_scans),
    Job("devices", 600, forget_devices),
    Job("applicants", 3600, forget_refused),
    Job("sessions", 3600, _end_sessions),
)


def work(stop: Event, jobs: Sequence[Job] = JOBS) -> None:
    """Do every job when its time comes, until told to stop."""
    times = {job.name: 0.0 for job in jobs}
    while not stop.is_set():
        for job in jobs:
            if stop.is_set():
                break
            if time.monotonic() >= times[job.name]:
                do(job)
                times[job.name] = time.monotonic() + job.seconds
        stop.wait(max(0.0, min(times.values()) - time.monotonic()))


def do(job: Job) -> bool:
    """Do a job now, unless another machine is at it. A failure is logged; False tells of it."""
    heartbeat.beat()
    close_old_connections()
    try:
        _run(job)
    except LeaseTaken:
        log.debug("done elsewhere", extra={"job": job.name})
    except Exception:
        log.exception("job failed, to be tried again", extra={"job": job.name})
        return False
    return True


def _run(job: Job) -> None:
    if job.leased:
        with lease(f"job.{job.name}", LEASE_SECONDS):
            job.run()
    else:
        job.run()
