"""The limits of Party organisations as a TOML file: its keys, and what is refused in it."""

from dataclasses import fields
from datetime import date
from functools import cache
from importlib.resources import files

from zhuchao.rules.ruleset_file import BACKWARDS
from zhuchao.rules.structure import Limits
from zhuchao.rules.toml import Table

KEY = "structure"
NOT_STRUCTURE = "应为 structure"
NOT_A_LIMIT = "应为 1 至 100000 的整数"
WORDING = (NOT_STRUCTURE, NOT_A_LIMIT)
MOST = 100_000
COUNTS = tuple(f.name for f in fields(Limits) if f.type == "int" or f.type is int)


@cache
def shipped_limits() -> Limits:
    """The limits that come with the platform; their edges are to be confirmed."""
    text = (files("zhuchao.rules") / "sets" / "structure.toml").read_text("utf-8")
    return read_limits(text, "structure.toml")


def read_limits(text: str, file: str) -> Limits:
    """The limits written in `text`; `file` only says where something is wrong.

    Raises toml.MalformedError for anything missing, unknown, of the wrong kind or contradictory.
    """
    table = Table.read(text, file)
    if table.take("key", str) != KEY:
        table.refuse("key", NOT_STRUCTURE)
    found = Limits(
        version=table.take("version", str),
        label=table.take("label", str),
        basis=table.take("basis", str),
        confirmed=table.take("confirmed", bool),
        in_force_from=table.take("in_force_from", date),
        in_force_to=table.perhaps("in_force_to", date),
        **{name: _count(table, name) for name in COUNTS},
    )
    if found.in_force_to and found.in_force_to < found.in_force_from:
        table.refuse("in_force_to", BACKWARDS)
    table.close()
    return found


def _count(table: Table, key: str) -> int:
    found = table.take(key, int)
    if not 1 <= found <= MOST:
        table.refuse(key, NOT_A_LIMIT)
    return found
