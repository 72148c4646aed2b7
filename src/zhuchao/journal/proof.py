"""A proof for outsiders: segment files and headers, to be checked by published rules alone."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from zhuchao.journal.segments import FIRST_CHAIN, Header, folder, headers

FORMAT = "zhuchao-journal-proof/1"
_PUBLIC = ("number", "after_id", "last_id", "entries", "root", "sealed_at", "chain", "file")


class NoSuchSegments(ValueError):
    """The range asked for holds no segments, or not all of them; the text names it."""


def proof(first: int | None = None, last: int | None = None) -> dict[str, Any]:
    """Roots and chain of the segments from `first` to `last` (all by default), without any entry.

    Whoever keeps it can later tell that not one of these segments was changed, even by the holder
    of the key. Raises NoSuchSegments.
    """
    known = {header.number: header for header in headers()}
    start = 1 if first is None else first
    end = max(known, default=0) if last is None else last
    wanted = range(start, end + 1)
    if not wanted or any(number not in known for number in wanted):
        raise NoSuchSegments(f"{start}–{end}")
    before = known[start - 1].chain if start > 1 else FIRST_CHAIN
    chosen = [_public(known[number]) for number in wanted]
    return {"format": FORMAT, "chain_before": before, "segments": chosen}


def _public(header: Header) -> dict[str, Any]:
    return {name: getattr(header, name) for name in _PUBLIC}


def export(path: Path, first: int | None = None, last: int | None = None) -> int:
    """Write a ZIP of proof.json and the segment files it speaks of; how many segments.

    Raises NoSuchSegments, and OSError when a file is missing or `path` cannot be written.
    """
    document = proof(first, last)
    with ZipFile(path, "w", ZIP_STORED) as archive:
        archive.writestr("proof.json", json.dumps(document, indent=1))
        for segment in document["segments"]:
            archive.write(folder() / segment["file"], f"segments/{segment['file']}")
    return len(document["segments"])
