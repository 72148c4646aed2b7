"""The verbs of instructors: keep in reserve, post, call back, log a visit, grade a year."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.coverage.actions import post_instructor
from zhuchao.registry.coverage.policy import acts
from zhuchao.registry.instructors import visits
from zhuchao.registry.instructors.codes import DID
from zhuchao.registry.instructors.policy import kept_in_reach
from zhuchao.registry.instructors.visits import Role, Visit
from zhuchao.registry.models import Guidance, Milestone, Organisation, Person, Tie
from zhuchao.registry.personnel.codes import APPRAISALS
from zhuchao.registry.scope import in_force
from zhuchao.registry.tie_actions import reserve

NOT_YOURS = gettext_noop("只有管辖该单位的党建岗可以登记")


ROLE = Role(
    tie="instructor",
    topic="guidance",
    did=DID,
    gone=gettext_noop("没有这次派驻，或者您不能查看"),
    away=gettext_noop("那天他没有派驻在这个单位"),
    twice=gettext_noop("这一天已经记过一次指导"),
)
"""Visits of instructors are guidance (A-10)."""


def take_into_pool(scope: Scope, label: str, division: Division, *, since: date) -> Person:
    """Somebody new in the reserve pool of an area (后备库), all or nothing.

    Raises Refused outside of the desk's area, without a name and for a day to come.
    """
    demand(acts(scope, str(division.path)), _(NOT_YOURS))
    if not label.strip():
        raise Refused("invalid", _("请写工作称呼"), "label")
    not_to_come(since, "since")
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
        raise Refused("not_found", _(ROLE.gone))
    return end_tie(scope, tie, on=on)


def log_visit(scope: Scope, tie_id: int, visit: Visit) -> Guidance:
    """Log a visit of an instructor to the unit of his posting. Refuses as `visits.log_visit`."""
    return visits.log_visit(scope, ROLE, tie_id, visit)


def take_back_visit(scope: Scope, visit_id: int, reason: str) -> None:
    """Void a visit that was logged by mistake. Refuses as `visits.take_back_visit`."""
    visits.take_back_visit(scope, ROLE, visit_id, reason)


def grade_year(scope: Scope, tie_id: int, year: int, code: str) -> Milestone:
    """The grade of an instructor for a year (P25), once; the desk of his unit gives it.

    Raises Refused for an unknown grade, a year to come or one he was not posted in, and a second
    grade of one year.
    """
    if code not in dict(APPRAISALS):
        raise Refused("invalid", _("请从列表里选一项"), "code")
    with visits.tied(scope, ROLE, tie_id) as (who, tie, unit, log):
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
        log.add(visits.fact_of("personnel.appraised", row.person_id, unit, on, facets))
    return row
