"""What the pages of dual check-in show: items, who took them up, and who reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.registry.checkins.codes import NO_ITEM
from zhuchao.registry.checkins.policy import (
    areas,
    visible_check_ins,
    visible_items,
)
from zhuchao.registry.checkins.states import item_state, take_state
from zhuchao.registry.models import CommunityItem, ServiceSession, TakeUp, Tie
from zhuchao.registry.scope import in_force

T = TypeVar("T")
PAGE = 50
STANDING = ServiceSession.objects.filter(taken_back_at=None).order_by("-on", "-pk")


@dataclass(frozen=True)
class Listed:
    """An item as a line shows it on a day."""

    item: CommunityItem
    taken: int
    sessions: int
    state: str


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page by key, and the key it goes on after."""

    rows: list[T]
    after: int | None


def items(scope: Scope, day: date, *, past: bool = False, after: int = 0) -> Page[Listed]:
    """The items of the scope's area that may be taken up on a day, or those that are past.

    The newest first, in one statement.
    """
    ended = Q(until__lt=day) | Q(closed_at__isnull=False)
    rows = CommunityItem.objects.filter(under("division__path", areas(scope)))
    rows = rows.filter(ended if past else ~ended)
    if after:
        rows = rows.filter(pk__lt=after)
    found = [_listed(row, day) for row in _counted(rows).order_by("-pk")[: PAGE + 1]]
    return Page(found[:PAGE], found[PAGE - 1].item.pk if len(found) > PAGE else None)


def _counted(rows: QuerySet[CommunityItem]) -> QuerySet[CommunityItem]:
    standing = Q(takes__sessions__isnull=False, takes__sessions__taken_back_at=None)
    return rows.select_related("division").annotate(
        taken=Count("takes", Q(takes__given_back_on=None), distinct=True),
        held=Count("takes__sessions", standing, distinct=True),
    )


def _listed(item: CommunityItem, day: date) -> Listed:
    taken: int = item.taken  # type: ignore[attr-defined]
    held: int = item.held  # type: ignore[attr-defined]
    closed = item.closed_at is not None
    state = item_state(item.wanted, taken, item.until, closed=closed, day=day)
    return Listed(item, taken, held, state)


@dataclass(frozen=True)
class Taken:
    """Something taken up, with its sessions that stand, the newest first."""

    take: TakeUp
    sessions: list[ServiceSession]
    state: str


def taken(takes: QuerySet[TakeUp]) -> list[Taken]:
    """Those takes, the live ones first; in two statements."""
    ends = ("tie__who_person__identity", "tie__who_organisation", "item__division")
    rows = takes.select_related(*ends)
    rows = rows.prefetch_related(Prefetch("sessions", STANDING, to_attr="standing"))
    found = []
    for row in rows.order_by("-on", "-pk"):
        held: list[ServiceSession] = row.standing
        state = take_state(len(held), given_back=row.given_back_on is not None)
        found.append(Taken(row, held, state))
    return sorted(found, key=lambda one: one.state == "given_back")


def item_record(scope: Scope, number: int, day: date) -> tuple[Listed, list[Taken]]:
    """One item and who took it up. Raises Refused("not_found") when the scope may not see it."""
    rows = CommunityItem.objects.filter(visible_items(scope), pk=number)
    item = _counted(rows).first()
    if item is None:
        raise Refused("not_found", _(NO_ITEM))
    return _listed(item, day), taken(item.takes.all())


def open_at(communities: Iterable[int | None], day: date) -> list[Listed]:
    """The items of communities that have a place left, the soonest over first."""
    rows = CommunityItem.objects.filter(division__in=communities, closed_at=None, until__gte=day)
    listed = [_listed(row, day) for row in _counted(rows).order_by("until", "pk")]
    return [one for one in listed if one.state == "open"]


def reporting(scope: Scope, day: date, *, after: int = 0) -> Page[Tie]:
    """Who reports to the communities of the desk on a day, the newest first; in one statement."""
    rows = Tie.objects.filter(visible_check_ins(scope), in_force(day))
    if after:
        rows = rows.filter(pk__lt=after)
    ends = ("who_person__identity", "who_organisation", "whom_division")
    found = list(rows.select_related(*ends).order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def takers(scope: Scope, item: CommunityItem, day: date) -> list[Tie]:
    """Who reports there and has not taken the item up, among those the scope may name."""
    rows = Tie.objects.filter(visible_check_ins(scope), in_force(day), whom_division=item.division)
    live = item.takes.filter(given_back_on=None).values("tie")
    found = rows.exclude(pk__in=live).select_related("who_person__identity", "who_organisation")
    return list(found.order_by("kind", "pk"))
