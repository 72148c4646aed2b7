"""The file of a petition, its papers, and the receptions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.petition import actions
from zhuchao.matters.kinds.petition.file import File, file_of
from zhuchao.matters.kinds.petition.forms import (
    BarForm,
    DeputyForm,
    PaperForm,
    ReasonForm,
    VisitForm,
)
from zhuchao.matters.kinds.petition.printing import DOCX, print_paper
from zhuchao.matters.queries import detail

Do = Callable[[], object]


@require_http_methods(["GET"])
@staff
def file_page(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Visits, those who speak, who is barred, and the papers."""
    return _file(request, file_of(scope, receipt))


def _file(
    request: HttpRequest, found: File, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    matter, given = found.found.matter, bound or {}
    seen = {"version": matter.version}
    context = {
        "file": found,
        "matter": matter,
        "visit": given.get("visit")
        or VisitForm(initial={**seen, "day": local_day(now()), "deputies": 1}),
        "deputy": given.get("deputy") or DeputyForm(initial=seen),
        "bar": given.get("bar") or BarForm(found.holders, initial=seen),
        "unbar": given.get("unbar") or ReasonForm(initial=seen),
        "paper": given.get("paper") or PaperForm(),
    }
    return render(request, "matters/petition/file.html", context, status=status)


def _submit(
    request: HttpRequest, scope: Scope, receipt: str, key: str, form: BlamingForm, do: Do, done: str
) -> HttpResponse:
    """Do what a form of the file asks; a refusal is shown on the file at its field."""
    if form.is_valid():
        try:
            do()
        except Refused as refused:
            if refused.code == "not_found":
                raise
            form.blame(refused)
        else:
            messages.success(request, done)
            return redirect("desk:petition_file", receipt)
    return _file(request, file_of(scope, receipt), {key: form}, status=422)


@require_POST
@staff
def visit(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """The same people came again."""
    form, number = VisitForm(request.POST), file_of(scope, receipt).found.matter.pk

    def do() -> None:
        said = form.cleaned_data
        actions.add_visit(
            scope,
            number,
            said["headcount"],
            said["deputies"],
            day=said["day"],
            version=said["version"],
        )

    return _submit(request, scope, receipt, "visit", form, do, _("已记一批来访。"))


@require_POST
@staff
def deputy(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Somebody who speaks for the group."""
    form, number = DeputyForm(request.POST), file_of(scope, receipt).found.matter.pk

    def do() -> None:
        said = form.cleaned_data
        contact = {"name": said["name"], "phone": said["phone"]}
        actions.add_deputy(scope, number, contact, version=said["version"])

    return _submit(request, scope, receipt, "deputy", form, do, _("已登记代表，身份加密保存。"))


@require_POST
@staff
def bar(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Close the file to a person or an office; who barred himself is led to his list."""
    found = file_of(scope, receipt)
    form = BarForm(found.holders, request.POST)

    def do() -> None:
        account, office = form.barred()
        said = form.cleaned_data
        actions.bar(
            scope,
            found.found.matter.pk,
            account=account,
            office=office,
            reason=said["reason"],
            version=said["version"],
        )

    try:
        return _submit(request, scope, receipt, "bar", form, do, _("已回避，他再也看不到这一件。"))
    except Refused as refused:
        if refused.code != "not_found" or not form.is_valid():
            raise
        return redirect("desk:matters")


@require_POST
@staff
def unbar(request: HttpRequest, scope: Scope, receipt: str, number: int) -> HttpResponse:
    """Open the file again."""
    form, matter = ReasonForm(request.POST), file_of(scope, receipt).found.matter.pk

    def do() -> None:
        said = form.cleaned_data
        actions.unbar(scope, matter, number, reason=said["reason"], version=said["version"])

    return _submit(request, scope, receipt, "unbar", form, do, _("已解除回避。"))


@require_POST
@staff
def paper(request: HttpRequest, scope: Scope, receipt: str, slug: str) -> HttpResponse:
    """A paper as .docx, for a stated purpose."""
    form = PaperForm(request.POST)
    found = file_of(scope, receipt)
    if not form.is_valid():
        return _file(request, found, {"paper": form}, status=422)
    name, made = print_paper(scope, receipt, slug, form.cleaned_data["purpose"])
    response = HttpResponse(made, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@require_POST
@staff
def filing(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """First petition, or repeat of an earlier one."""
    found = detail(scope, receipt)
    earlier = _number(request.POST.get("earlier", ""))
    actions.confirm_filing(scope, found.matter.pk, earlier, version=_version(request))
    messages.success(request, _("已认定。"))
    return redirect("desk:matter", receipt)


@require_POST
@staff
def hotline(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Whether a hotline matter is the same."""
    found = detail(scope, receipt)
    appeal = _number(request.POST.get("appeal", ""))
    same = request.POST.get("same") == "yes"
    demand(appeal is not None, _("地址不完整"))
    actions.confirm_hotline(
        scope, found.matter.pk, appeal or 0, same=same, version=_version(request)
    )
    messages.success(request, _("已核对。"))
    return redirect("desk:matter", receipt)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _version(request: HttpRequest) -> int:
    """The version that was seen; none is as stale as can be."""
    return _number(request.POST.get("version", "")) or 0
