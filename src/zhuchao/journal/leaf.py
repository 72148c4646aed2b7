"""One entry as canonical bytes, for row HMACs and Merkle leaves (docs/journal.md)."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from zhuchao.journal.fields import canonical
from zhuchao.journal.keys import keyring

COLUMNS = (
    "occurred_at",
    "recorded_at",
    "day",
    "month",
    "verb",
    "subject_kind",
    "subject_id",
    "who",
    "division_path",
    "organisation",
    "headcount",
    "quantity",
    "unit",
    "facets",
    "voids",
    "schema",
    "span_id",
    "valid_from",
    "valid_to",
    "remark_digest",
)
"""The columns an entry's own HMAC covers, in this order for ever; a leaf adds id and hmac."""

Row = tuple[Any, ...]
"""An entry as plain values: id, then COLUMNS, then hmac."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(value: Any) -> Any:
    """A column value as JSON can hold it: microseconds since 1970 UTC, ISO days, two decimals."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        delta = value - EPOCH
        return (delta.days * 86400 + delta.seconds) * 1_000_000 + delta.microseconds
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    if isinstance(value, dict):
        return canonical(value)
    return value


def journal_key() -> bytes:
    """The secret of row and segment HMACs."""
    return keyring().derived("journal")


def signed(values: Sequence[Any], key: bytes) -> str:
    """The HMAC-SHA256 (hex) of plain values. Raises TypeError for what no entry holds."""
    return hmac.digest(key, canonical(values).encode(), "sha256").hex()


def row_hmac(row: Mapping[str, Any], key: bytes) -> str:
    """The HMAC of an entry about to be written (hex)."""
    return signed([plain(row[c]) for c in COLUMNS], key)


def genuine_leaf(row: Row, key: bytes) -> bytes | None:
    """The leaf of an entry, SHA-256(0x00 ‖ canonical [id, columns…, hmac]); None for a false HMAC.

    The text of the columns is made once and serves both. Raises TypeError for what no entry holds.
    """
    columns = canonical(row[1:-1])
    if row[-1] != hmac.digest(key, columns.encode(), "sha256").hex():
        return None
    whole = f'[{row[0]},{columns[1:-1]},"{row[-1]}"]'
    return hashlib.sha256(b"\x00" + whole.encode()).digest()
