"""The list of social workers as an Excel file; the journal knows who took it."""

from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.registry.personnel.queries import WorkerFilters, workers
from zhuchao.registry.personnel.words import line

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def personnel_sheet(scope: Scope, f: WorkerFilters) -> FileResponse:
    """The workers that fit, one row each."""
    titles = (
        _("工作称呼"), _("单位"), _("岗位"), _("等级"), _("等级怎么来的"), _("学历"), _("职业资格"),
        _("登记有效期至"), _("年度"), _("考核等次"), _("任职起"),
    )  # fmt: skip
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    page = book.add_worksheet(_("社会工作者"))
    page.write_row(0, 0, titles, book.add_format({"bold": True}))
    number = 0
    for number, found in enumerate(workers(scope, f), 1):
        row = line(found)
        graded = row["grade"].grade if row["grade"] else None
        cells = (
            row["person"].label, row["organisation"], row["post"], graded, row["why"],
            row["degree"], row["certificate"], row["until"], row["appraised_year"],
            row["appraised"], row["since"],
        )  # fmt: skip
        page.write_row(number, 0, cells)
    page.freeze_panes(1, 1)
    page.set_column(0, len(titles) - 1, 16)
    book.close()
    with writing(scope.who) as log:
        log.add(Fact("personnel.exported", ("account", scope.account_id or 0), headcount=number))
    file.seek(0)
    name = f"{_('社会工作者')}-{local_day(now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
