"""Whether this process lives, and whether it can serve: for containers and load balancers."""

import logging
import tempfile
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhuchao.web import heartbeat

log = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """GET /healthz: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """GET /readyz: 200 when database, migrations and home are in order, else 503 and which is not.

    The worker's age in seconds is for information: pages serve without it.
    """
    checks = {name: _passes(name, check) for name, check in CHECKS.items()}
    ready = all(checks.values())
    body = {"ready": ready, "checks": checks, "worker_seconds": heartbeat.seconds_since()}
    return JsonResponse(body, status=200 if ready else 503)


def _passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except (DatabaseError, OSError, LookupError):
        log.exception("not ready: %s", name)
        return False
    return True


def _database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache
def _migrations_applied() -> None:
    # Remembered once true: a process of this version needs no more than it had then.
    if waiting := pending_migrations():
        raise LookupError(", ".join(waiting))


def pending_migrations() -> list[str]:
    """The migrations this version has and the database has not, such as "matters.0002_x"."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def home_writable() -> None:
    """Raises OSError when nothing can be written under the home: rights, or a full disk."""
    with tempfile.TemporaryFile(dir=settings.ZHUCHAO_HOME) as probe:
        probe.write(b"x")
        probe.flush()


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database_answers,
    "migrations": _migrations_applied,
    "home": home_writable,
}
