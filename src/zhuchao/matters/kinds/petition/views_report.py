"""The summary of petitions and what stands behind each of its numbers."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.desk_queries import of_ids
from zhuchao.matters.desk_rows import rows
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.petition.figures import BY_NAME, Figure, figures
from zhuchao.matters.kinds.petition.forms_count import PeriodForm
from zhuchao.matters.kinds.petition.report import Report, report
from zhuchao.matters.kinds.petition.report_sheet import report_sheet
from zhuchao.matters.policy import MEMBERS, visible_to

PAGE = 50
MOST_FACTS = 500


@dataclass(frozen=True)
class Line:
    """A fact behind a number, as a row."""

    day: date
    batch: str
    headcount: int
    receipt: str
    """Empty where the scope may count it but not see it."""


def _allowed(scope: Scope) -> None:
    demand(
        scope.holds("petition_desk", "petition_watch", *MEMBERS),
        _("信访统计只对信访部门和承办单位开放"),
    )


@require_GET
@staff
def summary(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Art 41's report over a period; every number opens its records."""
    _allowed(scope)
    form = PeriodForm(request.GET)
    sound = form.is_valid()
    found = report(scope, *form.period()) if sound else None
    context = {"form": form, "report": found, "to": _to(form) if sound else ""}
    return render(request, "matters/petition/summary.html", context, status=200 if sound else 422)


def _to(form: PeriodForm) -> str:
    first, last = form.period()
    return urlencode({"first": first.isoformat(), "last": last.isoformat()})


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> FileResponse:
    """The report as an Excel file."""
    _allowed(scope)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("请填写日期，例如 2026-11-25"), "first")
    return report_sheet(scope, report(scope, *form.period()))


@require_GET
@staff
def behind(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The records one number was counted from: facts of visits, or matters."""
    _allowed(scope)
    form, name = PeriodForm(request.GET), request.GET.get("figure", "")
    if not form.is_valid():
        raise Refused("invalid", _("地址不完整，请从统计页面点数字进来"))
    back = f"{reverse('desk:petitions')}?{_to(form)}"
    if name in BY_NAME:
        definition = BY_NAME[name]
        found = figures(scope, *form.period(), [definition])[name]
        return _facts(request, scope, found, back)
    title, ids = _share(report(scope, *form.period()), name)
    context = {
        "title": title,
        "count": len(ids),
        "back": back,
        "lines": [],
        "value": "",
        "batches": False,
    }
    listed = of_ids(scope, ids, before=None, size=PAGE)
    return render(request, "matters/petition/behind.html", {**context, "rows": rows(listed)})


def _share(found: Report, name: str) -> tuple[str, frozenset[int]]:
    """The matters of a rate's part, of a field or of a unit: "rate:part", "field:code" …"""
    room, _colon, code = name.partition(":")
    if room in ("field", "unit"):
        shares = found.fields if room == "field" else found.units
        for one in shares:
            if one.code == code:
                return one.name, one.matters
    for quality in found.rates:
        rate = quality.rate
        if rate.name == room and code in ("hits", "base"):
            return quality.label, rate.hits if code == "hits" else rate.base
    raise Refused("not_found", _("地址不完整，请从统计页面点数字进来"))


def _facts(request: HttpRequest, scope: Scope, found: Figure, back: str) -> HttpResponse:
    shown = found.facts[:MOST_FACTS]
    ids = {f.subject for f in shown}
    seen = dict(visible_to(scope).filter(pk__in=ids).values_list("pk", "receipt"))
    lines = [
        Line(f.day, str(f.facets.get("batch", "")), f.headcount, seen.get(f.subject, ""))
        for f in shown
    ]
    context = {
        "title": _(found.label),
        "value": _("%(n)s %(unit)s") % {"n": found.value.amount, "unit": _(found.unit.value)},
        "count": len(ids),
        "back": back,
        "lines": lines,
        "rows": [],
        "batches": any(line.batch for line in lines),
    }
    return render(request, "matters/petition/behind.html", context)
