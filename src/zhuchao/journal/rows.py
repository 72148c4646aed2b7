"""Entries as plain values straight from the database, garbage included, in one snapshot."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction

from zhuchao.journal.leaf import COLUMNS, Row
from zhuchao.journal.models import Entry

BATCH = 5000
TRIES = 60

MOMENTS = ("occurred_at", "recorded_at", "sealed_at")
DAYS = ("day", "valid_from", "valid_to")
AMOUNTS = ("quantity",)

_PLAIN: dict[str, dict[tuple[str, ...], str]] = {
    "sqlite": {
        # strftime rounds to whole seconds, so it gets none of the fraction.
        MOMENTS: "CAST(strftime('%%s', substr({0}, 1, 19)) AS INTEGER) * 1000000"
        " + CAST(substr({0} || '.000000', 21, 6) AS INTEGER)",
        # The plus hides the declared type, for which sqlite3 would call a converter.
        DAYS: "+{0}",
        # A value with more than two decimals stays as it is, so that it differs.
        AMOUNTS: "CASE WHEN {0} = round({0}, 2) THEN printf('%%.2f', {0}) ELSE {0} END",
    },
    "postgresql": {
        MOMENTS: "(extract(epoch FROM {0}) * 1000000)::bigint",
        DAYS: "to_char({0}, 'YYYY-MM-DD')",
        AMOUNTS: "{0}::text",
    },
}

T = TypeVar("T")


class Busy(RuntimeError):
    """Writers never paused long enough."""


def plain_sql(column: str) -> str:
    """The SQL of a column's plain value (see `leaf.plain`) on the engine in use."""
    for columns, expression in _PLAIN[connection.vendor].items():
        if column in columns:
            return expression.format(f'"{column}"')
    return f'"{column}"'


def select(sql: str, *values: Any) -> list[Row]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def rows(after: int | None = None, upto: int | None = None) -> Iterator[list[Row]]:
    """Entries with after < id <= upto by id, in batches; None: no such end."""
    columns = ", ".join(plain_sql(c) for c in ("id", *COLUMNS, "hmac"))
    while True:
        ends = [("id > %s", after), ("id <= %s", upto)]
        bounds = [(text, value) for text, value in ends if value is not None]
        where = " AND ".join(text for text, _ in bounds) or "TRUE"
        sql = f"SELECT {columns} FROM journal_entry WHERE {where} ORDER BY id LIMIT {BATCH}"  # noqa: S608 (own column names)
        found = select(sql, *(value for _, value in bounds))
        if not found:
            return
        yield found
        after = found[-1][0]


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the database without holding up writers.

    Django's own transaction would take SQLite's write lock at once. Inside a transaction already
    open (a test's), that one's view is used.
    """
    if connection.in_atomic_block:
        yield
        return
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" if sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def undisturbed(work: Callable[[], T]) -> T:
    """Run `work` in a transaction during which nobody is between drawing an entry's id and commit.

    On PostgreSQL ids commit out of order; the table lock waits for those who hold one and keeps
    new ones from drawing (they wait in turn). It gives way after half a second and tries again.
    SQLite has one writer at a time. Raises Busy when that never succeeds.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                _keep_writers_out()
                return work()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":
                raise
        time.sleep(0.1)
    raise Busy("journal_entry")


def _keep_writers_out() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            cursor.execute("LOCK TABLE journal_entry IN SHARE MODE")


def last_committed() -> int | None:
    """The highest id such that no lower one can still appear."""
    return undisturbed(lambda: Entry.objects.order_by("-id").values_list("id", flat=True).first())
