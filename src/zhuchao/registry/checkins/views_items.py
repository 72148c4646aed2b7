"""One item: who took it up, their sessions, and what may be written about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.checkins.forms import ReasonForm, SessionForm, TakeForm
from zhuchao.registry.checkins.items import close_item, give_back, seen_take, take_up
from zhuchao.registry.checkins.policy import SEES, keeps
from zhuchao.registry.checkins.queries import item_record, takers
from zhuchao.registry.checkins.sessions import log_session, take_back_session
from zhuchao.registry.checkins.words import item_line, take_line
from zhuchao.rules.flows.difficulty import FLOW as DIFFICULTY

HERE = "checkins:item"


@require_GET
@staff
def item(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The page of an item."""
    return _item(request, scope, number)


def _item(
    request: HttpRequest, scope: Scope, number: int, wrong: BlamingForm | None = None
) -> HttpResponse:
    today = local_day(now())
    listed, takes = item_record(scope, number, today)
    free = takers(scope, listed.item, today)
    forms: dict[str, BlamingForm] = {
        "take": TakeForm(free, prefix="take"),
        "close": ReasonForm(prefix="close"),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "row": item_line(listed),
        "item": listed.item,
        "takes": [_with_forms(take_line(scope, one), wrong) for one in takes],
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "takers": listed.state == "open" and bool(free),
        "keeps": keeps(scope, str(listed.item.division.path)),
        "desk": scope.holds(*SEES),
        "enters": scope.holds(*DIFFICULTY.raisers),
    }
    status = 200 if wrong is None else 422
    return render(request, "registry/checkins/item.html", context, status=status)


def _with_forms(line: dict[str, Any], wrong: BlamingForm | None) -> dict[str, Any]:
    """A line with a form of its own for a session and for giving back, or the one at fault."""
    number = line["take"].pk
    made: dict[str, BlamingForm] = {
        "session": SessionForm(prefix=f"session-{number}"),
        "back": ReasonForm(prefix=f"back-{number}"),
    }
    for name, form in made.items():
        if wrong is not None and wrong.prefix == form.prefix:
            made[name] = wrong
            line["open"] = name
    return {"open": "", **line, "forms": made}


@require_POST
@staff
def take(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Take the item up."""
    listed, _takes = item_record(scope, number, local_day(now()))
    form = TakeForm(takers(scope, listed.item, local_day(now())), request.POST, prefix="take")

    def act() -> Any:
        return take_up(scope, number, form.cleaned_data["tie"], on=form.cleaned_data["on"])

    return _done(request, scope, number, form, act)


@require_POST
@staff
def close(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Take the item off the list."""
    form = ReasonForm(request.POST, prefix="close")
    return _done(
        request, scope, number, form, lambda: close_item(scope, number, form.cleaned_data["reason"])
    )


@require_POST
@staff
def session(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Log a session of what was taken up."""
    taken = seen_take(scope, number)
    form = SessionForm(request.POST, prefix=f"session-{number}")
    return _done(
        request, scope, taken.item_id, form, lambda: log_session(scope, number, form.done())
    )


@require_POST
@staff
def back(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Give back what was taken up."""
    taken = seen_take(scope, number)
    form = ReasonForm(request.POST, prefix=f"back-{number}")
    return _done(
        request,
        scope,
        taken.item_id,
        form,
        lambda: give_back(scope, number, form.cleaned_data["reason"]),
    )


@require_POST
@staff
def take_back(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Void a session, of an item or of a pair."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused("invalid", _("请写明原因"), "reason")
    row = take_back_session(scope, number, form.cleaned_data["reason"])
    messages.success(request, _("已撤回。"))
    if row.take is not None:
        return redirect(HERE, row.take.item_id)
    return redirect("checkins:pair", row.pair_id)


def _done(
    request: HttpRequest, scope: Scope, item_id: int, form: BlamingForm, act: Callable[[], Any]
) -> HttpResponse:
    return taken(request, form, act, HERE, item_id) or _item(request, scope, item_id, form)
