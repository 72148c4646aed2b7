"""`zhuchao dispatch`: its documents, its messages and its exit codes, without a database."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from tests.text.corpus import corpus


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ZHUCHAO_HOME = tmp_path / "home"
    return tmp_path / "home"


def lines(extra: list[list[str]] | None = None) -> list[list[str]]:
    texts, labels = corpus()
    return [["诉求", "类别"], *map(list, zip(texts, labels, strict=True)), *(extra or [])]


def write_csv(path: Path, table: list[list[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(table)
    return path


def write_xlsx(path: Path, table: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(table):
            sheet.write_row(number, 0, line)
    return path


def run(todo: str, file: Path, *more: str, label: str = "类别") -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    words = ["dispatch", todo, str(file), "--text", "诉求", "--label", label, *more]
    call_command(*words, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def test_training_then_testing_answers_one_document(tmp_path: Path, home: Path) -> None:
    file = write_csv(tmp_path / "m.csv", lines())
    trained = json.loads(run("train", file, "--json")[0])
    assert trained["n"] == 240
    assert (home / "models" / "dispatch").is_file()
    report = json.loads(run("test", file, "--json")[0])
    assert {"n", "macro_f1", "accuracy", "top2", "per_second", "confusion"} <= report.keys()
    assert report["macro_f1"] > 0.95


@pytest.mark.parametrize("kind", ["gb18030", "utf-8-sig", "xlsx"])
def test_tables_are_read_as_people_keep_them(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        file = write_xlsx(tmp_path / "m.xlsx", lines())
    else:
        file = write_csv(tmp_path / "m.csv", lines(), kind)
    assert json.loads(run("train", file, "--json")[0])["labels"] == ["排水", "照明", "绿化"]


def test_rows_with_an_empty_cell_are_named_and_skipped(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "m.csv", lines([["", "照明"], ["路灯不亮", "  "]]))
    out, err = run("train", file, "--json")
    assert json.loads(out)["n"] == 240
    assert "第 242 行“诉求”为空" in err
    assert "第 243 行“类别”为空" in err


def test_many_empty_cells_are_counted_not_listed(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "m.csv", lines([["", "照明"]] * 25))
    assert "另有 5 处为空" in run("train", file)[1]


def test_the_readable_report_shows_figures_and_surest_misses(tmp_path: Path) -> None:
    run("train", write_csv(tmp_path / "m.csv", lines()))
    out, _err = run("test", write_csv(tmp_path / "t.csv", lines([["建设路路灯不亮", "排水"]])))
    assert "宏平均 F1" in out
    assert "建设路路灯不亮｜排水｜照明｜" in out


def test_a_wrong_column_is_answered_with_the_columns_there_are(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "m.csv", lines())
    with pytest.raises(CommandError, match="没有“类型”列。现有列：诉求、类别") as caught:
        run("train", file, label="类型")
    assert caught.value.returncode == 2


@pytest.mark.parametrize("name", ["absent.csv", "broken.xlsx", "empty.csv", "header.csv"])
def test_a_file_without_usable_rows_is_bad_usage(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    (tmp_path / "empty.csv").write_bytes(b"")
    write_csv(tmp_path / "header.csv", [["诉求", "类别"], ["路灯不亮", ""]])
    with pytest.raises(CommandError, match=name) as caught:
        run("train", tmp_path / name)
    assert caught.value.returncode == 2


def test_a_single_label_is_refused_and_the_old_model_stays(tmp_path: Path, home: Path) -> None:
    run("train", write_csv(tmp_path / "m.csv", lines()))
    before = (home / "models" / "dispatch").read_bytes()
    same = [["诉求", "类别"], ["路灯不亮", "照明"], ["灯杆倾斜", "照明"]]
    with pytest.raises(CommandError, match="至少要有两个类别") as caught:
        run("train", write_csv(tmp_path / "one.csv", same))
    assert caught.value.returncode == 1
    assert (home / "models" / "dispatch").read_bytes() == before


def test_a_column_of_numbers_taken_for_texts_is_refused(tmp_path: Path, home: Path) -> None:
    flags = [
        ["诉求", "类别"],
        *([str(n % 2), name] for n in range(40) for name in ("照明", "排水")),
    ]
    with pytest.raises(CommandError, match="两条不同的诉求") as caught:
        run("train", write_csv(tmp_path / "flags.csv", flags))
    assert caught.value.returncode == 1
    assert not (home / "models" / "dispatch").exists()


def test_testing_without_a_model_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="zhuchao dispatch train") as caught:
        run("test", write_csv(tmp_path / "m.csv", lines()))
    assert caught.value.returncode == 1


def test_a_broken_model_is_told_as_such(tmp_path: Path, home: Path) -> None:
    (home / "models").mkdir(parents=True)
    (home / "models" / "dispatch").write_bytes(b"nonsense")
    with pytest.raises(CommandError, match="重新训练"):
        run("test", write_csv(tmp_path / "m.csv", lines()))
