"""A shop's week and the list of merchants as Excel files; the journal knows who took them."""

from collections.abc import Iterable, Sequence
from datetime import date
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.kinds import WAYS
from zhuchao.circle.merchants.listing import Listing, mean_words
from zhuchao.circle.merchants.week import week_of
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Site

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cells = Sequence[str | int]


def week_sheet(scope: Scope, site: Site, day: date) -> FileResponse:
    """The week a day lies in: a line for each day, hour, offer and way in which anybody came."""
    found = week_of(site, day)
    titles = (_("日期"), _("几点"), _("优惠"), _("怎么记的"), _("人次"))
    ways = dict(WAYS)
    rows = [
        (
            cell.day.isoformat(),
            f"{cell.hour}:00",
            found.words.get(cell.offer or 0, ""),
            _(ways[cell.way]),
            cell.visits,
        )
        for cell in found.cells
    ]
    name = _("%(shop)s %(first)s 至 %(last)s") % {
        "shop": site.name,
        "first": found.monday.isoformat(),
        "last": found.sunday.isoformat(),
    }
    return _file(scope, name, titles, rows)


def merchant_sheet(scope: Scope, found: Listing) -> FileResponse:
    """The list as it stands on the screen, scan and hand tally apart, both means named."""
    titles = (
        _("代码"), _("店名"), _("区划"), _("暖新商户"), _("优惠"), _("扫码人次"), _("点数人次"),
        _("合计人次"), _("开门天数"), _("日历天数"), _("每开门日人次"), _("每日历日人次"),
    )  # fmt: skip
    rows = [
        (
            row.code,
            row.name,
            row.place,
            _("是") if row.accredited else _("否"),
            row.offers,
            row.visits.scans,
            row.visits.tallies,
            row.visits.means.visits,
            row.visits.means.open_days,
            row.visits.means.calendar_days,
            mean_words(row.visits.means.by_open_day),
            mean_words(row.visits.means.by_calendar_day),
        )
        for row in found.rows
    ]
    name = _("商户 %(first)s 至 %(last)s") % {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
    }
    return _file(scope, name, titles, rows)


def _file(scope: Scope, name: str, titles: Sequence[str], rows: Iterable[Cells]) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet()
    taken = _("%(who)s 于 %(when)s 导出") % {
        "who": scope.label,
        "when": f"{now().astimezone(zone()):%Y-%m-%d %H:%M}",
    }
    page.write_string(0, 0, f"{name} · {taken}", book.add_format({"font_color": "#625a4e"}))
    page.write_row(1, 0, titles, book.add_format({"bold": True}))
    page.freeze_panes(2, 0)
    page.set_column(0, len(titles) - 1, 16)
    count = 0
    for count, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                page.write_number(count + 1, column, cell)
            else:
                page.write_string(count + 1, column, cell)
    book.close()
    with writing(scope.who) as log:
        about = ("account", scope.account_id or 0)
        log.add(Fact("visit.exported", about, facets={"rows": count}))
    file.seek(0)
    path = f"{name}-{local_day(now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=path, content_type=XLSX)
