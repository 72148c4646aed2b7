"""Visits to a unit by who is tied to it: once a day, counted, taken back with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.utils.translation import gettext as _

from zhuchao.access.days import not_to_come
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import moment_of, now
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.registry.instructors.policy import guides
from zhuchao.registry.models import Guidance, Organisation, Person, Tie


@dataclass(frozen=True)
class Role:
    """As what somebody visits: by which kind of tie, told by which topic, doing what."""

    tie: str
    topic: str
    """Verbs are topic.visited and topic.taken_back, so that each count stays its own."""
    did: tuple[tuple[str, str], ...]
    gone: str
    """Said of a tie that is not there or not seen, untranslated like the two below."""
    away: str
    twice: str


@dataclass(frozen=True)
class Visit:
    """A visit as it is logged: its day, the codes of what was done, and words."""

    on: date
    did: Sequence[str]
    remark: str = ""


def log_visit(scope: Scope, role: Role, tie_id: int, visit: Visit) -> Guidance:
    """Log a visit to the unit of a tie; he himself or the desk of the area may.

    Raises Refused out of the tie's days, for a day to come, unknown codes and a second visit on
    one day.
    """
    not_to_come(visit.on, "on")
    if not visit.did or not set(visit.did) <= dict(role.did).keys():
        raise Refused("invalid", _("请勾选做了什么"), "did")
    with tied(scope, role, tie_id) as (who, tie, unit, log):
        if not tie.valid_from <= visit.on <= (tie.valid_to or visit.on):
            raise Refused("invalid", _(role.away), "on")
        live = Guidance.objects.filter(role=role.tie, person=who, organisation=unit, on=visit.on)
        if live.filter(taken_back_at=None).exists():
            raise Refused("conflict", _(role.twice), "on")
        row = Guidance.objects.create(
            role=role.tie,
            person_id=who,
            organisation=unit,
            on=visit.on,
            did=list(visit.did),
            remark=visit.remark.strip(),
            recorded_at=now(),
        )
        log.add(_told(row, f"{role.topic}.visited"))
    return row


def take_back_visit(scope: Scope, role: Role, visit_id: int, reason: str) -> None:
    """Void a visit that was logged by mistake. Raises Refused without a reason or when void."""
    if not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    found = Guidance.objects.filter(pk=visit_id, role=role.tie)
    row = found.select_related("organisation__division").first()
    if row is None or not guides(scope, row.person_id, str(row.organisation.division.path)):
        raise Refused("not_found", _("没有这条记录，或者您不能查看"))
    with writing(scope.who) as log:
        live = Guidance.objects.filter(pk=row.pk, taken_back_at=None)
        if not live.update(taken_back_at=now()):
            raise Refused("stale", _("这条记录已经撤回"))
        void = entry_of(("person", row.person_id), f"{role.topic}.visited", "visit", row.pk)
        told = _told(row, f"{role.topic}.taken_back")
        log.add(replace(told, voids=void, remark=reason.strip()))


@contextmanager
def tied(scope: Scope, role: Role, tie_id: int) -> Iterator[tuple[int, Tie, Organisation, Log]]:
    """Who is tied, how and to what, if the scope may write it; others wait for his row."""
    with writing(scope.who) as log:
        found = Tie.objects.filter(pk=tie_id, kind=role.tie)
        tie = found.select_related("whom_organisation__division").first()
        unit = tie.whom_organisation if tie else None
        if tie is None or unit is None:
            raise Refused("not_found", _(role.gone))
        who = cast(int, tie.who_person_id)
        if not guides(scope, who, str(unit.division.path)):
            raise Refused("not_found", _(role.gone))
        Person.objects.select_for_update().get(pk=who)
        yield who, tie, unit, log


def _told(row: Guidance, verb: str) -> Fact:
    facets = {"visit": row.pk, "did": row.did}
    return fact_of(verb, row.person_id, row.organisation, row.on, facets)


def fact_of(
    verb: str, person_id: int, unit: Organisation, on: date, facets: Mapping[str, object]
) -> Fact:
    """What happened with one person at a unit on a day."""
    return Fact(
        verb,
        ("person", person_id),
        str(unit.division.path),
        organisation=unit.pk,
        headcount=1,
        facets=facets,
        occurred_at=moment_of(on),
    )
