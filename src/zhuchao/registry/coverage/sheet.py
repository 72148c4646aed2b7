"""Every unit of a day with how it is covered, as an Excel file; the journal knows who took it."""

from datetime import date, datetime
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Fact, writing
from zhuchao.registry.coverage.queries import Filters, on_day
from zhuchao.registry.coverage.units import units_behind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def coverage_sheet(
    scope: Scope, f: Filters, day: date, *, known: datetime | None = None
) -> FileResponse:
    """The operating units that fit, one row each."""
    titles = (_("名称"), _("类别"), _("区划"), _("行业"), _("覆盖方式"), _("已知正式党员"))
    rows = units_behind(on_day(day, known=known), f, "base")
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(_("覆盖情况"))
    page.write_row(0, 0, titles, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        cells = (row.organisation.name, row.kind, row.place, row.trade, row.how, row.members)
        page.write_row(number, 0, cells)
    page.freeze_panes(1, 1)
    page.set_column(0, len(titles) - 1, 18)
    book.close()
    with writing(scope.who) as log:
        subject = ("account", scope.account_id or 0)
        log.add(Fact("coverage.exported", subject, f.path, headcount=len(rows)))
    file.seek(0)
    name = f"{_('覆盖情况')}-{day:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
