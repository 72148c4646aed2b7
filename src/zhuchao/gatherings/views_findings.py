"""What visits found: the list of all that waits, and one of them with what may be done about it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.gatherings import findings as verbs
from zhuchao.gatherings.details import FindingDetail, finding_detail
from zhuchao.gatherings.forms import FindingFilterForm
from zhuchao.gatherings.forms_finding import BackForm, GiveForm, RaiseForm, SettleForm
from zhuchao.gatherings.policy import arranges, settles
from zhuchao.gatherings.queries import FindingFilters, finding_page
from zhuchao.gatherings.sheet import finding_sheet
from zhuchao.gatherings.words import finding_line, visit_line
from zhuchao.journal.clock import today
from zhuchao.journal.labels import verb_label
from zhuchao.marks.paging import onward
from zhuchao.marks.queries import names_of
from zhuchao.marks.site_page import Line, who_label
from zhuchao.rules.flows.difficulty import FLOW as DIFFICULTY

HERE = "visits:finding"


@require_GET
@staff
def findings(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The findings one may read, narrowed by the address."""
    day, form = today(), FindingFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else FindingFilters()
    found = finding_page(scope, f, day, after=form.page_after if sound else 0)
    context = {
        "form": form,
        "rows": [
            {**finding_line(row, day), "from": visit_line(row.gathering, day)}
            for row in found.rows
            if sound
        ],
        "next": onward(request, found.after),
        "first": onward(request, None),
        "query": request.GET.urlencode(),
        "narrowed": any(v for k, v in request.GET.items() if k != "after"),
    }
    return render(request, "gatherings/findings.html", context, status=200 if sound else 422)


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    form = FindingFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return finding_sheet(scope, form.filters(), today())


@require_GET
@staff
def finding(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The page of a finding."""
    return _finding(request, scope, finding_detail(scope, number))


def _finding(
    request: HttpRequest, scope: Scope, found: FindingDetail, wrong: BlamingForm | None = None
) -> HttpResponse:
    row, day, names = found.row, today(), names_of(found.entries)
    visit = row.gathering
    host = arranges(scope, visit.host, str(visit.division_path))
    forms = _forms(found)
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    line = finding_line(row, day)
    context = {
        **line,
        "from": visit_line(visit, day),
        "seen": found.seen,
        "matter": found.matter,
        "lines": [
            Line(verb_label(e), e.recorded_at, who_label(e.who, names), e.words)
            for e in found.entries
        ],
        "host": host,
        "settles": line["open"] and settles(scope, row),
        "raises": line["open"] and host and scope.holds(*DIFFICULTY.raisers),
        "voids": host and not row.matter_id and not row.taken_back_at,
        "forms": forms,
        "shown": str(wrong.prefix) if wrong is not None else "",
    }
    status = 200 if wrong is None else 422
    return render(request, "gatherings/finding.html", context, status=status)


def _forms(found: FindingDetail, data: Any = None) -> dict[str, Any]:
    row = found.row
    given = {"office": row.office.code if row.office else "", "due": row.due}
    words = {"text": row.text, "summary": row.text[:120]}
    return {
        "give": GiveForm(data, prefix="give", initial=given),
        "settle": SettleForm(data, prefix="settle"),
        "raise": RaiseForm(data, prefix="raise", initial=words),
        "back": BackForm(data, prefix="back"),
    }


ACTS: dict[str, Callable[[Scope, int, Any], Any]] = {
    "give": lambda scope, number, form: verbs.give_finding(scope, number, *form.given()),
    "settle": lambda scope, number, form: verbs.settle_finding(scope, number, **form.cleaned_data),
    "raise": lambda scope, number, form: verbs.raise_finding(scope, number, form.said()),
    "back": lambda scope, number, form: verbs.take_back_finding(scope, number, **form.cleaned_data),
}


@require_POST
@staff
def act(request: HttpRequest, scope: Scope, number: int, name: str) -> HttpResponse:
    """Take one form of the page to its action; a fault is shown at the form."""
    found = finding_detail(scope, number)
    if name not in ACTS:
        raise Refused("not_found", _("没有这项操作"))
    form = _forms(found, request.POST)[name]
    done = taken(request, form, lambda: ACTS[name](scope, number, form), HERE, number)
    return done or _finding(request, scope, found, form)
