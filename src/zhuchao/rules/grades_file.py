"""A grade scheme as a TOML file: its keys, and what is refused in it."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from zhuchao.rules.grades import Post, Scheme
from zhuchao.rules.ruleset_file import BACKWARDS
from zhuchao.rules.toml import MISSING, Table

KEY = "grades"
NOT_GRADES = "应为 grades"
NOT_A_GRADE = "应为 1 至 99 的整数，least 不大于 most"
NOT_YEARS = "应为 0 至 50 的整数"
WORDING = (NOT_GRADES, NOT_A_GRADE, NOT_YEARS)
MOST_GRADE, MOST_YEARS = 99, 50


@cache
def shipped_scheme() -> Scheme:
    """The scheme that comes with the platform; a local default, unconfirmed."""
    text = (files("zhuchao.rules") / "sets" / "grades.toml").read_text("utf-8")
    return read_scheme(text, "grades.toml")


def read_scheme(text: str, file: str) -> Scheme:
    """The scheme written in `text`; `file` only says where something is wrong.

    Raises toml.MalformedError for anything missing, unknown, of the wrong kind or contradictory.
    """
    table = Table.read(text, file)
    if table.take("key", str) != KEY:
        table.refuse("key", NOT_GRADES)
    posts = table.table("post")
    found = Scheme(
        version=table.take("version", str),
        label=table.take("label", str),
        basis=table.take("basis", str),
        confirmed=table.take("confirmed", bool),
        in_force_from=table.take("in_force_from", date),
        in_force_to=table.perhaps("in_force_to", date),
        step_years=_number(table, "step_years", 1),
        posts={name: _post(posts.table(name)) for name in posts.names()},
        degrees=_named(table.table("degree"), "years"),
        certificates=_named(table.table("certificate"), "grades"),
    )
    if not found.posts or not found.degrees:
        table.refuse("degree" if found.posts else "post", MISSING)
    if found.in_force_to and found.in_force_to < found.in_force_from:
        table.refuse("in_force_to", BACKWARDS)
    table.close()
    return found


def _post(table: Table) -> Post:
    found = Post(table.take("label", str), table.take("least", int), table.take("most", int))
    if not 1 <= found.least <= found.most <= MOST_GRADE:
        table.refuse("least", NOT_A_GRADE)
    table.close()
    return found


def _named(table: Table, key: str) -> Mapping[str, tuple[str, int]]:
    return {name: _row(table.table(name), key) for name in table.names()}


def _row(table: Table, key: str) -> tuple[str, int]:
    found = table.take("label", str), _number(table, key, 0)
    table.close()
    return found


def _number(table: Table, key: str, least: int) -> int:
    found = table.take(key, int)
    if not least <= found <= MOST_YEARS:
        table.refuse(key, NOT_YEARS)
    return found
