"""The tables of a district's folder, read strictly: every fault names file, row and column."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from zhuchao.text.tables import Cell, Unreadable, read_table

T = TypeVar("T")
SHORT = 12
"""A list no longer than this is shown whole."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell; row 0 or column "" where a whole file or row is at fault."""

    file: str
    row: int
    column: str
    why: str

    def __str__(self) -> str:
        words = _("%(file)s：%(why)s")
        if self.row and self.column:
            words = _("%(file)s 第 %(row)s 行 %(column)s 列：%(why)s")
        elif self.row:
            words = _("%(file)s 第 %(row)s 行：%(why)s")
        elif self.column:
            words = _("%(file)s 的 %(column)s：%(why)s")
        return words % asdict(self)

    def as_dict(self) -> dict[str, str | int]:
        """For JSON."""
        return asdict(self)


@dataclass
class Line:
    """One row being read; each reading method notes a fault instead of raising."""

    file: str
    row: int
    cells: dict[str, Cell]
    faults: list[Fault]

    def wrong(self, column: str, why: str) -> None:
        """Note a fault of this row."""
        self.faults.append(Fault(self.file, self.row, column, why))

    def text(self, column: str, most: int = 0) -> str:
        """The words of a cell, "" when it is empty; at most so many signs."""
        found = _words(self.cells.get(column, ""))
        if most and len(found) > most:
            words = _("最多 %(most)s 字，现在有 %(have)s 字")
            self.wrong(column, words % {"most": most, "have": len(found)})
        return found

    def needed(self, column: str, most: int = 0) -> str:
        """Words that must be there."""
        found = self.text(column, most)
        if not found:
            self.wrong(column, _("不能为空"))
        return found

    def one_of(self, column: str, known: Collection[str]) -> str:
        """A word out of a closed list, which is shown when it is short."""
        found = self.needed(column)
        if found and found not in known:
            if len(known) <= SHORT:
                words = _("没有“%(found)s”，可用：%(known)s")
            else:
                words = _("没有“%(found)s”")
            self.wrong(column, words % {"found": found, "known": "、".join(known)})
        return found

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number within limits, or None when the cell is empty."""
        why = _("应为 %(low)s 到 %(high)s 之间的数") % {"low": low, "high": high}
        return self._read(column, float, why, lambda n: low <= n <= high)

    def day(self, column: str) -> date | None:
        """A day written as 2026-01-31, or None when the cell is empty."""
        return self._read(column, date.fromisoformat, _("应为日期，如 2026-01-31"))

    def flag(self, column: str) -> bool:
        """是 or 否 (1 or 0); empty is 否."""
        found = self.text(column)
        if found not in YES and found not in NO:
            self.wrong(column, _("应为 是 或 否（1 或 0）"))
        return found in YES

    def _read(
        self,
        column: str,
        read: Callable[[str], T],
        why: str,
        fits: Callable[[T], bool] = lambda _: True,
    ) -> T | None:
        words = self.text(column)
        if not words:
            return None
        try:
            value = read(words)
        except ValueError:
            self.wrong(column, why)
            return None
        if not fits(value):
            self.wrong(column, why)
        return value


YES = ("是", "1", "true")
NO = ("否", "0", "false", "")


def _words(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


@dataclass
class Folder:
    """A district's folder and all that was found wrong in it so far."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def lines(self, name: str, needed: Collection[str], known: Collection[str]) -> Iterator[Line]:
        """The rows of a CSV file; none when the file is absent.

        A missing or unknown column is one fault of the whole file, whose rows are then not read.
        """
        path = self.path / name
        if not path.exists():
            return
        try:
            table = read_table(path)
        except Unreadable as error:
            why = _(error.words) % {"given": error.given}
            self.faults.append(Fault(name, 0, "", why))
            return
        missing = [c for c in needed if c not in table.columns]
        unknown = [c for c in table.columns if c and c not in (*needed, *known)]
        self.faults += [Fault(name, 1, c, _("缺少这一列")) for c in missing]
        self.faults += [Fault(name, 1, c, _("没有这一列")) for c in unknown]
        if not missing and not unknown:
            for row, cells in table.rows:
                yield Line(name, row, cells, self.faults)

    def once(self, lines: dict[T, Line], key: T, line: Line, column: str) -> bool:
        """Whether this key comes for the first time; a second row with it is a fault."""
        if key in lines:
            line.wrong(column, _("与第 %(row)s 行重复") % {"row": lines[key].row})
            return False
        lines[key] = line
        return True
