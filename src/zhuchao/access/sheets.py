"""Lists as Excel files: who took it and when stands on top, and the journal knows."""

from collections.abc import Iterable, Sequence
from datetime import date
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.writing import Fact, writing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
Cells = Sequence[str | int | float | date | None]


def excel(
    scope: Scope,
    name: str,
    verb: str,
    titles: Sequence[str],
    rows: Iterable[Cells],
    *,
    path: str = "",
) -> FileResponse:
    """One sheet with a row of titles; the fact `verb` tells of how many rows at which path."""
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    book = xlsxwriter.Workbook(file, OPTIONS)
    page = book.add_worksheet()
    taken = _("%(who)s 于 %(when)s 导出") % {
        "who": scope.label,
        "when": f"{now().astimezone(zone()):%Y-%m-%d %H:%M}",
    }
    page.write_string(0, 0, f"{name} · {taken}", book.add_format({"font_color": "#625a4e"}))
    page.write_row(1, 0, titles, book.add_format({"bold": True}))
    page.freeze_panes(2, 1)
    page.set_column(0, len(titles) - 1, 16)
    count = 0
    for count, cells in enumerate(rows, start=1):
        page.write_row(count + 1, 0, cells)
    book.close()
    with writing(scope.who) as log:
        log.add(Fact(verb, ("account", scope.account_id or 0), path, facets={"rows": count}))
    file.seek(0)
    file_name = f"{name}-{local_day(now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=file_name, content_type=XLSX)
