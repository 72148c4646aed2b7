"""The one way to write: a transaction that ends with its journal entries."""

import fcntl
import hashlib
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from zhuchao.journal.clock import local_day, now
from zhuchao.journal.inserting import insert_rows
from zhuchao.journal.leaf import COLUMNS, journal_key, row_hmac
from zhuchao.journal.models import Entry, Remark, Span

MOST = Decimal(10) ** 13
"""Amounts stay below this."""

_thread_lock = threading.RLock()


@dataclass(frozen=True)
class Fact:
    """What an action has to tell. `remark` holds words; everything else is codes and numbers.

    `span` names the dated thing whose current belief this fact replaces, such as "tie:7".
    """

    verb: str
    subject: tuple[str, int]
    path: str = ""
    organisation: int | None = None
    headcount: int | None = None
    quantity: Decimal | None = None
    unit: str = ""
    facets: Mapping[str, Any] = field(default_factory=dict)
    voids: int | None = None
    span: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    occurred_at: datetime | None = None
    remark: str = ""
    who: str = ""
    """Overrides the acting pseudonym (imports that tell who did it then)."""


class Log:
    """The facts one action collects; written in a single multi-row insert when it ends."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.facts: list[Fact] = []

    def add(self, fact: Fact) -> None:
        """Remember a fact."""
        self.facts.append(fact)

    def write(self) -> list[Entry]:
        """Insert the entries, their remarks and the current spans; the entries, with ids."""
        key = journal_key()
        pairs = [_entry(f, self.who, key) for f in self.facts]
        entries = insert_rows([entry for entry, _ in pairs])
        salts = [salt for _, salt in pairs]
        said = zip(entries, salts, self.facts, strict=True)
        _write_remarks([(e, salt, f.remark) for e, salt, f in said if f.remark])
        _write_spans([e for e in entries if e.span_id])
        return entries


def _entry(fact: Fact, who: str, key: bytes) -> tuple[Entry, str]:
    recorded = now()
    occurred = fact.occurred_at or recorded
    day = local_day(occurred)
    salt = secrets.token_hex(16) if fact.remark else ""
    row = {
        "occurred_at": occurred,
        "recorded_at": recorded,
        "day": day,
        "month": f"{day:%Y-%m}",
        "verb": fact.verb,
        "subject_kind": fact.subject[0],
        "subject_id": fact.subject[1],
        "who": fact.who or who,
        "division_path": fact.path,
        "organisation": fact.organisation,
        "headcount": fact.headcount,
        "quantity": _amount(fact.quantity),
        "unit": fact.unit,
        "facets": dict(fact.facets),
        "voids": fact.voids,
        "schema": 1,
        "span_id": fact.span,
        "valid_from": fact.valid_from,
        "valid_to": fact.valid_to,
        "remark_digest": remark_digest(salt, fact.remark) if fact.remark else "",
    }
    return Entry(**row, hmac=row_hmac(row, key)), salt


def _amount(quantity: Decimal | None) -> Decimal | None:
    """Two decimals and no negative zero, so that both engines give back exactly what was signed."""
    if quantity is None:
        return None
    if abs(quantity) >= MOST:
        raise ValueError(f"quantity {quantity}: SQLite keeps 15 digits only")
    return quantity.quantize(Decimal("0.01")) + 0


def remark_digest(salt: str, text: str) -> str:
    """What an entry keeps of a remark: SHA-256 of the salt, erased with the words, and the text."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def erase_remarks(
    log: Log, subject: tuple[str, int], *, reason: str = "", entry: int | None = None
) -> int:
    """Erase the words of all entries of a subject, or of one, in an action; how many there were.

    The digests stay and say nothing without the salt, which is erased too; the entry that tells
    of the erasure counts the remarks in `headcount`.
    """
    kind, number = subject
    said = Remark.objects.filter(entry__subject_kind=kind, entry__subject_id=number, erased_at=None)
    if entry is not None:
        said = said.filter(entry=entry)
    count = said.update(text="", salt="", erased_at=now())
    log.add(Fact("remark.erased", subject, headcount=count, remark=reason))
    return count


def _write_remarks(rows: list[tuple[Entry, str, str]]) -> None:
    insert_rows([Remark(entry=e, salt=s, text=t) for e, s, t in rows])


def _write_spans(entries: list[Entry]) -> None:
    if entries:
        latest = {e.span_id: span_of(e) for e in entries}
        Span.objects.bulk_create(
            latest.values(), update_conflicts=True, unique_fields=["id"], update_fields=SPAN_COLUMNS
        )


SPAN_COLUMNS = [
    "entry_id",
    "verb",
    "subject_kind",
    "subject_id",
    "division_path",
    "organisation",
    "headcount",
    "quantity",
    "unit",
    "facets",
    "valid_from",
    "valid_to",
]


def span_of(entry: Entry) -> Span:
    """The belief an entry states about its span."""
    same = {c: getattr(entry, c) for c in SPAN_COLUMNS if c in COLUMNS}
    return Span(id=entry.span_id, entry_id=entry.pk, **same)


class Unjournaled(RuntimeError):
    """An action changed something and told nothing: a programming fault, rolled back."""


@contextmanager
def writing(who: str) -> Iterator[Log]:
    """One transaction of `who` (a pseudonym): the body changes rows and adds facts to the log.

    The entries are inserted last and commit with the change or not at all. Raises Unjournaled
    when the body ended without a fact.
    """
    log = Log(who)
    with _one_writer(), transaction.atomic():
        yield log
        if not log.facts:
            raise Unjournaled
        log.write()


@contextmanager
def _one_writer() -> Iterator[None]:
    """On SQLite, queue writers fairly: its own busy-wait lets some wait half a second and more."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    path = Path(settings.ZHUCHAO_HOME) / "write.lock"
    with _thread_lock, path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
