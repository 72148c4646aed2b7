"""Imports of the invented district: one whose columns are to be looked at, one with faults."""

from io import BytesIO

import xlsxwriter

from zhuchao.access.models import Account
from zhuchao.access.scope import Scope
from zhuchao.places.models import Division
from zhuchao.registry.imports.actions import ask_to_apply, begin, settle_columns
from zhuchao.registry.imports.carrying import carry_out
from zhuchao.registry.imports.files import file_of, guessed, read_file
from zhuchao.registry.models import ImportRun
from zhuchao.registry.scope import scope_of
from zhuchao.text.identifiers import credit_sign

WHO = "dangjian"
PLACE = "ZC03"
HEAD = (
    "序号", "企业名称（全称）", "统一社会信用代码", "企业类型", "从业人数（人）", "党员数",
    "经营状态", "成立时间",
)  # fmt: skip


def make_imports() -> None:
    """A register brought in, the next one with faults and a doubt, and one just uploaded."""
    scope = scope_of(Account.objects.get(username=WHO))
    _apply(scope, _planned(scope, "三月摸排表.xlsx", _march()))
    _planned(scope, "六月摸排表.xlsx", _june())
    begin(scope, "units", _book(_march()), file_name="七月摸排表.xlsx", division=_place())


def _place() -> Division:
    return Division.objects.get(code=PLACE)


def _code(number: int) -> str:
    begun = f"91999999MA{number:07d}"
    return begun + credit_sign(begun)


def _march() -> list[tuple[object, ...]]:
    return [
        (1, "示例巢上商贸有限公司", _code(101), "企业", "46人", 4, "在营", "2019.5"),
        (2, "示例晴川快递有限公司", _code(102), "企业", 120, 9, "在营", "2020年3月6日"),
        (3, "示例暖阳养老服务中心", "", "民办非企业单位", 18, 2, "在营", "2021-07"),
        ("合计", "", "", "", 184, 15, "", ""),
    ]


def _june() -> list[tuple[object, ...]]:
    return [
        (1, "示例巢上商贸有限公司", _code(101), "企业", 52, 4, "在营", "2019.5"),
        (2, "示例晴川快递有限公司", "9199", "企业", 120, 9, "在营", "2020年3月6日"),
        (3, "示例（暖阳）养老服务中心", "", "民办非企业单位", 18, 2, "在营", ""),
        (4, "示例听风软件有限公司", _code(104), "企业", -3, 0, "在营", "2024"),
        (5, "示例半亩茶馆", _code(105), "企业", 6, 0, "在营", "2024-04"),
    ]


def _book(rows: list[tuple[object, ...]]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("摸排表")
    page.merge_range(0, 0, 0, len(HEAD) - 1, "示例街道两企三新摸排表")
    page.write_row(1, 0, HEAD)
    for number, row in enumerate(rows, start=2):
        page.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def _planned(scope: Scope, name: str, rows: list[tuple[object, ...]]) -> ImportRun:
    run = begin(scope, "units", _book(rows), file_name=name, division=_place())
    columns = {str(g.column): g.field for g in guessed(run, read_file(run, file_of(run)))}
    return carry_out(settle_columns(scope, run.pk, columns, version=run.version), scope)


def _apply(scope: Scope, run: ImportRun) -> None:
    carry_out(ask_to_apply(scope, run.pk, version=run.version), scope)
