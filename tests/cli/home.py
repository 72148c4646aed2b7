"""A home of its own for tests that run `zhuchao` as an operator does, on the engine under test."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection
from psycopg.sql import SQL, Composed, Identifier

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120


@dataclass(frozen=True)
class Home:
    """A folder and, on PostgreSQL, a database."""

    path: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """What its commands run in: nothing of the surrounding settings, Chinese messages."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHUCHAO_")}
        return {
            **kept,
            "PYTHONPATH": str(ROOT / "src"),
            "ZHUCHAO_HOME": str(self.path),
            "ZHUCHAO_DATABASE_URL": self.database_url,
            "LC_ALL": "C.UTF-8",
        }

    def words(self, *words: str) -> list[str]:
        """The command line of a command."""
        return [sys.executable, "-m", "zhuchao.cli", *words]

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; `more` are settings."""
        environment = {**self.environment, **more}
        return subprocess.run(
            self.words(*words),
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def python(self, script: str) -> str:
        """What a Python script prints in this home."""
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "zhuchao.web.settings"}
        ran = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def done(self, *words: str) -> str:
        """What a command that succeeds prints."""
        ran = self.run(*words)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout


@contextmanager
def new_home(path: Path, *, migrated: bool = False) -> Iterator[Home]:
    """An empty home, with an empty database where the suite runs on PostgreSQL.

    With `migrated`, what `zhuchao migrate` would make is there at once: see `kept_as_migrated`.
    """
    path.mkdir()
    url = os.environ.get("ZHUCHAO_DATABASE_URL", "")
    if not url:
        if migrated:
            shutil.copy(_template_file(), path / "zhuchao.sqlite3")
        yield Home(path, "")
        return
    name = f"home_{secrets.token_hex(6)}"
    with _created(url, name, _template_name() if migrated else "template1"):
        yield Home(path, urlunsplit(urlsplit(url)._replace(path=f"/{name}")))


@contextmanager
def kept_as_migrated() -> Iterator[None]:
    """A copy of the tests' database as the migrations left it, for homes that begin with one.

    To be entered before any test has written. Migrating costs five seconds, copying next to none.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(_template_file())])
        yield
        return
    connection.close()  # PostgreSQL copies only a database that nobody uses.
    with _created(os.environ["ZHUCHAO_DATABASE_URL"], _template_name(), _tests_name()):
        yield


def _template_file() -> Path:
    return Path(os.environ["ZHUCHAO_HOME"]) / "migrated.sqlite3"


def _template_name() -> str:
    return f"{_tests_name()}_migrated"


def _tests_name() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _created(url: str, name: str, template: str) -> Iterator[None]:
    """A database while it is needed; one of this name that a killed run left makes room."""
    _told(url, SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
    _told(url, SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(Identifier, (name, template))))
    try:
        yield
    finally:
        _told(url, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _told(url: str, statement: Composed) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)
