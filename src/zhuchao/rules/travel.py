"""How fast and on which roads people travel: versioned data with its source, as all rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import inf

from zhuchao.rules.ruleset_file import BACKWARDS
from zhuchao.rules.toml import MISSING, WRONG_KIND, Table

KEY = "travel"
NO_SPEED = "应大于 0，且 speed_kmh 不超过 most_kmh"
NOT_TRAVEL = "应为 travel"
WORDING = (NO_SPEED, NOT_TRAVEL)


@dataclass(frozen=True)
class Mode:
    """A way of travelling. A road's own speed counts up to `most_kmh`; a faster one is another's.

    `classes` are the values of OpenStreetMap's `highway` it may use where no sign says otherwise.
    """

    name: str
    label: str
    article: str
    speed_kmh: float
    most_kmh: float
    one_way: bool
    """Whether one-way roads bind it."""
    classes: frozenset[str]


@dataclass(frozen=True)
class Travel:
    """One version of the rules of travelling, in force from and to (both included)."""

    version: str
    label: str
    basis: str
    in_force_from: date
    in_force_to: date | None
    modes: Mapping[str, Mode]

    @property
    def classes(self) -> frozenset[str]:
        """Every class that some mode may use."""
        return frozenset().union(*(mode.classes for mode in self.modes.values()))


@cache
def shipped_travel() -> Travel:
    """The rules that come with the platform."""
    text = (files("zhuchao.rules") / "sets" / "travel.toml").read_text("utf-8")
    return read_travel(text, "travel.toml")


def read_travel(text: str, file: str) -> Travel:
    """The rules written in `text`; `file` only says where something is wrong.

    Raises toml.MalformedError for anything missing, unknown, of the wrong kind or contradictory.
    """
    table = Table.read(text, file)
    if table.take("key", str) != KEY:
        table.refuse("key", NOT_TRAVEL)
    modes = table.table("mode")
    found = Travel(
        version=table.take("version", str),
        label=table.take("label", str),
        basis=table.take("basis", str),
        in_force_from=table.take("in_force_from", date),
        in_force_to=table.perhaps("in_force_to", date),
        modes={name: _mode(name, modes.table(name)) for name in ("foot", "ebike")},
    )
    if found.in_force_to and found.in_force_to < found.in_force_from:
        table.refuse("in_force_to", BACKWARDS)
    modes.close()
    table.close()
    return found


def _mode(name: str, table: Table) -> Mode:
    classes = table.take("classes", list)
    if not classes:
        table.refuse("classes", MISSING)
    if any(type(one) is not str for one in classes):
        table.refuse("classes", WRONG_KIND[str])
    found = Mode(
        name=name,
        label=table.take("label", str),
        article=table.take("article", str),
        speed_kmh=table.take("speed_kmh", float),
        most_kmh=table.take("most_kmh", float),
        one_way=table.take("one_way", bool),
        classes=frozenset(classes),
    )
    if not 0 < found.speed_kmh <= found.most_kmh < inf:
        table.refuse("speed_kmh", NO_SPEED)
    table.close()
    return found
