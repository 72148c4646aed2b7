"""Volunteer teams on the desk: the list, one team, and what is written about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.form_parts import BlamingForm
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.sheets import excel
from zhuchao.access.taking import taken
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.models import Organisation
from zhuchao.registry.teams import actions, forms
from zhuchao.registry.teams.codes import DANGEROUS, WORKS
from zhuchao.registry.teams.policy import RUNS, SEES, leads, runs
from zhuchao.registry.teams.queries import Record, counts, people_known, record
from zhuchao.registry.teams.queries import teams as teams_on

WORDS = dict(WORKS)


@require_GET
@staff
def teams(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The teams of the area."""
    return _list(request, scope)


def _list(request: HttpRequest, scope: Scope, wrong: forms.TeamForm | None = None) -> HttpResponse:
    demand(scope.system or scope.holds(*SEES, "team_leader"), _("没有权限查看志愿服务队"))
    today = local_day(now())
    context = {
        "rows": teams_on(scope, today),
        "counts": counts(scope, today) if scope.holds(*SEES) else None,
        "form": wrong or forms.TeamForm(),
        "open": wrong is not None,
        "may": scope.holds(*RUNS),
        "today": today,
    }
    return render(
        request, "registry/teams/list.html", context, status=200 if wrong is None else 422
    )


@require_GET
@staff
def sheet(_request: HttpRequest, scope: Scope) -> FileResponse:
    """The list as an Excel file."""
    demand(scope.holds(*SEES), _("没有权限查看志愿服务队"))
    yes = {True: _("有"), False: _("没有")}
    titles = (_("队伍"), _("区划"), _("队长"), _("队员"), _("全队保险"), _("今年出队"))
    rows = (
        (t.team.name, t.team.division.name, t.leader, t.members, yes[t.insured], t.outings)
        for t in teams_on(scope, local_day(now()))
    )
    return excel(scope, _("志愿服务队"), "team.exported", titles, rows)


@require_POST
@staff
def found(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A new team."""
    form = forms.TeamForm(request.POST)

    def act() -> Organisation:
        given = form.cleaned_data
        return actions.found_team(scope, given["name"], form.area(), since=given["since"])

    return taken(request, form, act, "teams:list") or _list(request, scope, form)


@require_GET
@staff
def team(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One team: who is in it, who is insured, what it went out for."""
    return _team(request, scope, record(scope, number, local_day(now())))


def _forms(scope: Scope, shown: Record, data: Any = None) -> dict[str, BlamingForm]:
    """Every form of the page by its name; bound to `data` where given."""
    members = shown.members
    known = people_known(scope, local_day(now()), shown.team.pk)
    return {
        "out": forms.OutingForm(members, data, prefix="out"),
        "join": forms.VolunteerForm(list(known), data, prefix="join"),
        "lead": forms.LeaderForm(members, data, prefix="lead"),
        "insure": forms.InsuranceForm(members, data, prefix="insure"),
        "leave": forms.LeaveForm(members, data, prefix="leave"),
    }


def _team(
    request: HttpRequest, scope: Scope, shown: Record, wrong: BlamingForm | None = None
) -> HttpResponse:
    path = str(shown.team.division.path)
    found = _forms(scope, shown)
    if wrong is not None:
        found[str(wrong.prefix)] = wrong
    context = {
        "shown": shown,
        "members": [(tie, tie.who_person_id in shown.insured) for tie in shown.members],
        "outings": [(o, _(WORDS.get(o.work, o.work)), o.work in DANGEROUS) for o in shown.outings],
        "forms": found,
        "open": str(wrong.prefix) if wrong is not None else "",
        "runs": runs(scope, path),
        "leads": leads(scope, shown.team.pk, path),
        "today": local_day(now()),
    }
    return render(
        request, "registry/teams/team.html", context, status=200 if wrong is None else 422
    )


ACTS: dict[str, Callable[[Scope, int, Any], Any]] = {
    "out": lambda scope, team_id, form: actions.go_out(scope, team_id, form.done()),
    "join": lambda scope, team_id, form: actions.take_in(
        scope, team_id, form.volunteer(), since=form.cleaned_data["since"]
    ),
    "lead": lambda scope, team_id, form: actions.name_leader(
        scope, team_id, form.cleaned_data["person"], since=form.cleaned_data["since"]
    ),
    "insure": lambda scope, team_id, form: actions.insure(
        scope, team_id, form.policy(), person_id=form.cleaned_data["person"]
    ),
    "leave": lambda scope, team_id, form: actions.leave(
        scope, team_id, form.cleaned_data["tie"], on=form.cleaned_data["on"]
    ),
}


@require_POST
@staff
def act(request: HttpRequest, scope: Scope, number: int, name: str) -> HttpResponse:
    """Take one form of the page to its action; a fault is shown at the form."""
    shown = record(scope, number, local_day(now()))
    if name not in ACTS:
        raise Refused("not_found", _("没有这项操作"))
    form = _forms(scope, shown, request.POST)[name]
    done = taken(request, form, lambda: ACTS[name](scope, number, form), "teams:team", number)
    return done or _team(request, scope, shown, form)


@require_POST
@staff
def take_back(request: HttpRequest, scope: Scope, number: int, what: str, row: int) -> HttpResponse:
    """Void an outing or an insurance."""
    acts = {"outing": actions.take_back_outing, "insurance": actions.take_back_insurance}
    if what not in acts:
        raise Refused("not_found", _("没有这项操作"))
    acts[what](scope, row, request.POST.get("reason", ""))
    messages.success(request, _("已撤回。"))
    return redirect("teams:team", number)
