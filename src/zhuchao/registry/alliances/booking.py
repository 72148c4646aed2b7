"""The verbs of shared rooms: book some hours, cancel, confirm what came of it, take that back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.journal.moments import day as day_words
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.models import Site
from zhuchao.registry.alliances.policy import allies_on, answers, may_use, own
from zhuchao.registry.alliances.wanted import (
    MOST_PEOPLE,
    Wanted,
    demand_fitting,
    demand_sound,
    hours_words,
)
from zhuchao.registry.models import Booking, Organisation, Tie
from zhuchao.registry.scope import in_force
from zhuchao.rules.units import Measure


def book(scope: Scope, site_id: int, organisation_id: int, wanted: Wanted) -> Booking:
    """Book some hours of a room for one's own organisation.

    Raises Refused for a room that is not shared that day or not with this organisation, hours
    gone by, too far ahead or out of the opening hours, more people than seats, and hours that
    are taken: the message names them.
    """
    demand_sound(wanted)
    demand(scope.system or organisation_id in own(scope), _("只能为您自己的单位预约"))
    with writing(scope.who) as log:
        # The site's row is locked until the end: of two who want the same hours, one waits.
        rooms = Site.objects.select_for_update(of=("self",)).select_related("division")
        site = rooms.filter(pk=site_id).first()
        ties = owners_on(site_id, wanted.day)
        if site is None or not ties:
            raise Refused("not_found", _("没有这个共享阵地，或者您不能查看"))
        _demand_welcome(organisation_id, ties, wanted.day)
        demand_fitting(site, wanted)
        _demand_free(site, wanted)
        row = Booking.objects.create(
            site=site,
            organisation_id=organisation_id,
            since=wanted.since,
            until=wanted.until,
            people=wanted.people,
            purpose=wanted.purpose,
            booked_at=now(),
            booked_by_id=scope.person_id,
        )
        log.add(_fact("room.booked", row, headcount=row.people))
    return row


def cancel(scope: Scope, booking_id: int, reason: str = "") -> None:
    """Cancel a booking before it begins: those who booked, or the owner's desk with a reason."""
    with _taken(scope, booking_id) as (row, owners, log):
        host = answers(scope, owners, str(row.site.division.path))
        if row.organisation_id not in own(scope):
            demand(host, _("只有预约的单位和阵地的主人可以取消"))
            if not reason.strip():
                raise Refused("invalid", _("请写明原因"), "reason")
        if row.since <= now():
            raise Refused("conflict", _("已经开始的预约不能取消"))
        row.cancelled_at = now()
        row.save(update_fields=["cancelled_at"])
        log.add(_fact("room.cancelled", row, headcount=row.people, remark=reason.strip()))


def confirm(scope: Scope, booking_id: int, came: int) -> None:
    """Say after a booking how many came, 0 when nobody did; the owner's desk does.

    Raises Refused before it ended, and when it was confirmed already.
    """
    if not 0 <= came <= MOST_PEOPLE:
        raise Refused("invalid", _("人数不对"), "came")
    with _taken(scope, booking_id) as (row, owners, log):
        demand(
            answers(scope, owners, str(row.site.division.path)),
            _("只有阵地的主人可以确认使用情况"),
        )
        if row.until > now():
            raise Refused("conflict", _("还没有结束，结束以后再确认"))
        if row.confirmed_at:
            raise Refused("conflict", _("这次预约已经确认过"))
        row.confirmed_at, row.came = now(), came
        row.save(update_fields=["confirmed_at", "came"])
        verb = "room.used" if came else "room.unused"
        log.add(_fact(verb, row, headcount=came, occurred_at=row.since))


def take_back(scope: Scope, booking_id: int, reason: str) -> None:
    """Void what was confirmed by mistake, with a reason; it can be confirmed anew."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    with _taken(scope, booking_id) as (row, owners, log):
        demand(
            answers(scope, owners, str(row.site.division.path)),
            _("只有阵地的主人可以确认使用情况"),
        )
        if not row.confirmed_at:
            raise Refused("stale", _("这次确认已经撤回"))
        verb = "room.used" if row.came else "room.unused"
        told = Entry.objects.filter(subject_kind="booking", subject_id=row.pk, verb=verb).latest(
            "pk"
        )
        row.confirmed_at, row.came = None, None
        row.save(update_fields=["confirmed_at", "came"])
        log.add(_fact("room.taken_back", row, voids=told.pk, remark=reason.strip()))


def owners_on(site_id: int, day: date) -> list[Tie]:
    """The ties by which a room is shared on a day; seldom more than one."""
    ties = Tie.objects.filter(in_force(day), kind="shares_room", whom_site=site_id)
    return list(ties.select_related("who_organisation").order_by("pk"))


@contextmanager
def _taken(scope: Scope, booking_id: int) -> Iterator[tuple[Booking, list[int], Log]]:
    """A booking that was not cancelled, locked, and who owns its room that day."""
    with writing(scope.who) as log:
        rows = Booking.objects.select_for_update(of=("self",)).select_related("site__division")
        row = rows.filter(pk=booking_id).first()
        owners = _owner_ids(owners_on(row.site_id, local_day(row.since))) if row else []
        if row is None or not _concerns(scope, row, owners):
            raise Refused("not_found", _("没有这次预约，或者您不能查看"))
        if row.cancelled_at:
            raise Refused("stale", _("这次预约已经取消"))
        yield row, owners, log


def _concerns(scope: Scope, row: Booking, owners: list[int]) -> bool:
    mine = row.organisation_id in own(scope)
    return mine or answers(scope, owners, str(row.site.division.path))


def _owner_ids(ties: Sequence[Tie]) -> list[int]:
    return [tie.who_organisation_id or 0 for tie in ties]


def _demand_welcome(organisation_id: int, ties: Sequence[Tie], day: date) -> None:
    organisation = Organisation.objects.get(pk=organisation_id)
    allied = allies_on(day, _owner_ids(ties))
    welcome = any(may_use(tie, organisation, allied) for tie in ties)
    demand(welcome, _("这个阵地那天没有向您的单位开放"))


def _demand_free(site: Site, wanted: Wanted) -> None:
    live = Booking.objects.filter(site=site, cancelled_at=None)
    over = live.filter(since__lt=wanted.until, until__gt=wanted.since).order_by("since")
    taken = [
        f"{hours_words(one)} {one.organisation}" for one in over.select_related("organisation")
    ]
    if taken:
        said = {"day": day_words(wanted.day), "hours": "、".join(taken)}
        raise Refused("conflict", _("%(day)s 已有预约：%(hours)s") % said, "first")


def _fact(
    verb: str,
    row: Booking,
    *,
    headcount: int | None = None,
    voids: int | None = None,
    remark: str = "",
    occurred_at: datetime | None = None,
) -> Fact:
    """What is told of a booking: whose, where, for what, how many people and hours."""
    length = (row.until - row.since) / timedelta(hours=1)
    return Fact(
        verb,
        ("booking", row.pk),
        str(row.site.division.path),
        organisation=row.organisation_id,
        headcount=headcount,
        quantity=Decimal(str(length)),
        unit=Measure.HOUR,
        facets={"site": row.site_id, "purpose": row.purpose},
        voids=voids,
        remark=remark,
        occurred_at=occurred_at,
    )
