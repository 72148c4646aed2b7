"""`zhuchao journal`: one document with --json, words without, and the right exit code."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from zhuchao.journal.leases import lease
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.writing import Fact, writing

pytestmark = pytest.mark.django_db
Write = Callable[..., list[int]]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("journal", *arguments, stdout=out)
    return out.getvalue()


def answer(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json"))


def test_sealing_and_verifying_speak_json(write: Write) -> None:
    write(3)
    assert answer("seal") == {"sealed": 3, "segments": [1]}
    write(2)
    assert answer("verify") == {
        "ok": True,
        "entries": 5,
        "segments": 1,
        "unsealed": 2,
        "first_bad": None,
    }


def test_they_speak_words_too(write: Write) -> None:
    assert "没有待封存的记录" in run("seal")
    write(3)
    assert "已封存 3 条" in run("seal")
    assert "日志完整" in run("verify")


@pytest.mark.parametrize("arguments", [("verify",), ("verify", "--json")])
def test_a_changed_entry_makes_the_exit_code_one(
    write: Write, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    ids = write(3)
    run("seal")
    Entry.objects.filter(pk=ids[1]).update(who="somebody")
    with pytest.raises(SystemExit) as ended:
        call_command("journal", *arguments)
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert str(ids[1]) in told
    if "--json" in arguments:
        assert json.loads(told)["first_bad"] == {
            "where": "journal_entry",
            "id": ids[1],
            "why": "changed: who",
        }


def test_a_second_sealer_is_refused_in_one_line(write: Write) -> None:
    write(1)
    with lease("journal.seal", 60), pytest.raises(CommandError, match="另一个进程正在封存"):
        run("seal")


def test_a_false_entry_is_refused_in_one_line(write: Write) -> None:
    ids = write(1)
    Entry.objects.update(who="somebody")
    with pytest.raises(CommandError, match=f"拒绝封存：entry {ids[0]}"):
        run("seal")


def test_an_export_holds_headers_and_files(write: Write, tmp_path: Path) -> None:
    for _ in range(3):
        write(2)
        run("seal")
    file = tmp_path / "proof.zip"
    told = answer("export", "--from", "2", "--to", "3", "-o", str(file))
    assert told == {"segments": 2, "file": str(file)}
    with ZipFile(file) as archive:
        document = json.loads(archive.read("proof.json"))
        names = archive.namelist()
    assert names == ["proof.json", "segments/000002.parquet", "segments/000003.parquet"]
    assert [s["number"] for s in document["segments"]] == [2, 3]
    assert len(document["chain_before"]) == 64
    assert "hmac" not in document["segments"][0]


@pytest.mark.parametrize("ends", [("0", "1"), ("2", "1"), ("1", "4"), ("-1", "1")])
def test_an_export_of_segments_that_are_not_there_is_refused(
    write: Write, tmp_path: Path, ends: tuple[str, str]
) -> None:
    write(1)
    run("seal")
    with pytest.raises(CommandError, match="没有第"):
        run("export", f"--from={ends[0]}", f"--to={ends[1]}", "-o", str(tmp_path / "proof.zip"))
    assert not (tmp_path / "proof.zip").exists()


def test_an_export_to_nowhere_is_refused(write: Write, tmp_path: Path) -> None:
    write(1)
    run("seal")
    with pytest.raises(CommandError, match="导出失败"):
        run("export", "-o", str(tmp_path / "absent" / "proof.zip"))


def test_spans_are_rebuilt() -> None:
    with writing("3f2a") as log:
        log.add(Fact("tie.made", ("tie", 1), span="tie:1"))
    Span.objects.all().delete()
    assert answer("rebuild-spans") == {"spans": 1}
    assert Span.objects.get().pk == "tie:1"
