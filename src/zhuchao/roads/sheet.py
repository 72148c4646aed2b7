"""Columns of a table that name the row and column of every cell they cannot use."""

import csv
import gzip
import io
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.unusable import BadRows, Fault, Unusable

GZIP = b"\x1f\x8b"

ABSENT = "打不开文件：%(given)s"
NO_CSV = "不是有效的 CSV：%(given)s"
NO_GZIP = "压缩文件已损坏"
NO_ENCODING = "文字编码既不是 UTF-8 也不是 GB18030"
NO_ROWS = "没有数据行"
NO_COLUMN = "缺少列：%(given)s"
EMPTY = "为空"
NO_NUMBER = "不是数字：%(given)s"
NOT_FINITE = "不是有限的数：%(given)s"
TOO_LARGE = "超出范围：%(given)s"
TWICE = "重复：%(given)s"
WORDING = (
    ABSENT,
    NO_CSV,
    NO_GZIP,
    NO_ENCODING,
    NO_ROWS,
    NO_COLUMN,
    EMPTY,
    NO_NUMBER,
    NOT_FINITE,
    TOO_LARGE,
    TWICE,
)


class Sheet:
    """Columns by name; faults are gathered while reading and raised by `close`."""

    def __init__(
        self, file: str, columns: Mapping[str, Sequence[object]], rows: Sequence[int]
    ) -> None:
        self.file, self.rows = file, rows
        self._columns = {name: [_text(cell) for cell in cells] for name, cells in columns.items()}
        self._faults: list[Fault] = []
        if not rows:
            raise Unusable(NO_ROWS)

    def __contains__(self, column: str) -> bool:
        return column in self._columns

    def texts(self, column: str) -> list[str]:
        """The cells as texts. Raises Unusable where the column is absent."""
        if column not in self._columns:
            raise Unusable(NO_COLUMN, column)
        return self._columns[column]

    def names(self, column: str) -> list[str]:
        """Texts that must be filled."""
        cells = self.texts(column)
        self.blame(np.array([not cell for cell in cells]), column, EMPTY)
        return cells

    def unique(self, column: str) -> list[str]:
        """Texts that must be filled and may stand there once."""
        cells, seen = self.names(column), set[str]()
        again = np.zeros(len(cells), dtype=bool)
        for row, cell in enumerate(cells):
            again[row] = bool(cell) and cell in seen
            seen.add(cell)
        self.blame(again, column, TWICE)
        return cells

    def numbers(
        self, column: str, *, least: float, most: float = np.inf, empty: float | None = None
    ) -> Floats:
        """Finite numbers from `least` to `most`; an empty cell is `empty`, or a fault."""
        cells = self.texts(column)
        blank = np.array([not cell for cell in cells])
        values, wrong = _parsed([cell or repr(empty) for cell in cells])
        finite = np.isfinite(values)
        if empty is None:
            self.blame(blank, column, EMPTY)
        self.blame(wrong & ~blank, column, NO_NUMBER)
        self.blame(~finite & ~wrong & ~blank, column, NOT_FINITE)
        self.blame(finite & ~blank & ((values < least) | (values > most)), column, TOO_LARGE)
        return values

    def blame(self, wrong: Bools, column: str, words: str) -> None:
        """Note a fault for every row that is marked."""
        cells = self._columns[column]
        self._faults += [
            Fault(self.rows[i], column, words, cells[i][:40])
            for i in np.flatnonzero(wrong).tolist()
        ]

    def close(self) -> None:
        """Raise BadRows if anything was blamed."""
        if self._faults:
            raise BadRows(self.file, self._faults)


def read_csv(path: Path, wanted: Sequence[str]) -> Sheet:
    """The wanted columns, as far as they are there, of a CSV in UTF-8 or GB18030, gzipped or not.

    Blank lines are left out but counted. Raises Unusable for what is no such file.
    """
    try:
        lines = list(csv.reader(io.StringIO(_decoded(_unpacked(path)), newline="")))
    except csv.Error as error:
        raise Unusable(NO_CSV, str(error)) from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    full = [(number, line) for number, line in enumerate(lines[1:], 2) if any(line)]
    places = {name: header.index(name) for name in wanted if name in header}
    columns = {
        name: [line[at] if at < len(line) else "" for _, line in full]
        for name, at in places.items()
    }
    return Sheet(path.name, columns, [number for number, _ in full])


def _unpacked(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unusable(ABSENT, error.strerror or "") from error
    try:
        return gzip.decompress(raw) if raw.startswith(GZIP) else raw
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable(NO_GZIP) from error


def _decoded(raw: bytes) -> str:
    """UTF-8 where it is valid, else what Chinese Windows writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable(NO_ENCODING)


def _text(cell: object) -> str:
    """A workbook writes the number 7 as 7.0."""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole and isinstance(cell, float) else cell).strip()


def _parsed(cells: Sequence[str]) -> tuple[Floats, Bools]:
    """The cells as numbers, and which of them are none."""
    try:
        return np.array([float(cell) for cell in cells]), np.zeros(len(cells), dtype=bool)
    except ValueError:
        values = [_number(cell) for cell in cells]
        wrong = np.array([value is None for value in values])
        return np.array([np.nan if value is None else value for value in values]), wrong


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
