"""A segment: its header, how headers chain, and its Parquet file (docs/journal.md)."""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from zhuchao.journal.fields import canonical
from zhuchao.journal.leaf import COLUMNS, Row, signed
from zhuchao.journal.rows import AMOUNTS, BATCH, DAYS, MOMENTS, plain_sql, select

FIRST_CHAIN = "0" * 64
_METADATA = b"zhuchao.segment"
_NAME = re.compile(r"(\d{6,})\.parquet")
_INTEGERS = ("id", "subject_id", "organisation", "headcount", "voids", "schema")


class Unreadable(ValueError):
    """A segment file that is missing, cut off or none of ours; the text says which."""


class Header(NamedTuple):
    """The columns of a Segment as plain values; `sealed_at` in microseconds since 1970 UTC."""

    number: int
    after_id: int
    last_id: int
    entries: int
    root: str
    chain: str
    file: str
    sealed_at: int
    hmac: str

    def chained_to(self, previous: str) -> str:
        """The chain value this header must have after the one before it."""
        known = [self.number, self.after_id, self.last_id, self.entries, self.root, self.sealed_at]
        return hashlib.sha256(canonical([previous, *known]).encode()).hexdigest()

    def signature(self, key: bytes) -> str:
        """The HMAC this header must have."""
        return signed(self[:-1], key)


def headers() -> list[Header]:
    """The segments the database knows, by number."""
    columns = ", ".join(plain_sql(c) for c in Header._fields)
    found = select(f"SELECT {columns} FROM journal_segment ORDER BY number")  # noqa: S608 (own column names)
    return [Header(*row) for row in found]


def folder() -> Path:
    """Where segment files live; made when absent."""
    path = Path(settings.ZHUCHAO_HOME) / "segments"
    path.mkdir(parents=True, exist_ok=True)
    return path


def file_name(number: int) -> str:
    """000001.parquet for segment 1."""
    return f"{number:06}.parquet"


def numbers_on_disk() -> list[int]:
    """The numbers of the segment files there are."""
    found = (_NAME.fullmatch(path.name) for path in folder().iterdir())
    return sorted(int(match[1]) for match in found if match)


def clear_drafts() -> None:
    """Remove what an interrupted sealer left unfinished."""
    for path in folder().glob(".*.draft"):
        path.unlink(missing_ok=True)


def _type(column: str) -> pa.DataType:
    if column in _INTEGERS:
        return pa.int64()
    if column in MOMENTS:
        return pa.timestamp("us", tz="UTC")
    if column in DAYS:
        return pa.date32()
    return pa.decimal128(18, 2) if column in AMOUNTS else pa.string()


SCHEMA = pa.schema([(column, _type(column)) for column in ("id", *COLUMNS, "hmac")])


class Draft:
    """A segment file being written under another name; nothing sees it before `publish`."""

    def __init__(self, number: int) -> None:
        self.target = folder() / file_name(number)
        self.path = self.target.with_name(f".{self.target.name}.{secrets.token_hex(8)}.draft")
        self._writer = pq.ParquetWriter(self.path, SCHEMA, compression="zstd")

    def add(self, batch: list[Row]) -> None:
        """Append entries."""
        columns = zip(*batch, strict=True)
        arrays = [_array(values, field) for values, field in zip(columns, SCHEMA, strict=True)]
        self._writer.write_table(pa.table(arrays, schema=SCHEMA))

    def finish(self, header: Header) -> None:
        """Put the header into the file and the file onto the disk."""
        self._writer.add_key_value_metadata({_METADATA: canonical(header._asdict())})
        self._writer.close()
        _sync(self.path)

    def publish(self) -> None:
        """Give the file its name, replacing what bore it."""
        self.path.replace(self.target)
        _sync(self.target.parent)

    def drop(self) -> None:
        """Leave no trace, unless published."""
        self._writer.close()
        self.path.unlink(missing_ok=True)


def _array(values: tuple[Any, ...], field: pa.Field) -> pa.Array:
    given = pa.int64() if field.name in MOMENTS or field.name in _INTEGERS else pa.string()
    return pa.array(values, given).cast(field.type)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class SegmentFile:
    """A segment file opened for reading. Raises Unreadable, also while its rows are read."""

    def __init__(self, number: int) -> None:
        self.name = file_name(number)
        try:
            self._file = pq.ParquetFile(folder() / self.name)
        except FileNotFoundError as error:
            raise Unreadable("the file is missing") from error
        except (OSError, pa.ArrowException) as error:
            raise Unreadable(f"the file cannot be read: {error}") from error
        if not self._file.schema_arrow.equals(SCHEMA):
            raise Unreadable("the file has other columns than a segment")

    def header(self) -> Header:
        """The header written into the file."""
        try:
            return Header(**json.loads(self._file.metadata.metadata[_METADATA]))
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable("the file holds no header of a segment") from error

    def rows(self) -> Iterator[Row]:
        """Its entries in the order of the file."""
        try:
            for batch in self._file.iter_batches(BATCH):
                yield from zip(*(_plain(column) for column in batch.columns), strict=True)
        except (OSError, pa.ArrowException) as error:
            raise Unreadable(f"the file cannot be read: {error}") from error


def _plain(column: pa.Array) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    elif pa.types.is_date(column.type) or pa.types.is_decimal(column.type):
        column = pc.cast(column, pa.string())
    values: list[Any] = column.to_pylist()
    return values
