"""Tables as people keep them: CSV in UTF-8 or GB18030, or the first sheet of a workbook."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from zhuchao.text.unclear import Unclear

Cell = str | float | bool | date | datetime | time | timedelta
Row = dict[str, Cell]

WORKBOOKS = (".xlsx", ".xls", ".ods")
TITLES = 5
"""The header is looked for in so many rows."""


ABSENT = "打不开文件：%(given)s"
NO_CSV = "不是有效的 CSV（可能引号不配对）：%(given)s"
NO_WORKBOOK = "不是有效的工作簿：%(given)s"
NO_ENCODING = "文字编码既不是 UTF-8 也不是 GB18030"
NO_HEADER = "没有表头：第一行应为列名"
TWICE = "列名重复：%(given)s"
WORDING = (ABSENT, NO_CSV, NO_WORKBOOK, NO_ENCODING, NO_HEADER, TWICE)


class Unreadable(Unclear):
    """A file that cannot be read as a table at all."""


@dataclass(frozen=True)
class Table:
    """A header and the rows under it, each with the number a spreadsheet shows beside it."""

    columns: tuple[str, ...]
    rows: list[tuple[int, Row]]


def read_table(path: Path) -> Table:
    """The table in a file; cells of CSV are texts, cells of a workbook what they are there.

    The header is the first row with more than one cell filled, if one of the first TITLES has;
    blank rows are left out but keep their number. Raises Unreadable for a file that is absent,
    neither kind, has no header, or names a column twice.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(ABSENT, error.strerror or "") from error
    lines = list(_sheet(raw)) if path.suffix.lower() in WORKBOOKS else csv_lines(raw)
    first = _header(lines)
    columns = _columns(lines[first]) if lines else _columns([])
    below = enumerate(lines[first + 1 :], first + 2)
    return Table(columns, [(n, _row(columns, line)) for n, line in below if any(_filled(line))])


def _header(lines: Sequence[Sequence[Cell]]) -> int:
    """Where the header is: under a title or a mark, which fill one cell of a row only."""
    for place, line in enumerate(lines[:TITLES]):
        if sum(_filled(line)) > 1:
            return place
    return 0


def csv_lines(raw: bytes) -> list[Sequence[Cell]]:
    """All lines of a CSV in UTF-8 or GB18030, the first one too. Raises Unreadable."""
    try:
        return list(csv.reader(io.StringIO(_decoded(raw), newline="")))
    except csv.Error as error:
        raise Unreadable(NO_CSV, str(error)) from error


def _decoded(raw: bytes) -> str:
    """UTF-8 where it is valid, else what Chinese Windows writes."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Unreadable(NO_ENCODING) from error


def _sheet(raw: bytes) -> Iterator[Sequence[Cell]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise Unreadable(NO_WORKBOOK, str(error)) from error
    return iter(rows)


def _columns(header: Sequence[Cell]) -> tuple[str, ...]:
    names = [str(cell).strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    if not any(names):
        raise Unreadable(NO_HEADER)
    twice = sorted({n for n in names if n and names.count(n) > 1})
    if twice:
        raise Unreadable(TWICE, "、".join(twice))
    return tuple(names)


def _filled(line: Iterable[Cell]) -> Iterator[bool]:
    return (not isinstance(cell, str) or bool(cell.strip()) for cell in line)


def _row(columns: tuple[str, ...], line: Sequence[Cell]) -> Row:
    """Short lines are filled up with empty texts."""
    padded = [*line, *[""] * (len(columns) - len(line))]
    return {name: cell for name, cell in zip(columns, padded, strict=False) if name}
