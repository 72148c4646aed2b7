"""How units are covered: the rates of a day, their change, the units behind, and what to do."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.coverage.actions import post_instructor
from zhuchao.registry.coverage.forms import CoverageForm, InstructorForm
from zhuchao.registry.coverage.policy import SEES, acts, areas, demand_area
from zhuchao.registry.coverage.queries import months, on_day
from zhuchao.registry.coverage.sheet import coverage_sheet
from zhuchao.registry.coverage.units import WHICH, units_behind
from zhuchao.registry.coverage.words import by_street, by_trade, figures, kind_label, line_svg
from zhuchao.registry.coverage.worklist import Uncovered, uncovered
from zhuchao.registry.models import Organisation, Person
from zhuchao.rules.structure import REASONS
from zhuchao.rules.structure_file import shipped_limits


def _asked(request: HttpRequest, scope: Scope) -> tuple[CoverageForm, bool]:
    """The form of the address; with faults, that of today for everything the scope sees."""
    demand(scope.system or scope.holds(*SEES), _("没有权限查看覆盖情况"))
    form = CoverageForm(scope, request.GET)
    sound = form.is_valid()
    if not sound:
        blank = CoverageForm(scope, {})
        blank.full_clean()
        form.cleaned_data = blank.cleaned_data
    demand_area(scope, form.filters().path or "/")
    return form, sound


@require_GET
@staff
def coverage(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The rates of a day, and the units that have no organisation yet."""
    form, sound = _asked(request, scope)
    f = form.filters()
    day, before = form.cleaned_data["day"], form.compared()
    known = form.moment()
    today, then = on_day(day, known=known), on_day(before, known=known)
    whole = today.coverage(f)
    context = {
        "form": form,
        "day": day,
        "before": before,
        "known": form.cleaned_data["known"],
        "figures": figures(whole, then.coverage(f)),
        "unknown": whole.unknown,
        "streets": by_street(today, f),
        "trades": by_trade(today, f),
        "lacking": (lacking := uncovered(today, f)),
        "rows": [_row(scope, one) for one in lacking.rows],
        "limits": (limits := shipped_limits()),
        "source": f"{_(limits.label)} · {limits.version} · {_(limits.basis)}",
        "query": request.GET.urlencode(),
        "instructor": InstructorForm(),
        "now": day == local_day(now()) and known is None,
    }
    status = 200 if sound else 422
    return render(request, "registry/coverage/coverage.html", context, status=status)


def _row(scope: Scope, one: Uncovered) -> dict[str, Any]:
    names = [n.name for n in one.neighbours]
    return {
        "one": one,
        "kind": kind_label(one.organisation.kind),
        "reason": _(REASONS[one.reason]),
        "tone": "bad" if one.reason == "should_build" else "waiting",
        "neighbours": "、".join(names),
        "start": _start(one),
        "may": acts(scope, one.unit.path),
    }


def _start(one: Uncovered) -> str:
    """What the form that proposes a founding begins with."""
    names = ("unit", "unit2", "unit3", "unit4", "unit5")
    chosen = [one.organisation, *one.neighbours]
    form = "joint" if one.neighbours else "own"
    units = {name: unit.pk for name, unit in zip(names, chosen, strict=False)}
    return urlencode({"kind": "founding", "form": form, **units})


@require_GET
@staff
def line(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The rates of the last twelve months as a picture: a part of the page, or one by itself."""
    form, _sound = _asked(request, scope)
    f = form.filters()
    known, days = form.moment(), months(form.cleaned_data["day"])
    series = [(day, on_day(day, known=known).coverage(f)) for day in days]
    name = "line" if request.headers.get("HX-Request") else "line_page"
    context = line_svg(series) | {"query": request.GET.urlencode()}
    return render(request, f"registry/coverage/{name}.html", context)


@require_GET
@staff
def behind(request: HttpRequest, scope: Scope, which: str) -> HttpResponse:
    """The units behind a number."""
    if which not in WHICH:
        raise Refused("not_found", _("没有这张清单"))
    form, _sound = _asked(request, scope)
    found = on_day(form.cleaned_data["day"], known=form.moment())
    rows = units_behind(found, form.filters(), which)
    context = {
        "title": _(WHICH[which]),
        "rows": rows,
        "day": form.cleaned_data["day"],
        "query": request.GET.urlencode(),
    }
    return render(request, "registry/coverage/behind.html", context)


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """Every unit of the day with how it is covered, as an Excel file."""
    form, sound = _asked(request, scope)
    if not sound:
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    day, known = form.cleaned_data["day"], form.moment()
    return coverage_sheet(scope, form.filters(), day, known=known)


@require_POST
@staff
def post(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Post an instructor to a unit."""
    form = InstructorForm(request.POST)
    unit = Organisation.objects.select_related("division").filter(pk=number).first()
    if unit is None or not any(str(unit.division.path).startswith(p) for p in areas(scope)):
        raise Refused("not_found", _("没有这个单位"))
    if not form.is_valid():
        raise Refused("invalid", _("任期为 1 至 60 个月"), "months")
    person = Person.objects.filter(pk=form.cleaned_data["person"]).first()
    if person is None:
        raise Refused("invalid", _("没有这个人"), "person")
    months_given = form.cleaned_data["months"]
    post_instructor(scope, person, unit, since=local_day(now()), months=months_given)
    messages.success(request, _("已派驻到%(unit)s。") % {"unit": unit.name})
    return redirect("coverage:coverage")
