"""Who runs volunteer teams: the desk of the place; a leader keeps the record of his own."""

from django.db.models import Q

from zhuchao.access.policy import EVERYTHING, NOTHING, either, over, under
from zhuchao.access.scope import Scope

RUNS = ("community_desk", "party_desk", "administrator")
TEAM = "volunteer_team"
SEES = (*RUNS, "supervisor")


def runs(scope: Scope, path: str) -> bool:
    """Whether a scope founds teams at a path, takes volunteers in and insures them."""
    return scope.system or over(path, scope.paths(*RUNS))


def leads(scope: Scope, team_id: int, path: str) -> bool:
    """Whether a scope writes down what a team did: its desk and its leader."""
    return runs(scope, path) or team_id in scope.organisations("team_leader")


def visible_teams(scope: Scope) -> Q:
    """The teams a scope may see, with who is in them."""
    if scope.system:
        return EVERYTHING & Q(kind=TEAM)
    own = scope.organisations("team_leader")
    area = under("division__path", scope.paths(*SEES))
    return Q(kind=TEAM) & either(area, Q(pk__in=own) if own else NOTHING)


def known_people(scope: Scope) -> Q:
    """The ties of those who may be taken in without being written down anew: who serves here."""
    known = Q(kind__in=("team_member", "rider_grid", "food_supervisor"))
    if scope.system:
        return known
    here = scope.paths(*RUNS)
    return known & either(
        under("whom_organisation__division__path", here), under("whom_division__path", here)
    )
