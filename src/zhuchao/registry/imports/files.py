"""The file of a run: kept sealed in pieces while it is being looked at, gone afterwards."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import PurePath

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.sealing import seal, unseal
from zhuchao.journal.inserting import insert_rows
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.registry.models import ImportPart, ImportRun
from zhuchao.text.books import read_grid
from zhuchao.text.field_meanings import Guess, guesses
from zhuchao.text.grid_reading import Reading, understand
from zhuchao.text.tables import Unreadable

MOST_BYTES = 20 * 1024 * 1024
PART = 128 * 1024


def digest_of(raw: bytes) -> str:
    """What tells two files apart."""
    return hashlib.sha256(raw).hexdigest()


def short_name(name: str) -> str:
    """The name of an uploaded file without its folders."""
    return PurePath(name.replace("\\", "/")).name[-120:]


def keep_file(run: ImportRun, raw: bytes) -> None:
    """Seal the file, piece by piece, inside the caller's action."""
    parts = []
    for number, start in enumerate(range(0, len(raw), PART)):
        blob, key_id = seal({"part": base64.b64encode(raw[start : start + PART]).decode()})
        parts.append(ImportPart(run=run, number=number, sealed=blob, key_id=key_id))
    insert_rows(parts)


def file_of(run: ImportRun) -> bytes:
    """The file of a run. Raises Refused when it is gone."""
    parts = run.parts.order_by("number")
    raw = b"".join(base64.b64decode(unseal(p.sealed, p.key_id)["part"]) for p in parts)
    if not raw:
        raise Refused("conflict", _("上传的文件已经删除，请重新上传"))
    return raw


def read_file(run: ImportRun, raw: bytes) -> Reading:
    """The table in it, by the sheet and the heading row the run names. Raises Refused."""
    meanings = [field.meaning for field in KINDS[run.kind].fields]
    try:
        return understand(read_grid(raw, run.sheet), meanings, run.heading)
    except Unreadable as error:
        raise Refused("invalid", _(error.words) % {"given": error.given}, "file") from error


def guessed(run: ImportRun, reading: Reading) -> list[Guess]:
    """What each column means: as somebody settled, else as guessed."""
    meanings = [field.meaning for field in KINDS[run.kind].fields]
    return guesses(reading.names, meanings, reading.samples(), _settled(run.columns))


def _settled(columns: Mapping[str, str]) -> dict[int, str]:
    return {int(column): name for column, name in columns.items()}
