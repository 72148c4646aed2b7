"""The entry: help, exit codes, one clear line for what went wrong."""

from importlib import import_module
from typing import Any

import pytest
from django.core.management import CommandError, find_commands
from django.db import OperationalError

from tests.cli.home import Home
from zhuchao import cli
from zhuchao.access.refusal import Refused
from zhuchao.cli import ready, runner
from zhuchao.cli.catalogue import COMMANDS
from zhuchao.cli.management.commands.doctor import Command as Doctor

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def breaks(monkeypatch: pytest.MonkeyPatch, error: Exception) -> int:
    """The exit code of a command that ends with an error."""

    def handle(self: Doctor, **options: Any) -> None:
        raise error

    monkeypatch.setattr(Doctor, "handle", handle)
    return runner.run(["doctor"])


def test_help_lists_every_command_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.run(["--help"]) == 0
    listed = [line.split() for line in capsys.readouterr().out.splitlines() if line[:2] == "  "]
    assert [words[0] for words in listed] == [command.name for command in COMMANDS]
    assert all(len(words) > 1 for words in listed)


def test_every_command_of_ours_is_in_the_help() -> None:
    folder = str(import_module("zhuchao.cli.management").__path__[0])
    assert set(find_commands(folder)) <= {command.name for command in COMMANDS}


def test_no_command_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.run([]) == 2
    assert capsys.readouterr().out == ""


def test_an_unknown_command_is_bad_usage_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.run(["fly"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("words", [["doctor", "--fly"], ["backup"], ["restore"]])
def test_bad_usage_exits_2_and_touches_no_database(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        runner.run(words)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Refused("conflict", "已有别的数据"), 1, "已有别的数据\n"),
        (CommandError("没有这一列", returncode=2), 2, "没有这一列\n"),
        (CommandError("没有做成"), 1, "没有做成\n"),
        (OperationalError("no route"), 1, "数据库无法使用：no route\n"),
    ],
)
def test_what_a_command_raises_is_one_line_and_an_exit_code(
    error: Exception,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert breaks(monkeypatch, error) == code
    assert capsys.readouterr().err == said


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(self: Doctor, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Doctor, "handle", handle)
    assert runner.run(["doctor"]) == 130


def test_a_bad_setting_is_one_line_that_names_it(home: Home) -> None:
    ran = home.run("doctor", ZHUCHAO_FACE="moon")
    assert ran.returncode == 2
    assert ran.stderr == "ZHUCHAO_FACE='moon': public / desk / all\n"


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en_US.UTF-8", "en"), ("zh_CN.UTF-8", "zh-hans"), ("C", "zh-hans"), ("", "zh-hans")],
)
def test_messages_follow_the_locale_of_the_terminal(
    locale: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert runner.language() == language


def test_the_console_script_is_the_runner() -> None:
    assert cli.main is runner.main


@pytest.mark.django_db
def test_a_database_that_is_behind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "pending_migrations", lambda: ["matters.0009_later"])
    with pytest.raises(CommandError, match="zhuchao migrate"):
        ready.ensure_current()


def test_a_fresh_home_makes_itself_ready_and_then_keeps_itself(home: Home) -> None:
    assert not any(home.path.iterdir())
    first = home.run("journal", "verify", "--json")
    assert (first.returncode, first.stderr.strip()) == (0, "正在建立数据库……")
    home.done("migrate", "access", "zero", "-v0")
    behind = home.run("journal", "verify")
    assert behind.returncode == 1
    assert "zhuchao migrate" in behind.stderr
    home.done("migrate", "-v0")
    assert len(list((home.path / "backups").glob("before-migrate-*.tar.gz"))) == 1


@pytest.mark.parametrize("words", [["due", "petition.D4", "2026-09-30"], ["doctor"], ["--help"]])
def test_commands_that_need_no_database_make_none(home: Home, words: list[str]) -> None:
    home.done(*words)
    made = {path.name for path in home.path.iterdir()}
    assert made <= {"django.secret"}
