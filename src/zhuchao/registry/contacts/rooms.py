"""Members' rooms built with guidance: written down, taken back, counted (A-41)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import moment_of, now
from zhuchao.journal.models import Entry
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Site
from zhuchao.registry.coverage.policy import acts, areas
from zhuchao.registry.models import GuidedRoom, Organisation, Person, Tie

KIND = "members_room"
"""The kind of site such a room is."""
NOT_YOURS = gettext_noop("只有管辖这个场所的党建岗可以登记")


def record_room(
    scope: Scope, site: Site, organisation: Organisation, person: Person, *, on: date | None = None
) -> GuidedRoom:
    """A room that opened with somebody's guidance; without a day, the one its site opened on.

    Raises Refused outside of the desk's area, for a site that is no open members' room, a day to
    come or before the site was there, none at all, and a site that is written down already.
    """
    demand(acts(scope, str(site.division.path)), _(NOT_YOURS))
    if site.kind != KIND or site.status != "open":
        raise Refused("invalid", _("要选一个已开放的党员活动室"), "site")
    day = on or site.opened_on
    if day is None:
        raise Refused("invalid", _("场所没有写开放日期，请在这里写"), "on")
    not_to_come(day, "on")
    if site.opened_on and day < site.opened_on:
        raise Refused("invalid", _("早于场所登记的开放日期"), "on")
    room = GuidedRoom(
        site=site, organisation=organisation, person=person, opened_on=day, recorded_at=now()
    )
    with writing(scope.who) as log:
        _save(room)
        log.add(_told(room, "members_room.guided"))
    return room


def _save(room: GuidedRoom) -> None:
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError as error:
        raise Refused("conflict", _("这个活动室已经登记过"), "site") from error


def take_back_room(scope: Scope, number: int, reason: str) -> None:
    """Void what was written by mistake. Raises Refused without a reason or when void."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    rows = GuidedRoom.objects.filter(visible_rooms(scope), pk=number)
    room = rows.select_related("site__division", "organisation").first()
    if room is None:
        raise Refused("not_found", _("没有这条记录，或者您不能查看"))
    demand(acts(scope, str(room.site.division.path)), _(NOT_YOURS))
    with writing(scope.who) as log:
        live = GuidedRoom.objects.filter(pk=number, taken_back_at=None)
        if not live.update(taken_back_at=now()):
            raise Refused("stale", _("这条记录已经撤回"))
        void = entry_of(("site", room.site_id), "members_room.guided", "room", number)
        fact = _told(room, "members_room.taken_back", voids=void, remark=reason.strip())
        log.add(fact)


def _told(room: GuidedRoom, verb: str, *, voids: int | None = None, remark: str = "") -> Fact:
    return Fact(
        verb,
        ("site", room.site_id),
        str(room.site.division.path),
        organisation=room.organisation_id,
        facets={"room": room.pk, "whom_person": room.person_id},
        occurred_at=moment_of(room.opened_on),
        voids=voids,
        remark=remark,
    )


def visible_rooms(scope: Scope) -> Q:
    """The rooms in the scope's area."""
    return under("site__division__path", areas(scope))


@dataclass(frozen=True)
class Rooms:
    """The rooms opened in a year up to a day: how many the journal tells of, and their records."""

    count: int
    rows: list[GuidedRoom]


def rooms(scope: Scope, day: date) -> Rooms:
    """Rooms that opened with guidance in the year up to a day (A-41); each site counts once."""
    days = (date(day.year, 1, 1), day)
    area = under("division_path", areas(scope))
    void = Entry.objects.filter(verb="members_room.taken_back", voids__isnull=False)
    told = Entry.objects.filter(area, verb="members_room.guided", day__range=days)
    told = told.exclude(pk__in=void.values("voids"))
    seen = GuidedRoom.objects.filter(visible_rooms(scope), taken_back_at=None)
    rows = seen.filter(opened_on__range=days).select_related(
        "site__division", "organisation", "person"
    )
    return Rooms(
        told.values("subject_id").distinct().count(), list(rows.order_by("-opened_on", "-pk"))
    )


def open_sites(scope: Scope) -> QuerySet[Site]:
    """The open members' rooms of the area that nobody wrote down as guided."""
    here = under("division__path", areas(scope))
    found = Site.objects.filter(here, kind=KIND, status="open")
    taken = GuidedRoom.objects.filter(taken_back_at=None).values("site")
    return found.exclude(pk__in=taken).select_related("division").order_by("name")


def guides_of(scope: Scope) -> QuerySet[Person]:
    """Who may have guided: those tied to a unit of the area as its contact or instructor."""
    near = under("whom_organisation__division__path", areas(scope))
    ties = Tie.objects.filter(near, kind__in=("contact", "instructor")).values("who_person")
    return Person.objects.filter(pk__in=ties).order_by("label", "pk")
