"""On PostgreSQL ids commit out of order; still nothing slips behind a seal."""

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import ProgrammingError, connection, transaction

from zhuchao.journal import rows
from zhuchao.journal.leases import LeaseTaken
from zhuchao.journal.models import Entry, Segment
from zhuchao.journal.rows import Busy, last_committed
from zhuchao.journal.sealing import seal
from zhuchao.journal.spans import rebuild_spans
from zhuchao.journal.verifying import verify
from zhuchao.journal.writing import Fact, writing

WRITERS, SEALERS, SECONDS = 16, 2, 4.0

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
    ),
]


class GivenUp(Exception):
    """A writer's own rollback."""


class Writers:
    """Threads that write in many ways until told to stop."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.committed: list[int] = []
        self.failures: list[BaseException] = []
        self._lock = threading.Lock()

    def run(self, work: Callable[[random.Random], None], seed: int) -> None:
        dice = random.Random(seed)
        try:
            while not self.stop.is_set():
                work(dice)
        except Exception as error:  # noqa: BLE001 (told by the main thread)
            self.failures.append(error)
        finally:
            connection.close()

    def write(self, dice: random.Random) -> None:
        """One transaction: one in ten is rolled back, a quarter draw ids early and commit late."""
        subject = dice.getrandbits(40)
        try:
            with transaction.atomic():
                for _ in range(dice.randint(1, 3)):
                    with writing("3f2a") as log:
                        fact = Fact(
                            "tie.made", ("tie", subject), span=f"tie:{subject}", remark="话"
                        )
                        log.add(fact)
                    if dice.random() < 0.25:
                        time.sleep(dice.uniform(0.01, 0.1))
                drawn = Entry.objects.filter(subject_id=subject).values_list("id", flat=True)
                mine = list(drawn)
                if dice.random() < 0.1:
                    raise GivenUp
        except GivenUp:
            return
        with self._lock:
            self.committed.extend(mine)

    def seal(self, _dice: random.Random) -> None:
        try:
            seal()
        except LeaseTaken:
            time.sleep(0.02)


def test_every_committed_entry_is_sealed_exactly_once(home: Path) -> None:
    writers = Writers()
    threads = [
        threading.Thread(target=writers.run, args=(work, seed))
        for seed, work in enumerate([writers.write] * WRITERS + [writers.seal] * SEALERS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    writers.stop.set()
    for thread in threads:
        thread.join()
    assert writers.failures == []
    seal()
    sealed = [
        entry
        for path in sorted((home / "segments").iterdir())
        for entry in pq.read_table(path)["id"].to_pylist()
    ]
    assert sealed == sorted(writers.committed)
    assert len(sealed) > 100
    assert sealed[-1] > len(sealed), "no id was drawn and rolled back"
    assert Segment.objects.count() > 3
    report = verify()
    assert report.ok, report
    assert report.unsealed == 0


def test_the_cutoff_waits_for_a_writer_who_has_drawn_an_id() -> None:
    drawn, release = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            with writing("3f2a") as log:
                log.add(Fact("matter.raised", ("matter", 1)))
            drawn.set()
            release.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert drawn.wait(10)
    threading.Timer(0.8, release.set).start()
    started = time.monotonic()
    assert last_committed() == Entry.objects.get().pk
    assert time.monotonic() - started > 0.5
    thread.join()


def test_it_gives_up_politely_when_a_writer_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "TRIES", 1)
    drawn, release = threading.Event(), threading.Event()

    def endless() -> None:
        with transaction.atomic():
            with writing("3f2a") as log:
                log.add(Fact("matter.raised", ("matter", 1)))
            drawn.set()
            release.wait(10)
        connection.close()

    thread = threading.Thread(target=endless)
    thread.start()
    assert drawn.wait(10)
    with pytest.raises(Busy):
        rebuild_spans()
    release.set()
    thread.join()


def test_an_id_can_come_only_from_the_sequence() -> None:
    with writing("3f2a") as log:
        log.add(Fact("matter.raised", ("matter", 1)))
    entry = Entry.objects.get()
    with pytest.raises(ProgrammingError, match="GENERATED ALWAYS"):
        Entry.objects.bulk_create([Entry(**{**_columns(entry), "id": entry.pk + 100})])


def _columns(entry: Entry) -> dict[str, object]:
    return {field.name: getattr(entry, field.name) for field in Entry._meta.concrete_fields}
