"""`zhuchao keys rotate`: told in words or as one JSON document."""

import json
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from zhuchao.access.identities import sealed
from zhuchao.access.models import Identity
from zhuchao.journal.keys import add_identity_key, key_file, keyring


@pytest.fixture(autouse=True)
def _key_file_is_put_back(db: None) -> Iterator[None]:
    keyring()
    before = key_file().read_bytes()
    yield
    key_file().write_bytes(before)


def test_it_tells_the_key_and_the_rows_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    sealed({"name": "李雷"}).save()
    before = int(keyring().current)
    call_command("keys", "rotate", "--json")
    told = capsys.readouterr()
    assert json.loads(told.out) == {"key": str(before + 1), "rows": 1}
    assert told.err == ""


def test_it_reminds_of_the_key_file(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("keys", "rotate")
    assert str(key_file()) in capsys.readouterr().out


def test_it_says_when_it_goes_on_with_what_was_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    sealed({"name": "李雷"}).save()
    current = add_identity_key()
    call_command("keys", "rotate", "--json")
    told = capsys.readouterr()
    assert json.loads(told.out) == {"key": current, "rows": 1}
    assert "中断" in told.err


def test_a_row_it_cannot_read_ends_it(db: None) -> None:
    broken = sealed({"name": "李雷"})
    broken.sealed = b"x" * 40
    broken.save()
    with pytest.raises(CommandError, match=str(broken.pk)):
        call_command("keys", "rotate")
    assert Identity.objects.count() == 1
