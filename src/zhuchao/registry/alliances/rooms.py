"""Shared rooms as somebody may use them: which, by whom, and what is booked there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.policy import over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Site
from zhuchao.registry.alliances.policy import Allied, allies_on, answers, may_use, own
from zhuchao.registry.alliances.wanted import moment_at
from zhuchao.registry.coverage.policy import areas
from zhuchao.registry.models import Booking, Organisation, Tie
from zhuchao.registry.scope import in_force


@dataclass(frozen=True)
class Room:
    """A shared room, who owns it, and what the scope may do there."""

    tie: Tie
    site: Site
    owner: Organisation
    bookers: list[Organisation]
    """The scope's own organisations that may book it today."""
    answers: bool
    """Whether the scope cancels for others and confirms what came of a booking."""

    @property
    def here(self) -> bool:
        """Whether it is shared today."""
        return self.tie.valid_to is None or self.tie.valid_to >= local_day(now())


def rooms(scope: Scope, day: date) -> list[Room]:
    """The rooms shared on a day that a scope may use, answers for or oversees. Four statements."""
    ties = Tie.objects.filter(in_force(day), kind="shares_room").order_by("whom_site__name", "pk")
    return _rooms(scope, day, ties)


def room_of(scope: Scope, code: str) -> Room:
    """The room of a site, also after it was shared for the last time.

    Raises Refused("not_found") for who may neither use nor oversee it.
    """
    ties = Tie.objects.filter(kind="shares_room", whom_site__code=code).order_by(
        "-valid_from", "-pk"
    )
    found = _rooms(scope, local_day(now()), ties[:1])
    if not found:
        raise Refused("not_found", _("没有这个共享阵地，或者您不能查看"))
    return found[0]


def _rooms(scope: Scope, day: date, ties: QuerySet[Tie]) -> list[Room]:
    rows = list(ties.select_related("whom_site__division", "who_organisation"))
    mine = list(Organisation.objects.filter(pk__in=own(scope)).order_by("name"))
    allied = allies_on(day, {tie.who_organisation_id or 0 for tie in rows}) if mine else {}
    found = [room for tie in rows if (room := _room(scope, tie, mine, allied))]
    return [room for room in found if _shows(scope, room)]


def _room(scope: Scope, tie: Tie, mine: Iterable[Organisation], allied: Allied) -> Room | None:
    site, owner = tie.whom_site, tie.who_organisation
    if site is None or owner is None:
        return None
    bookers = [one for one in mine if may_use(tie, one, allied)]
    return Room(tie, site, owner, bookers, answers(scope, [owner.pk], str(site.division.path)))


def _shows(scope: Scope, room: Room) -> bool:
    return bool(room.bookers) or room.answers or over(str(room.site.division.path), areas(scope))


def live() -> QuerySet[Booking]:
    """The bookings that were not cancelled, with whom they are for, in order."""
    rows = Booking.objects.filter(cancelled_at=None)
    return rows.select_related("organisation", "site").order_by("since", "pk")


def booked(site: Site, first: date, last: date) -> list[Booking]:
    """The live bookings of a room from one day to another."""
    return list(live().filter(site=site, since__range=(moment_at(first, 0), moment_at(last, 24))))


def unconfirmed(site: Site, moment: datetime) -> list[Booking]:
    """The live bookings of a room that ended and of which nobody said what came."""
    return list(live().filter(site=site, until__lte=moment, confirmed_at=None))


def confirmed(site: Site, most: int = 12) -> list[Booking]:
    """The last bookings of a room of which somebody said what came, newest first."""
    rows = live().filter(site=site, confirmed_at__isnull=False)
    return list(rows.order_by("-since", "-pk")[:most])


def own_bookings(scope: Scope, moment: datetime) -> list[Booking]:
    """What a scope's own organisations have booked and is not over."""
    return list(live().filter(Q(until__gt=moment), organisation__in=own(scope)))
