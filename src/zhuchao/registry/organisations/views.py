"""Organisations on the desk: the list, one organisation on any day, advice, cross appointments."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.models import Person
from zhuchao.registry.organisation_actions import keeps
from zhuchao.registry.organisations.advice import advised
from zhuchao.registry.organisations.figures import cross_appointments
from zhuchao.registry.organisations.forms import (
    DayForm,
    OrganisationFilterForm,
    with_day,
)
from zhuchao.registry.organisations.page import organisation_page_context
from zhuchao.registry.organisations.policy import SEES, areas, demand_organisations
from zhuchao.registry.organisations.queries import (
    OrganisationFilters,
    organisation_page,
    seen_organisation,
)
from zhuchao.registry.organisations.sheet import organisation_sheet
from zhuchao.registry.organisations.words import kind_of, operating_of, trade_of
from zhuchao.rules.structure import ADVICE
from zhuchao.rules.structure_file import shipped_limits

CROSS = ("party_desk",)
"""Who may see by name which people stand behind the figure: it tells of membership."""


@require_GET
@staff
def organisations(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list, narrowed by the address."""
    demand_organisations(scope)
    form = OrganisationFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else OrganisationFilters()
    after = form.cleaned_data.get("after") or 0 if sound else 0
    found = organisation_page(scope, f, after=after)
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "rows": [_row(one) for one in found.rows] if sound else [],
        "may": any(keeps(scope, path) for path in areas(scope)),
        "wide": scope.holds(*SEES),
        "query": query.urlencode(),
        "first": f"?{query.urlencode()}" if after else "",
        "next": f"?{query.urlencode()}&after={found.after}" if found.after else "",
        "narrowed": any(query.values()),
    }
    status = 200 if sound else 422
    return render(request, "registry/organisations/list.html", context, status=status)


def _row(one: Any) -> dict[str, Any]:
    return {
        "one": one,
        "kind": kind_of(one),
        "trade": trade_of(one.trade),
        "operating": operating_of(one.operating),
        "unit": one.kind in UNIT_SECTORS,
        "party": one.kind in PARTY_KINDS,
    }


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    demand_organisations(scope)
    form = OrganisationFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return organisation_sheet(scope, form.filters())


@require_GET
@staff
def organisation(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One organisation, on the day and with the eyes asked for."""
    found = seen_organisation(scope, code)
    form = DayForm(with_day(request.GET))
    sound = form.is_valid()
    context = organisation_page_context(scope, found, form)
    status = 200 if sound else 422
    return render(request, "registry/organisations/organisation.html", context, status=status)


@require_GET
@staff
def advice(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What the limits advise today, with the page that begins each."""
    demand(scope.system or scope.holds(*SEES), _("没有权限查看组织设置建议"))
    limits = shipped_limits()
    rows = [
        {
            "one": one,
            "what": _(ADVICE[one.what]),
            "kind": kind_of(one.organisation),
            "unit": one.organisation.kind in UNIT_SECTORS,
        }
        for one in advised(scope, local_day(now()))
    ]
    source = f"{_(limits.label)} · {limits.version} · {_(limits.basis)}"
    context = {"rows": rows, "limits": limits, "source": source}
    return render(request, "registry/organisations/advice.html", context)


@require_GET
@staff
def cross(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Cross appointments on a day and a year before; who they are for the desk alone."""
    demand(scope.system or scope.holds(*SEES), _("没有权限查看交叉任职"))
    form = DayForm(with_day(request.GET))
    day = form.day() if form.is_valid() else local_day(now())
    paths = areas(scope)
    found = cross_appointments(paths, day)
    before = cross_appointments(paths, day - timedelta(days=365))
    named = cross_appointments(scope.paths(*CROSS), day)
    people = Person.objects.in_bulk(named.members)
    rows = [(people[pk], pk in named.both) for pk in sorted(people)]
    context = {
        "form": form,
        "day": day,
        "found": found,
        "before": before,
        "rows": rows,
        "desk": scope.holds(*CROSS),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "registry/organisations/cross.html", context, status=status)
