"""Dated steps as tables of a rule set's file: their keys, and what is refused in them."""

from typing import Literal, cast, get_args

from zhuchao.rules.dated import Bound, DatedStep, DateUnit
from zhuchao.rules.toml import Table

NO_SUCH_STEP = "没有这一步"
NOT_IN_ORDER = "步骤要按 1、2、3 的顺序编号"
NOT_A_DATE_UNIT = "应为 day、working_day、month 或 year"
NOT_POSITIVE = "应为正整数"
NOT_WORDS = "应为文字的列表"
WORDING = (NO_SUCH_STEP, NOT_IN_ORDER, NOT_A_DATE_UNIT, NOT_POSITIVE, NOT_WORDS)
KINDS: tuple[Literal["earliest", "latest", "most"], ...] = ("earliest", "latest", "most")


def read_steps(table: Table) -> dict[str, DatedStep]:
    """The steps under `step`, in their order. Raises toml.MalformedError for what is wrong."""
    names = table.names()
    steps = {name: _step(name, table.table(name), names) for name in names}
    if [s.number for s in steps.values()] != list(range(1, len(steps) + 1)):
        table.refuse(names[0], NOT_IN_ORDER)
    return steps


def _step(name: str, table: Table, names: list[str]) -> DatedStep:
    before = names[: names.index(name)]
    bounds = [_bound(kind, row, before) for kind in KINDS for row in table.tables(kind)]
    again = table.tables("every")
    found = DatedStep(
        name=name,
        number=_positive(table, "number"),
        stage=table.take("stage", str),
        label=table.take("label", str),
        article=table.take("article", str),
        evidence=_words(table, "evidence"),
        bounds=tuple(bounds),
        decides=table.perhaps("decides", bool) or False,
        ballot=table.perhaps("ballot", bool) or False,
        notice=table.perhaps("notice", int) or 0,
        least=_least(table.table("least")),
        every=_bound("latest", again[0], [name]) if again else None,
        unconfirmed=table.word("unconfirmed"),
    )
    table.close()
    return found


def _bound(kind: Literal["earliest", "latest", "most"], row: Table, before: list[str]) -> Bound:
    after, unit = row.take("after", str), row.take("unit", str)
    if after not in before:
        row.refuse("after", NO_SUCH_STEP)
    if unit not in get_args(DateUnit):
        row.refuse("unit", NOT_A_DATE_UNIT)
    amount, article = _positive(row, "amount"), row.take("article", str)
    extended = row.perhaps("extended", bool) or False
    row.close()
    return Bound(kind, after, amount, cast(DateUnit, unit), article, extended)


def _least(table: Table) -> dict[str, int]:
    return {name: _positive(table, name) for name in table.names()}


def _positive(table: Table, key: str) -> int:
    amount = table.take(key, int)
    if amount < 1:
        table.refuse(key, NOT_POSITIVE)
    return amount


def _words(table: Table, key: str) -> tuple[str, ...]:
    words = table.perhaps(key, list) or []
    if not all(isinstance(word, str) for word in words):
        table.refuse(key, NOT_WORDS)
    return tuple(words)
