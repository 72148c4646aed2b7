"""One visit: who went, what was found, its report, and what may be told about it now."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.files import store_photo
from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.gatherings import actions
from zhuchao.gatherings.details import VisitDetail, visit_detail
from zhuchao.gatherings.findings import Noted, note_finding
from zhuchao.gatherings.forms_visit import AttendForm, HeldForm, NoteForm, ReasonForm, ReportForm
from zhuchao.gatherings.policy import arranges, may_arrange
from zhuchao.gatherings.words import finding_line, state_of, visit_line
from zhuchao.journal.clock import today
from zhuchao.journal.labels import verb_label
from zhuchao.marks.queries import names_of
from zhuchao.marks.site_page import Line, who_label

HERE = "visits:visit"


@require_GET
@staff
def visit(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The page of a visit."""
    return _visit(request, scope, visit_detail(scope, number))


def _visit(
    request: HttpRequest, scope: Scope, found: VisitDetail, wrong: BlamingForm | None = None
) -> HttpResponse:
    one, day, names = found.visit, today(), names_of(found.entries)
    state = state_of(one, day)
    may = arranges(scope, one.host, str(one.division_path))
    forms = _forms(scope, found) if may else {}
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        **visit_line(one, day),
        "people": found.people,
        "findings": [
            {**finding_line(row, day), "matter": found.matters.get(row.matter_id or 0)}
            for row in found.findings
        ],
        "before": found.before,
        "after": found.after,
        "files": found.files,
        "lines": [
            Line(verb_label(e), e.recorded_at, who_label(e.who, names), e.words)
            for e in found.entries
        ],
        "began": one.begins <= day,
        "may": may and state not in ("called_off", "taken_back"),
        "again": may_arrange(scope) and one.held_at is not None,
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else _next(state),
    }
    status = 200 if wrong is None else 422
    return render(request, "gatherings/visit.html", context, status=status)


def _next(state: str) -> str:
    """The form that is open when nothing was asked: what comes next."""
    return {"due": "hold", "under_way": "note", "held": "report"}.get(state, "")


def _forms(scope: Scope, found: VisitDetail, data: Any = None, files: Any = None) -> Any:
    """The forms of the page by name, bound to what was sent."""
    one = found.visit
    version, days = {"version": one.version}, {"begins": one.begins, "ends": one.ends}
    on = min(one.ends, today())
    went = [scope.person_id] if scope.person_id else []
    return {
        "hold": HeldForm(
            one, data, prefix="hold", initial={**version, **days, "ends": on, "people": went}
        ),
        "attend": AttendForm(
            found,
            data,
            prefix="attend",
            initial={**version, "first": one.begins, "last": one.ends},
        ),
        "note": NoteForm(data, prefix="note", initial={"on": on}),
        "report": ReportForm(data, files, prefix="report", initial={**version, "text": one.report}),
        "off": ReasonForm(data, prefix="off", initial=version),
        "back": ReasonForm(data, prefix="back", initial=version),
    }


def _report(scope: Scope, number: int, form: ReportForm) -> None:
    said = form.cleaned_data
    photos = [store_photo(said["photo"]).pk] if said["photo"] else []
    actions.report_visit(scope, number, said["text"], photos, version=said["version"])


ACTS: dict[str, Callable[[Scope, int, Any], Any]] = {
    "hold": lambda scope, number, form: actions.hold_visit(
        scope, number, form.held(), version=form.cleaned_data["version"]
    ),
    "attend": lambda scope, number, form: actions.attend(scope, number, **form.cleaned_data),
    "note": lambda scope, number, form: note_finding(scope, number, Noted(**form.cleaned_data)),
    "report": _report,
    "off": lambda scope, number, form: actions.call_off(scope, number, **form.cleaned_data),
    "back": lambda scope, number, form: actions.take_back_visit(scope, number, **form.cleaned_data),
}


@require_POST
@staff
def act(request: HttpRequest, scope: Scope, number: int, name: str) -> HttpResponse:
    """Take one form of the page to its action; a fault is shown at the form."""
    found = visit_detail(scope, number)
    if name not in ACTS:
        raise Refused("not_found", _("没有这项操作"))
    form = _forms(scope, found, request.POST, request.FILES)[name]
    done = taken(request, form, lambda: ACTS[name](scope, number, form), HERE, number)
    return done or _visit(request, scope, found, form)
