"""`zhuchao issues find`: its document, its messages and its exit codes, without a database."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from tests.text.test_issues import ALONE, KILN

HEADER = ["编号", "标题", "内容", "时间", "赞", "谁"]
ROWS: list[list[object]] = [
    [188000 + n, title, text, f"2026/3/{n + 1} 8:00:00", n, f"甲{n}"]
    for n, (title, text) in enumerate([*KILN, *ALONE])
]


def write(path: Path, rows: list[list[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def run(file: Path, *more: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    columns = ["--id", "编号", "--title", "标题", "--text", "内容", "--time", "时间"]
    words = ["issues", "find", str(file), *columns, *more]
    call_command(*words, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("kind", ["utf-8-sig", "gb18030", "xlsx"])
def test_the_document_is_a_list_of_issues_hottest_first(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        file = tmp_path / "m.xlsx"
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            for number, line in enumerate([HEADER, *ROWS]):
                sheet.write_row(number, 0, line)
    else:
        file = write(tmp_path / "m.csv", ROWS, kind)
    found = json.loads(run(file, "--votes", "赞", "--user", "谁", "--json")[0])
    assert [list(issue) for issue in found] == [
        ["rank", "heat", "title", "place", "from", "to", "ids"]
    ]
    only = found[0]
    assert only["ids"] == ["188000", "188001", "188002", "188003"]
    assert (only["rank"], only["place"]) == (1, "云岭新城")
    assert only["from"] == "2026-03-01T08:00:00+08:00"
    assert only["to"] == "2026-03-04T08:00:00+08:00"
    assert only["heat"] == pytest.approx(4 + 2.81, abs=0.01)


def test_the_table_is_for_reading(tmp_path: Path) -> None:
    out, err = run(write(tmp_path / "m.csv", ROWS))
    assert "云岭新城" in out
    assert "2026-03-01 ~ 2026-03-04" in out
    assert "9" in err


def test_nothing_in_common_is_said_so(tmp_path: Path) -> None:
    file = write(tmp_path / "m.csv", ROWS[len(KILN) :])
    assert "没有两条以上" in run(file)[0]
    assert json.loads(run(file, "--json")[0]) == []


def test_faulty_rows_are_named_by_row_and_column(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        ["", "无编号", "x", "2026/3/1", 1, ""],
        [188000, "重复", "x", "2026/3/1", 1, ""],
        [7, "", " ", "2026/3/1", 1, ""],
        [8, "没有时间的", "第八条", "昨天", "很多", ""],
    ]
    _out, err = run(write(tmp_path / "m.csv", rows), "--votes", "赞")
    assert "第 11 行 编号 列：编号为空，已跳过" in err
    assert "第 12 行 编号 列：编号重复，已跳过：188000" in err
    assert "第 13 行 内容 列：标题和内容都为空，已跳过" in err
    assert "第 14 行 时间 列：无法识别的日期：昨天" in err
    assert "第 14 行 赞 列：不是数，按 0 计：很多" in err


def test_many_faults_are_counted_not_listed(tmp_path: Path) -> None:
    rows = [*ROWS, *[["", "x", "x", "2026/3/1", 1, ""]] * 25]
    assert "另有 5 处" in run(write(tmp_path / "m.csv", rows))[1]


def test_a_wrong_column_is_answered_with_the_columns_there_are(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有“点赞”列。现有列：编号、标题") as caught:
        run(write(tmp_path / "m.csv", ROWS), "--votes", "点赞")
    assert caught.value.returncode == 2


@pytest.mark.parametrize(("name", "code"), [("absent.csv", 2), ("broken.xlsx", 2), ("bare.csv", 1)])
def test_a_file_without_usable_rows_ends_with_its_code(
    tmp_path: Path, name: str, code: int
) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    write(tmp_path / "bare.csv", [["", "", "", "", "", ""]])
    with pytest.raises(CommandError, match=name) as caught:
        run(tmp_path / name)
    assert caught.value.returncode == code
