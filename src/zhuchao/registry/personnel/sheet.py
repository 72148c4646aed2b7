"""The list of social workers as an Excel file."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.registry.personnel.queries import Worker, WorkerFilters, workers
from zhuchao.registry.personnel.words import line


def personnel_sheet(scope: Scope, f: WorkerFilters) -> FileResponse:
    """The workers that fit, one row each."""
    titles = (
        _("工作称呼"), _("单位"), _("岗位"), _("等级"), _("等级怎么来的"), _("学历"), _("职业资格"),
        _("登记有效期至"), _("年度"), _("考核等次"), _("任职起"),
    )  # fmt: skip
    rows = map(_cells, workers(scope, f))
    return excel(scope, _("社会工作者"), "personnel.exported", titles, rows)


def _cells(found: Worker) -> Cells:
    row = line(found)
    return (
        row["person"].label, row["organisation"], row["post"],
        row["grade"].grade if row["grade"] else None, row["why"], row["degree"],
        row["certificate"], row["until"], row["appraised_year"], row["appraised"], row["since"],
    )  # fmt: skip
