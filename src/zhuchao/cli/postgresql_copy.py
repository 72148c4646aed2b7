"""Copying a PostgreSQL database with COPY in one snapshot: portable text, no program of a version.

The tables themselves come from the migrations, which the archive names.
"""

import json
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import Cursor
from psycopg.sql import SQL, Composed, Identifier

_CATALOGUE = "tables.json"
_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
    ORDER BY table_name, ordinal_position
"""
_SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""
_CHUNK = 1 << 20


def dump(folder: Path) -> set[str]:
    """Write a consistent copy while others write; the segment files it refers to."""
    with transaction.atomic(), _cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = _tables(cursor)
        for table, columns in tables.items():
            statement = _copy("COPY {} ({}) TO STDOUT", table, columns)
            with (folder / f"{table}.copy").open("wb") as out, cursor.copy(statement) as rows:
                out.writelines(bytes(chunk) for chunk in rows)
        # Read last: a sequence is never behind the rows of the snapshot.
        sequences = dict(cursor.execute(_SEQUENCES).fetchall())
        segments = cursor.execute("SELECT file FROM journal_segment").fetchall()
    catalogue = {"tables": tables, "sequences": sequences}
    (folder / _CATALOGUE).write_text(json.dumps(catalogue), "utf-8")
    return {Path(name).name for (name,) in segments}


def load(folder: Path, migrations: set[tuple[str, str]]) -> None:
    """Make an empty database hold the copy, at the migrations it had."""
    _migrate(migrations)
    catalogue = json.loads((folder / _CATALOGUE).read_text("utf-8"))
    with transaction.atomic(), _cursor() as cursor:
        names = SQL(", ").join(map(Identifier, _tables(cursor)))
        cursor.execute(SQL("TRUNCATE {} CASCADE").format(names))
        for table, columns in catalogue["tables"].items():
            _copy_in(
                cursor, folder / f"{table}.copy", _copy("COPY {} ({}) FROM STDIN", table, columns)
            )
        for sequence, last in catalogue["sequences"].items():
            cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [sequence, last])


def clear() -> None:
    """Remove every table."""
    with transaction.atomic(), _cursor() as cursor:
        for table in _tables(cursor):
            cursor.execute(SQL("DROP TABLE {} CASCADE").format(Identifier(table)))


def _cursor() -> Cursor[Any]:
    connection.ensure_connection()
    raw: Cursor[Any] = connection.connection.cursor()
    return raw


def _tables(cursor: Cursor[Any]) -> dict[str, list[str]]:
    """Each table with its columns, those that the database computes left out."""
    tables: dict[str, list[str]] = {}
    for table, column in cursor.execute(_COLUMNS).fetchall():
        tables.setdefault(table, []).append(column)
    return tables


def _copy(statement: str, table: str, columns: list[str]) -> Composed:
    names = SQL(", ").join(map(Identifier, columns))
    return SQL(statement).format(Identifier(table), names)


def _copy_in(cursor: Cursor[Any], path: Path, statement: Composed) -> None:
    with path.open("rb") as source, cursor.copy(statement) as rows:
        while chunk := source.read(_CHUNK):
            rows.write(chunk)


def _migrate(recorded: set[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    executor.migrate([key for key in recorded if not _followed(graph.node_map[key], recorded)])


def _followed(node: Any, recorded: set[tuple[str, str]]) -> bool:
    """Whether a later migration of the same app was recorded too."""
    return any(child.key in recorded and child.key[0] == node.key[0] for child in node.children)
