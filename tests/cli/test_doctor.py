"""`zhuchao doctor`: what it says of a good home and of a broken one."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from zhuchao.cli import checks
from zhuchao.cli.checks import Finding, findings
from zhuchao.cli.management.commands.doctor import Command
from zhuchao.journal.keys import key_file, keyring
from zhuchao.web import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What steers the tests is no setting of the program."""
    monkeypatch.delenv("ZHUCHAO_REQUIRE_BROWSER", raising=False)
    monkeypatch.delenv("ZHUCHAO_SHARED", raising=False)


def found(name: str) -> Finding:
    return next(one for one in findings() if one.name == name)


def test_every_check_says_something_and_advises_unless_it_is_well() -> None:
    said = list(findings())
    assert {one.name for one in said} == set(checks.CHECKS)
    assert [one for one in said if not one.message] == []
    assert [one for one in said if one.level != "ok" and not one.advice] == []


def test_a_key_file_that_others_may_read_fails() -> None:
    keyring()
    key_file().chmod(0o644)
    assert found("keys").level == "fail"
    key_file().chmod(0o600)
    assert found("keys").level == "ok"


def test_a_worker_that_hangs_fails() -> None:
    heartbeat.beat()
    assert found("worker").level == "ok"
    long_ago = time.time() - 300
    os.utime(key_file().with_name("worker.heartbeat"), (long_ago, long_ago))
    assert found("worker").level == "fail"
    heartbeat.stop()
    assert found("worker").level == "warn"


def test_an_unknown_setting_is_pointed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUCHAO_HOTS", "x")
    assert "ZHUCHAO_HOTS" in found("settings").message


def test_a_public_name_the_server_does_not_answer_to_fails(settings: Settings) -> None:
    settings.ZHUCHAO_URL = "https://nest.example"
    assert [one.level for one in findings() if one.name == "settings"] == ["warn", "fail", "ok"]


def test_a_home_that_is_gone_fails(settings: Settings, tmp_path: Path) -> None:
    settings.ZHUCHAO_HOME = tmp_path / "gone"
    assert found("home").level == "fail"


def test_json_is_one_document_and_a_failure_exits_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise OSError("disk on fire")

    check: Callable[[], Any] = broken
    monkeypatch.setitem(checks.CHECKS, "disk", check)
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["zhuchao", "doctor", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert (ended.value.code, document["ok"]) == (1, False)
    assert [c["message"] for c in document["checks"] if c["name"] == "disk"] == ["disk on fire"]
