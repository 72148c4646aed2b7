"""A shop's week and the list of merchants as Excel files."""

from datetime import date

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import excel
from zhuchao.circle.merchants.kinds import WAYS
from zhuchao.circle.merchants.listing import Listing, mean_words
from zhuchao.circle.merchants.week import week_of
from zhuchao.places.models import Site


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
    return excel(scope, name, "visit.exported", titles, rows)


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
    return excel(scope, name, "visit.exported", titles, rows)
