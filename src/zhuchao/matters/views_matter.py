"""The page of one matter: look, take a step, ask, rule, sort, open an identity, print."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.files import store_photo
from zhuchao.access.identities import FIELDS, open_identity
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.actions.external import set_external
from zhuchao.matters.actions.requests import ask as ask_request
from zhuchao.matters.actions.requests import decide
from zhuchao.matters.actions.sorting import sort as sort_matter
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.changing import subject
from zhuchao.matters.desk_queries import look_alikes, slip_of
from zhuchao.matters.door import staff
from zhuchao.matters.earlier import earlier_answer
from zhuchao.matters.forms_matter import (
    ExternalForm,
    MatterForm,
    PleaForm,
    PurposeForm,
    RulingForm,
    SortForm,
)
from zhuchao.matters.forms_step import StepForm
from zhuchao.matters.matter_page import matter_page, may_know
from zhuchao.matters.policy import visible_to
from zhuchao.matters.queries import detail, known_step
from zhuchao.matters.receipts import query_code
from zhuchao.matters.statements import open_statement
from zhuchao.rules.flows import flow

Do = Callable[[], object]


@require_GET
@staff
def matter(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """One matter in full."""
    found = detail(scope, receipt)
    step, draft = request.GET.get("step", ""), request.GET.get("draft", "")
    lent = earlier_answer(scope, found, step, draft)
    drafts = {step: lent} if lent else {}
    page = matter_page(scope, found, target=request.GET.get("target", "")[:24], drafts=drafts)
    return render(request, "matters/desk/matter.html", {"page": page, "refused": None})


def _submit(
    request: HttpRequest,
    scope: Scope,
    receipt: str,
    key: str,
    form: MatterForm,
    do: Do,
    done: str,
) -> HttpResponse:
    """Do what a form asks and come back to the page; a refusal is shown at its field."""
    if not form.is_valid():
        return _again(request, scope, receipt, key, form)
    try:
        do()
    except Refused as refused:
        if refused.code == "not_found":
            raise
        form.blame(refused)
        return _again(request, scope, receipt, key, form, refused)
    messages.success(request, done)
    # Who gave it out of his hands may see it no more.
    still = visible_to(scope).filter(receipt=receipt).exists()
    return redirect("desk:matter", receipt) if still else redirect("desk:matters")


def _again(
    request: HttpRequest,
    scope: Scope,
    receipt: str,
    key: str,
    form: MatterForm,
    refused: Refused | None = None,
) -> HttpResponse:
    """The page as it is now, with the form that was refused open and its words kept."""
    found = detail(scope, receipt)
    form.renew(found.matter.version)
    shown = refused if refused and not refused.fields else None
    context = {"page": matter_page(scope, found, {key: form}), "refused": shown}
    status = refused.status if refused else 422
    return render(request, "matters/desk/matter.html", context, status=status)


def _back_unless_post(request: HttpRequest, receipt: str) -> HttpResponse | None:
    """The address of a form, opened by hand or reloaded, leads to the page it stands on."""
    return None if request.method == "POST" else redirect("desk:matter", receipt)


@staff
def step(request: HttpRequest, scope: Scope, receipt: str, step: str) -> HttpResponse:
    """Take a step of the flow."""
    if away := _back_unless_post(request, receipt):
        return away
    found = detail(scope, receipt)
    wanted = known_step(found.flow, step)
    form = StepForm(wanted, found.matter, request.POST, request.FILES)

    def do() -> None:
        photos = (*form.kept_photos(), *_stored(form))
        form.keep(photos)
        version = form.cleaned_data["version"]
        take_step(scope, found.matter.pk, step, form.answers(photos), version=version)

    done = _("已办：%(step)s") % {"step": _(wanted.label)}
    return _submit(request, scope, receipt, step, form, do, done)


def _stored(form: StepForm) -> tuple[UUID, ...]:
    return tuple(store_photo(photo).pk for photo in form.uploads())


@staff
def ask(request: HttpRequest, scope: Scope, receipt: str, kind: str) -> HttpResponse:
    """Ask for a return, an extension or an exclusion."""
    if away := _back_unless_post(request, receipt):
        return away
    found = detail(scope, receipt)
    wanted = next((r for r in found.flow.requests if r.name == kind), None)
    if wanted is None:
        raise Refused("not_found", _("没有这种申请"))
    form = PleaForm(wanted, found.matter, request.POST)

    def do() -> None:
        version = form.cleaned_data["version"]
        ask_request(scope, found.matter.pk, kind, form.plea(), version=version)

    return _submit(request, scope, receipt, kind, form, do, _("已提出，等待裁定。"))


@staff
def ruling(request: HttpRequest, scope: Scope, receipt: str, number: int) -> HttpResponse:
    """Grant or refuse a request."""
    if away := _back_unless_post(request, receipt):
        return away
    found = detail(scope, receipt)
    asked = next((r for r in found.requests if r.pk == number), None)
    if asked is None:
        raise Refused("not_found", _("没有这项申请"))
    form = RulingForm(asked, found.matter, request.POST)

    def do() -> None:
        decide(scope, asked, form.ruling(), version=form.cleaned_data["version"])

    return _submit(request, scope, receipt, f"ruling{number}", form, do, _("已裁定。"))


@staff
def sort(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Correct category, division or urgency."""
    if away := _back_unless_post(request, receipt):
        return away
    found = detail(scope, receipt)
    form = SortForm(found.matter, request.POST)

    def do() -> None:
        version = form.cleaned_data["version"]
        sort_matter(scope, found.matter.pk, **form.changes(), version=version)

    return _submit(request, scope, receipt, "sort", form, do, _("已更正。"))


@staff
def external(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Give it the number and deadline of another system."""
    if away := _back_unless_post(request, receipt):
        return away
    found = detail(scope, receipt)
    form = ExternalForm(found.matter, request.POST)

    def do() -> None:
        said = form.cleaned_data
        set_external(
            scope,
            found.matter.pk,
            system=said["external_system"],
            no=said["external_no"],
            due=said["external_due"],
            version=said["version"],
        )

    return _submit(request, scope, receipt, "external", form, do, _("已更正。"))


@staff
def identity(request: HttpRequest, scope: Scope, receipt: str, number: int) -> HttpResponse:
    """Open who a participant is: for a purpose, on this one page, told in the journal."""
    if away := _back_unless_post(request, receipt):
        return away
    found = detail(scope, receipt)
    who = next((p for p in found.participants if p.pk == number), None)
    if who is None or who.identity is None or not may_know(found, who):
        raise Refused("forbidden", _("只有受理单位，或者诉求人同意公开时的承办单位，能看他的身份"))
    form = PurposeForm(request.POST, auto_id=f"id_identity{number}_%s")
    opened: Mapping[int, Mapping[str, str]] = {}
    if form.is_valid():
        plain = open_identity(
            scope,
            who.identity,
            subject=subject(found.matter),
            path=found.matter.division_path,
            purpose=form.cleaned_data["purpose"],
        )
        opened = {number: _labelled(plain)}
        found = detail(scope, receipt)
    forms: Mapping[str, Any] = {} if opened else {f"identity{number}": form}
    page = matter_page(scope, found, forms, opened)
    status = 200 if opened else 422
    return render(
        request, "matters/desk/matter.html", {"page": page, "refused": None}, status=status
    )


@staff
def original(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Open the sealed original: for a purpose, on this one page, told in the journal."""
    if away := _back_unless_post(request, receipt):
        return away
    found = detail(scope, receipt)
    form = PurposeForm(request.POST, auto_id="id_original_%s")
    words = ""
    if form.is_valid():
        words = open_statement(scope, found.matter.pk, form.cleaned_data["purpose"])
        found = detail(scope, receipt)
    page = matter_page(scope, found, {} if words else {"original": form}, statement=words)
    context = {"page": page, "refused": None}
    return render(request, "matters/desk/matter.html", context, status=200 if words else 422)


def _labelled(plain: Mapping[str, str]) -> dict[str, str]:
    labels = {
        "name": _("姓名"),
        "phone": _("电话"),
        "id_number": _("证件号码"),
        "address": _("住址"),
        "plate": _("车牌"),
        "email": _("电子邮箱"),
        "handle": _("网名"),
    }
    return {labels[name]: plain[name] for name in FIELDS if plain.get(name)}


@require_GET
@staff
def near(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """Open matters that may be the same, each to be looked at or merged into."""
    found = detail(scope, receipt)
    context = {
        "matter": found.matter,
        "near": look_alikes(scope, found.matter),
        "may_merge": any(s.name == "merge" for s in found.steps),
    }
    return render(request, "matters/desk/near.html", context)


@require_GET
@staff
def by_number(_request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The page of a matter that a record elsewhere knows by its id."""
    matter = visible_to(scope).filter(pk=number).first()
    if matter is None:
        raise Refused("not_found", _("没有这个办件，或者您不能查看"))
    return redirect("desk:matter", matter.receipt)


@require_GET
@staff
def slip(request: HttpRequest, scope: Scope, receipt: str) -> HttpResponse:
    """The slip for the asker: receipt, query code and QR."""
    matter, seen = slip_of(scope, receipt)
    code = query_code(receipt)
    base = settings.ZHUCHAO_URL or request.build_absolute_uri("/").rstrip("/")
    qr = segno.make(f"{base}/track/{receipt}/?code={code}", error="m", micro=False)
    context = {
        "matter": matter,
        "kind": _(flow(matter.kind).label),
        "code": code,
        "seen": seen,
        "qr": qr.svg_data_uri(border=2, dark="#28231d", light="#ffffff"),
        "site": base,
    }
    return render(request, "matters/desk/slip.html", context)
