"""Numbers to call before anything else, and the words in a request for help that point to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zhuchao.rules.toml import Table

FILE = "emergency.toml"


@dataclass(frozen=True)
class Line:
    """A number for emergencies: what it is for, where that is said, which words point to it."""

    number: str
    label: str
    source: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Danger:
    """A number somebody should be shown first, and the words of his that say so."""

    line: Line
    words: tuple[str, ...]


@cache
def lines() -> tuple[Line, ...]:
    """Every number, as the shipped table has it. Raises MalformedError for a broken table."""
    table = Table.read((files("zhuchao.rules") / FILE).read_text("utf-8"), FILE)
    found = tuple(_line(row) for row in table.tables("line"))
    table.close()
    return found


def _line(row: Table) -> Line:
    line = Line(
        row.take("number", str),
        row.take("label", str),
        row.take("source", str),
        tuple(row.take("words", list)),
    )
    row.close()
    return line


def dangers(text: str) -> list[Danger]:
    """The numbers a text calls for, those with the most words first; nothing when it is calm.

    >>> [d.line.number for d in dangers("我妈胸痛，喘不上气")]
    ['120']
    >>> dangers("想请人帮忙搬一袋米")
    []
    """
    plain = "".join(text.split())
    return sorted(_found(plain), key=lambda danger: -len(danger.words))


def _found(text: str) -> Iterator[Danger]:
    for line in lines():
        words = tuple(word for word in line.words if word in text)
        if words:
            yield Danger(line, words)
