"""Enter a demand for somebody without a phone, and see what it would be sorted as."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.files import store_photo
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.door import staff
from zhuchao.matters.forms_enter import EnterForm
from zhuchao.matters.guessing import Guess, guess
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.policy import MEMBERS
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import FLOWS


def may_enter(scope: Scope) -> bool:
    """Whether somebody takes demands down for others: whoever works in an office here."""
    return scope.holds("supervisor", *MEMBERS, *ENTERING)


ENTERING = sorted({role for f in FLOWS.values() for role in (f.desk, *f.raisers)})
"""Authorities that some kind is taken down with."""


def kinds_to_enter(scope: Scope) -> list[str]:
    """The kinds somebody may take down, in the order of the flows."""
    return [f.kind for f in FLOWS.values() if not f.raisers or scope.holds(*f.raisers)]


def _kind(request: HttpRequest, scope: Scope) -> str:
    wanted = request.POST.get("kind") or request.GET.get("kind") or ""
    offered = kinds_to_enter(scope)
    return wanted if wanted in offered else offered[0]


@require_http_methods(["GET", "POST"])
@staff
def enter(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take it down; then the slip is printed for him."""
    demand(may_enter(scope), _("只有工作人员可以代录"))
    kind = _kind(request, scope)
    if KINDS[kind].entered_at:
        return redirect(KINDS[kind].entered_at)
    if request.method == "GET":
        known = ("division", *(ask.name for ask in KINDS[kind].asks))
        given = {name: request.GET[name] for name in known if name in request.GET}
        return _form(request, scope, EnterForm(kind, initial=given))
    form = EnterForm(kind, request.POST, request.FILES)
    if "guess" in request.POST:
        return _form(request, scope, _filled(form), _guess(form))
    if not form.is_valid():
        return _form(request, scope, form, status=422)
    try:
        photos = tuple(store_photo(photo).pk for photo in form.uploads())
        raised = raise_matter(scope, form.draft(photos))
    except Refused as refused:
        form.blame(refused)
        return _form(request, scope, form, status=refused.status)
    return redirect("desk:slip", raised.matter.receipt)


def _form(
    request: HttpRequest,
    scope: Scope,
    form: EnterForm,
    found: Guess | None = None,
    status: int = 200,
) -> HttpResponse:
    kind = _kind(request, scope)
    context = {
        "form": form,
        "kind": kind,
        "kinds": [(k, _(FLOWS[k].label), k == kind) for k in kinds_to_enter(scope)],
        **_guessed(kind, found),
    }
    return render(request, "matters/desk/enter.html", context, status=status)


def _guess(form: EnterForm) -> Guess:
    form.is_valid()
    said = form.cleaned_data
    return guess(said.get("kind", ""), said.get("text", ""), address=said.get("address", ""))


def _filled(form: EnterForm) -> EnterForm:
    """The same words, not yet judged, with the first guesses in the fields left empty."""
    found, data = _guess(form), cast(QueryDict, form.data).copy()
    if not data.get("category") and found.categories:
        data["category"] = found.categories[0].label
    if not data.get("division") and found.area:
        data["division"] = found.area.code
    initial = {**data.dict(), "skip": data.getlist("skip")}
    return EnterForm(str(data["kind"]), initial=initial)


def _guessed(kind: str, found: Guess | None) -> dict[str, Any]:
    table = desk()
    named = [(table.label(kind, p.label), p) for p in found.categories] if found else []
    return {
        "guessed": found is not None,
        "proposals": [
            (label, round(p.confidence * 100), p.words, p.source) for label, p in named if label
        ],
        "area": found.area if found else None,
    }


@require_POST
@staff
def guessed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The guesses alone, while it is being written."""
    demand(may_enter(scope), _("只有工作人员可以代录"))
    kind = _kind(request, scope)
    found = _guess(EnterForm(kind, request.POST))
    return render(request, "matters/desk/guess.html", _guessed(kind, found))
