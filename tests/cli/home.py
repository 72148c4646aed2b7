"""A home of its own for tests that run `zhuchao` as an operator does, on the engine under test."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

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
def new_home(path: Path) -> Iterator[Home]:
    """An empty home, with an empty database where the suite runs on PostgreSQL."""
    path.mkdir()
    url = os.environ.get("ZHUCHAO_DATABASE_URL", "")
    if not url:
        yield Home(path, "")
        return
    name = f"home_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield Home(path, urlunsplit(urlsplit(url)._replace(path=f"/{name}")))
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
