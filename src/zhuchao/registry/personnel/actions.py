"""The verbs that write the record of a social worker: recruit, note, deploy, leave, take back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.journal.clock import moment_of, now
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.models import Milestone, Organisation, Person, Tie
from zhuchao.registry.personnel.codes import KINDS, NOTED
from zhuchao.registry.personnel.policy import keeps, visible_workers
from zhuchao.registry.scope import in_force
from zhuchao.registry.tie_actions import engage, reserve

NOT_YOURS = gettext_noop("只有管辖该单位的队伍建设岗可以登记")
MOST_HOURS = 1000


@dataclass(frozen=True)
class Noted:
    """What a milestone says; `code` is of its kind's list, `until` only where a term ends."""

    kind: str
    on: date
    code: str
    hours: int | None = None
    until: date | None = None


def recruit(
    scope: Scope, label: str, organisation: Organisation, post: str, source: str, *, on: date
) -> Person:
    """A new social worker with his first post, all or nothing.

    Raises Refused outside of the personnel desk's area, without a name, for a day to come and for
    unknown codes.
    """
    demand(keeps(scope, organisation), _(NOT_YOURS))
    if not label.strip():
        raise Refused("invalid", _("请写工作称呼"), "label")
    desk = on_behalf(scope)
    with writing(scope.who) as log:
        person = add_person(desk, label.strip())
        engage(desk, "social_worker", person, organisation, since=on, terms={"post": post})
        _write(log, person, organisation, Noted("recruited", on, source))
    return person


def note(scope: Scope, person_id: int, noted: Noted) -> Milestone:
    """Add to a record what happened: a degree, training, an appraisal, a registration, an award.

    Raises Refused as `recruit`, before he was recruited, after he left, and for a second appraisal
    of one year.
    """
    if noted.kind not in NOTED:
        raise Refused("invalid", _("没有这种事项"), "kind")
    with _keeping(scope, person_id) as (person, tie, log):
        if noted.kind == "appraised" and _appraised(person, noted.on.year):
            raise Refused("conflict", _("这一年度已经考核过，写错了请先撤回"), "on")
        return _write(log, person, _employer(tie), noted)


def deploy(scope: Scope, person_id: int, organisation: Organisation, post: str, *, on: date) -> Tie:
    """Move a social worker to another post or organisation from a day on; the old one ends before.

    Raises Refused when either organisation is outside of the area, nothing would change, or the
    day is not after the beginning of the present post.
    """
    demand(keeps(scope, organisation), _(NOT_YOURS))
    with _keeping(scope, person_id) as (person, tie, log):
        if (tie.whom_organisation_id, tie.terms.get("post")) == (organisation.pk, post):
            raise Refused("conflict", _("他已经在这个岗位上"), "organisation")
        _end(scope, tie, on)
        log.add(_told("personnel.deployed", person, organisation, on, {"post": post}))
        terms = {"post": post}
        return engage(
            on_behalf(scope), "social_worker", person, organisation, since=on, terms=terms
        )


def leave(scope: Scope, person_id: int, reason: str, *, on: date) -> None:
    """End the service of a social worker; `on` is the first day he serves no more."""
    with _keeping(scope, person_id) as (person, tie, log):
        _end(scope, tie, on)
        _write(log, person, _employer(tie), Noted("left", on, reason))


def take_back(scope: Scope, milestone_id: int, reason: str) -> None:
    """Void a milestone that was written by mistake. Posts are mended by deploying anew.

    Raises Refused without a reason, for recruiting and leaving, and when it is void already.
    """
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    row = Milestone.objects.filter(pk=milestone_id, kind__in=NOTED).first()
    if row is None:
        raise Refused("not_found", _("没有这条记录，或者不能撤回"))
    with _keeping(scope, row.person_id) as (person, tie, log):
        fresh = Milestone.objects.filter(pk=row.pk, taken_back_at=None)
        if not fresh.update(taken_back_at=now()):
            raise Refused("stale", _("这条记录已经撤回"))
        facets = {"kind": row.kind, "milestone": row.pk}
        told = _told("personnel.taken_back", person, _employer(tie), row.on, facets)
        log.add(
            replace(
                told,
                voids=entry_of(
                    ("person", row.person_id), f"personnel.{row.kind}", "milestone", row.pk
                ),
                remark=reason.strip(),
            )
        )


def keep_in_reserve(scope: Scope, person_id: int, division: Division, *, since: date) -> Tie:
    """Put a social worker on the list of reserve secretaries of a division (储备支部书记)."""
    with _keeping(scope, person_id) as (person, tie, log):
        held = Tie.objects.filter(in_force(since), kind="secretary_reserve", who_person=person)
        if held.exists():
            raise Refused("conflict", _("他已经在后备名单里"))
        log.add(_told("personnel.reserved", person, _employer(tie), since, {}))
        return reserve(on_behalf(scope), "secretary_reserve", person, division, since=since)


@contextmanager
def _keeping(scope: Scope, person_id: int) -> Iterator[tuple[Person, Tie, Log]]:
    """The worker and his present post, in one transaction; others wait for the person's row."""
    with writing(scope.who) as log:
        seen = Person.objects.select_for_update(of=["self"]).filter(visible_workers(scope))
        person = seen.filter(pk=person_id).first()
        if person is None:
            raise Refused("not_found", _("没有这个人的记录，或者您不能查看"))
        ties = Tie.objects.filter(kind="social_worker", who_person=person, valid_to=None)
        tie = ties.select_related("whom_organisation__division").order_by("-valid_from").first()
        if tie is None:
            raise Refused("conflict", _("他现在不在岗"))
        demand(keeps(scope, _employer(tie)), _(NOT_YOURS))
        yield person, tie, log


def _employer(tie: Tie) -> Organisation:
    return cast(Organisation, tie.whom_organisation)


def _end(scope: Scope, tie: Tie, on: date) -> None:
    if on <= tie.valid_from:
        raise Refused("invalid", _("日期应晚于现岗位的开始日期"), "on")
    not_to_come(on)
    end_tie(on_behalf(scope), tie, on=on - timedelta(days=1))


def _write(log: Log, person: Person, organisation: Organisation, noted: Noted) -> Milestone:
    _sound(person, noted)
    row = Milestone.objects.create(person=person, recorded_at=now(), **vars(noted))
    facets = {"code": noted.code, "hours": noted.hours, "milestone": row.pk}
    log.add(_told(f"personnel.{noted.kind}", person, organisation, noted.on, facets))
    return row


def _sound(person: Person, noted: Noted) -> None:
    kind = KINDS[noted.kind]
    not_to_come(noted.on)
    if noted.code not in dict(kind.codes):
        raise Refused("invalid", _("请从列表里选一项"), "code")
    if kind.hours and not 0 < (noted.hours or 0) <= MOST_HOURS:
        raise Refused("invalid", _("请写学时，1 至 1000 的整数"), "hours")
    if kind.until and not (noted.until and noted.until > noted.on):
        raise Refused("invalid", _("请写登记有效期的最后一天，晚于登记日期"), "until")
    first = Milestone.objects.filter(person=person, kind="recruited").first()
    if first and noted.kind != "degree" and noted.on < first.on:
        raise Refused("invalid", _("日期早于招录日期"), "on")


def _appraised(person: Person, year: int) -> bool:
    rows = Milestone.objects.filter(person=person, kind="appraised", taken_back_at=None)
    return rows.filter(on__year=year).exists()


def _told(
    verb: str, person: Person, organisation: Organisation, on: date, facets: Mapping[str, Any]
) -> Fact:
    return Fact(
        verb,
        ("person", person.pk),
        str(organisation.division.path),
        organisation=organisation.pk,
        headcount=1,
        facets=facets,
        occurred_at=moment_of(on),
    )
