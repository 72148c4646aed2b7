"""The verbs of alliances: found one, join and leave, lead another, dissolve; open a room."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.days import not_to_come
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Division, Site
from zhuchao.registry.actions import end_tie
from zhuchao.registry.kinds import PARTY_KINDS
from zhuchao.registry.models import Booking, Organisation, Tie
from zhuchao.registry.organisation_actions import close_organisation, found_organisation
from zhuchao.registry.tie_actions import ally, share

FEWEST = 2


def found_alliance(
    scope: Scope,
    name: str,
    division: Division,
    members: Sequence[Organisation],
    *,
    since: date,
) -> Organisation:
    """An alliance of equals with its first members, all or nothing (联建).

    Raises Refused for fewer than two, for a day to come and where the desk may not write.
    """
    if len({one.pk for one in members}) < FEWEST:
        raise Refused("invalid", _("联建至少要有两个组织"), "members")
    not_to_come(since, "since")
    with transaction.atomic():
        row = Organisation(name=name.strip(), kind="alliance", division=division)
        alliance = found_organisation(scope, row, since=since)
        for one in members:
            join(scope, alliance, one, since=since)
    return alliance


def join(scope: Scope, alliance: Organisation, member: Organisation, *, since: date) -> Tie:
    """An organisation joins an alliance from a day on; one that is in it cannot join again.

    Raises Refused for what is no alliance, an alliance as a member, a day to come.
    """
    if alliance.kind != "alliance":
        raise Refused("not_found", _("没有这个联建共同体，或者您不能查看"))
    if member.kind == "alliance":
        raise Refused("invalid", _("联建的成员不能又是联建共同体"), "members")
    not_to_come(since, "since")
    return ally(scope, "ally", member, alliance, since=since)


def leave(scope: Scope, tie_id: int, *, on: date) -> Tie:
    """A member leaves, or a lead ends, on its last day."""
    found = Tie.objects.filter(pk=tie_id, kind__in=("ally", "leads"))
    tie = found.select_related("whom_organisation__division").first()
    if tie is None:
        raise Refused("not_found", _("没有这项关系，或者您不能查看"))
    not_to_come(on, "on")
    return end_tie(scope, tie, on=on)


def dissolve(
    scope: Scope, alliance: Organisation, *, on: date, reason: str, version: int
) -> Organisation:
    """Dissolve an alliance on its last day, with a reason; its members leave with it."""
    return close_organisation(scope, alliance.pk, on=on, reason=reason, version=version)


def lead(scope: Scope, leader: Organisation, led: Organisation, *, since: date) -> Tie:
    """A Party organisation takes another under its lead (带建). No two lead each other.

    Raises Refused for a leader that is no Party organisation, and for a day to come.
    """
    if leader.kind not in PARTY_KINDS:
        raise Refused("invalid", _("牵头带建的要是党组织"), "leader")
    if led.kind == "alliance":
        raise Refused("invalid", _("带建的对象不能是联建共同体"), "led")
    not_to_come(since, "since")
    still = Q(valid_to=None) | Q(valid_to__gte=since)
    back = Tie.objects.filter(still, kind="leads", who_organisation=led, whom_organisation=leader)
    if back.exists():
        raise Refused("conflict", _("它正在带建对方，不能互相带建"), "led")
    return ally(scope, "leads", leader, led, since=since)


def open_room(scope: Scope, owner: Organisation, site: Site, open_to: str, *, since: date) -> Tie:
    """An organisation shares a room from a day on with those it says (共享阵地).

    Raises Refused when somebody shares that room at the time already.
    """
    not_to_come(since, "since")
    with transaction.atomic():
        # The site's row is locked: two organisations cannot both become the owner.
        room = Site.objects.select_for_update(of=("self",)).select_related("division")
        held = room.get(pk=site.pk)
        still = Q(valid_to=None) | Q(valid_to__gte=since)
        shared = Tie.objects.filter(still, kind="shares_room", whom_site=held)
        if other := shared.select_related("who_organisation").first():
            words = _("“%(name)s”已经共享这个阵地") % {"name": other.who_organisation}
            raise Refused("conflict", words, "site")
        return share(scope, "shares_room", owner, held, since=since, terms={"open_to": open_to})


def close_room(scope: Scope, tie_id: int, *, on: date) -> Tie:
    """A room is shared no more after a day.

    Raises Refused while somebody has booked it for later: that is cancelled first.
    """
    found = Tie.objects.filter(pk=tie_id, kind="shares_room")
    tie = found.select_related("whom_site__division").first()
    if tie is None:
        raise Refused("not_found", _("没有这个共享阵地，或者您不能查看"))
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=cast(int, tie.whom_site_id))
        booked = Booking.objects.filter(site=site, cancelled_at=None, since__gt=now())
        later = [one for one in booked if local_day(one.since) > on]
        if later:
            words = _("那天以后还有 %(n)s 次预约，请先取消") % {"n": len(later)}
            raise Refused("conflict", words, "on")
        return end_tie(scope, tie, on=on)
