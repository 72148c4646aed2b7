"""Sites, plates and boards as Excel files."""

from collections.abc import Iterator

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.marks.boards import BoardFilters, boards
from zhuchao.marks.models import OUTCOMES
from zhuchao.marks.plates import MarkFilters, marks
from zhuchao.marks.queries import SiteFilters, sites, with_plates
from zhuchao.marks.site_page import plate
from zhuchao.marks.site_words import (
    equipment_of,
    hours_of,
    kind_of,
    listed,
    now_of,
    plates_of,
)
from zhuchao.marks.standards import labels
from zhuchao.places.atlas import atlas
from zhuchao.places.freshness import freshness, worst
from zhuchao.places.site_queries import Clock

MOST_ROWS = 50_000
CHUNK = 1000


def site_sheet(scope: Scope, f: SiteFilters) -> FileResponse:
    """The sites that fit."""
    titles = (
        _("代码"), _("名称"), _("类别"), _("区划"), _("地址"), _("经度"), _("纬度"), _("状态"),
        _("开放时间"), _("设施"), _("座位"), _("开放日期"), _("撤销日期"), _("新旧"), _("牌子"),
    )  # fmt: skip
    return excel(scope, _("场所"), "site.exported", titles, _site_cells(scope, f))


def _site_cells(scope: Scope, f: SiteFilters) -> Iterator[Cells]:
    clock, areas, named = Clock(), atlas(), labels()
    found = with_plates(sites(scope, f))[:MOST_ROWS]
    for s in found.iterator(chunk_size=CHUNK):
        yield (
            s.code,
            s.name,
            kind_of(s),
            areas.full_name(s.division.path),
            s.address,
            s.lon,
            s.lat,
            now_of(s, clock).label,
            hours_of(s),
            listed(equipment_of(s)),
            s.capacity,
            s.opened_on,
            s.closed_on,
            worst(freshness(s.facts.all())).state_label,
            listed(plates_of(s, named)),
        )


def mark_sheet(scope: Scope, f: MarkFilters) -> FileResponse:
    """The plates that fit."""
    titles = (
        _("编号"), _("场所"), _("类别"), _("区划"), _("标准"), _("版本"), _("等级"), _("状态"),
        _("挂牌日期"), _("有效期至"),
    )  # fmt: skip
    areas = atlas()
    cells = (
        (
            m.number,
            m.site.name,
            kind_of(m.site),
            areas.full_name(m.site.division.path),
            plate(m).label,
            m.standard_version,
            plate(m).grade,
            plate(m).state,
            m.valid_from,
            m.valid_until,
        )
        for m in marks(f)[:MOST_ROWS].iterator(chunk_size=CHUNK)
    )
    return excel(scope, _("挂牌"), "mark.exported", titles, cells)


def board_sheet(scope: Scope, f: BoardFilters) -> FileResponse:
    """The boards that fit."""
    titles = (
        _("牌子上的字"), _("谁的牌子"), _("区划"), _("挂在哪里"), _("依据"), _("处理结果"),
        _("处理日期"),
    )  # fmt: skip
    areas, outcomes = atlas(), dict(OUTCOMES)
    cells = (
        (
            b.text,
            b.owner.name,
            areas.full_name(b.division_path),
            b.place,
            b.basis,
            _(outcomes[b.outcome]),
            b.decided_on,
        )
        for b in boards(scope, f)[:MOST_ROWS].iterator(chunk_size=CHUNK)
    )
    return excel(scope, _("机构牌子"), "board.exported", titles, cells)
