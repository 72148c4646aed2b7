"""Pairs with households: the community's list, one pair with its visits, and who it is."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.policy import demand, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.checkins.finding import named_colleague
from zhuchao.registry.checkins.forms import SessionForm
from zhuchao.registry.checkins.pair_forms import PairForm, PurposeForm
from zhuchao.registry.checkins.pair_queries import pairs as pairs_seen
from zhuchao.registry.checkins.pair_queries import visits
from zhuchao.registry.checkins.pairs import (
    NOT_YOURS,
    end_pair,
    open_household,
    pair_up,
    record_household,
    seen_pair,
)
from zhuchao.registry.checkins.policy import keeps_pairs, pair_areas
from zhuchao.registry.checkins.sessions import log_visit
from zhuchao.registry.checkins.views import after_of, rooms
from zhuchao.registry.checkins.words import household_name, pair_line, who_of
from zhuchao.registry.models import Household, Organisation, Person, Tie
from zhuchao.registry.naming import organisation_named
from zhuchao.rules.flows.difficulty import FLOW as DIFFICULTY

HERE = "checkins:pair"
LABELS = {
    "name": gettext_noop("姓名"),
    "phone": gettext_noop("电话"),
    "address": gettext_noop("住址"),
}


@require_http_methods(["GET", "POST"])
@staff
def pairs(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The pairs of the desk's communities; a new one."""
    paths = pair_areas(scope)
    demand(bool(paths), _(NOT_YOURS))
    known = Household.objects.filter(under("division__path", paths)).select_related("division")
    rows = known.order_by("division__path", "number")
    form = PairForm(paths, rows, request.POST or None)
    if request.method == "POST" and (
        done := taken(request, form, lambda: _pair_up(scope, form), "checkins:pairs")
    ):
        return done
    after = after_of(request)
    page = pairs_seen(scope, after=after)
    context = {
        "rows": [pair_line(one) for one in page.rows],
        "form": form,
        "open": request.method == "POST",
        "first": "?" if after else "",
        "next": f"?after={page.after}" if page.after else "",
        "tab": "pairs",
        **rooms(scope),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/checkins/pairs.html", context, status=status)


def _pair_up(scope: Scope, form: PairForm) -> Tie:
    """A new household and its pair, or neither."""
    given = form.cleaned_data
    with transaction.atomic():
        household = form.known.get(given["household"] or 0)
        household = household or record_household(scope, form.place(), form.identity())
        return pair_up(scope, _near_end(given), household, since=given["since"])


def _near_end(given: dict[str, Any]) -> Person | Organisation:
    if given["kind"] == "person":
        return named_colleague(given["who"])
    return organisation_named(given["who"], "who")


@require_GET
@staff
def pair(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One pair."""
    return _pair(request, scope, number)


def _pair(
    request: HttpRequest,
    scope: Scope,
    number: int,
    wrong: BlamingForm | None = None,
    plain: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    tie, household = seen_pair(scope, number)
    forms: dict[str, BlamingForm] = {
        "visit": SessionForm(prefix="visit"),
        "end": LastDayForm(prefix="end"),
        "open": PurposeForm(prefix="open"),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    today = local_day(now())
    context = {
        "tie": tie,
        "who": who_of(tie),
        "name": household_name(household),
        "place": household.division,
        "visits": visits(tie),
        "here": tie.valid_to is None or tie.valid_to >= today,
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "keeps": keeps_pairs(scope, str(household.division.path)),
        "enters": scope.holds(*DIFFICULTY.raisers),
        "plain": plain,
    }
    status = 200 if wrong is None else 422
    return render(request, "registry/checkins/pair.html", context, status=status)


@require_POST
@staff
def visit(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Log a visit."""
    form = SessionForm(request.POST, prefix="visit")
    return _done(request, scope, number, form, lambda: log_visit(scope, number, form.done()))


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The last day of the pair."""
    form = LastDayForm(request.POST, prefix="end")
    return _done(
        request, scope, number, form, lambda: end_pair(scope, number, on=form.cleaned_data["on"])
    )


@require_POST
@staff
def open_it(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Open who the household is, for a purpose, on this one page."""
    form = PurposeForm(request.POST, prefix="open")
    if not form.is_valid():
        return _pair(request, scope, number, form)
    try:
        found = open_household(scope, number, form.cleaned_data["purpose"])
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _pair(request, scope, number, form)
    said = [(_(label), found[name]) for name, label in LABELS.items() if found.get(name)]
    return _pair(request, scope, number, plain=said)


def _done(
    request: HttpRequest, scope: Scope, number: int, form: BlamingForm, act: Callable[[], Any]
) -> HttpResponse:
    seen_pair(scope, number)  # who may not know of the pair is told no more
    return taken(request, form, act, HERE, number) or _pair(request, scope, number, form)
