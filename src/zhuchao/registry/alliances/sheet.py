"""The uses of shared rooms of a year as an Excel file."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.journal.models import Entry
from zhuchao.registry.alliances.queries import use_page
from zhuchao.registry.alliances.words import booking_line

CHUNK = 1000


def use_sheet(scope: Scope, entries: QuerySet[Entry]) -> FileResponse:
    """The uses that entries tell of, one row each."""
    titles = (
        _("场所"), _("哪一天"), _("几点到几点"), _("单位"), _("用途"), _("小时"), _("人次"),
    )  # fmt: skip
    return excel(scope, _("阵地使用记录"), "rooms.exported", titles, _rows(entries))


def _rows(entries: QuerySet[Entry]) -> Iterator[Cells]:
    before = None
    while True:
        page = use_page(entries, before, size=CHUNK)
        for entry, row in page.rows:
            line = booking_line(row)
            yield (
                row.site.name, line["day"], line["hours"], row.organisation.name, line["purpose"],
                float(entry.quantity or 0), entry.headcount,
            )  # fmt: skip
        if page.before is None:
            return
        before = page.before
