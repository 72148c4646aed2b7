"""A deliverer killed at any moment loses nothing, and what goes out twice has one id."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.access import outbox
from zhuchao.access.models import Account, Notice
from zhuchao.access.notices import notice
from zhuchao.journal.keys import keyring

ROOT = Path(__file__).parents[2]


@pytest.fixture
def program(tmp_path: Path, transactional_db: None) -> dict[str, str]:
    """The environment of another process on the same database."""
    given = connection.settings_dict
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path}
    environment["DJANGO_SETTINGS_MODULE"] = "zhuchao.web.settings"
    keyring()  # makes the key file, should no test before have needed it
    if connection.vendor == "postgresql":
        options = given["OPTIONS"].get("host", given["HOST"])
        user = quote(given["USER"]) + (":" + quote(given["PASSWORD"]) if given["PASSWORD"] else "")
        port = f":{given['PORT']}" if given["PORT"] else ""
        url = f"postgresql://{user}@{port}/{given['NAME']}?host={options}"
        return environment | {"ZHUCHAO_DATABASE_URL": url}
    home = tmp_path / "home"
    home.mkdir()
    (home / "keys.json").write_bytes((settings.ZHUCHAO_HOME / "keys.json").read_bytes())
    return environment | {"ZHUCHAO_HOME": str(home)}


@pytest.fixture
def five(transactional_db: None) -> list[str]:
    """Five notices that wait; their ids."""
    wang = Account.objects.create_user("wang")
    made = [notice("overdue", ("matter", n), {"receipt": f"R{n}"}, account=wang) for n in range(5)]
    Notice.objects.bulk_create(made)
    return sorted(str(one.pk) for one in made)


def deliverer(environment: dict[str, str], moment: str, spool: Path) -> int:
    """Run one; its exit code."""
    command = [sys.executable, outbox.__file__, moment, str(spool)]
    return subprocess.run(command, env=environment, timeout=60, check=False).returncode


def shared(environment: dict[str, str]) -> None:
    """Bring the rows to a file of their own where the database of the tests lies in memory."""
    if connection.vendor != "sqlite":
        return
    target = Path(environment["ZHUCHAO_HOME"]) / "zhuchao.sqlite3"
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def end_leases(environment: dict[str, str]) -> None:
    """Let the time of a lease pass for the other processes."""
    ended = "UPDATE access_notice SET leased_until = created_at WHERE leased_until IS NOT NULL"
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(ended)
        return
    file = sqlite3.connect(Path(environment["ZHUCHAO_HOME"]) / "zhuchao.sqlite3")
    with file:
        file.execute(ended)
    file.close()


@pytest.mark.parametrize(("moment", "copies"), [("claimed", 1), ("sent", 2)])
def test_killed_at_any_moment_it_loses_nothing(
    moment: str, copies: int, program: dict[str, str], five: list[str], tmp_path: Path
) -> None:
    shared(program)
    spool = tmp_path / "spool.jsonl"
    assert deliverer(program, moment, spool) == -signal.SIGKILL
    assert deliverer(program, "never", spool) == 0
    end_leases(program)
    assert deliverer(program, "never", spool) == 0
    seen = Counter(json.loads(line)["id"] for line in spool.read_text("utf-8").splitlines())
    assert sorted(seen) == five
    assert sorted(seen.values()) == [1, 1, 1, 1, copies]
