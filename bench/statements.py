"""Run in a process of its own: how many SQL statements each page takes, BEGIN and COMMIT apart."""

import io
import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.asking import Ask, asks  # noqa: E402

APART = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def main() -> None:
    """For each page: its statements on a second visit, when reference data is in memory."""
    known = json.load(sys.stdin)
    settings.ALLOWED_HOSTS = ["testserver"]
    json.dump({a.name: _count(a) for a in asks(known)}, sys.stdout)


def _count(ask: Ask) -> int:
    client = Client()
    if ask.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = ask.session
    for last in (False, True):
        with CaptureQueriesContext(connection) as seen:
            response = client.generic(
                ask.method, ask.path, io.BytesIO(ask.body()).read(), content_type=ask.content_type
            )
        if response.status_code not in (200, 201):
            raise RuntimeError(f"{ask.name}: {response.status_code} {response.content[:300]!r}")
        if last:
            return sum(not q["sql"].startswith(APART) for q in seen.captured_queries)
    raise AssertionError


if __name__ == "__main__":
    main()
