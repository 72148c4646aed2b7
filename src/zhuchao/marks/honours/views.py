"""Honours on the desk: the list under its figures, a new one, and one of them with its document."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.files import store_document, store_photo
from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.labels import verb_label
from zhuchao.marks.honours.actions import (
    NOT_YOURS,
    document_honour,
    end_honour,
    record_honour,
    withdraw_honour,
)
from zhuchao.marks.honours.forms import (
    DocumentForm,
    EndForm,
    HonourFilterForm,
    HonourForm,
    WithdrawForm,
)
from zhuchao.marks.honours.policy import WRITES, writes
from zhuchao.marks.honours.queries import (
    HonourDetail,
    HonourFilters,
    honour_detail,
    honour_page,
    tally,
)
from zhuchao.marks.honours.sheet import honour_sheet
from zhuchao.marks.honours.words import row
from zhuchao.marks.paging import onward
from zhuchao.marks.queries import names_of
from zhuchao.marks.site_page import Line, who_label
from zhuchao.registry.models import Person
from zhuchao.registry.organisations.policy import visible_people


def _may(scope: Scope) -> bool:
    return scope.system or scope.holds(*WRITES)


@require_GET
@staff
def honours(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list of a day, narrowed by the address, under the numbers counted from the journal."""
    form = HonourFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else HonourFilters(on=local_day(now()))
    found = honour_page(scope, f, after=form.page_after if sound else 0)
    context = {
        "form": form,
        "rows": [row(one) for one in found.rows if sound],
        "next": onward(request, found.after),
        "first": onward(request, None),
        "query": request.GET.urlencode(),
        "narrowed": any(v for k, v in request.GET.items() if k != "after"),
        "tiles": _tiles(scope, f.on),
        "on": f.on,
        "may": _may(scope),
        "begin": urlencode({k: v for k in ("organisation", "person") if (v := request.GET.get(k))}),
    }
    return render(request, "marks/honours/list.html", context, status=200 if sound else 422)


def _tiles(scope: Scope, on: date) -> list[dict[str, Any]]:
    """The honours that hold on the day, all and by level, each number leading to its records."""
    path, counted = reverse("honours:list"), tally(scope, on)
    whole = {"to": f"{path}?on={on}", "count": sum(n for *_n, n in counted), "label": _("项荣誉")}
    each = [
        {"to": f"{path}?on={on}&level={name}", "count": n, "label": label}
        for name, label, n in counted
    ]
    return [whole, *each]


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    form = HonourFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return honour_sheet(scope, form.filters())


@require_http_methods(["GET", "POST"])
@staff
def record(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Write an honour down; `person` in the address makes it his, `organisation` begins with it."""
    demand(_may(scope), _(NOT_YOURS))
    person = _person(scope, request.GET.get("person", ""))
    if request.method == "GET":
        office = request.GET.get("organisation", "")
        begin = {"version": 0, "organisation": office} | (
            {"whose": "organisation"} if office else {}
        )
        return _new(request, HonourForm(scope, person, initial=begin))
    form = HonourForm(scope, person, request.POST, request.FILES)
    if not form.is_valid():
        return _new(request, form, 422)
    try:
        made = record_honour(scope, form.honour(), _stored(form))
    except Refused as refused:
        form.blame(refused)
        return _new(request, form, refused.status)
    messages.success(request, _("已登记。"))
    return redirect("honours:honour", made.pk)


def _stored(form: HonourForm | DocumentForm) -> list[UUID]:
    """What the form brought, kept. Raises Refused at the field of what is no photo or no PDF."""
    said = form.cleaned_data
    kept = [store_document(said["pdf"]).pk] if said["pdf"] else []
    return [*kept, store_photo(said["photo"]).pk] if said["photo"] else kept


def _person(scope: Scope, number: str) -> Person | None:
    """Whom a new honour is for, if the scope sees him."""
    if not number:
        return None
    known = number.isascii() and number.isdigit() and len(number) < 10
    rows = Person.objects.filter(visible_people(scope), pk=int(number)) if known else None
    person = rows.first() if rows is not None else None
    if person is None:
        raise Refused("not_found", _("没有这个人的记录，或者您不能查看"))
    return person


def _new(request: HttpRequest, form: HonourForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "person": form.person}
    return render(request, "marks/honours/new.html", context, status=status)


@require_GET
@staff
def honour(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One honour."""
    return _honour(request, scope, honour_detail(scope, number))


def _honour(
    request: HttpRequest, scope: Scope, found: HonourDetail, wrong: BlamingForm | None = None
) -> HttpResponse:
    one, names = found.honour, names_of(found.entries)
    version = {"version": one.version}
    forms: dict[str, BlamingForm] = {
        "document": DocumentForm(prefix="document", initial=version),
        "end": EndForm(prefix="end", initial=version),
        "withdraw": WithdrawForm(prefix="withdraw", initial=version),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        **row(one),
        "photos": [one for one in found.files if one.width],
        "papers": [one for one in found.files if not one.width],
        "lines": [
            Line(verb_label(e), e.recorded_at, who_label(e.who, names), e.words)
            for e in found.entries
        ],
        "may": writes(scope, one) and one.withdrawn_at is None,
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
    }
    status = 200 if wrong is None else 422
    return render(request, "marks/honours/honour.html", context, status=status)


@require_POST
@staff
def document(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Add a PDF or a photo of its document."""
    demand(_may(scope), _(NOT_YOURS))
    form = DocumentForm(request.POST, request.FILES, prefix="document")
    return _act(
        request,
        scope,
        number,
        form,
        lambda: document_honour(scope, number, _stored(form), version=form.cleaned_data["version"]),
    )


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Whoever gave it took it away."""
    form = EndForm(request.POST, prefix="end")
    return _act(
        request, scope, number, form, lambda: end_honour(scope, number, **form.cleaned_data)
    )


@require_POST
@staff
def withdraw(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Take back what was written by mistake."""
    form = WithdrawForm(request.POST, prefix="withdraw")
    return _act(
        request, scope, number, form, lambda: withdraw_honour(scope, number, **form.cleaned_data)
    )


def _act(
    request: HttpRequest, scope: Scope, number: int, form: BlamingForm, act: Callable[[], Any]
) -> HttpResponse:
    found = honour_detail(scope, number)
    if not form.is_valid():
        return _honour(request, scope, found, form)
    try:
        act()
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _honour(request, scope, found, form)
    messages.success(request, _("已写入记录。"))
    return redirect("honours:honour", number)
