"""The verbs that tie organisations and people to each other over time, none giving authority."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Required, TypedDict, Unpack

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.policy import demand, over
from zhuchao.access.scope import Scope
from zhuchao.places.models import Division, Site
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.telling import path_of
from zhuchao.registry.tie_writing import kind_of, write_tie


class Days(TypedDict, total=False):
    """From and to (both included; none: without end) and the terms of the kind (`terms`)."""

    since: Required[date]
    until: date | None
    terms: Mapping[str, Any] | None


PARTY = ("party_desk", "administrator")
ENGAGED_BY = {"social_worker": ("personnel_desk",), "team_member": ("community_desk", *PARTY)}
NOT_PARTY = gettext_noop("只有管辖该单位的党建岗可以登记")
NOT_YOURS = gettext_noop("没有权限登记这项关系")


def cover(
    scope: Scope,
    kind: str,
    who: Organisation | Person,
    whom: Organisation,
    **days: Unpack[Days],
) -> Tie:
    """A Party organisation covers a unit, or somebody reaches it (两个覆盖: domain.md §3, P16)."""
    tie_kind = kind_of(kind, "cover")
    demand(_party(scope, path_of(whom)), _(NOT_PARTY))
    return write_tie(scope, tie_kind, who, whom, **days)


def enrol(
    scope: Scope,
    kind: str,
    who: Person,
    whom: Organisation,
    **days: Unpack[Days],
) -> Tie:
    """A member's formal relation to a branch, or his life in a host branch (P22, P23)."""
    tie_kind = kind_of(kind, "enrol")
    own = whom.pk in scope.organisations("secretary")
    demand(own or _party(scope, path_of(whom)), _(NOT_PARTY))
    return write_tie(scope, tie_kind, who, whom, **days)


def engage(
    scope: Scope,
    kind: str,
    who: Person,
    whom: Organisation,
    **days: Unpack[Days],
) -> Tie:
    """Somebody works in an organisation, holds a post there or serves there as a social worker."""
    tie_kind = kind_of(kind, "engage")
    roles = ENGAGED_BY.get(kind, (*PARTY, "supervisor"))
    demand(scope.system or over(path_of(whom), scope.paths(*roles)), _(NOT_YOURS))
    return write_tie(scope, tie_kind, who, whom, **days)


def reserve(
    scope: Scope,
    kind: str,
    who: Person,
    whom: Division,
    **days: Unpack[Days],
) -> Tie:
    """Somebody is kept in reserve for an area: as an instructor or as a branch secretary."""
    tie_kind = kind_of(kind, "reserve")
    demand(_party(scope, path_of(whom)), _(NOT_PARTY))
    return write_tie(scope, tie_kind, who, whom, **days)


def commission(
    scope: Scope,
    kind: str,
    who: Person,
    whom: Division,
    **days: Unpack[Days],
) -> Tie:
    """Somebody is appointed for a term to keep his eyes open (M13); it gives no authority."""
    tie_kind = kind_of(kind, "commission")
    roles = ("food_desk",) if kind == "food_supervisor" else ("community_desk",)
    allowed = over(path_of(whom), scope.paths(*roles, "supervisor", "administrator"))
    demand(scope.system or allowed, _(NOT_YOURS))
    return write_tie(scope, tie_kind, who, whom, **days)


def check_in(
    scope: Scope,
    kind: str,
    who: Organisation | Person,
    whom: Division,
    **days: Unpack[Days],
) -> Tie:
    """An organisation or a member reports to a community (双报到: P14)."""
    tie_kind = kind_of(kind, "check_in")
    allowed = over(path_of(whom), scope.paths("community_desk", *PARTY))
    demand(scope.system or allowed, _(NOT_YOURS))
    return write_tie(scope, tie_kind, who, whom, **days)


def ally(
    scope: Scope,
    kind: str,
    who: Organisation,
    whom: Organisation,
    **days: Unpack[Days],
) -> Tie:
    """An organisation joins an alliance of equals, or leads another (联建, 带建)."""
    tie_kind = kind_of(kind, "ally")
    demand(_party(scope, path_of(whom)), _(NOT_PARTY))
    return write_tie(scope, tie_kind, who, whom, **days)


def share(
    scope: Scope,
    kind: str,
    who: Organisation,
    whom: Site,
    **days: Unpack[Days],
) -> Tie:
    """An organisation opens a room to others (共享阵地)."""
    tie_kind = kind_of(kind, "share")
    demand(_party(scope, path_of(whom)), _(NOT_PARTY))
    return write_tie(scope, tie_kind, who, whom, **days)


def _party(scope: Scope, path: str) -> bool:
    return scope.system or over(path, scope.paths(*PARTY))
