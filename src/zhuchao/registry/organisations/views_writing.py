"""What the desk writes of organisations: found, change, close, the two lines, units covered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm, LastDayForm
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.taking import taken
from zhuchao.places.atlas import atlas
from zhuchao.places.models import Division
from zhuchao.registry.actions import affiliate, end_tie
from zhuchao.registry.kinds import UNIT_SECTORS
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisation_actions import (
    change_organisation,
    close_organisation,
    found_organisation,
)
from zhuchao.registry.organisations.forms import (
    CloseForm,
    CoverForm,
    DayForm,
    FactsForm,
    FoundForm,
    IndustryForm,
    TerritoryForm,
    named_organisation,
    with_day,
)
from zhuchao.registry.organisations.page import organisation_page_context
from zhuchao.registry.organisations.people import ENDS
from zhuchao.registry.organisations.policy import SEES
from zhuchao.registry.organisations.queries import seen_organisation
from zhuchao.registry.tie_actions import cover


@require_http_methods(["GET", "POST"])
@staff
def found(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A new organisation."""
    demand(scope.system or scope.holds(*SEES), _("没有权限登记组织和单位"))
    form = FoundForm(scope, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            row = Organisation(**form.facts(), code=form.cleaned_data["code"])
            try:
                made = found_organisation(scope, row, since=form.cleaned_data["since"])
            except Refused as refused:
                form.blame(refused)
                status = refused.status
            else:
                messages.success(request, _("已登记。"))
                return redirect("organisations:organisation", made.code)
    return render(request, "registry/organisations/found.html", {"form": form}, status=status)


def _act(
    request: HttpRequest,
    scope: Scope,
    seen: Organisation,
    form: BlamingForm,
    act: Callable[[], Any],
) -> HttpResponse:
    """Take a valid form to an action; a fault opens the page again at its form."""
    if done := taken(request, form, act, "organisations:organisation", seen.code):
        return done
    context = organisation_page_context(scope, seen, DayForm(with_day({})), form)
    return render(request, "registry/organisations/organisation.html", context, status=422)


@require_POST
@staff
def change(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Correct or renew what is known of it."""
    seen = seen_organisation(scope, code)
    form = FactsForm(scope, request.POST, prefix="change")

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        change_organisation(scope, seen.pk, form.facts(), version=version)

    return _act(request, scope, seen, form, act)


@require_POST
@staff
def close(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Close it; its ties end with it."""
    seen = seen_organisation(scope, code)
    form = CloseForm(request.POST, prefix="close")

    def act() -> None:
        close_organisation(scope, seen.pk, **form.cleaned_data)

    return _act(request, scope, seen, form, act)


@require_POST
@staff
def industry(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Put it under another organisation on the industry line."""
    seen = seen_organisation(scope, code)
    form = IndustryForm(scope, request.POST, prefix="industry")

    def act() -> None:
        above = Organisation.objects.select_related("division")
        superior = above.get(pk=form.cleaned_data["superior"])
        try:
            affiliate(scope, "industry_line", seen, superior, since=form.cleaned_data["since"])
        except Refused as refused:
            raise _named(refused, "whom", "superior") from refused

    return _act(request, scope, seen, form, act)


@require_POST
@staff
def territory(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Say to which place it belongs on the territory line."""
    seen = seen_organisation(scope, code)
    form = TerritoryForm(request.POST, prefix="territory")

    def act() -> None:
        area = atlas().by_code[form.cleaned_data["place"]]
        place = Division.objects.get(pk=area.id)
        affiliate(scope, "territory_line", seen, place, since=form.cleaned_data["since"])

    return _act(request, scope, seen, form, act)


@require_POST
@staff
def covers(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Write down a unit it covers."""
    seen = seen_organisation(scope, code)
    form = CoverForm(request.POST, prefix="covers")

    def act() -> None:
        said = form.cleaned_data
        unit = named_organisation(scope, said["unit"])
        if unit is None or unit.kind not in UNIT_SECTORS:
            raise Refused("invalid", _("您管辖的区划里没有这个单位"), "unit")
        cover(scope, "covers", seen, unit, since=said["since"], terms={"form": said["form"]})

    return _act(request, scope, seen, form, act)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, code: str, number: int) -> HttpResponse:
    """End one of its ties."""
    seen = seen_organisation(scope, code)
    own = Tie.objects.filter(who_organisation=seen) | Tie.objects.filter(whom_organisation=seen)
    tie = own.filter(pk=number).select_related(*ENDS).first()
    form = LastDayForm(request.POST)
    if tie is None:
        raise Refused("not_found", _("没有这项关系"))
    if not form.is_valid():
        raise Refused("invalid", _("请写明最后一天"), "on")
    end_tie(scope, tie, on=form.cleaned_data["on"])
    messages.success(request, _("已写入记录。"))
    return redirect("organisations:organisation", seen.code)


def _named(refused: Refused, said: str, field: str) -> Refused:
    """The same refusal at the field of the form."""
    fields = {field if name == said else name: why for name, why in refused.fields.items()}
    return Refused(refused.code, refused.message, fields=fields)
