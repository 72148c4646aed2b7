"""Social workers on the desk: the list under its figures, one record, and what is added to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.personnel.actions import (
    deploy,
    keep_in_reserve,
    leave,
    note,
    recruit,
    take_back,
)
from zhuchao.registry.personnel.codes import KINDS, NOTED
from zhuchao.registry.personnel.forms import (
    LeaveForm,
    NoteForm,
    PostForm,
    RecruitForm,
    ReserveForm,
    WorkerFilterForm,
)
from zhuchao.registry.personnel.policy import DESK, keeps
from zhuchao.registry.personnel.queries import (
    Record,
    WorkerFilters,
    counts,
    record,
    worker_page,
)
from zhuchao.registry.personnel.sheet import personnel_sheet
from zhuchao.registry.personnel.words import line, lines, stages

NOT_DESK = gettext_noop("只有队伍建设岗可以查看队伍名册")


def _demand_desk(scope: Scope) -> None:
    demand(scope.system or scope.holds(DESK), _(NOT_DESK))


@require_GET
@staff
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list, narrowed by the address, under the figures of the area."""
    _demand_desk(scope)
    form = WorkerFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else WorkerFilters()
    after = form.cleaned_data.get("after") or 0 if sound else 0
    found = worker_page(scope, f, after=after)
    today = local_day(now())
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "rows": [line(w) for w in found.rows] if sound else [],
        "counts": counts(scope, today),
        "today": today,
        "path": reverse("personnel:people"),
        "query": query.urlencode(),
        "first": f"?{query.urlencode()}" if after else "",
        "next": f"?{query.urlencode()}&after={found.after}" if found.after else "",
        "narrowed": any(query.values()),
    }
    return render(request, "registry/personnel/people.html", context, status=200 if sound else 422)


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    _demand_desk(scope)
    form = WorkerFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return personnel_sheet(scope, form.filters())


@require_http_methods(["GET", "POST"])
@staff
def recruit_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A new social worker."""
    _demand_desk(scope)
    form = RecruitForm(scope, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = recruit(
                    scope,
                    said["label"],
                    form.employer(),
                    said["post"],
                    said["source"],
                    on=said["on"],
                )
            except Refused as refused:
                form.blame(refused)
                status = refused.status
            else:
                messages.success(request, _("已登记。"))
                return redirect("personnel:person", made.pk)
    context = {"form": form, "path": reverse("personnel:people")}
    return render(request, "registry/personnel/recruit.html", context, status=status)


@require_GET
@staff
def mine(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One's own record."""
    if scope.person_id is None:
        raise Refused("not_found", _("没有这个人的记录，或者您不能查看"))
    return redirect("personnel:person", scope.person_id)


@require_GET
@staff
def person(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One record."""
    return _person(request, scope, record(scope, number))


def _person(
    request: HttpRequest, scope: Scope, found: Record, wrong: BlamingForm | None = None
) -> HttpResponse:
    last = found.posts[-1].whom_organisation
    may = found.worker.post is not None and last is not None and keeps(scope, last)
    forms = _forms(scope) if may else {}
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "worker": line(found.worker),
        "stages": stages(found),
        "lines": lines(found),
        "may": may,
        "desk": scope.holds(DESK),
        "notes": [
            {"kind": kind, "label": _(KINDS[kind].label), "form": forms[kind]}
            for kind in NOTED
            if may
        ],
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
    }
    status = 200 if wrong is None else 422
    return render(request, "registry/personnel/person.html", context, status=status)


def _forms(scope: Scope) -> dict[str, BlamingForm]:
    """The forms of a record, empty, by their prefixes."""
    return {
        "deploy": PostForm(scope, prefix="deploy"),
        "leave": LeaveForm(prefix="leave"),
        "reserve": ReserveForm(prefix="reserve"),
        **{kind: NoteForm(kind) for kind in NOTED},
    }


def _act(
    request: HttpRequest, scope: Scope, number: int, form: BlamingForm, act: Callable[[], Any]
) -> HttpResponse:
    """Take a valid form to an action; a fault opens the page again at its form."""
    found = record(scope, number)
    done = taken(request, form, act, "personnel:person", number)
    return done or _person(request, scope, found, form)


@require_POST
@staff
def add_note(request: HttpRequest, scope: Scope, number: int, kind: str) -> HttpResponse:
    """Add a milestone."""
    if kind not in NOTED:
        raise Refused("not_found", _("没有这种事项"))
    form = NoteForm(kind, request.POST)
    return _act(request, scope, number, form, lambda: note(scope, number, form.noted()))


@require_POST
@staff
def move(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Move to another post or organisation."""
    form = PostForm(scope, request.POST, prefix="deploy")

    def act() -> None:
        said = form.cleaned_data
        deploy(scope, number, form.employer(), said["post"], on=said["on"])

    return _act(request, scope, number, form, act)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """End the service."""
    form = LeaveForm(request.POST, prefix="leave")

    def act() -> None:
        leave(scope, number, form.cleaned_data["reason"], on=form.cleaned_data["on"])

    return _act(request, scope, number, form, act)


@require_POST
@staff
def keep(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Put on the list of reserve secretaries."""
    form = ReserveForm(request.POST, prefix="reserve")

    def act() -> None:
        keep_in_reserve(scope, number, form.area(), since=form.cleaned_data["since"])

    return _act(request, scope, number, form, act)


@require_POST
@staff
def undo(request: HttpRequest, scope: Scope, number: int, row: int) -> HttpResponse:
    """Take a milestone back."""
    take_back(scope, row, request.POST.get("reason", ""))
    messages.success(request, _("已撤回。"))
    return redirect("personnel:person", number)
