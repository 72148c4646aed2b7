"""Proof that nothing was changed: entries, segments, remarks and spans are all checked."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import DatabaseError

from zhuchao.journal.leaf import COLUMNS, Row, genuine_leaf, journal_key
from zhuchao.journal.merkle import Tree
from zhuchao.journal.rows import rows, select, snapshot
from zhuchao.journal.segments import (
    FIRST_CHAIN,
    Header,
    SegmentFile,
    Unreadable,
    file_name,
    headers,
    numbers_on_disk,
)
from zhuchao.journal.spans import false_span
from zhuchao.journal.writing import remark_digest

STEP = 5000
"""Entries between two looks at the clock."""


class OutOfTime(RuntimeError):
    """The verification was given too few seconds; it says nothing about the journal."""


class Bad(Exception):
    """The first thing found wrong: `where` (a table or file), the `id` there, and `why`."""

    def __init__(self, where: str, row: int | str | None, why: str) -> None:
        super().__init__(f"{where} {row}: {why}")
        self.where, self.id, self.why = where, row, why


@dataclass(frozen=True)
class Report:
    """What a verification found; `first_bad` is None when everything holds."""

    ok: bool
    entries: int
    segments: int
    unsealed: int
    first_bad: dict[str, int | str | None] | None


def verify(
    seconds: float | None = None, progress: Callable[[int], None] = lambda done: None
) -> Report:
    """Check the whole journal as of now; `progress` is told the entries done.

    Raises OutOfTime after `seconds`.
    """
    watch = _Watch(seconds, progress)
    with snapshot():
        sealed = headers()
        entries, unsealed = _counts(sealed)
        bad = _first_bad(lambda: _check_all(sealed, watch))
    bad = bad or _first_bad(_check_orphans)
    first = {"where": bad.where, "id": bad.id, "why": bad.why} if bad else None
    return Report(bad is None, entries, len(sealed), unsealed, first)


def _counts(sealed: list[Header]) -> tuple[int, int]:
    """How many entries there are, and how many of them wait for the next segment."""
    entries = select("SELECT COUNT(*) FROM journal_entry")[0][0]
    if not sealed:
        return entries, entries
    after = select("SELECT COUNT(*) FROM journal_entry WHERE id > %s", sealed[-1].last_id)
    return entries, after[0][0]


def _first_bad(check: Callable[[], None]) -> Bad | None:
    try:
        check()
    except Bad as bad:
        return bad
    except DatabaseError as error:
        return Bad("database", None, f"cannot be read: {error}")
    return None


def _check_all(sealed: list[Header], watch: "_Watch") -> None:
    key = journal_key()
    stream = _Stream(chain.from_iterable(rows()), watch)
    last: Header | None = None
    for header in sealed:
        _check_header(header, last, key)
        _check_segment(header, stream, key)
        last = header
    for row in stream.upto(None):
        _leaf("journal_entry", row, key)
    _check_remarks()
    found = false_span()
    if found:
        raise Bad("journal_span", *found)


class _Watch:
    """Tells how far the work is and stops it when its time is over."""

    def __init__(self, seconds: float | None, progress: Callable[[int], None]) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._progress = progress

    def look(self, done: int) -> None:
        self._progress(done)
        if self._end is not None and time.monotonic() > self._end:
            raise OutOfTime


class _Stream:
    """The entries of the database by id, handed out up to a segment's end."""

    def __init__(self, source: Iterator[Row], watch: _Watch) -> None:
        self._source, self._watch, self._done = source, watch, 0
        self._ahead = next(source, None)

    def upto(self, last_id: int | None) -> Iterator[Row]:
        while self._ahead is not None and (last_id is None or self._ahead[0] <= last_id):
            row, self._ahead = self._ahead, next(self._source, None)
            self._done += 1
            if self._done % STEP == 0:
                self._watch.look(self._done)
            yield row


def _check_header(header: Header, last: Header | None, key: bytes) -> None:
    number, after, before = (
        (last.number + 1, last.last_id, last.chain) if last else (1, 0, FIRST_CHAIN)
    )
    if header.number != number:
        raise Bad("journal_segment", number, "the row is missing")
    try:
        authentic = header.hmac == header.signature(key)
        chained = header.chain == header.chained_to(before) and header.after_id == after
    except (TypeError, ValueError) as error:
        raise Bad("journal_segment", number, str(error)) from error
    if not authentic:
        raise Bad("journal_segment", number, "the row was changed")
    if not chained:
        raise Bad("journal_segment", number, "the row does not follow the one before it")


def _check_segment(header: Header, stream: _Stream, key: bytes) -> None:
    """The file must have the header's root, and the database the file's entries."""
    try:
        file = SegmentFile(header.number)
        if file.header() != header:
            raise Bad(header.file, None, "the file holds another header than its row")
        difference, root = _compare(file, stream.upto(header.last_id), key)
    except Unreadable as error:
        raise Bad(header.file, None, str(error)) from error
    if root != header.root:
        first = difference.id if difference else None
        raise Bad(header.file, first, "the file's entries are not those that were sealed")
    if difference:
        raise difference


def _compare(file: SegmentFile, stored: Iterator[Row], key: bytes) -> tuple[Bad | None, str]:
    """The first entry the database holds otherwise than the file, and the root over the file."""
    first: Bad | None = None
    tree = Tree()
    for kept in file.rows():
        tree.add(_leaf(file.name, kept, key))
        if first is None:
            first = _difference(kept, next(stored, None))
    extra = next(stored, None)
    if extra is not None:
        first = first or Bad("journal_entry", extra[0], "the entry was inserted")
    for _ in stored:
        pass  # the rest of a segment that is already wrong
    return first, tree.root().hex() if tree.size else ""


def _difference(kept: Row, found: Row | None) -> Bad | None:
    if found == kept:
        return None
    if found is None or found[0] > kept[0]:
        return Bad("journal_entry", kept[0], "the entry was removed")
    if found[0] < kept[0]:
        return Bad("journal_entry", found[0], "the entry was inserted")
    names = ("id", *COLUMNS, "hmac")
    changed = [n for n, a, b in zip(names, kept, found, strict=True) if a != b]
    return Bad("journal_entry", kept[0], f"changed: {', '.join(changed)}")


def _leaf(where: str, row: Row, key: bytes) -> bytes:
    try:
        leaf = genuine_leaf(row, key)
    except (TypeError, ValueError) as error:
        raise Bad(where, row[0], str(error)) from error
    if leaf is None:
        raise Bad(where, row[0], "the entry is not as it was written")
    return leaf


def _check_remarks() -> None:
    stray = select(
        "SELECT r.entry_id FROM journal_remark r LEFT JOIN journal_entry e ON e.id = r.entry_id "
        "WHERE e.id IS NULL OR e.remark_digest = '' ORDER BY r.entry_id LIMIT 1"
    )
    if stray:
        raise Bad("journal_remark", stray[0][0], "the remark was inserted")
    after = -(2**63)
    while batch := _remarks(after):
        for entry, digest, text, salt, erased in batch:
            _check_remark(entry, digest, text, salt, erased)
        after = batch[-1][0]


def _remarks(after: int) -> list[Row]:
    return select(
        "SELECT e.id, e.remark_digest, r.text, r.salt, r.erased_at IS NOT NULL "
        "FROM journal_entry e LEFT JOIN journal_remark r ON r.entry_id = e.id "
        "WHERE e.remark_digest <> '' AND e.id > %s ORDER BY e.id LIMIT %s",
        after,
        STEP,
    )


def _check_remark(entry: int, digest: str, text: str | None, salt: str, erased: bool) -> None:
    if text is None:
        raise Bad("journal_remark", entry, "the remark was removed without a trace")
    if erased and (text or salt):
        raise Bad("journal_remark", entry, "the remark says it was erased and was not")
    if not erased and remark_digest(salt, text) != digest:
        raise Bad("journal_remark", entry, "the words were changed")


def _check_orphans() -> None:
    """Files of segments no row tells of: somebody removed the row, or a sealer was killed."""
    if _orphans():
        # A sealer at work names its file a moment before its row is committed.
        time.sleep(1)
    for number in _orphans():
        raise Bad("journal_segment", number, f"{file_name(number)} is there, its row is missing")


def _orphans() -> list[int]:
    on_disk = numbers_on_disk()
    known = {header.number for header in headers()}
    return [number for number in on_disk if number not in known]
