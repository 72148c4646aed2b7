"""A scheme of points as a TOML file: its keys, and what is refused in it."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import cast, get_args

from zhuchao.rules.points import Duplicates, PointsScheme
from zhuchao.rules.ruleset_file import BACKWARDS
from zhuchao.rules.toml import Table

KEY = "points"
NOT_POINTS_SET = "应为 points"
NOT_A_COUNT = "应为 1 至 1000 的整数"
NOT_DUPLICATES = "应为 none（只记最先报的）或 share（平分）"
WORDING = (NOT_POINTS_SET, NOT_A_COUNT, NOT_DUPLICATES)
MOST = 1000


@cache
def shipped_points() -> PointsScheme:
    """The scheme that comes with the platform: turned off, a local default, unconfirmed."""
    text = (files("zhuchao.rules") / "sets" / "points.toml").read_text("utf-8")
    return read_points_scheme(text, "points.toml")


def read_points_scheme(text: str, file: str) -> PointsScheme:
    """The scheme written in `text`; `file` only says where something is wrong.

    Raises toml.MalformedError for anything missing, unknown, of the wrong kind or contradictory.
    """
    table = Table.read(text, file)
    if table.take("key", str) != KEY:
        table.refuse("key", NOT_POINTS_SET)
    credits, prices = table.table("credit"), table.table("price")
    found = PointsScheme(
        version=table.take("version", str),
        label=table.take("label", str),
        basis=table.take("basis", str),
        confirmed=table.take("confirmed", bool),
        in_force_from=table.take("in_force_from", date),
        in_force_to=table.perhaps("in_force_to", date),
        enabled=table.take("enabled", bool),
        daily_cap=_count(table, "daily_cap"),
        duplicates=_duplicates(table),
        expires_months=_count(table, "expires_months"),
        credits={name: _count(credits, name) for name in credits.names()},
        prices={name: _count(prices, name) for name in prices.names()},
        coupon_days=_count(table, "coupon_days"),
    )
    if found.in_force_to and found.in_force_to < found.in_force_from:
        table.refuse("in_force_to", BACKWARDS)
    table.close()
    return found


def _count(table: Table, key: str) -> int:
    found = table.take(key, int)
    if not 1 <= found <= MOST:
        table.refuse(key, NOT_A_COUNT)
    return found


def _duplicates(table: Table) -> Duplicates:
    found = table.take("duplicates", str)
    if found not in get_args(Duplicates):
        table.refuse("duplicates", NOT_DUPLICATES)
    return cast(Duplicates, found)
