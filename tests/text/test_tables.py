"""Tables as people keep them."""

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from zhuchao.text.tables import Unreadable, read_table

MOMENT = datetime(2019, 2, 28, 11, 25, 5)  # noqa: DTZ001 (a workbook knows no zone)


def written(tmp_path: Path, raw: bytes, name: str = "t.csv") -> Path:
    """A file with these bytes."""
    path = tmp_path / name
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_reads_csv_in_the_encodings_of_chinese_offices(tmp_path: Path, encoding: str) -> None:
    raw = "编号,内容\r\n1,路灯坏了\r\n\r\n3,“井盖”,多出来的\r\n".encode(encoding)
    table = read_table(written(tmp_path, raw))
    assert table.columns == ("编号", "内容")
    assert table.rows == [
        (2, {"编号": "1", "内容": "路灯坏了"}),
        (4, {"编号": "3", "内容": "“井盖”"}),
    ]


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "某区办件表\n\na,b\n1,2\n".encode()))
    assert table.rows == [(4, {"a": "1", "b": "2"})]


def test_a_single_column_is_a_table_too(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, b"a\n1\n")).rows == [(2, {"a": "1"})]


def test_a_short_row_is_filled_up(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, b"a,b,c\n1\n"))
    assert table.rows == [(2, {"a": "1", "b": "", "c": ""})]


def test_a_cell_may_hold_several_lines(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, b'a,b\n1,"x\ny"\n2,z\n'))
    assert table.rows == [(2, {"a": "1", "b": "x\ny"}), (3, {"a": "2", "b": "z"})]


def test_it_reads_the_first_sheet_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "时间"])
        sheet.write_number(1, 0, 188006)
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_datetime(1, 1, MOMENT, day)
    table = read_table(path)
    assert table.rows == [(2, {"编号": 188006.0, "时间": MOMENT})]


@pytest.mark.parametrize(
    ("raw", "name", "why"),
    [
        (b"", "t.csv", "没有表头"),
        (b"\n\n", "t.csv", "没有表头"),
        (b"a,a\n1,2\n", "t.csv", "列名重复：a"),
        (b"\xff\xff\xff\xff", "t.csv", "文字编码"),
        (b"no workbook", "t.xlsx", "不是有效的工作簿"),
    ],
)
def test_it_says_why_a_file_is_no_table(tmp_path: Path, raw: bytes, name: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_table(written(tmp_path, raw, name))


def test_an_absent_file_is_said_to_be_absent(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="打不开文件"):
        read_table(tmp_path / "absent.csv")
