"""What a column of an import may hold: its words, how its cells are read, how it is explained."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.text.cells import is_blank, read_choice, written
from zhuchao.text.field_meanings import Meaning
from zhuchao.text.unclear import Unclear

Value = str | int
Values = dict[str, Value]

EMPTY = gettext_noop("不能为空")
LONG = gettext_noop("最多 %(given)s 字")


@dataclass(frozen=True)
class Field:
    """A field: its name and label, the words of its headings, and how a cell of it is read.

    `read` makes text or a whole number of a cell, or raises Unclear; `options` are what a closed
    list offers, as (code, label); `secret` values are shown masked only.
    """

    name: str
    label: str
    words: tuple[str, ...] = ()
    read: Callable[[Any], Value] = written
    needed: bool = False
    most: int = 0
    shape: str = ""
    hint: str = ""
    examples: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    secret: bool = False
    day: bool = False

    @property
    def meaning(self) -> Meaning:
        """As columns are matched with it."""
        return Meaning(self.name, (self.label, *self.words), self.shape)


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell: the field, the words in Chinese, and what was given.

    Field "" blames the whole row.
    """

    field: str
    words: str
    given: str = ""

    @property
    def why(self) -> str:
        """In the reader's language."""
        return _(self.words) % {"given": _(self.given) if self.given else ""}


@dataclass
class Understood:
    """The cells of a row as values, and the faults among them."""

    values: Values = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, name: str, words: str, given: object = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(name, words, str(given)[:80]))


def understood(line: Sequence[Any], columns: Mapping[int, Field], needed: Sequence[Field]) -> (
    Understood
):  # fmt: skip
    """Read the cells of a row; a blank cell gives no value, and nothing is ever guessed."""
    found = Understood()
    for column, one in columns.items():
        cell = line[column] if column < len(line) else ""
        if is_blank(cell):
            continue
        try:
            value = one.read(cell)
        except Unclear as unclear:
            found.wrong(one.name, unclear.words, unclear.given)
            continue
        if one.most and len(str(value)) > one.most:
            found.wrong(one.name, LONG, one.most)
        else:
            found.values[one.name] = value
    blamed = {fault.field for fault in found.faults}
    for one in needed:
        if one.name not in found.values and one.name not in blamed:
            found.wrong(one.name, EMPTY)
    return found


def choice(words: Mapping[str, str]) -> Callable[[Any], Value]:
    """A reader of one code out of a list, by any of its words."""
    return lambda cell: read_choice(cell, words)
