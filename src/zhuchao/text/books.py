"""Workbooks and CSV files as grids: the sheets there are, merged cells filled, bombs refused."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from zhuchao.text.tables import (
    NO_WORKBOOK,
    Cell,
    Unreadable,
    csv_lines,
)

TOO_LARGE = "表格太大：%(given)s"
NO_SHEET = "没有“%(given)s”这个工作表"
LOCKED = "工作簿加了密码，请先去掉密码再上传"
EMPTY = "工作表是空的"
WORDING = (TOO_LARGE, NO_SHEET, LOCKED, EMPTY)

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 8_000_000
MOST_BYTES = 600 * 1024 * 1024
"""What a workbook may unpack to."""
CHUNK = 1 << 20
_FILLED = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/])?>')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"([^>]*)>')
_PAGE = re.compile(r"xl/worksheets/[^/]+\.xml$")
_HIDDEN = re.compile(rb'hidden="(?:1|true)"')

Merge = tuple[tuple[int, int], tuple[int, int]]
Line = Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook; a hidden one is not read unless it is asked for."""

    name: str
    visible: bool


@dataclass
class Grid:
    """The cells of one sheet, row by row from the first; merged cells all hold their value.

    `merges` are the merged areas as (row, column) of their first and last cell; `hidden` the rows
    that are not shown. Counted from 0.
    """

    lines: list[Line]
    merges: tuple[Merge, ...] = ()
    hidden: frozenset[int] = field(default_factory=frozenset)


def sheets_of(raw: bytes) -> list[Sheet]:
    """The sheets of a workbook in their order; none for a CSV. Raises Unreadable."""
    if not is_workbook(raw):
        return []
    found = _opened(raw).sheets_metadata
    return [Sheet(s.name, s.visible is SheetVisibleEnum.Visible) for s in found]


def first_sheet(raw: bytes) -> str:
    """The sheet read when none is named: of those that are shown the one with most cells."""
    shown = [s.name for s in sheets_of(raw) if s.visible] or [s.name for s in sheets_of(raw)]
    if len(shown) < 2:
        return shown[0] if shown else ""
    _small_enough(raw)
    book = _opened(raw)

    def size(name: str) -> int:
        sheet = book.get_sheet_by_name(name)
        return sheet.height * sheet.width

    return max(shown, key=size)


def read_grid(raw: bytes, sheet: str = "") -> Grid:
    """The cells of a sheet, or of a CSV in UTF-8 or GB18030.

    Raises Unreadable for what is no table, too large, locked, empty, or has no such sheet.
    """
    grid = _workbook(raw, sheet or first_sheet(raw)) if is_workbook(raw) else _csv(raw)
    if not any(any(c != "" for c in line) for line in grid.lines):
        raise Unreadable(EMPTY)
    return grid


def is_workbook(raw: bytes) -> bool:
    """By its first bytes, whatever the file is called: a zip or a compound file."""
    return raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def _csv(raw: bytes) -> Grid:
    lines = csv_lines(raw)
    _within(len(lines), max(map(len, lines), default=0))
    return Grid(list(lines))


def _within(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Unreadable(TOO_LARGE, f"{rows} > {MOST_ROWS} 行")
    if columns > MOST_COLUMNS:
        raise Unreadable(TOO_LARGE, f"{columns} > {MOST_COLUMNS} 列")
    if rows * columns > MOST_CELLS:
        raise Unreadable(TOO_LARGE, f"{rows} × {columns}")


def _opened(raw: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in raw or "password" in str(error):
            raise Unreadable(LOCKED) from error
        raise Unreadable(NO_WORKBOOK, str(error)) from error


def _workbook(raw: bytes, name: str) -> Grid:
    hidden = _small_enough(raw, name)
    book = _opened(raw)
    if name not in book.sheet_names:
        raise Unreadable(NO_SHEET, name)
    try:
        sheet = book.get_sheet_by_name(name)
        _within(*_size(sheet))
        lines: list[Line] = [*sheet.to_python(skip_empty_area=False)]
        merges = tuple(sheet.merged_cell_ranges or ())
    except (CalamineError, OSError) as error:
        raise Unreadable(NO_WORKBOOK, str(error)) from error
    return Grid(_filled(lines, merges), merges, hidden)


def _size(sheet: object) -> tuple[int, int]:
    end = getattr(sheet, "end", None)
    return (end[0] + 1, end[1] + 1) if end else (0, 0)


def _filled(lines: list[Line], merges: Sequence[Merge]) -> list[Line]:
    """Every cell of a merged area holds what its first one holds."""
    for (top, left), (bottom, right) in merges:
        if top < len(lines) and left < len(lines[top]):
            value = lines[top][left]
            for row in range(top, min(bottom + 1, len(lines))):
                line = list(lines[row])
                line[left : right + 1] = [value] * len(line[left : right + 1])
                lines[row] = line
    return lines


def _small_enough(raw: bytes, name: str = "") -> frozenset[int]:
    """Refuse what would fill the memory before it is read; the hidden rows of the named sheet.

    The library makes a full rectangle of a sheet, so one cell far out is as bad as a million.
    """
    if raw[:4] != b"PK\x03\x04":
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise Unreadable(TOO_LARGE, f"> {MOST_BYTES // 1024**2} MB")
            found = {path: _scanned(parts, path) for path in parts.namelist() if _PAGE.match(path)}
            return found.get(_part_of(parts, name), frozenset()) if name else frozenset()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise Unreadable(NO_WORKBOOK, str(error)) from error


def _part_of(parts: zipfile.ZipFile, name: str) -> str:
    """The part of the archive that holds a sheet; "" where the workbook does not say."""
    try:
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314 (size checked)
        links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return ""
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name") == name:
            keys = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
            target = targets.get(keys[0], "") if keys else ""
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _scanned(parts: zipfile.ZipFile, path: str) -> frozenset[int]:
    hidden: set[int] = set()
    rows = columns = 0
    for text in _pieces(parts, path):
        hidden |= {int(number) - 1 for number, rest in _ROW.findall(text) if _HIDDEN.search(rest)}
        filled = _FILLED.findall(text)
        rows = max((rows, *{int(number) for _letters, number in filled}))
        columns = max((columns, *map(_number, {letters for letters, _number in filled})))
        _within(rows, columns)
    return frozenset(hidden)


def _number(letters: bytes) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found


def _pieces(parts: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The part bit by bit, cut between tags; never more than was announced."""
    with parts.open(path) as stream:
        left = b""
        while piece := stream.read(CHUNK):
            whole, _tag, left = (left + piece).rpartition(b"<")
            yield whole
            left = b"<" + left
        yield left
