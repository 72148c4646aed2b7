"""The desk's pages of imports: the list with the upload, one run in every state, its files."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.registry.imports.actions import (
    SMALL,
    ask_to_apply,
    ask_to_undo,
    begin,
    choose,
    discard,
    read_otherwise,
    settle_columns,
)
from zhuchao.registry.imports.carrying import carry_out
from zhuchao.registry.imports.forms import (
    ApplyForm,
    ReadingForm,
    UploadForm,
    VersionForm,
    choices_given,
    columns_given,
)
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.registry.imports.pages import list_context, run_context, sheets_in
from zhuchao.registry.imports.policy import kinds_of
from zhuchao.registry.imports.queries import seen_run
from zhuchao.registry.imports.sheets import fault_sheet, template_sheet
from zhuchao.registry.models import ImportRun


@require_http_methods(["GET", "POST"])
@staff
def runs(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The imports there were, and a form to begin one."""
    demand(bool(kinds_of(scope)), _("没有权限导入名册"))
    if request.method == "GET":
        kind = {"kind": request.GET.get("kind", "")}
        return _list(request, scope, UploadForm(scope, initial=kind))
    form = UploadForm(scope, request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, scope, form, 422)
    file = form.cleaned_data["file"]
    try:
        run = begin(
            scope,
            form.cleaned_data["kind"],
            file.read(),
            file_name=file.name,
            division=form.place(),
        )
    except Refused as refused:
        form.blame(refused)
        return _list(request, scope, form, refused.status)
    return redirect("imports:run", run.pk)


def _list(request: HttpRequest, scope: Scope, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {**list_context(request, scope), "form": form}
    return render(request, "registry/imports/runs.html", context, status=status)


@require_GET
@staff
def run(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One run as it stands: its columns, its rows, its end."""
    return _run(request, scope, seen_run(scope, number))


def _run(
    request: HttpRequest, scope: Scope, one: ImportRun, refused: Refused | None = None
) -> HttpResponse:
    context: dict[str, Any] = {**run_context(request, scope, one), "refused": refused}
    return render(
        request, "registry/imports/run.html", context, status=refused.status if refused else 200
    )


@require_POST
@staff
def reading(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Read another sheet or another heading."""
    one = seen_run(scope, number)
    form = ReadingForm(sheets_in(one), request.POST)
    if not form.is_valid():
        return _run(request, scope, one, Refused("invalid", _("表头行应为 1 到 1000 的数")))
    said = form.cleaned_data
    try:
        read_otherwise(
            scope,
            number,
            sheet=said.get("sheet") or one.sheet,
            heading=said["heading"] or 0,
            version=said["version"],
        )
    except Refused as refused:
        if refused.code != "invalid":
            raise
        return _run(request, scope, one, refused)
    return redirect("imports:run", number)


@require_POST
@staff
def columns(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Settle the columns and look at every row."""
    one = seen_run(scope, number)
    given = columns_given(one, request.POST)
    try:
        settle_columns(scope, number, given, version=_version(request))
    except Refused as refused:
        if refused.code != "invalid":
            raise
        one.columns = given
        return _run(request, scope, one, refused)
    return _carried(scope, number)


@require_POST
@staff
def answers(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Answer possible duplicates."""
    seen_run(scope, number)
    given = choices_given(request.POST.dict())
    if not given:
        return _run(
            request, scope, seen_run(scope, number), Refused("invalid", _("还没有选任何一行"))
        )
    choose(scope, number, given, version=_version(request))
    messages.success(request, _("已按您的选择重新核对。"))
    return redirect("imports:run", number)


@require_POST
@staff
def apply(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Write it, all or nothing."""
    one = seen_run(scope, number)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        raise Refused("stale", _("页面过期，请刷新后再试"))
    said = form.cleaned_data
    try:
        ask_to_apply(scope, number, version=said["version"], sound_only=said["sound_only"])
    except Refused as refused:
        if refused.code != "conflict":
            raise
        return _run(request, scope, one, refused)
    return _carried(scope, number)


@require_POST
@staff
def undo(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Put everything back."""
    seen_run(scope, number)
    ask_to_undo(scope, number, version=_version(request))
    return _carried(scope, number)


@require_POST
@staff
def give_up(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Forget an import before anything was written."""
    seen_run(scope, number)
    discard(scope, number, version=_version(request))
    messages.success(request, _("已放弃，上传的文件和核对结果都已删除。"))
    return redirect("imports:runs")


@require_GET
@staff
def faults(request: HttpRequest, scope: Scope, number: int) -> HttpResponseBase:
    """The faulty rows as an Excel file, each fault a comment on its cell."""
    return fault_sheet(scope, seen_run(scope, number))


@require_GET
@staff
def template(request: HttpRequest, scope: Scope, kind: str) -> HttpResponseBase:
    """An empty register to be filled."""
    if kind not in KINDS or not KINDS[kind].paths(scope):
        raise Refused("not_found", _("没有这份模板"))
    return template_sheet(KINDS[kind], scope)


def _carried(scope: Scope, number: int) -> HttpResponse:
    """A small run is done at once; a large one waits for the worker."""
    one = seen_run(scope, number)
    if one.counts.get("rows", 0) <= SMALL:
        carry_out(one, scope)
    return redirect("imports:run", number)


def _version(request: HttpRequest) -> int:
    """The version that was seen; none is as stale as can be."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0
