"""Who sees alliances and rooms, who books one, and who answers for it."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from zhuchao.access.policy import over
from zhuchao.access.scope import Scope
from zhuchao.registry.coverage.policy import acts, areas
from zhuchao.registry.kinds import PARTY_KINDS
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.scope import in_force

BOOKS = ("secretary", "staff", "section_head", "leader")
"""In an organisation: they book for it and answer for the rooms it shares."""
Allied = Mapping[int, frozenset[int]]


def own(scope: Scope) -> tuple[int, ...]:
    """The organisations a scope books for."""
    return scope.organisations(*BOOKS)


def sees_ends(scope: Scope, path: str, ends: Iterable[int]) -> bool:
    """Whether a scope sees an alliance or a lead at a path: by its area, or as one of the ends."""
    return over(path, areas(scope)) or bool(set(ends) & set(own(scope)))


def allies_on(day: date, owners: Iterable[int]) -> Allied:
    """Owner → whom it is bound to on a day: in one alliance, or as leader and led. Two queries."""
    wanted = set(owners)
    mine = Tie.objects.filter(in_force(day), kind="ally", who_organisation__in=wanted)
    together = Tie.objects.filter(
        in_force(day), kind="ally", whom_organisation__in=mine.values("whom_organisation")
    )
    circles: dict[int, set[int]] = {}
    for alliance, member in together.values_list("whom_organisation_id", "who_organisation_id"):
        circles.setdefault(alliance or 0, set()).add(member or 0)
    either_end = Q(who_organisation__in=wanted) | Q(whom_organisation__in=wanted)
    leads = Tie.objects.filter(in_force(day), either_end, kind="leads")
    pairs = [
        {a or 0, b or 0} for a, b in leads.values_list("who_organisation", "whom_organisation")
    ]
    groups = [*circles.values(), *pairs]
    return {o: frozenset().union(*(g for g in groups if o in g)) - {o} for o in wanted}


def may_use(tie: Tie, organisation: Organisation, allied: Allied) -> bool:
    """Whether an organisation may book the room of a tie: its owner, and to whom it is open."""
    owner = tie.who_organisation_id or 0
    to = tie.terms.get("open_to", "allies")
    return (
        organisation.pk == owner
        or to == "all"
        or (to == "party" and organisation.kind in PARTY_KINDS)
        or organisation.pk in allied.get(owner, ())
    )


def answers(scope: Scope, owners: Iterable[int], path: str) -> bool:
    """Whether a scope answers for a room at a path: it works for an owner, or is the desk there."""
    return acts(scope, path) or bool(set(owners) & set(own(scope)))
