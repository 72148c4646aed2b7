"""The verbs of a visit: plan it, tell that it was held and by whom, report, call off, take back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.files import attach
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.gatherings.codes import MODES, NOT_VISIBLE
from zhuchao.gatherings.models import Attendance, Finding, Gathering
from zhuchao.gatherings.policy import arranges, going, visible_visits
from zhuchao.journal.clock import moment_of, now, today
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, Log, writing

NOT_YOURS = gettext_noop("只有去走访的单位和管辖这个地方的党建岗、督办岗、管理员可以登记")
STALE = gettext_noop("这次走访刚被他人动过，请看过最新情况再决定")
TWICE = gettext_noop("这个单位那天去这里的走访已经登记过")
LONGEST = 92
"""Days; what takes longer is several visits."""
FARTHEST = 366
"""Days ahead a visit may be planned."""
MOST = 9_999


@dataclass(frozen=True)
class Held:
    """What is told once a visit took place; both days included."""

    begins: date
    ends: date
    people: Sequence[int]
    """Persons of the record who went, the whole time unless `attend` says otherwise."""
    companions: int = 0
    met: int = 0
    """Talks with people there, 人次."""


def plan_visit(scope: Scope, visit: Gathering) -> Gathering:
    """Arrange a visit (an unsaved row); one that took place already is then told as held.

    Raises Refused outside of what the scope arranges, with the field at fault, and for a visit of
    this host to the same unit on the same day.
    """
    if visit.unit:
        visit.division = visit.unit.division
    visit.division_path = str(visit.division.path)
    demand(arranges(scope, visit.host, visit.division_path), _(NOT_YOURS))
    if visit.follows_id and not _visible(scope).filter(pk=visit.follows_id).exists():
        raise Refused("not_found", _(NOT_VISIBLE))
    visit.title = " ".join(visit.title.split())
    _demand_sound(visit)
    visit.recorded_at = now()
    with writing(scope.who) as log:
        with _single():
            visit.save()
        log.add(_told("gathering.planned", visit))
    return visit


def hold_visit(scope: Scope, number: int, held: Held, *, version: int) -> Gathering:
    """It took place: on which days, who went, how many were talked to. Counted once (1 次, A-01).

    Raises Refused for a day to come, nobody who went, who does not work for the host, a finding of
    another day, and when it was told already.
    """
    not_to_come(held.ends, "ends")
    with changing(scope, number, version) as (visit, log):
        if visit.held_at:
            raise Refused("conflict", _("这次走访已经登记过结果"))
        visit.begins, visit.ends = held.begins, held.ends
        _demand_sound(visit)
        _demand_people(visit, held)
        kept = Finding.objects.filter(gathering=visit, taken_back_at=None)
        if kept.exclude(on__range=(visit.begins, visit.ends)).exists():
            raise Refused("invalid", _("有一条发现不在这些日子里，请先核对日期"), "begins")
        visit.companions, visit.met, visit.held_at = held.companions, held.met, now()
        people = [
            Attendance(gathering=visit, person_id=one, first=visit.begins, last=visit.ends)
            for one in dict.fromkeys(held.people)
        ]
        Attendance.objects.bulk_create(people)
        told = _told("gathering.held", visit)
        log.add(
            replace(
                told,
                headcount=len(people) + visit.companions,
                facets={**told.facets, "days": visit.days, "met": visit.met},
                occurred_at=moment_of(visit.ends),
            )
        )
    return visit


def attend(
    scope: Scope, number: int, person: int, first: date, last: date, *, version: int
) -> Gathering:
    """Somebody was there for some of the days only. Raises Refused for other days or people."""
    with changing(scope, number, version) as (visit, log):
        if not visit.begins <= first <= last <= visit.ends:
            raise Refused("invalid", _("日子要在走访的开始和结束之间"), "first")
        there = Attendance.objects.filter(gathering=visit, person=person)
        if not there.update(first=first, last=last):
            raise Refused("invalid", _("请从去的人里选一位"), "person")
        log.add(_told("gathering.attended", visit))
    return visit


def report_visit(
    scope: Scope, number: int, text: str, photos: Sequence[UUID] = (), *, version: int
) -> Gathering:
    """Write the report, or write it anew. Raises Refused before it was held and without words."""
    with changing(scope, number, version) as (visit, log):
        if not visit.held_at:
            raise Refused("conflict", _("先登记去过了，再写报告"))
        if not text.strip():
            raise Refused("invalid", _("请写报告"), "text")
        visit.report, visit.reported_at = text.strip(), now()
        attach(photos, ("gathering", number), "report")
        log.add(_told("gathering.reported", visit))
    return visit


def call_off(scope: Scope, number: int, reason: str, *, version: int) -> Gathering:
    """A planned visit does not take place. Raises Refused without a reason, and once held."""
    _demand_reason(reason)
    with changing(scope, number, version) as (visit, log):
        if visit.held_at:
            raise Refused("conflict", _("已经去过的走访不能取消，写错了请撤回"))
        if visit.findings.filter(taken_back_at=None).exists():
            raise Refused("conflict", _("已经记下发现的走访不能取消"))
        visit.called_off_at = now()
        log.add(replace(_told("gathering.called_off", visit), remark=reason.strip()))
    return visit


def take_back_visit(scope: Scope, number: int, reason: str, *, version: int) -> Gathering:
    """Void what was told by mistake. Raises Refused without a reason, and while findings stand."""
    _demand_reason(reason)
    with changing(scope, number, version) as (visit, log):
        if visit.findings.filter(taken_back_at=None).exists():
            raise Refused("conflict", _("先撤回这次走访的发现，再撤回走访"))
        void = entry_of(("gathering", number), "gathering.held", "gathering", number)
        visit.taken_back_at = now()
        told = _told("gathering.taken_back", visit)
        on = moment_of(min(visit.ends, today()))
        log.add(replace(told, voids=void, remark=reason.strip(), occurred_at=on))
    return visit


@contextmanager
def changing(
    scope: Scope, number: int, version: int | None = None
) -> Iterator[tuple[Gathering, Log]]:
    """A visit the scope arranges, its row locked and its version raised; saved when all is well.

    Without a version whatever was last seen will do: something is added, nothing replaced.
    """
    with writing(scope.who) as log:
        seen = Gathering.objects.filter(pk=number)
        same = seen if version is None else seen.filter(version=version)
        moved = same.update(version=F("version") + 1)
        visit = _visible(scope).filter(pk=number).first()
        if visit is None:
            raise Refused("not_found", _(NOT_VISIBLE))
        demand(arranges(scope, visit.host, str(visit.division_path)), _(NOT_YOURS))
        if not moved:
            raise Refused("stale", _(STALE))
        if visit.called_off_at or visit.taken_back_at:
            raise Refused("conflict", _("这次走访已经取消或者撤回"))
        yield visit, log
        with _single():
            visit.save()


def _visible(scope: Scope) -> QuerySet[Gathering]:
    return Gathering.objects.filter(visible_visits(scope)).select_related("host", "division")


@contextmanager
def _single() -> Iterator[None]:
    """The constraints of the table are what keeps a visit single."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused("conflict", _(TWICE), "begins") from error


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")


def _demand_sound(visit: Gathering) -> None:
    faults = dict(_faults(visit))
    if faults:
        raise Refused("invalid", next(iter(faults.values())), fields=faults)


def _faults(visit: Gathering) -> Iterator[tuple[str, str]]:
    if not visit.title:
        yield "title", _("请写题目")
    if visit.mode not in dict(MODES):
        yield "mode", _("请从列表里选一项")
    if visit.begins > today() + timedelta(days=FARTHEST):
        yield "begins", _("最多提前一年安排")
    if visit.unit and visit.unit.valid_from and visit.begins < visit.unit.valid_from:
        yield "begins", _("那天这个单位还没有成立")
    yield from _length_faults(visit)


def _length_faults(visit: Gathering) -> Iterator[tuple[str, str]]:
    if visit.ends < visit.begins:
        yield "ends", _("结束日期早于开始日期")
    elif visit.days > LONGEST:
        yield "ends", _("一次走访最多 %(n)s 天，更长的请分几次登记") % {"n": LONGEST}
    elif visit.mode == "stay" and visit.days == 1:
        yield "ends", _("蹲点要住下来看，至少两天；当天来回的请选走访")


def _demand_people(visit: Gathering, held: Held) -> None:
    for name in ("companions", "met"):
        if not 0 <= getattr(held, name) <= MOST:
            raise Refused("invalid", _("人数为 0 至 %(n)s") % {"n": MOST}, name)
    if not held.people and not held.companions:
        raise Refused("invalid", _("请勾选去的人，或者写同行人数"), "people")
    if not set(held.people) <= set(going(visit.host_id, visit.begins)):
        raise Refused("invalid", _("请从那天在这个单位的人里选"), "people")


def _told(verb: str, visit: Gathering) -> Fact:
    return Fact(
        verb,
        ("gathering", visit.pk),
        str(visit.division_path),
        organisation=visit.unit_id,
        facets={
            "gathering": visit.pk,
            "kind": visit.kind,
            "mode": visit.mode,
            "host": visit.host_id,
            "begins": visit.begins.isoformat(),
            "ends": visit.ends.isoformat(),
        },
    )
