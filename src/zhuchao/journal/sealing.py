"""Closing committed entries into segments: one sealer at a time, safe to kill at any moment."""

from datetime import timedelta

from django.db import transaction

from zhuchao.journal.clock import now
from zhuchao.journal.leaf import EPOCH, Row, genuine_leaf, journal_key, plain
from zhuchao.journal.leases import Held, lease
from zhuchao.journal.merkle import Tree
from zhuchao.journal.models import Segment
from zhuchao.journal.rows import last_committed, rows
from zhuchao.journal.segments import (
    FIRST_CHAIN,
    Draft,
    Header,
    SegmentFile,
    Unreadable,
    clear_drafts,
    file_name,
    headers,
    numbers_on_disk,
)

LEASE_SECONDS = 300


class Tampered(RuntimeError):
    """What was to be sealed is not what was written; nothing was sealed. The text names it."""


def seal() -> list[Header]:
    """Close all committed entries not yet sealed; the new segments: usually one, or none.

    Raises LeaseTaken while another sealer works, Tampered for an entry without a genuine HMAC or
    a stray segment file, Busy when PostgreSQL's writers never pause. Run it outside a transaction.
    """
    with lease("journal.seal", LEASE_SECONDS) as held:
        clear_drafts()
        last = _last()
        made = [_redo(held, last)] if _orphan(last) else []
        upto = last_committed()
        made.append(_close(held, made[-1] if made else last, upto))
        return [header for header in made if header]


def _last() -> Header | None:
    known = headers()
    return known[-1] if known else None


def _next_number(last: Header | None) -> int:
    return last.number + 1 if last else 1


def _orphan(last: Header | None) -> bool:
    return any(number >= _next_number(last) for number in numbers_on_disk())


def _redo(held: Held, last: Header | None) -> Header | None:
    """Seal the range of a file whose row is missing again: its entries must still be the same.

    A sealer killed between file and row leaves such a file; so does somebody who removed the row.
    """
    number = _next_number(last)
    try:
        orphan = SegmentFile(number).header()
    except Unreadable as error:
        raise Tampered(f"segment {number}: {error}") from error
    if orphan.number != number or orphan.hmac != orphan.signature(journal_key()):
        raise Tampered(f"{file_name(number)} is no segment of this journal")
    return _close(held, last, orphan.last_id, orphan.root)


def _close(held: Held, last: Header | None, upto: int | None, root: str = "") -> Header | None:
    """Write one segment of all entries after the last one; it must have `root` if that is given."""
    draft = Draft(_next_number(last))
    try:
        tree, last_id = _fill(draft, held, last, upto)
        if root and (not tree.size or tree.root().hex() != root):
            raise Tampered(f"{draft.target.name} holds other entries than the database")
        if not tree.size:
            return None
        header = _header(last, last_id, tree)
        draft.finish(header)
        _commit(held, header, draft)
        return header
    finally:
        draft.drop()


def _fill(draft: Draft, held: Held, last: Header | None, upto: int | None) -> tuple[Tree, int]:
    tree, key, last_id = Tree(), journal_key(), 0
    for batch in rows(last.last_id if last else None, upto):
        for row in batch:
            tree.add(_leaf(row, key))
        draft.add(batch)
        held.confirm()
        last_id = batch[-1][0]
    return tree, last_id


def _leaf(row: Row, key: bytes) -> bytes:
    """The leaf of a row. Sealing a false one would lend it the proof of a true one."""
    try:
        leaf = genuine_leaf(row, key)
    except (TypeError, ValueError) as error:
        raise Tampered(f"entry {row[0]}: {error}") from error
    if leaf is None:
        raise Tampered(f"entry {row[0]} is not as it was written")
    return leaf


def _header(last: Header | None, last_id: int, tree: Tree) -> Header:
    number = _next_number(last)
    bare = Header(
        number=number,
        after_id=last.last_id if last else 0,
        last_id=last_id,
        entries=tree.size,
        root=tree.root().hex(),
        chain="",
        file=file_name(number),
        sealed_at=plain(now()),
        hmac="",
    )
    chained = bare._replace(chain=bare.chained_to(last.chain if last else FIRST_CHAIN))
    return chained._replace(hmac=chained.signature(journal_key()))


def _commit(held: Held, header: Header, draft: Draft) -> None:
    """Row and file together: the lease is locked, so a second sealer cannot come between."""
    sealed_at = EPOCH + timedelta(microseconds=header.sealed_at)
    with transaction.atomic():
        held.confirm()
        Segment.objects.create(**{**header._asdict(), "sealed_at": sealed_at})
        draft.publish()
