"""Pairs with households as those who may know of them read them, and what is one's own."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from zhuchao.access.scope import Scope
from zhuchao.registry.checkins.policy import CHECK_INS, PAIR_KINDS, own_ties, visible_pairs
from zhuchao.registry.checkins.queries import (
    PAGE,
    STANDING,
    Listed,
    Page,
    Taken,
    open_at,
    taken,
)
from zhuchao.registry.models import Household, ServiceSession, TakeUp, Tie


@dataclass(frozen=True)
class Paired:
    """A pair with a household, as those who may know of it see it."""

    tie: Tie
    household: Household
    visits: int
    last: date | None


def pairs(scope: Scope, *, own: bool = False, after: int = 0) -> Page[Paired]:
    """The pairs a scope may know of, or its own alone, the newest first; in one statement."""
    rule = Q(kind__in=PAIR_KINDS) & own_ties(scope) if own else visible_pairs(scope)
    rows = Tie.objects.filter(rule, whom_person__household__isnull=False)
    if after:
        rows = rows.filter(pk__lt=after)
    standing = Q(visits__isnull=False, visits__taken_back_at=None)
    rows = rows.annotate(seen=Count("visits", standing), last=Max("visits__on", filter=standing))
    ends = ("who_person", "who_organisation", "whom_person__household__division")
    found = list(rows.select_related(*ends).order_by("-pk")[: PAGE + 1])
    lines = [_paired(tie) for tie in found[:PAGE]]
    return Page(lines, found[PAGE - 1].pk if len(found) > PAGE else None)


def _paired(tie: Tie) -> Paired:
    if tie.whom_person is None:
        raise ValueError(f"tie {tie.pk} leads to no person")
    visits: int = tie.seen  # type: ignore[attr-defined]
    last: date | None = tie.last  # type: ignore[attr-defined]
    return Paired(tie, tie.whom_person.household, visits, last)


def visits(pair: Tie) -> list[ServiceSession]:
    """The visits of a pair that stand, the newest first; the caller may see the pair."""
    return list(STANDING.filter(pair=pair))


@dataclass(frozen=True)
class Own:
    """What somebody finds of himself and of the branches he is secretary of."""

    ties: list[Tie]
    taken: list[Taken]
    open: list[Listed]
    pairs: list[Paired]


def mine(scope: Scope, day: date) -> Own:
    """One's own check-ins, what was taken up, what may be taken up there, and one's pairs."""
    rows = Tie.objects.filter(own_ties(scope), kind__in=CHECK_INS)
    ends = ("who_person__identity", "who_organisation", "whom_division")
    ties = list(rows.select_related(*ends).order_by("-valid_from", "-pk"))
    here = {tie.whom_division_id for tie in ties if _holds(tie, day)}
    takes = TakeUp.objects.filter(tie__in=[tie.pk for tie in ties])
    return Own(ties, taken(takes), open_at(here, day), pairs(scope, own=True).rows)


def _holds(tie: Tie, day: date) -> bool:
    return tie.valid_from <= day and (tie.valid_to is None or tie.valid_to >= day)
