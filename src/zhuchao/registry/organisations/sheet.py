"""The list of organisations as an Excel file; the journal knows who took it."""

from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.atlas import atlas
from zhuchao.registry.kinds import UNIT_SECTORS
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisations.queries import OrganisationFilters, narrowed
from zhuchao.registry.organisations.words import kind_of, operating_of, trade_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def organisation_sheet(scope: Scope, f: OrganisationFilters) -> FileResponse:
    """The organisations that fit, one row each, under headings the import of units reads."""
    titles = (
        _("代码"), _("名称"), _("类别"), _("区划"), _("统一社会信用代码"), _("行业"), _("从业人数"),
        _("已知正式党员"), _("在营"), _("组织覆盖"), _("成立日期"), _("撤销日期"),
    )  # fmt: skip
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    more = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {**more, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(_("组织和单位"))
    page.write_row(0, 0, titles, book.add_format({"bold": True}))
    number = 0
    for number, one in enumerate(narrowed(scope, f).iterator(), 1):
        page.write_row(number, 0, _cells(one))
    page.freeze_panes(1, 2)
    page.set_column(0, len(titles) - 1, 16)
    book.close()
    with writing(scope.who) as log:
        log.add(
            Fact("organisations.exported", ("account", scope.account_id or 0), headcount=number)
        )
    file.seek(0)
    name = f"{_('组织和单位')}-{local_day(now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _cells(one: Organisation) -> tuple[object, ...]:
    covered = ""
    if one.kind in UNIT_SECTORS:
        covered = _("已覆盖") if one.is_covered else _("未覆盖")  # type: ignore[attr-defined]
    place = atlas().full_name(str(one.division.path))
    return (
        one.code, one.name, kind_of(one), place, one.credit_code, trade_of(one.trade),
        one.headcount, one.members_known, operating_of(one.operating), covered, one.valid_from,
        one.valid_to,
    )  # fmt: skip
