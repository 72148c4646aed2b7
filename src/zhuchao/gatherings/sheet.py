"""The lists of visits and of findings as Excel files."""

from datetime import date

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.gatherings.models import Finding, Gathering
from zhuchao.gatherings.queries import FindingFilters, VisitFilters, findings, visits
from zhuchao.gatherings.words import finding_line, visit_line

MOST_ROWS = 50_000
CHUNK = 1000


def visit_sheet(scope: Scope, f: VisitFilters, day: date) -> FileResponse:
    """The visits that fit, one row each."""
    titles = (
        _("题目"), _("走访方式"), _("走访谁"), _("区划"), _("开始日期"), _("结束日期"), _("天数"),
        _("以哪个单位的名义"), _("访谈人次"), _("发现（条）"), _("状态"),
    )  # fmt: skip
    found = visits(scope, f, day)[:MOST_ROWS].iterator(chunk_size=CHUNK)
    rows = (_visit(one, day) for one in found)
    return excel(scope, _("走访"), "gathering.exported", titles, rows)


def _visit(one: Gathering, day: date) -> Cells:
    line = visit_line(one, day)
    found: int = one.found  # type: ignore[attr-defined]
    return (
        one.title, line["mode"], line["whom"], line["place"], one.begins, one.ends, one.days,
        one.host.name, one.met, found, line["state"],
    )  # fmt: skip


def finding_sheet(scope: Scope, f: FindingFilters, day: date) -> FileResponse:
    """The findings that fit, one row each."""
    titles = (
        _("发现了什么"), _("哪方面"), _("哪一天发现的"), _("走访"), _("走访谁"), _("交给哪个单位"),
        _("跟进期限"), _("跟进情况"), _("怎么落实的"), _("哪天落实的"),
    )  # fmt: skip
    found = findings(scope, f, day).order_by("-pk")[:MOST_ROWS].iterator(chunk_size=CHUNK)
    rows = (_finding(one, day) for one in found)
    return excel(scope, _("走访发现"), "gathering.exported", titles, rows)


def _finding(row: Finding, day: date) -> Cells:
    line, visit = finding_line(row, day), row.gathering
    return (
        row.text, line["topic"], row.on, visit.title,
        visit.unit.name if visit.unit else visit.division.name,
        row.office.name if row.office else None, row.due, line["state"], row.result or None,
        row.done_on,
    )  # fmt: skip
