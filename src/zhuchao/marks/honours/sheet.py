"""The list of honours as an Excel file."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.marks.honours.queries import HonourFilters, honours
from zhuchao.marks.honours.words import row
from zhuchao.marks.models import RECIPIENTS, Honour

MOST_ROWS = 50_000
CHUNK = 1000


def honour_sheet(scope: Scope, f: HonourFilters) -> FileResponse:
    """The honours that fit, one row each."""
    titles = (
        _("荣誉名称"), _("级别"), _("年份"), _("授予日期"), _("授予谁"), _("名称"), _("区划"),
        _("授予单位"), _("文件号"), _("状态"), _("最后一天"),
    )  # fmt: skip
    found = honours(scope, f)[:MOST_ROWS].iterator(chunk_size=CHUNK)
    return excel(scope, _("荣誉"), "honour.exported", titles, map(_cells, found))


def _cells(one: Honour) -> Cells:
    said = row(one)
    return (
        one.title, said["level"], one.year, one.conferred_on, _(dict(RECIPIENTS)[one.whose]),
        said["recipient"], said["place"], one.given_by, one.document or None, said["state"],
        one.until,
    )  # fmt: skip
