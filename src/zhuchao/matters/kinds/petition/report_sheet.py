"""The yearly report as an Excel file: the same numbers, who took it and when."""

from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.export import XLSX
from zhuchao.matters.kinds.petition.report import Report

Cells = list[list[str | int]]


def report_sheet(scope: Scope, found: Report) -> FileResponse:
    """One page for each part of the report; journaled as an export."""
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    bold, soft = book.add_format({"bold": True}), book.add_format({"font_color": "#625a4e"})
    rows = _rows(scope, found)
    page = book.add_worksheet(_("信访情况年度报告"))
    page.set_column(0, 0, 34)
    page.set_column(1, 3, 14)
    for number, (style, cells) in enumerate(rows):
        look = {"head": bold, "soft": soft}.get(style)
        for column, cell in enumerate(cells):
            page.write(number, column, cell, look)
    book.close()
    with writing(scope.who) as log:
        facets = {"rows": len(rows)}
        log.add(Fact("petition.exported", ("account", scope.account_id or 0), facets=facets))
    file.seek(0)
    name = f"{_('信访情况年度报告')}-{local_day(now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _rows(scope: Scope, found: Report) -> list[tuple[str, list[str | int]]]:
    """Every row with its style: head, soft or plain."""
    when = f"{now().astimezone(zone()):%Y-%m-%d %H:%M}"
    mark = _("%(who)s 于 %(when)s 导出，内部使用") % {"who": scope.label, "when": when}
    period = _("%(first)s 至 %(last)s") % {"first": found.first, "last": found.last}
    rows: list[tuple[str, list[str | int]]] = [("soft", [mark]), ("soft", [period])]
    for part in found.parts:
        rows.append(("head", [part.title]))
        for label, figs in part.rows:
            numbers = [cell for f in figs for cell in (int(f.value.amount), _(f.unit.value))]
            rows.append(("", [label, *numbers]))
    rows.append(("head", [_("比率"), _("达到"), _("计入"), "%"]))
    for one in found.rates:
        rows.append(("", [one.label, len(one.rate.hits), len(one.rate.base), one.per_cent]))
    for title, shares in ((_("涉及领域"), found.fields), (_("被投诉较多的单位"), found.units)):
        rows.append(("head", [title]))
        rows += [("", [share.name, len(share.matters), _("件")]) for share in shares]
    return rows
