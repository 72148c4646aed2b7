"""People on the desk: found for a purpose, one record over all roles, what is sealed opened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.identities import FIELDS, open_identity
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.actions import end_tie
from zhuchao.registry.models import Tie
from zhuchao.registry.organisations.forms import (
    FindForm,
    PostForm,
    PurposeForm,
    named_organisation,
)
from zhuchao.registry.organisations.people import (
    NOT_MEMBERS,
    PersonRecord,
    find_people,
    may_open_identity,
    open_members,
    open_ties,
    seen_person,
)
from zhuchao.registry.organisations.policy import demand_people, names_members
from zhuchao.registry.organisations.queries import seen_organisation
from zhuchao.registry.organisations.words import term_of, tie_line
from zhuchao.registry.tie_actions import PARTY, engage

LABELS = {
    "name": gettext_noop("姓名"),
    "phone": gettext_noop("电话"),
    "id_number": gettext_noop("证件号码"),
    "address": gettext_noop("住址"),
    "plate": gettext_noop("车牌"),
    "email": gettext_noop("电子邮箱"),
    "handle": gettext_noop("网名"),
}


@require_http_methods(["GET", "POST"])
@staff
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Look for somebody; what was looked for never stands in an address."""
    demand_people(scope)
    form = FindForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "rows": None, "at": request.GET.get("at", "")}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = find_people(scope, **form.cleaned_data)
            except Refused as refused:
                form.blame(refused)
                status = refused.status
            else:
                status = 200
                context["rows"] = [
                    (one, [tie_line(tie) for tie in one.held_now])  # type: ignore[attr-defined]
                    for one in found
                ]
    return render(request, "registry/organisations/people.html", context, status=status)


@require_GET
@staff
def person(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One record."""
    return _person(request, scope, seen_person(scope, number))


def _person(
    request: HttpRequest,
    scope: Scope,
    record: PersonRecord,
    *,
    wrong: BlamingForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    today = local_day(now())
    at = request.GET.get("at", "")
    forms: dict[str, BlamingForm] = {
        "open": PurposeForm(prefix="open"),
        "identity": PurposeForm(prefix="identity"),
        "post": PostForm(prefix="post", initial={"organisation": at}),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "person": record.person,
        "ties": [(tie_line(tie), _may_end(scope, tie)) for tie in record.ties],
        "now_in": [tie_line(t) for t in record.ties if not t.valid_to or t.valid_to >= today],
        "sealed": len(record.sealed),
        "may_identity": may_open_identity(scope, record),
        "may_post": scope.holds(*PARTY),
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "post" if at else "",
        "today": today,
        "opened": None,
        "plain": None,
        **more,
    }
    return render(request, "registry/organisations/person.html", context, status=status)


def _may_end(scope: Scope, tie: Tie) -> bool:
    where = tie.whom_organisation
    return (
        tie.kind == "post"
        and tie.valid_to is None
        and where is not None
        and any(str(where.division.path).startswith(p) for p in scope.paths(*PARTY))
    )


@require_POST
@staff
def open_sealed(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Open memberships and pairings for a purpose, on this one page."""
    record = seen_person(scope, number)
    form = PurposeForm(request.POST, prefix="open")
    if not form.is_valid():
        return _person(request, scope, record, wrong=form, status=422)
    try:
        opened = [tie_line(tie) for tie in open_ties(scope, record, form.cleaned_data["purpose"])]
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _person(request, scope, record, wrong=form, status=422)
    return _person(request, scope, record, opened=opened)


@require_POST
@staff
def identity(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Open who he is for a purpose, on this one page."""
    record = seen_person(scope, number)
    demand(may_open_identity(scope, record), _("没有权限查看他的身份信息"))
    form = PurposeForm(request.POST, prefix="identity")
    if not form.is_valid() or record.person.identity is None:
        return _person(request, scope, record, wrong=form, status=422)
    try:
        plain = open_identity(
            scope,
            record.person.identity,
            subject=("person", number),
            path="",
            purpose=form.cleaned_data["purpose"],
        )
    except Refused as refused:
        form.blame(refused)
        return _person(request, scope, record, wrong=form, status=refused.status)
    said = [(_(LABELS[name]), plain[name]) for name in FIELDS if plain.get(name)]
    return _person(request, scope, record, plain=said)


@require_POST
@staff
def post(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Write down a post he holds."""
    record = seen_person(scope, number)
    form = PostForm(request.POST, prefix="post")
    status = 422
    if form.is_valid():
        said = form.cleaned_data
        where = named_organisation(scope, said["organisation"])
        try:
            if where is None:
                raise Refused("invalid", _("您管辖的区划里没有这个单位"), "organisation")
            days = {"since": said["since"], "until": said["until"]}
            engage(scope, "post", record.person, where, **days, terms=form.terms())
        except Refused as refused:
            form.blame(refused)
            status = refused.status
        else:
            messages.success(request, _("已写入记录。"))
            return redirect("organisations:person", number)
    return _person(request, scope, record, wrong=form, status=status)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int, tie: int) -> HttpResponse:
    """End a post."""
    record = seen_person(scope, number)
    held = next((t for t in record.ties if t.pk == tie and t.kind == "post"), None)
    form = LastDayForm(request.POST)
    if held is None:
        raise Refused("not_found", _("没有这项关系"))
    if not form.is_valid():
        raise Refused("invalid", _("请写明最后一天"), "on")
    end_tie(scope, held, on=form.cleaned_data["on"])
    messages.success(request, _("已写入记录。"))
    return redirect("organisations:person", number)


@require_http_methods(["GET", "POST"])
@staff
def members(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Who is a member there today: for a purpose, told in the journal."""
    organisation = seen_organisation(scope, code)
    demand(names_members(scope, organisation), _(NOT_MEMBERS))
    form = PurposeForm(request.POST or None)
    context: dict[str, Any] = {"organisation": organisation, "form": form, "rows": None}
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            ties = open_members(scope, organisation, form.cleaned_data["purpose"])
        except Refused as refused:
            form.blame(refused)
        else:
            status = 200
            context["rows"] = [_member(tie) for tie in ties]
    return render(request, "registry/organisations/members.html", context, status=status)


def _member(tie: Tie) -> dict[str, Any]:
    return {
        "tie": tie,
        "what": tie_line(tie).what,
        "stage": term_of("stage", str(tie.terms.get("stage", ""))),
    }
