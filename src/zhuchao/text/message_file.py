"""Read messages, with their time and votes, from a table file."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from zhuchao.text.dates import NoMoment, read_moment
from zhuchao.text.issues import Message
from zhuchao.text.labelled_file import NoSuchColumn
from zhuchao.text.tables import Cell, Row, read_table
from zhuchao.text.unclear import Unclear

NO_ID = "编号为空，已跳过"
TWICE = "编号重复，已跳过：%(given)s"
NO_WORDS = "标题和内容都为空，已跳过"
NO_NUMBER = "不是数，按 0 计：%(given)s"
WORDING = (NO_ID, TWICE, NO_WORDS, NO_NUMBER)


@dataclass(frozen=True)
class Columns:
    """Which columns hold what; `votes` and `author` may be empty."""

    id: str
    title: str
    text: str
    time: str
    votes: str = ""
    author: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row, by its number in the file and the column."""

    row: int
    column: str
    why: Unclear


@dataclass
class Messages:
    """The messages of a file, and what was wrong in it."""

    messages: list[Message] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_messages(path: Path, columns: Columns, zone: tzinfo) -> Messages:
    """Read a table. A row without id or words, or with an id seen before, is left out and told;
    one without a readable time or votes is told and kept.

    Raises Unreadable or NoSuchColumn.
    """
    table = read_table(path)
    for column in vars(columns).values():
        if column and column not in table.columns:
            raise NoSuchColumn(column, table.columns)
    found = Messages()
    seen: set[str] = set()
    for number, row in table.rows:
        key = written(row[columns.id])
        title, text = (written(row[name]) for name in (columns.title, columns.text))
        if not key or key in seen:
            why = Unclear(TWICE, key) if key else Unclear(NO_ID)
            found.faults.append(Fault(number, columns.id, why))
        elif not (title or text):
            found.faults.append(Fault(number, columns.text, Unclear(NO_WORDS)))
        else:
            seen.add(key)
            time = _time(row, number, columns, zone, found.faults)
            votes = _votes(row, number, columns, found.faults)
            author = written(row[columns.author]) if columns.author else ""
            found.messages.append(Message(key, title, text, time, votes, author))
    return found


def written(cell: Cell) -> str:
    """A cell as people read it: a workbook keeps the number 188801 as 188801.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _time(
    row: Row, number: int, columns: Columns, zone: tzinfo, faults: list[Fault]
) -> datetime | None:
    try:
        return read_moment(row[columns.time], zone)
    except NoMoment as error:
        faults.append(Fault(number, columns.time, error))
        return None


def _votes(row: Row, number: int, columns: Columns, faults: list[Fault]) -> int:
    cell = written(row[columns.votes]) if columns.votes else ""
    try:
        return max(0, int(float(cell or 0)))
    except (ValueError, OverflowError):
        faults.append(Fault(number, columns.votes, Unclear(NO_NUMBER, cell[:40])))
        return 0
