"""Appointments on the desk: the list, a new one with its training, its letter, its end."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.appointments.actions import (
    NOT_YOURS,
    appoint_for_term,
    end_appointment,
    train,
    welcome,
)
from zhuchao.circle.appointments.forms import AppointForm, EndForm
from zhuchao.circle.appointments.letter import letter
from zhuchao.circle.appointments.policy import (
    appointments,
    appoints,
    in_office,
    kinds_of,
    page_of,
)
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.kinds import BY_NAME
from zhuchao.registry.models import Tie

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SOON = timedelta(days=30)
PAGE = 50


def line(tie: Tie) -> dict[str, Any]:
    """An appointment as lists show it."""
    today = local_day(now())
    over = bool(tie.valid_to and tie.valid_to < today)
    return {
        "tie": tie,
        "kind": _(BY_NAME[tie.kind].label),
        "person": tie.who_person,
        "area": tie.whom_division,
        "over": over,
        "ahead": tie.valid_from > today,
        "soon": bool(tie.valid_to and not over and tie.valid_to - today <= SOON),
    }


@require_GET
@staff
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The appointments of the area, under how many there are today."""
    demand(bool(kinds_of(scope)), _(NOT_YOURS))
    today = local_day(now())
    after = _after(request)
    found = list(page_of(scope, after, PAGE + 1))
    context = {
        "rows": [line(t) for t in found[:PAGE]],
        "tiles": [(_(BY_NAME[k].label), in_office(scope, k, today)) for k in kinds_of(scope)],
        "today": today,
        "first": "?" if after else "",
        "next": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "appointments/list.html", context)


def _after(request: HttpRequest) -> int:
    """The key the page goes on after; anything else is the first page."""
    given = request.GET.get("after", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Appoint somebody: the training and the appointment are written together or not at all."""
    demand(bool(kinds_of(scope)), _(NOT_YOURS))
    form = AppointForm(scope, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _appoint(scope, form)
            except Refused as refused:
                form.blame(refused)
                status = refused.status
            else:
                messages.success(request, _("已聘任，聘书可以下载。"))
                return redirect("appointments:list")
    return render(request, "appointments/new.html", {"form": form}, status=status)


def _appoint(scope: Scope, form: AppointForm) -> Tie:
    given = form.cleaned_data
    with transaction.atomic():
        person = form.known() or welcome(scope, given["label"])
        train(scope, person, on=given["trained_on"], hours=given["hours"], level=given["level"])
        return appoint_for_term(
            scope,
            given["kind"],
            person,
            form.area(),
            since=given["since"],
            months=given["months"],
        )


@require_GET
@staff
def paper(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The letter as a file, for who appoints and for himself."""
    tie = appointments(scope).filter(pk=number).first()
    if tie is None:
        raise Refused("not_found", _("没有这项聘任，或者您不能查看"))
    answer = HttpResponse(letter(tie), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="appointment-{tie.pk}.docx"'
    return answer


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """End one before its term; who ends his own needs no reason."""
    form = EndForm(request.POST)
    tie = appointments(scope).filter(pk=number).first()
    if tie is None or tie.whom_division is None:
        raise Refused("not_found", _("没有这项聘任，或者您不能查看"))
    own = tie.who_person_id == scope.person_id
    if own and not appoints(scope, tie.kind, str(tie.whom_division.path)):
        end_appointment(scope, number, "", on=local_day(now()))
        messages.success(request, _("已经不再担任，谢谢您做过的。"))
        return redirect("me")
    if not form.is_valid():
        raise Refused("invalid", _("请写明原因"), "reason")
    end_appointment(scope, number, form.cleaned_data["reason"], on=form.cleaned_data["on"])
    messages.success(request, _("已终止。"))
    return redirect("appointments:list")
