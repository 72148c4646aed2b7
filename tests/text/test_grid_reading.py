"""Grids as offices make them: titles, merged headings, notes, totals, hidden rows, sheets."""

import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.import_files import workbook
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.text.books import first_sheet, read_grid, sheets_of
from zhuchao.text.field_meanings import Meaning, guesses
from zhuchao.text.grid_reading import Reading, understand
from zhuchao.text.tables import Unreadable

UNITS = [field.meaning for field in KINDS["units"].fields]


def reading(raw: bytes, meanings: list[Meaning] = UNITS, heading: int = 0) -> Reading:
    """A file understood."""
    return understand(read_grid(raw), meanings, heading)


def test_title_notes_totals_and_hidden_rows_are_told_from_records() -> None:
    raw = workbook(
        [
            ["示例区两企三新摸排表", None, None, None],
            ["填报单位：", "示例街道", None, None],
            ["序号", "单位名称", "从业人数", "企业类型"],
            ["", "必填，全称", "如：46", "可选：企业/社团"],
            [1, "甲公司", 46, "企业"],
            [None, None, None, None],
            [2, "乙公司", 7, "企业"],
            [3, "丙公司", 7, "企业"],
            ["合计", None, 60, None],
            ["注：以上数据截至三月", None, None, None],
            ["填表人：某某", None, None, None],
        ],
        merged=("A1:D1",),
        hidden=(7,),
    )
    found = reading(raw)
    assert (found.first, found.last) == (3, 3)
    assert [number for number, _line in found.rows()] == [5, 7]
    assert [(s.row, s.what) for s in found.skipped] == [
        (4, "说明行"), (8, "隐藏行"), (9, "合计行"), (10, "说明行"), (11, "说明行"),
    ]  # fmt: skip


def test_a_heading_of_two_rows_is_joined() -> None:
    raw = workbook(
        [
            ["单位名称", "人员情况", None, "联系电话"],
            [None, "从业人数", "党员数", None],
            ["甲公司", 46, 4, ""],
        ],
        merged=("A1:A2", "B1:C1", "D1:D2"),
    )
    found = reading(raw)
    assert (found.first, found.last) == (1, 2)
    assert found.names == ("单位名称", "人员情况/从业人数", "人员情况/党员数", "联系电话")
    assert [line[0] for _number, line in found.rows()] == ["甲公司"]


def test_a_merged_cell_holds_for_all_its_rows() -> None:
    raw = workbook(
        [["所属社区", "单位名称"], ["春风社区", "甲公司"], [None, "乙公司"]], merged=("A2:A3",)
    )
    assert [line[0] for _number, line in reading(raw).rows()] == ["春风社区", "春风社区"]


def test_the_row_of_the_heading_can_be_said() -> None:
    raw = workbook([["甲", "乙"], ["丙", "丁"], ["1", "2"]])
    assert reading(raw, heading=2).names == ("丙", "丁")
    with pytest.raises(Unreadable):
        reading(raw, heading=9)


def test_of_several_sheets_the_fullest_that_is_shown_is_read() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("说明").write(0, 0, "请看第二张")
    page = book.add_worksheet("名册")
    page.write_row(0, 0, ["单位名称", "从业人数"])
    page.write_row(1, 0, ["甲公司", 4])
    hidden = book.add_worksheet("底稿")
    for row in range(20):
        hidden.write_row(row, 0, ["x"] * 9)
    hidden.hide()
    book.close()
    raw = file.getvalue()
    assert [(s.name, s.visible) for s in sheets_of(raw)] == [
        ("说明", True), ("名册", True), ("底稿", False),
    ]  # fmt: skip
    assert first_sheet(raw) == "名册"
    with pytest.raises(Unreadable, match="没有“别的”这个工作表"):
        read_grid(raw, "别的")


def test_hidden_rows_are_those_of_the_sheet_whatever_its_part_is_called() -> None:
    """Sheets are often moved: the second part may hold the first sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name in ("甲", "乙"):
        page = book.add_worksheet(name)
        for row, cells in enumerate([["单位名称", "从业人数"], [f"{name}一", 1], [f"{name}二", 2]]):
            page.write_row(row, 0, cells)
    book.worksheets()[0].set_row(1, None, None, {"hidden": True})
    book.close()
    moved = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(moved, "w") as parts:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                text = re.sub(
                    rb"sheet([12])\.xml", lambda m: b"sheet%d.xml" % (3 - int(m[1])), text
                )
            parts.writestr(name, text)
    for name, rows in (("甲", ["乙一", "乙二"]), ("乙", ["甲二"])):
        found = understand(read_grid(moved.getvalue(), name), UNITS)
        assert [line[0] for _number, line in found.rows()] == rows


def test_csv_of_chinese_windows_is_read() -> None:
    raw = "单位名称,从业人数\r\n甲公司,4\r\n".encode("gb18030")
    assert [line for _n, line in reading(raw).rows()] == [["甲公司", "4"]]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "空的"),
        (b"\xff\xfe\x00\x81\x30", "文字编码"),
        (b"PK\x03\x04broken", "不是有效的工作簿"),
        (b"\xd0\xcf\x11\xe0broken", "不是有效的工作簿"),
        (workbook([[None]]), "空的"),
    ],
)
def test_what_is_no_table_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_grid(raw)


def test_one_cell_far_out_does_not_fill_the_memory() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, "单位名称")
    page.write(1_000_000, 16_000, "x")
    book.close()
    with pytest.raises(Unreadable, match="表格太大"):
        read_grid(file.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    sound = io.BytesIO(workbook([["甲", "乙"], ["1", "2"]]))
    with (
        zipfile.ZipFile(sound) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts,
    ):
        for name in old.namelist():
            parts.writestr(name, old.read(name))
        with parts.open("xl/media/image1.png", "w") as image:
            for _megabyte in range(601):
                image.write(bytes(1024**2))
    with pytest.raises(Unreadable, match="表格太大"):
        read_grid(file.getvalue())


def test_formatted_rows_down_to_the_last_are_no_data() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["单位名称", "从业人数"])
    page.write_row(1, 0, ["甲公司", 4])
    page.write_blank(1_048_575, 0, None, book.add_format({"bold": True}))
    book.close()
    assert len(list(reading(file.getvalue()).rows())) == 1


@pytest.mark.parametrize(
    ("name", "first", "last", "fields"),
    [
        ("党员信息表.xls", 1, 1, {"name", "id_number", "phone", "branch", "joined"}),
        ("发展党员信息表.xls", 1, 1, {"name", "id_number", "phone", "branch", "stage"}),
        ("人员导入模板.xlsx", 1, 1, {"name", "id_number", "phone"}),
        ("基础信息收集操作表.xls", 3, 4, {"name", "id_number", "phone"}),
    ],
)
def test_real_forms_are_read(
    shared_data: Path, name: str, first: int, last: int, fields: set[str]
) -> None:
    meanings = [field.meaning for field in KINDS["people"].fields]
    found = reading((shared_data / "data/forms/originals" / name).read_bytes(), meanings)
    assert (found.first, found.last) == (first, last)
    assert fields <= {guess.field for guess in guesses(found.names, meanings)}
