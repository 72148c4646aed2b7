"""What a monitoring system asks for, in the Prometheus text format."""

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from threading import Lock

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from zhuchao.access.models import Notice
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry, Segment
from zhuchao.matters.models import Deadline
from zhuchao.web import heartbeat
from zhuchao.web.environment import setting

PROBES = {"healthz", "readyz", "metrics"}
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper edges of the duration histogram, in seconds."""

_BEHIND_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")
_LOOPBACK = {"127.0.0.1", "::1"}


class Requests:
    """How many requests this process answered, by status, and how long they took."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._statuses: Counter[int] = Counter()
        self._durations = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def observe(self, status: int, seconds: float) -> None:
        """Count one answered request."""
        with self._lock:
            self._statuses[status] += 1
            self._durations[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def lines(self) -> Iterator[str]:
        """The counts, labelled with the process: each server process keeps its own."""
        process = f'process="{os.getpid()}"'
        with self._lock:
            statuses, durations = sorted(self._statuses.items()), list(self._durations)
            seconds = self._seconds
        yield "# TYPE zhuchao_requests_total counter"
        for status, count in statuses:
            yield f'zhuchao_requests_total{{{process},status="{status}"}} {count}'
        yield "# TYPE zhuchao_request_seconds histogram"
        edges = [*(str(bound) for bound in BOUNDS), "+Inf"]
        for place, edge in enumerate(edges, start=1):
            below = sum(durations[:place])
            yield f'zhuchao_request_seconds_bucket{{{process},le="{edge}"}} {below}'
        yield f"zhuchao_request_seconds_sum{{{process}}} {seconds:.6f}"
        yield f"zhuchao_request_seconds_count{{{process}}} {sum(durations)}"


_requests = Requests()
observe = _requests.observe
"""Counts one answered request of this process: status, seconds."""


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """GET /metrics: to a direct request from this machine, or with ZHUCHAO_METRICS_TOKEN."""
    if not _may_read(request):
        raise Refused("not_found", "")
    lines = [*_requests.lines(), *_gauges()]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; version=0.0.4")


def _may_read(request: HttpRequest) -> bool:
    token: str = setting("ZHUCHAO_METRICS_TOKEN")
    if token:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    # Behind a proxy on this machine everybody seems to come from here.
    proxied = any(name in request.headers for name in _BEHIND_PROXY)
    return not proxied and request.META.get("REMOTE_ADDR") in _LOOPBACK


def _gauges() -> Iterable[str]:
    found = {
        "zhuchao_notices_oldest_undelivered_seconds": oldest_undelivered(),
        "zhuchao_journal_unsealed_entries": unsealed_entries(),
        "zhuchao_clocks_overdue": overdue_clocks(),
        "zhuchao_worker_heartbeat_seconds": heartbeat.seconds_since(),
    }
    for name, value in found.items():
        if value is not None:
            yield f"# TYPE {name} gauge"
            yield f"{name} {value}"


def oldest_undelivered() -> float:
    """How many seconds the notice that waits longest is past its time; 0 when none waits."""
    waiting = Notice.objects.filter(
        sent_at__isnull=True, failed_at__isnull=True, due_at__lte=now()
    ).aggregate(first=Min("due_at"))["first"]
    return (now() - waiting).total_seconds() if waiting else 0.0


def unsealed_entries() -> int:
    """How many journal entries lie in no closed segment yet."""
    last = Segment.objects.aggregate(last=Max("last_id"))["last"]
    return Entry.objects.filter(**({"id__gt": last} if last is not None else {})).count()


def overdue_clocks() -> int:
    """How many running deadlines are past."""
    running = Deadline.objects.filter(stopped_at__isnull=True, paused_at__isnull=True)
    return running.filter(due_at__lt=now()).count()
