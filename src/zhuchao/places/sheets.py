"""The tables of a district's folder, read strictly: every fault names file, row and column."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from zhuchao.text.tables import Cell, Unreadable, read_table

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell; row 0 or column "" where a whole file or row is at fault."""

    file: str
    row: int
    column: str
    why: str

    def __str__(self) -> str:
        where = (f" 第 {self.row} 行" if self.row else "") + (
            f" {self.column} 列" if self.column else ""
        )
        return f"{self.file}{where}：{self.why}"

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
            self.wrong(column, f"最多 {most} 字，现在有 {len(found)} 字")
        return found

    def needed(self, column: str, most: int = 0) -> str:
        """Words that must be there."""
        found = self.text(column, most)
        if not found:
            self.wrong(column, "不能为空")
        return found

    def one_of(self, column: str, known: Collection[str], what: str) -> str:
        """A word out of a closed list."""
        found = self.needed(column)
        if found and found not in known:
            listed = "、".join(known) if len(known) <= 12 else ""
            self.wrong(
                column, f"没有这个{what}：{found}" + (f"（可用：{listed}）" if listed else "")
            )
        return found

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number within limits, or None when the cell is empty."""
        return self._read(
            column, float, f"应为 {low} 到 {high} 之间的数", lambda n: low <= n <= high
        )

    def day(self, column: str) -> date | None:
        """A day written as 2026-01-31, or None when the cell is empty."""
        return self._read(column, date.fromisoformat, "应为日期，如 2026-01-31")

    def flag(self, column: str) -> bool:
        """是 or 否 (1 or 0); empty is 否."""
        found = self.text(column)
        if found not in YES and found not in NO:
            self.wrong(column, "应为 是 或 否（1 或 0）")
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
            self.faults.append(Fault(name, 0, "", str(error)))
            return
        missing = [c for c in needed if c not in table.columns]
        unknown = [c for c in table.columns if c and c not in (*needed, *known)]
        self.faults += [Fault(name, 1, c, "缺少这一列") for c in missing]
        self.faults += [Fault(name, 1, c, "没有这一列") for c in unknown]
        if not missing and not unknown:
            for row, cells in table.rows:
                yield Line(name, row, cells, self.faults)

    def once(self, lines: dict[T, Line], key: T, line: Line, column: str) -> bool:
        """Whether this key comes for the first time; a second row with it is a fault."""
        if key in lines:
            line.wrong(column, f"与第 {lines[key].row} 行重复")
            return False
        lines[key] = line
        return True
