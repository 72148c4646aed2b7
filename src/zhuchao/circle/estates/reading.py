"""Buildings as people hand them in as a table; faults are told by cell."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.circle.estates.lines import Read
from zhuchao.circle.estates.plan import Building, Point
from zhuchao.text.books import read_grid
from zhuchao.text.cells import is_blank, read_count, read_flag
from zhuchao.text.cells import written as cell_words
from zhuchao.text.tables import Cell, Unreadable
from zhuchao.text.unclear import Unclear

COLUMNS = {
    "name": ("名称", "楼栋", "楼号", "楼栋名称"),
    "lon": ("经度",),
    "lat": ("纬度",),
    "units": ("单元", "单元数"),
    "floors": ("层数", "楼层"),
    "lift": ("电梯", "有无电梯"),
}
TITLES = 5
"""The header is looked for in so many rows."""


def read_table(raw: bytes) -> Read:
    """The buildings in a workbook or CSV. Faults name the cell as a spreadsheet does."""
    found = Read()
    try:
        lines = read_grid(raw).lines
    except Unreadable as error:
        return Read(faults=[("", _(error.words) % {"given": error.given})])
    top, columns = _header(lines)
    if "name" not in columns:
        return Read(
            faults=[("", _("没有“名称”这一列；认得的列有：名称、经度、纬度、单元、层数、电梯"))]
        )
    for row, line in enumerate(lines[top + 1 :], top + 2):
        if any(not is_blank(cell) for cell in line):
            _read_row(found, row, line, columns)
    return found


def _header(lines: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    """The row of titles, from 0, and the column of each part it names."""
    for top, line in enumerate(lines[:TITLES]):
        titles = [cell_words(cell).strip() for cell in line]
        columns = {
            part: next(n for n, title in enumerate(titles) if title in known)
            for part, known in COLUMNS.items()
            if set(known) & set(titles)
        }
        if "name" in columns:
            return top, columns
    return 0, {}


def _read_row(found: Read, row: int, line: Sequence[Cell], columns: dict[str, int]) -> None:
    wrong = len(found.faults)
    given: dict[str, Any] = {}
    for part, column in columns.items():
        cell = line[column] if column < len(line) else ""
        try:
            given[part] = None if _empty(part, cell) else READERS[part](cell)
        except Unclear as error:
            where = f"{chr(ord('A') + column)}{row}"
            found.faults.append((where, _(error.words) % {"given": error.given}))
    if not given.get("name") and len(found.faults) == wrong:
        where = f"{chr(ord('A') + columns['name'])}{row}"
        found.faults.append((where, _("请写名称")))
    if len(found.faults) == wrong:
        found.buildings.append(_building(given))


def _empty(part: str, cell: Cell) -> bool:
    """Of a lift 无 is an answer; elsewhere it is what people write where there is nothing."""
    return is_blank(cell) and not (part == "lift" and cell_words(cell) in ("无", "×"))


def _building(given: dict[str, Any]) -> Building:
    lon, lat = given.get("lon"), given.get("lat")
    at: Point | None = (lon, lat) if lon is not None and lat is not None else None
    lift = {True: "yes", False: "no", None: "unknown"}[given.get("lift")]
    return Building(given["name"], at, given.get("units"), given.get("floors"), lift)


def _name(cell: Cell) -> str:
    """A number in the column of names is a building's number, as Excel keeps it."""
    words = cell_words(cell).strip()
    return words.removesuffix(".0") if isinstance(cell, float) else words


def _degrees(cell: Cell) -> float:
    words = cell_words(cell).strip()
    try:
        return round(float(words), 6)
    except ValueError as error:
        raise Unclear(NO_DEGREES, words[:40]) from error


NO_DEGREES = gettext_noop("应为经纬度的小数：%(given)s")
READERS: dict[str, Callable[[Cell], Any]] = {
    "name": _name,
    "lon": _degrees,
    "lat": _degrees,
    "units": read_count,
    "floors": read_count,
    "lift": read_flag,
}


def merged(known: Sequence[Building], read: Sequence[Building]) -> Iterator[Building]:
    """The buildings there are, those of the same name as read now, and the new ones after them.

    What a list does not say of a building stays as it was.
    """
    new = {one.name: one for one in read}
    for one in known:
        given = new.pop(one.name, None)
        yield _updated(one, given) if given else one
    yield from new.values()


def _updated(known: Building, given: Building) -> Building:
    return Building(
        known.name,
        given.at or known.at,
        given.units or known.units,
        given.floors or known.floors,
        known.lift if given.lift == "unknown" else given.lift,
    )
