"""Every unit of a day with how it is covered, as an Excel file."""

from datetime import date, datetime

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import excel
from zhuchao.registry.coverage.queries import Filters, on_day
from zhuchao.registry.coverage.units import units_behind


def coverage_sheet(scope: Scope, f: Filters, day: date, known: datetime | None) -> FileResponse:
    """The operating units that fit, one row each."""
    titles = (_("名称"), _("类别"), _("区划"), _("行业"), _("覆盖方式"), _("已知正式党员"))
    rows = (
        (row.organisation.name, row.kind, row.place, row.trade, row.how, row.members)
        for row in units_behind(on_day(day, known=known), f, "base")
    )
    name = f"{_('覆盖情况')} {day:%Y-%m-%d}"
    return excel(scope, name, "coverage.exported", titles, rows, path=f.path)
