"""A rule set as a TOML file: its keys, and what is refused in it."""

from datetime import date, time
from typing import cast, get_args

from zhuchao.rules.dated_file import read_steps
from zhuchao.rules.flow import Unit
from zhuchao.rules.quiet import Quiet
from zhuchao.rules.ruleset import Limit, RuleSet, Term, Threshold, Urgency
from zhuchao.rules.toml import MISSING, Table

NOT_POSITIVE = "应为正整数"
NOT_A_UNIT = "应为 minute、hour、day 或 working_day"
NOT_AN_URGENCY = "应为 emergency、timely、general 或 difficult"
NOT_AN_EXCEPTION = "应写明 category 或 urgency"
TWICE = "与前面一行重复"
BACKWARDS = "早于 in_force_from"
SAME_TIME = "起止时刻相同"
WORDING = (
    NOT_POSITIVE,
    NOT_A_UNIT,
    NOT_AN_URGENCY,
    NOT_AN_EXCEPTION,
    TWICE,
    BACKWARDS,
    SAME_TIME,
)


def read_rule_set(text: str, file: str) -> RuleSet:
    """The rule set written in `text`; `file` only says where something is wrong.

    Raises toml.MalformedError for anything missing, unknown, of the wrong kind or contradictory.
    """
    table = Table.read(text, file)
    clocks = table.table("clock")
    if not clocks.names():
        table.refuse("clock", MISSING)
    rules = RuleSet(
        key=table.take("key", str),
        version=table.take("version", str),
        label=table.take("label", str),
        basis=table.take("basis", str),
        in_force_from=table.take("in_force_from", date),
        in_force_to=table.perhaps("in_force_to", date),
        clocks={name: _term(name, clocks.table(name)) for name in clocks.names()},
        quiet=_quiet(table.table("quiet")),
        thresholds=_thresholds(table.table("threshold")),
        lists=_lists(table.table("list")),
        steps=read_steps(table.table("step")),
    )
    if rules.in_force_to and rules.in_force_to < rules.in_force_from:
        table.refuse("in_force_to", BACKWARDS)
    table.close()
    return rules


def _term(name: str, table: Table) -> Term:
    """A clock: its words, its general limit, and under `except` the limits that differ."""
    label, start, stop = (table.take(key, str) for key in ("label", "start", "stop"))
    limits = [_limit(table)]
    for row in table.tables("except"):
        limits.append(_exception(row, limits))
    table.close()
    return Term(name, label, start, stop, tuple(limits))


def _limit(table: Table, category: str = "", urgency: str = "") -> Limit:
    amount, unit = table.take("amount", int), table.take("unit", str)
    if amount < 1:
        table.refuse("amount", NOT_POSITIVE)
    if unit not in get_args(Unit):
        table.refuse("unit", NOT_A_UNIT)
    return Limit(
        amount, cast(Unit, unit), category, cast(Urgency, urgency), table.take("article", str)
    )


def _exception(table: Table, before: list[Limit]) -> Limit:
    category, urgency = table.word("category"), table.word("urgency")
    if not category and not urgency:
        table.refuse("category", NOT_AN_EXCEPTION)
    if urgency and urgency not in get_args(Urgency):
        table.refuse("urgency", NOT_AN_URGENCY)
    if any((category, urgency) == (other.category, other.urgency) for other in before):
        table.refuse("category" if category else "urgency", TWICE)
    found = _limit(table, category, urgency)
    table.close()
    return found


def _thresholds(table: Table) -> dict[str, Threshold]:
    return {name: _threshold(name, table.table(name)) for name in table.names()}


def _threshold(name: str, table: Table) -> Threshold:
    label, article = table.take("label", str), table.take("article", str)
    amount = _positive(table, "amount")
    upto = []
    for row in table.tables("upto"):
        upto.append((_positive(row, "group"), _positive(row, "amount")))
        row.close()
    table.close()
    return Threshold(name, label, amount, article, tuple(sorted(upto)))


def _positive(table: Table, key: str) -> int:
    amount = table.take(key, int)
    if amount < 1:
        table.refuse(key, NOT_POSITIVE)
    return amount


def _lists(table: Table) -> dict[str, dict[str, str]]:
    tables = {name: table.table(name) for name in table.names()}
    return {name: {c: row.take(c, str) for c in row.names()} for name, row in tables.items()}


def _quiet(table: Table) -> Quiet | None:
    if not table.names():
        return None
    begins, ends = table.take("from", time), table.take("to", time)
    spares = table.perhaps("spares", list) or []
    if any(urgency not in get_args(Urgency) for urgency in spares):
        table.refuse("spares", NOT_AN_URGENCY)
    if begins == ends:
        table.refuse("to", SAME_TIME)
    table.close()
    return Quiet(begins, ends, frozenset(spares))
