"""`zhuchao account create` and `zhuchao district load`, as an operator calls them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.journal.models import Entry
from zhuchao.registry.district import SHIPPED, load_blank
from zhuchao.registry.scope import scope_of

pytestmark = pytest.mark.django_db

FIRST = ("account", "create", "first", "--name", "甲", "--role", "administrator")


def test_the_first_administrator_is_made_and_journaled(monkeypatch: pytest.MonkeyPatch) -> None:
    load_blank()
    monkeypatch.setenv("ZHUCHAO_PASSWORD", "Nest-2026-nest")
    call_command(*FIRST, "--over", "LOCAL")
    account = Account.objects.get()
    assert account.check_password("Nest-2026-nest")
    assert account.password_given
    assert scope_of(account).paths("administrator") == ("/LOCAL/",)
    assert Entry.objects.get(verb="tie.made").who == "system:command_line"


def test_without_a_password_he_comes_by_single_sign_on(monkeypatch: pytest.MonkeyPatch) -> None:
    load_blank()
    monkeypatch.delenv("ZHUCHAO_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    call_command(*FIRST, "--over", "LOCAL")
    assert not Account.objects.get().has_usable_password()


@pytest.mark.parametrize("where", [("--over", "X"), ("--in", "nobody")])
def test_an_unknown_place_is_bad_usage(where: tuple[str, str]) -> None:
    load_blank()
    with pytest.raises(CommandError) as refused:
        call_command(*FIRST, *where)
    assert refused.value.returncode == 2


def test_a_weak_password_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    load_blank()
    monkeypatch.setenv("ZHUCHAO_PASSWORD", "123")
    with pytest.raises(Refused):
        call_command(*FIRST, "--over", "LOCAL")
    assert not Account.objects.exists()


def test_a_load_is_told_as_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("district", "load", str(SHIPPED / "demo"), "--json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["faults"] == []
    assert found["divisions"] == {"created": 61, "changed": 0, "same": 0}


def test_faults_are_told_and_fail_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="共 1 处有误"):
        call_command("district", "load", str(tmp_path), "--json")
    [fault] = json.loads(capsys.readouterr().out)["faults"]
    assert fault["file"] == "district.toml"
