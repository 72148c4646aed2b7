"""SIGKILL to server and worker under load: nothing acknowledged is lost, nothing is doubled."""

import json
import threading
import time
import uuid

import pytest

from tests.chaos.conftest import City

pytestmark = pytest.mark.django_db

CLIENTS = 6
ROUNDS = 2


class Client(threading.Thread):
    """Raises matters with keys of its own and retries what was not acknowledged."""

    def __init__(self, city: City, stop: threading.Event) -> None:
        super().__init__()
        self.city = city
        self.stop = stop
        self.acknowledged: dict[str, str] = {}
        self.wrong: list[int] = []

    def run(self) -> None:
        """Send until told to stop; the same key again until there is an answer."""
        while not self.stop.is_set():
            self._insist(str(uuid.uuid4()))

    def _insist(self, key: str) -> None:
        body = {
            "kind": "hazard",
            "text": f"井盖破了 {key}",
            "category": "manhole",
            "division": "C11",
            "contact": {"phone": "13800000001"},
        }
        while True:
            try:
                status, answer = self.city.call(
                    "POST", "/api/matters", body, **{"Idempotency-Key": key}
                )
            except OSError:
                time.sleep(0.05)
                continue
            if status not in (200, 201):
                self.wrong.append(status)
            else:
                self.acknowledged[key] = answer["receipt"]
            return


def test_nothing_acknowledged_is_lost_or_doubled_when_all_is_killed(city: City) -> None:
    stop = threading.Event()
    clients = [Client(city, stop) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for _ in range(ROUNDS):
        time.sleep(1.5)
        city.kill()
        city.start()
    time.sleep(1)
    stop.set()
    for client in clients:
        client.join(60)
    assert [w for c in clients for w in c.wrong] == []
    told = {key: receipt for c in clients for key, receipt in c.acknowledged.items()}
    assert len(told) > CLIENTS * ROUNDS
    stored = _stored(city)
    assert {r for r, texts in stored.items() if len(texts) > 1} == set()
    texts = [text for texts in stored.values() for text in texts]
    assert len(texts) == len(set(texts)), "a key became two matters"
    for key, receipt in told.items():
        assert stored[receipt] == [f"井盖破了 {key}"[:40]]
    _proved(city)
    _noticed(city, len(texts))


def _stored(city: City) -> dict[str, list[str]]:
    """Receipt → texts of every stored hazard, read through the list."""
    found: dict[str, list[str]] = {}
    path: str | None = "/api/matters?kind=hazard&size=100"
    while path:
        status, page = city.act("GET", path)
        assert status == 200, page
        for row in page["items"]:
            found.setdefault(row["receipt"], []).append(row["title"])
        path = page["next"]
    return found


def _proved(city: City) -> None:
    """The journal verifies, sealed and unsealed."""
    city.home.done("journal", "seal")
    assert json.loads(city.home.done("journal", "verify", "--json"))["ok"] is True


def _noticed(city: City, matters: int) -> None:
    """Each matter has exactly one notice; when the leases of the dead end, all of them go out."""
    script = (
        "import django; django.setup();"
        "from datetime import timedelta;"
        "from zhuchao.access.models import Notice;"
        "from zhuchao.access.notices import deliver;"
        "from zhuchao.journal.clock import at, now\n"
        "with at(now() + timedelta(minutes=10)): deliver(10_000)\n"
        "print(Notice.objects.count(), Notice.objects.filter(sent_at=None).count())"
    )
    deadline = time.monotonic() + 30
    counts = ""
    while time.monotonic() < deadline:
        counts = city.home.python(script)
        if counts == f"{matters} 0":
            return
    raise AssertionError(counts)
