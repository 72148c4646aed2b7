"""Who sees contacts and rooms: the desk of the area, those who oversee it, a leader his own."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.policy import EVERYTHING, NOTHING, demand, either, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.registry.contacts.codes import ROLE
from zhuchao.registry.coverage.policy import SEES, areas
from zhuchao.registry.models import Organisation, Tie

WRITES = ("party_desk", "supervisor", "administrator")
"""Those who may pair (`registry.actions.pair`) and end it."""


def visible_contacts(scope: Scope) -> Q:
    """The contacts a scope may see: with organisations of its area, and its own."""
    if scope.system:
        return EVERYTHING & Q(kind="contact")
    mine = NOTHING if scope.person_id is None else Q(who_person_id=scope.person_id)
    area = under("whom_organisation__division__path", areas(scope))
    return Q(kind="contact") & either(area, mine)


def demand_contacts(scope: Scope, message: str) -> None:
    """Raise Refused("forbidden") for who neither sees an area nor leads an office."""
    demand(scope.system or scope.holds(*SEES, "leader"), message)


def contact_tie(scope: Scope, tie_id: int) -> tuple[Tie, Organisation]:
    """A contact with its unit. Raises Refused("not_found") when the scope may not see it."""
    found = Tie.objects.filter(visible_contacts(scope), pk=tie_id)
    tie = found.select_related("who_person", "whom_organisation__division").first()
    unit = tie.whom_organisation if tie else None
    if tie is None or unit is None:
        raise Refused("not_found", _(ROLE.gone))
    return tie, unit
