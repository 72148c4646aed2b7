"""Who reads and writes the records of social workers: the desk of the area, and himself."""

from django.db.models import Exists, OuterRef, Q

from zhuchao.access.policy import EVERYTHING, NOTHING, either, over, under
from zhuchao.access.scope import Scope
from zhuchao.registry.models import Organisation, Tie

DESK = "personnel_desk"


def keeps(scope: Scope, organisation: Organisation) -> bool:
    """Whether a scope keeps the records of those who work in an organisation."""
    return scope.system or over(str(organisation.division.path), scope.paths(DESK))


def visible_workers(scope: Scope) -> Q:
    """The persons whose record a scope may read: those who ever worked in its area, and himself."""
    if scope.system:
        return EVERYTHING
    area = under("whom_organisation__division__path", scope.paths(DESK))
    ties = Tie.objects.filter(area, kind="social_worker", who_person=OuterRef("pk"))
    mine = NOTHING if scope.person_id is None else Q(pk=scope.person_id)
    return either(Q(Exists(ties)) if scope.paths(DESK) else NOTHING, mine)
