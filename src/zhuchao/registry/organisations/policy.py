"""Who sees and keeps organisations and people: by area, by own organisation, and who needs to."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from zhuchao.access.policy import EVERYTHING, NOTHING, demand, either, over, under
from zhuchao.access.scope import Scope
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.telling import path_of

SEES = ("party_desk", "supervisor", "administrator")
"""Over an area: every organisation in it, with numbers of members."""
OWN = ("secretary", "instructor")
"""In an organisation: that one."""
PEOPLE = ("party_desk", "personnel_desk", "administrator")
"""Over an area: the people tied to something in it."""
SENSITIVE = ("member", "host_member", "member_check_in", "household_pair", "household_aid")
"""Membership and hardship: shown only to who needs them, each opening in the journal."""
PARTY_POST = Q(kind="post", terms__contains='"line":"party"')
"""A Party post tells of membership, too."""
SEALED = Q(kind__in=SENSITIVE) | PARTY_POST


def areas(scope: Scope) -> tuple[str, ...]:
    """The division paths whose organisations a scope sees."""
    return ("/",) if scope.system else scope.paths(*SEES)


def visible_organisations(scope: Scope) -> Q:
    """The organisations a scope may look at."""
    own = scope.organisations(*OWN)
    return either(under("division__path", areas(scope)), Q(pk__in=own) if own else NOTHING)


def demand_organisations(scope: Scope) -> None:
    """Raise Refused("forbidden") for who sees no organisation at all."""
    demand(scope.system or scope.holds(*SEES, *OWN), _("没有权限查看组织和单位"))


def names_members(scope: Scope, organisation: Organisation) -> bool:
    """Whether a scope may know who is a member there: its secretary and the Party-building desk."""
    return organisation.pk in scope.organisations("secretary") or over(
        str(organisation.division.path), scope.paths("party_desk")
    )


def demand_people(scope: Scope) -> None:
    """Raise Refused("forbidden") for who may look for nobody."""
    demand(scope.system or scope.holds(*PEOPLE, "secretary"), _("没有权限查找人员"))


def visible_people(scope: Scope) -> Q:
    """The persons a scope may look at: those tied to its area or branch, those with no tie, itself.

    An administrator or a personnel desk finds nobody by a membership, nobody a household by name.
    """
    if scope.system:
        return EVERYTHING
    own = Tie.objects.filter(who_person=OuterRef("pk"))
    open_kinds = own.exclude(SEALED)
    untied = ~Q(Exists(own)) & Q(household=None)
    rules = [NOTHING if scope.person_id is None else Q(pk=scope.person_id)]
    if desks := scope.paths("party_desk"):
        rules += [Q(Exists(own.filter(_within(desks)))), untied]
    if others := scope.paths("administrator", "personnel_desk"):
        rules += [Q(Exists(open_kinds.filter(_within(others)))), untied]
    if branches := scope.organisations("secretary"):
        rules.append(Q(Exists(own.filter(whom_organisation__in=branches))))
    return either(*rules)


def _within(paths: tuple[str, ...]) -> Q:
    return either(
        under("whom_organisation__division__path", paths), under("whom_division__path", paths)
    )


def is_sealed(tie: Tie) -> bool:
    """Whether a tie tells of membership or hardship; the same as SEALED."""
    return tie.kind in SENSITIVE or (tie.kind == "post" and tie.terms.get("line") == "party")


def opens(scope: Scope, tie: Tie) -> bool:
    """Whether a scope may open a sensitive tie: the desk of the place, the secretary, himself."""
    if scope.system or (tie.who_person_id and tie.who_person_id == scope.person_id):
        return True
    if tie.whom_organisation_id and tie.whom_organisation_id in scope.organisations("secretary"):
        return True
    if tie.whom_person_id:  # hardship: only the community's own pages tell of it
        return False
    end = tie.whom_organisation or tie.whom_division
    return end is not None and over(path_of(end), scope.paths("party_desk"))
