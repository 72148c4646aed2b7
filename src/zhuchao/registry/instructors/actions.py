"""The verbs of instructors: keep in reserve, post, call back, log a visit, grade a year."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.journal.clock import local_day, moment_of, now
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.coverage.actions import post_instructor
from zhuchao.registry.coverage.policy import acts
from zhuchao.registry.instructors.codes import DID
from zhuchao.registry.instructors.policy import guides, kept_in_reach
from zhuchao.registry.models import Guidance, Milestone, Organisation, Person, Tie
from zhuchao.registry.personnel.codes import APPRAISALS
from zhuchao.registry.scope import in_force
from zhuchao.registry.tie_actions import reserve

NOT_YOURS = gettext_noop("只有管辖该单位的党建岗可以登记")


@dataclass(frozen=True)
class Visit:
    """A visit as it is logged: its day, the codes of what was done, and words."""

    on: date
    did: Sequence[str]
    remark: str = ""


def take_into_pool(scope: Scope, label: str, division: Division, *, since: date) -> Person:
    """Somebody new in the reserve pool of an area (后备库), all or nothing.

    Raises Refused outside of the desk's area, without a name and for a day to come.
    """
    demand(acts(scope, str(division.path)), _(NOT_YOURS))
    if not label.strip():
        raise Refused("invalid", _("请写工作称呼"), "label")
    _not_to_come(since, "since")
    with transaction.atomic():
        # The desk registers people only into its own pool; that permission was asked above.
        person = add_person(on_behalf(scope), label.strip())
        reserve(scope, "instructor_reserve", person, division, since=since)
    return person


def post_from_pool(
    scope: Scope, person_id: int, unit: Organisation, *, since: date, months: int
) -> Tie:
    """Post somebody from the pool to a unit for a term; he stays in the pool and returns to it.

    Raises Refused as `coverage.actions.post_instructor`, and for who is not in the pool that day.
    """
    demand(acts(scope, str(unit.division.path)), _(NOT_YOURS))
    with transaction.atomic():
        # His row is locked: two desks cannot both take his last free place.
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        kept = Tie.objects.filter(kept_in_reach(scope), in_force(since), who_person_id=person_id)
        if person is None or not kept.exists():
            raise Refused("invalid", _("他那天不在后备库里"), "person")
        return post_instructor(scope, person, unit, since=since, months=months)


def call_back(scope: Scope, tie_id: int, *, on: date) -> Tie:
    """End a posting on its last day; he is free in the pool again."""
    tie = Tie.objects.filter(pk=tie_id, kind="instructor").first()
    if tie is None:
        raise Refused("not_found", _("没有这次派驻，或者您不能查看"))
    return end_tie(scope, tie, on=on)


def log_visit(scope: Scope, tie_id: int, visit: Visit) -> Guidance:
    """Log a visit of an instructor to the unit of his posting; he himself or the desk may.

    Raises Refused out of the posting's days, for a day to come, unknown codes and a second visit
    on one day.
    """
    _not_to_come(visit.on, "on")
    if not visit.did or not set(visit.did) <= dict(DID).keys():
        raise Refused("invalid", _("请勾选做了什么"), "did")
    with _posting(scope, tie_id) as (who, tie, unit, log):
        if not tie.valid_from <= visit.on <= (tie.valid_to or visit.on):
            raise Refused("invalid", _("那天他没有派驻在这个单位"), "on")
        live = Guidance.objects.filter(person=who, organisation=unit, on=visit.on)
        if live.filter(taken_back_at=None).exists():
            raise Refused("conflict", _("这一天已经记过一次指导"), "on")
        row = Guidance.objects.create(
            person_id=who,
            organisation=unit,
            on=visit.on,
            did=list(visit.did),
            remark=visit.remark.strip(),
            recorded_at=now(),
        )
        log.add(_told(row, "guidance.visited"))
    return row


def take_back_visit(scope: Scope, visit_id: int, reason: str) -> None:
    """Void a visit that was logged by mistake. Raises Refused without a reason or when void."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    row = Guidance.objects.select_related("organisation__division").filter(pk=visit_id).first()
    if row is None or not guides(scope, row.person_id, str(row.organisation.division.path)):
        raise Refused("not_found", _("没有这条记录，或者您不能查看"))
    with writing(scope.who) as log:
        live = Guidance.objects.filter(pk=row.pk, taken_back_at=None)
        if not live.update(taken_back_at=now()):
            raise Refused("stale", _("这条记录已经撤回"))
        void = entry_of(("person", row.person_id), "guidance.visited", "visit", row.pk)
        log.add(_told(row, "guidance.taken_back", voids=void, remark=reason.strip()))


def grade_year(scope: Scope, tie_id: int, year: int, code: str) -> Milestone:
    """The grade of an instructor for a year (P25), once; the desk of his unit gives it.

    Raises Refused for an unknown grade, a year to come or one he was not posted in, and a second
    grade of one year.
    """
    if code not in dict(APPRAISALS):
        raise Refused("invalid", _("请从列表里选一项"), "code")
    with _posting(scope, tie_id) as (who, tie, unit, log):
        demand(acts(scope, str(unit.division.path)), _(NOT_YOURS))
        last = tie.valid_to or date(year, 12, 31)
        if not tie.valid_from.year <= year <= min(last, local_day(now())).year:
            raise Refused("invalid", _("那一年他没有派驻在这个单位"), "year")
        given = Milestone.objects.filter(person_id=who, kind="appraised")
        if given.filter(on__year=year, taken_back_at=None).exists():
            raise Refused("conflict", _("这一年度已经考核过"), "year")
        on = min(date(year, 12, 31), local_day(now()))
        row = Milestone.objects.create(
            person_id=who, kind="appraised", on=on, code=code, recorded_at=now()
        )
        facets = {"code": code, "hours": None, "milestone": row.pk}
        log.add(_fact("personnel.appraised", row.person_id, unit, on, facets))
    return row


@contextmanager
def _posting(scope: Scope, tie_id: int) -> Iterator[tuple[int, Tie, Organisation, Log]]:
    """Who is posted, how and where, if the scope may write it; others wait for his row."""
    with writing(scope.who) as log:
        found = Tie.objects.filter(pk=tie_id, kind="instructor")
        tie = found.select_related("whom_organisation__division").first()
        unit = tie.whom_organisation if tie else None
        if tie is None or unit is None:
            raise Refused("not_found", _("没有这次派驻，或者您不能查看"))
        who = cast(int, tie.who_person_id)
        if not guides(scope, who, str(unit.division.path)):
            raise Refused("not_found", _("没有这次派驻，或者您不能查看"))
        Person.objects.select_for_update().get(pk=who)
        yield who, tie, unit, log


def _not_to_come(on: date, field: str) -> None:
    if on > local_day(now()):
        raise Refused("invalid", _("日期不能在今天以后"), field)


def _told(row: Guidance, verb: str, *, voids: int | None = None, remark: str = "") -> Fact:
    facets = {"visit": row.pk, "did": row.did}
    fact = _fact(verb, row.person_id, row.organisation, row.on, facets)
    return Fact(**{**vars(fact), "voids": voids, "remark": remark})


def _fact(
    verb: str, person_id: int, unit: Organisation, on: date, facets: Mapping[str, object]
) -> Fact:
    return Fact(
        verb,
        ("person", person_id),
        str(unit.division.path),
        organisation=unit.pk,
        headcount=1,
        facets=facets,
        occurred_at=moment_of(on),
    )
