"""Who appoints rider grid workers and food-safety supervisors, and who sees their appointments."""

from datetime import date

from django.db.models import Q, QuerySet

from zhuchao.access.policy import EVERYTHING, either, over, under
from zhuchao.access.scope import Scope
from zhuchao.registry.models import Tie
from zhuchao.registry.scope import in_force

KINDS = ("rider_grid", "food_supervisor")
APPOINTERS = {
    "rider_grid": ("community_desk", "supervisor", "administrator"),
    "food_supervisor": ("food_desk", "supervisor", "administrator"),
}
"""The same roles as `registry.tie_actions.commission` asks for."""


def appoints(scope: Scope, kind: str, path: str) -> bool:
    """Whether a scope appoints to this kind at a path."""
    return scope.system or over(path, scope.paths(*APPOINTERS[kind]))


def kinds_of(scope: Scope) -> tuple[str, ...]:
    """The kinds a scope appoints to anywhere."""
    return tuple(kind for kind in KINDS if scope.system or scope.paths(*APPOINTERS[kind]))


def appointment_rule(scope: Scope) -> Q:
    """The appointments a scope may see: those it could have made, and its own."""
    if scope.system:
        return EVERYTHING
    area = [
        Q(kind=kind) & under("whom_division__path", scope.paths(*APPOINTERS[kind]))
        for kind in kinds_of(scope)
    ]
    return either(*area, Q(who_person=scope.person_id or 0))


def appointments(scope: Scope) -> QuerySet[Tie]:
    """The appointments a scope may see, the latest written first."""
    found = Tie.objects.filter(appointment_rule(scope), kind__in=KINDS)
    return found.select_related("who_person", "whom_division").order_by("-pk")


def page_of(scope: Scope, after: int, size: int) -> QuerySet[Tie]:
    """So many of them after a key (0: from the first)."""
    found = appointments(scope)
    return (found.filter(pk__lt=after) if after else found)[:size]


def in_office(scope: Scope, kind: str, day: date) -> int:
    """How many persons hold an appointment of a kind on a day."""
    held = appointments(scope).filter(in_force(day), kind=kind)
    return held.order_by().values("who_person").distinct().count()
