"""Excel files of imports: an empty register to be filled, and faulty rows given back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.writing import writing
from zhuchao.places.atlas import atlas
from zhuchao.registry.imports.actions import told
from zhuchao.registry.imports.fields import Fault, Field
from zhuchao.registry.imports.files import file_of, read_file
from zhuchao.registry.imports.kinds import KINDS, ImportKind
from zhuchao.registry.imports.planned import plan_of
from zhuchao.registry.models import ImportRun

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 2000
"""Rows of a template that check what is put in."""
EXAMPLES = 2
LONGEST_LIST = 255
"""A list written into a validation may be no longer, in signs."""


def template_sheet(kind: ImportKind, scope: Scope) -> FileResponse:
    """An empty register: headings with comments, lists and checks below, two invented rows."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet(_(kind.label))
    plain = book.add_format({"text_wrap": False, "num_format": "@"})
    for column, one in enumerate(kind.fields):
        _head(book, page, column, one)
        page.set_column(column, column, 22 if one.needed else 16, plain)
        _validate(book, page, column, one, scope, kind)
        for row in range(EXAMPLES):
            page.write_string(1 + row, column, _example(one, row), plain)
    page.freeze_panes(1, 1)
    book.close()
    file.seek(0)
    name = _("导入模板-%(kind)s.xlsx") % {"kind": _(kind.label)}
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _head(book: Any, page: Any, column: int, one: Field) -> None:
    looks: dict[str, Any] = {"bold": True, "bottom": 1, "bg_color": "#fbe8db"}
    if not one.needed:
        looks["bg_color"] = "#efe8dc"
    page.write_string(0, column, _(one.label), book.add_format(looks))
    hints = [_("必填。") if one.needed else "", _(one.hint) if one.hint else ""]
    if one.options:
        hints.append(_("可选：%(options)s") % {"options": "、".join(_options(one))})
    if words := "\n".join(filter(None, hints)):
        page.write_comment(0, column, words, {"x_scale": 2, "y_scale": 1.2})


def _options(one: Field) -> list[str]:
    return [_(label) for _code, label in one.options]


def _example(one: Field, row: int) -> str:
    text = one.examples[row] if row < len(one.examples) else ""
    return _(text) if text in {label for _code, label in one.options} else text


def _validate(
    book: Any, page: Any, column: int, one: Field, scope: Scope, kind: ImportKind
) -> None:
    """Lists to choose from; days and whole numbers are checked when they are typed."""
    choices = _options(one)
    if one.name == "division":
        choices = _divisions(scope, kind)
    if choices and len(",".join(choices)) <= LONGEST_LIST:
        page.data_validation(1, column, ROWS, column, {"validate": "list", "source": choices,
                             "error_type": "warning"})  # fmt: skip
    elif choices:
        source = _hidden_list(book, one.name, choices)
        page.data_validation(1, column, ROWS, column, {"validate": "list", "source": source,
                             "error_type": "warning"})  # fmt: skip
    elif one.day:
        given = {
            "validate": "custom",
            "value": f"=LEN({xl_rowcol_to_cell(1, column)})>=6",
            "error_title": _("日期"),
            "error_message": _("请写成 2024-03-05，只知道月份就写 2024-03。"),
            "error_type": "warning",
        }
        page.data_validation(1, column, ROWS, column, given)


def _divisions(scope: Scope, kind: ImportKind) -> list[str]:
    paths = kind.paths(scope)
    areas = {a.path: a for path in paths for a in atlas().below(path) if a.kind != "grid"}
    return [atlas().full_name(path) for path in sorted(areas)]


def _hidden_list(book: Any, name: str, choices: Sequence[str]) -> str:
    """A long list stands on a sheet of its own, which is hidden."""
    page = book.add_worksheet(name)
    page.hide()
    page.write_column(0, 0, choices)
    return f"={name}!$A$1:$A${len(choices)}"


def fault_sheet(scope: Scope, run: ImportRun) -> FileResponse:
    """The rows with faults as they were, each fault a comment on its cell; to be mended and
    brought in again. Who took it is in the journal. Raises Refused when the file is gone.
    """
    faulty = {row.number: plan_of(row).faults for row in run.rows.filter(action="fault")}
    if not faulty:
        raise Refused("not_found", _("没有有错的行"))
    reading = read_file(run, file_of(run))
    columns = {name: int(column) for column, name in run.columns.items() if name}
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(_("有错的行"))
    bold, wrong = book.add_format({"bold": True}), book.add_format({"bg_color": "#fbe4e0"})
    page.write_row(0, 0, [*reading.names, _("错在哪里")], bold)
    page.freeze_panes(1, 0)
    last = len(reading.names)
    place = 0
    for number, line in reading.rows():
        if number in faulty:
            place += 1
            by_column = _by_column(faulty[number], columns)
            for column, cell in enumerate(line[:last]):
                page.write_string(
                    place, column, _text(cell), wrong if column in by_column else None
                )
            for column, whys in by_column.items():
                page.write_comment(place, column, "\n".join(whys))
            page.write_string(place, last, _all(faulty[number], KINDS[run.kind]))
    book.close()
    with writing(scope.who) as log:
        log.add(told("import.faults", run, rows=place))
    file.seek(0)
    name = _("有错的行-%(number)s.xlsx") % {"number": run.pk}
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _by_column(faults: Sequence[Fault], columns: dict[str, int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        if fault.field in columns:
            found[columns[fault.field]].append(fault.why)
    return found


def _all(faults: Sequence[Fault], kind: ImportKind) -> str:
    named = [(_(kind.by_name[f.field].label) if f.field else "", f.why) for f in faults]
    return "；".join(f"{label}：{why}" if label else why for label, why in named)


def _text(cell: object) -> str:
    """A cell as it can be brought in again."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)
