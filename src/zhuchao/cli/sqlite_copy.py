"""Copying a SQLite database: one file, made by VACUUM INTO while others write."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

_FILE = "zhuchao.sqlite3"


def dump(folder: Path) -> set[str]:
    """Write a consistent copy while others write; the segment files it refers to."""
    copy = folder / _FILE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with closing(sqlite3.connect(copy)) as opened:
        return {Path(row[0]).name for row in opened.execute("SELECT file FROM journal_segment")}


def load(folder: Path, migrations: set[tuple[str, str]]) -> None:
    """Make an empty database hold the copy; its migrations lie in the file."""
    clear()
    shutil.move(folder / _FILE, _path())


def clear() -> None:
    """Remove the database file with its log."""
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        _path().with_name(_path().name + suffix).unlink(missing_ok=True)


def _path() -> Path:
    return Path(connection.settings_dict["NAME"])
