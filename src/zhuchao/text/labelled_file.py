"""Read labelled messages from a table file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zhuchao.text.tables import read_table


class NoSuchColumn(ValueError):
    """A column that was asked for is not in the table; `columns` are those that are."""

    def __init__(self, column: str, columns: Sequence[str]) -> None:
        super().__init__(column)
        self.column = column
        self.columns = tuple(columns)


@dataclass(frozen=True)
class EmptyCell:
    """A row that cannot be used, by its number in the file, and the column that is empty."""

    row: int
    column: str


@dataclass(frozen=True)
class Labelled:
    """The messages of a file, their labels, and the cells that lacked one of the two."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    empty: list[EmptyCell] = field(default_factory=list)


def read_labelled(path: Path, text: str, label: str) -> Labelled:
    """Read the columns named `text` and `label`, leaving out rows where either is empty.

    Raises Unreadable or NoSuchColumn.
    """
    table = read_table(path)
    for column in (text, label):
        if column not in table.columns:
            raise NoSuchColumn(column, table.columns)
    found = Labelled()
    for number, row in table.rows:
        cells = {column: str(row[column]).strip() for column in (text, label)}
        lacking = [EmptyCell(number, column) for column, cell in cells.items() if not cell]
        if lacking:
            found.empty.extend(lacking)
        else:
            found.texts.append(cells[text])
            found.labels.append(cells[label])
    return found
