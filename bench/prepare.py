"""Run in a process of its own: build the city, log people in, print what a client needs."""

import json
import sys
import time

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.city import build  # noqa: E402
from zhuchao.access.models import Account  # noqa: E402
from zhuchao.matters.models import Matter  # noqa: E402


def main(matters: int) -> None:
    """Migrate, build, log in; JSON with sessions by name, a receipt, and how long it took."""
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    build(matters)
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    street = Matter.objects.filter(division_path__startswith="/990100/S03/").first()
    sessions = {a.username: _session(a) for a in Account.objects.all()}
    found = {"sessions": sessions, "receipt": street and street.receipt, "seconds": seconds}
    json.dump(found, sys.stdout)


def _session(account: Account) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
