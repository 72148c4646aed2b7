"""The list of organisations as an Excel file."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.places.atlas import atlas
from zhuchao.registry.kinds import UNIT_SECTORS
from zhuchao.registry.models import Organisation
from zhuchao.registry.organisations.queries import OrganisationFilters, narrowed
from zhuchao.registry.organisations.words import kind_of, operating_of, trade_of


def organisation_sheet(scope: Scope, f: OrganisationFilters) -> FileResponse:
    """The organisations that fit, one row each, under headings the import of units reads."""
    titles = (
        _("代码"), _("名称"), _("类别"), _("区划"), _("统一社会信用代码"), _("行业"), _("从业人数"),
        _("已知正式党员"), _("在营"), _("组织覆盖"), _("成立日期"), _("撤销日期"),
    )  # fmt: skip
    rows = map(_cells, narrowed(scope, f).iterator())
    return excel(scope, _("组织和单位"), "organisations.exported", titles, rows)


def _cells(one: Organisation) -> Cells:
    covered = ""
    if one.kind in UNIT_SECTORS:
        covered = _("已覆盖") if one.is_covered else _("未覆盖")  # type: ignore[attr-defined]
    place = atlas().full_name(str(one.division.path))
    return (
        one.code, one.name, kind_of(one), place, one.credit_code, trade_of(one.trade),
        one.headcount, one.members_known, operating_of(one.operating), covered, one.valid_from,
        one.valid_to,
    )  # fmt: skip
