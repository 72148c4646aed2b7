"""Who keeps check-ins, items and pairs, who sees numbers alone, and what is one's own."""

from django.db.models import Q

from zhuchao.access.policy import NOTHING, either, over, under
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.registry.models import CommunityItem, Household, Tie
from zhuchao.registry.scope import in_force

ACTS = ("community_desk", "party_desk")
"""Over an area: check-ins with their names, items, sessions."""
PAIRS = ("community_desk",)
"""Over an area: the pairs with households, which tell of hardship."""
SEES = (*ACTS, "supervisor", "administrator")
"""Over an area: items and figures; a member is a number to those who do not keep check-ins."""
CHECK_INS = ("organisation_check_in", "member_check_in")
PAIR_KINDS = ("household_pair", "household_aid")


def _paths(scope: Scope, roles: tuple[str, ...]) -> tuple[str, ...]:
    return ("/",) if scope.system else scope.paths(*roles)


def areas(scope: Scope) -> tuple[str, ...]:
    """The division paths a scope sees items and figures of."""
    return _paths(scope, SEES)


def kept_areas(scope: Scope) -> tuple[str, ...]:
    """The division paths whose check-ins and items a scope keeps."""
    return _paths(scope, ACTS)


def pair_areas(scope: Scope) -> tuple[str, ...]:
    """The division paths whose pairs a scope keeps."""
    return _paths(scope, PAIRS)


def keeps(scope: Scope, path: str) -> bool:
    """Whether a scope keeps check-ins and items at a path."""
    return over(path, kept_areas(scope))


def keeps_pairs(scope: Scope, path: str) -> bool:
    """Whether a scope keeps the pairs at a path."""
    return over(path, pair_areas(scope))


def owns(scope: Scope, tie: Tie) -> bool:
    """Whether somebody himself, or the organisation he is secretary of, stands at its near end."""
    if tie.who_person is not None:
        return scope.account_id is not None and tie.who_person.account_id == scope.account_id
    return tie.who_organisation_id in scope.organisations("secretary")


def own_ties(scope: Scope) -> Q:
    """The ties a scope `owns`."""
    person = NOTHING if scope.account_id is None else Q(who_person__account=scope.account_id)
    branches = scope.organisations("secretary")
    return either(person, Q(who_organisation__in=branches) if branches else NOTHING)


def visible_check_ins(scope: Scope) -> Q:
    """The check-ins a scope may see by name."""
    area = under("whom_division__path", kept_areas(scope))
    return Q(kind__in=CHECK_INS) & either(area, own_ties(scope))


def visible_items(scope: Scope) -> Q:
    """The items of the scope's area, and of where it reports itself today."""
    here = Tie.objects.filter(own_ties(scope), in_force(local_day(now())), kind__in=CHECK_INS)
    own = Q(division__in=here.values("whom_division"))
    return either(under("division__path", areas(scope)), own)


def visible_pairs(scope: Scope) -> Q:
    """The pairs a scope may know of: its community's, and its own."""
    area = under("whom_person__household__division__path", pair_areas(scope))
    return Q(kind__in=PAIR_KINDS) & either(area, own_ties(scope))


def may_act(scope: Scope, item: CommunityItem, tie: Tie) -> bool:
    """Whether a scope takes an item up, serves and gives it back for somebody who reports there."""
    return keeps(scope, str(item.division.path)) or owns(scope, tie)


def may_visit(scope: Scope, household: Household, tie: Tie) -> bool:
    """Whether a scope logs visits to a pair and may open who the household is."""
    return keeps_pairs(scope, str(household.division.path)) or owns(scope, tie)
