"""A standard as a TOML file: its keys, and what is refused in it."""

from datetime import date
from typing import cast, get_args

from zhuchao.rules.standard import Evidence, Grade, Item, Standard
from zhuchao.rules.toml import MISSING, Table

NOT_POINTS = "应为 1 至 100 的整数"
NOT_A_PERCENTAGE = "应为 0 至 100 的整数，从高到低排列"
NOT_EVIDENCE = "应为 any（照片或文字）或 none（不要求）"
NOT_A_KEY = "只能用小写字母、数字和下划线，最多 20 个"
TWICE = "与前面一项重复"
BACKWARDS = "早于 in_force_from"
NOT_TEXTS = "应为文字的列表"
WORDING = (*(NOT_POINTS, NOT_A_PERCENTAGE, NOT_EVIDENCE, NOT_A_KEY, TWICE, BACKWARDS, NOT_TEXTS),)
MOST_KEY = 20
MOST_POINTS = 100


def read_standard(text: str, file: str) -> Standard:
    """The standard written in `text`; `file` only says where something is wrong.

    Raises toml.MalformedError for anything missing, unknown, of the wrong kind or contradictory.
    """
    table = Table.read(text, file)
    rows, grades = table.tables("item"), table.tables("grade")
    if not rows or not grades:
        table.refuse("item" if not rows else "grade", MISSING)
    found = Standard(
        key=_key(table),
        version=table.take("version", str),
        label=table.take("label", str),
        basis=table.take("basis", str),
        confirmed=table.take("confirmed", bool),
        in_force_from=table.take("in_force_from", date),
        in_force_to=table.perhaps("in_force_to", date),
        months=_number(table, "months", 1, 120, NOT_POINTS),
        kinds=_texts(table, "kinds"),
        items=tuple(_item(row) for row in rows),
        grades=_grades(grades),
    )
    if found.in_force_to and found.in_force_to < found.in_force_from:
        table.refuse("in_force_to", BACKWARDS)
    keys = [item.key for item in found.items]
    for row, key in zip(rows, keys, strict=True):
        if keys.count(key) > 1:
            row.refuse("key", TWICE)
    table.close()
    return found


def _key(table: Table) -> str:
    key = table.take("key", str)
    plain = key.isascii() and key.replace("_", "").isalnum() and key == key.lower()
    if not plain or len(key) > MOST_KEY:
        table.refuse("key", NOT_A_KEY)
    return key


def _texts(table: Table, key: str) -> tuple[str, ...]:
    found = table.perhaps(key, list) or []
    if not all(isinstance(one, str) for one in found):
        table.refuse(key, NOT_TEXTS)
    return tuple(found)


def _number(table: Table, key: str, least: int, most: int, why: str) -> int:
    number = table.take(key, int)
    if not least <= number <= most:
        table.refuse(key, why)
    return number


def _item(table: Table) -> Item:
    points = table.perhaps("points", int)
    evidence = table.word("evidence") or "any"
    if points is not None and not 1 <= points <= MOST_POINTS:
        table.refuse("points", NOT_POINTS)
    if evidence not in get_args(Evidence):
        table.refuse("evidence", NOT_EVIDENCE)
    found = Item(
        key=_key(table),
        label=table.take("label", str),
        points=1 if points is None else points,
        required=bool(table.perhaps("required", bool)),
        evidence=cast(Evidence, evidence),
        basis=table.word("basis"),
    )
    table.close()
    return found


def _grades(tables: list[Table]) -> tuple[Grade, ...]:
    found: list[Grade] = []
    for table in tables:
        highest = found[-1].percent - 1 if found else 100
        percent = _number(table, "percent", 0, highest, NOT_A_PERCENTAGE)
        found.append(Grade(_key_of(table), table.take("label", str), percent))
        table.close()
    return tuple(found)


def _key_of(table: Table) -> str:
    name = table.take("name", str)
    if not name.isidentifier() or len(name) > MOST_KEY:
        table.refuse("name", NOT_A_KEY)
    return name
