"""Who writes and sees honours: the desks of an area, its offices, a recipient his own."""

from django.db.models import Q

from zhuchao.access.policy import EVERYTHING, NOTHING, either, over, under
from zhuchao.access.scope import Scope
from zhuchao.marks.models import Honour
from zhuchao.registry.site_policy import MEMBERS, territory

DESKS = ("party_desk", "personnel_desk")
"""They know about people, their membership in the Party as well."""
WRITES = (*DESKS, "supervisor", "administrator")
READS = ("intake", "auditor", "community_desk")
OWN = (*MEMBERS, "secretary", "instructor")


def writes(scope: Scope, honour: Honour) -> bool:
    """Whether a scope may write an honour; of a person, one given by the Party is the desks'."""
    inner = honour.whose == "person" and honour.party_internal
    paths = scope.paths(*(DESKS if inner else WRITES))
    return scope.system or over(honour.division_path, paths)


def honour_rule(scope: Scope) -> Q:
    """The honours a scope may see: a person's are not public, his Party ones least of all."""
    if scope.system:
        return EVERYTHING
    near = (*territory(scope), *scope.paths(*WRITES, *READS))
    own = scope.organisations(*OWN)
    return either(
        under("division_path", scope.paths(*DESKS)),
        under("division_path", scope.paths(*WRITES)) & ~Q(whose="person", party_internal=True),
        under("division_path", near) & ~Q(whose="person"),
        Q(organisation__in=own) if own else NOTHING,
        NOTHING if scope.person_id is None else Q(person=scope.person_id),
    )


def sees_honour(scope: Scope, number: int) -> bool:
    """Whether a scope may see an honour, and so the files of its document."""
    return Honour.objects.filter(honour_rule(scope), pk=number).exists()
