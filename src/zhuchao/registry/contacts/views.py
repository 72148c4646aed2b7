"""Contacts on the desk: the board of a day, one contact, and members' rooms with guidance."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.contacts.actions import (
    end_contact,
    log_contact_visit,
    make_contact,
    replace_contact,
    take_back_contact_visit,
)
from zhuchao.registry.contacts.codes import DID
from zhuchao.registry.contacts.forms import (
    ContactFilterForm,
    DayForm,
    NameForm,
    ReplaceForm,
    RoomForm,
    WalkForm,
    unit_of,
)
from zhuchao.registry.contacts.policy import WRITES, demand_contacts
from zhuchao.registry.contacts.queries import (
    ContactFilters,
    contact_record,
    contacts,
    visits,
)
from zhuchao.registry.contacts.rooms import record_room, rooms, take_back_room
from zhuchao.registry.contacts.sheet import contact_sheet
from zhuchao.registry.coverage.policy import ACTS, SEES
from zhuchao.registry.instructors.policy import guides
from zhuchao.registry.instructors.words import visit_line
from zhuchao.registry.telling import path_of
from zhuchao.rules.flows.difficulty import FLOW as DIFFICULTY

NOT_SEEN = gettext_noop("没有权限查看一对一联系")
MOST_VISITS = 200
"""Visits that are listed."""


@require_GET
@staff
def contact_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who keeps contact with which unit on a day, and the units nobody keeps contact with."""
    return _list(request, scope)


def _list(request: HttpRequest, scope: Scope, wrong: BlamingForm | None = None) -> HttpResponse:
    demand_contacts(scope, _(NOT_SEEN))
    form = ContactFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else ContactFilters(local_day(now()))
    area = scope.system or scope.holds(*SEES)
    whole = area and not (f.words or f.division)
    begin = {"unit": request.GET.get("unit", "")}
    context = {
        "form": form,
        "found": contacts(scope, f),
        # A figure of the whole area does not stand beside numbers of a part of it.
        "visits": visits(scope, f.on).count if whole else None,
        "rooms": rooms(scope, f.on).count if whole else None,
        "on": f.on,
        "area": area,
        "may": scope.system or scope.holds(*WRITES),
        "name": wrong or NameForm(scope, prefix="name", initial=begin),
        "open": wrong is not None or bool(begin["unit"]),
        "query": request.GET.urlencode(),
        "narrowed": any(request.GET.get(name) for name in ("words", "division", "on")),
    }
    status = 200 if sound and wrong is None else 422
    return render(request, "registry/contacts/list.html", context, status=status)


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The contacts as an Excel file."""
    demand_contacts(scope, _(NOT_SEEN))
    form = ContactFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return contact_sheet(scope, form.filters())


@require_POST
@staff
def make(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Name a leader for a unit."""
    form = NameForm(scope, request.POST, prefix="name")

    def act() -> Any:
        unit = unit_of(scope, form.cleaned_data["unit"], "unit")
        return make_contact(scope, form.leader(), unit, since=form.cleaned_data["since"])

    return taken(request, form, act, "contacts:list") or _list(request, scope, form)


@require_GET
@staff
def contact(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One contact: its visits, who came before, and what may be written."""
    return _contact(request, scope, number)


def _contact(
    request: HttpRequest, scope: Scope, number: int, wrong: BlamingForm | None = None
) -> HttpResponse:
    found = contact_record(scope, number)
    tie, path = found.tie, path_of(found.unit)
    forms: dict[str, BlamingForm] = {
        "visit": WalkForm(prefix="visit"),
        "replace": ReplaceForm(scope, prefix="replace"),
        "end": LastDayForm(prefix="end"),
    }
    if wrong is not None:
        forms[str(wrong.prefix)] = wrong
    context = {
        "tie": tie,
        "unit": found.unit,
        "person": tie.who_person,
        "here": tie.valid_to is None or tie.valid_to >= local_day(now()),
        "visits": [visit_line(row, DID) for row in found.visits],
        "others": found.others,
        "forms": forms,
        "open": str(wrong.prefix) if wrong is not None else "",
        "may": scope.system or over(path, scope.paths(*WRITES)),
        "guides": guides(scope, tie.who_person_id or 0, path),
        "enters": scope.holds(*DIFFICULTY.raisers),
        "seen": scope.system or over(path, scope.paths(*SEES)),
    }
    status = 200 if wrong is None else 422
    return render(request, "registry/contacts/contact.html", context, status=status)


@require_POST
@staff
def visit(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Log a visit."""
    form = WalkForm(request.POST, prefix="visit")
    return _act(
        request, scope, number, form, lambda: log_contact_visit(scope, number, form.visit())
    )


@require_POST
@staff
def replace(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Another leader from a day on."""
    form = ReplaceForm(scope, request.POST, prefix="replace")

    def act() -> Any:
        return replace_contact(scope, number, form.leader(), on=form.cleaned_data["on"])

    return _act(request, scope, number, form, act)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """End a contact on its last day."""
    form = LastDayForm(request.POST, prefix="end")
    return _act(
        request, scope, number, form, lambda: end_contact(scope, number, **form.cleaned_data)
    )


@require_POST
@staff
def take_back(request: HttpRequest, scope: Scope, number: int, row: int) -> HttpResponse:
    """Void a visit."""
    take_back_contact_visit(scope, row, request.POST.get("reason", ""))
    messages.success(request, _("已撤回。"))
    return redirect("contacts:contact", number)


@require_GET
@staff
def visit_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The visits behind the number of a year."""
    demand(scope.system or scope.holds(*SEES), _(NOT_SEEN))
    form = DayForm(request.GET)
    day = form.day() if form.is_valid() else local_day(now())
    found = visits(scope, day, most=MOST_VISITS)
    context = {
        "form": form,
        "day": day,
        "count": found.count,
        "rows": [(row, visit_line(row, DID)["did"]) for row in found.rows],
    }
    status = 200 if form.is_valid() else 422
    return render(request, "registry/contacts/visits.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff
def room_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Members' rooms opened with guidance in the year up to a day, and one more."""
    demand(scope.system or scope.holds(*SEES), _("没有权限查看党员活动室"))
    form = RoomForm(scope, request.POST or None)
    if request.method == "POST" and (done := _room_taken(request, scope, form)):
        return done
    asked = DayForm(request.GET)
    day = asked.day() if asked.is_valid() else local_day(now())
    context = {
        "form": form,
        "asked": asked,
        "found": rooms(scope, day),
        "day": day,
        "may": scope.system or scope.holds(*ACTS),
    }
    status = 422 if form.is_bound or not asked.is_valid() else 200
    return render(request, "registry/contacts/rooms.html", context, status=status)


def _room_taken(request: HttpRequest, scope: Scope, form: RoomForm) -> HttpResponse | None:
    def act() -> Any:
        given = form.cleaned_data
        site, person = form.sites[given["site"]], form.people[given["person"]]
        office = unit_of(scope, given["organisation"], "organisation")
        return record_room(scope, site, office, person, on=given["on"])

    return taken(request, form, act, "contacts:rooms")


@require_POST
@staff
def take_back_room_page(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Void a room."""
    take_back_room(scope, number, request.POST.get("reason", ""))
    messages.success(request, _("已撤回。"))
    return redirect("contacts:rooms")


def _act(
    request: HttpRequest, scope: Scope, number: int, form: BlamingForm, act: Callable[[], Any]
) -> HttpResponse:
    contact_record(scope, number)  # who may not see it is told no more
    done = taken(request, form, act, "contacts:contact", number)
    return done or _contact(request, scope, number, form)
