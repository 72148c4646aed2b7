"""The verbs of an appointment: train, appoint for a term, end, and step down oneself."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.days import not_to_come
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.circle.appointments.policy import appointments, appoints, kinds_of
from zhuchao.journal.clock import local_day, moment_of, now
from zhuchao.journal.writing import Fact, writing
from zhuchao.places.models import Division
from zhuchao.registry.actions import add_person, end_tie
from zhuchao.registry.models import Milestone, Person, Tie
from zhuchao.registry.personnel.codes import LEVELS
from zhuchao.registry.scope import in_force
from zhuchao.registry.tie_actions import commission
from zhuchao.rules.dated import add_months

NOT_YOURS = gettext_noop("没有权限在这个区划聘任")
TRAINED_MONTHS = 12
"""Training older than this is done again (domain.md §4: train, then appoint; the span is ours)."""
MOST_MONTHS = 36
MOST_HOURS = 200


def welcome(scope: Scope, label: str) -> Person:
    """Somebody new by the name colleagues call him. Raises Refused without one."""
    demand(bool(kinds_of(scope)), _(NOT_YOURS))
    if not label.strip():
        raise Refused("invalid", _("请写工作称呼"), "label")
    return add_person(on_behalf(scope), label.strip())


def train(scope: Scope, person: Person, *, on: date, hours: int, level: str) -> Milestone:
    """Write down training before an appointment.

    Raises Refused for a day to come, for hours out of 1 to 200 and for an unknown level.
    """
    demand(bool(kinds_of(scope)), _(NOT_YOURS))
    not_to_come(on)
    if not 0 < hours <= MOST_HOURS:
        raise Refused("invalid", _("请写学时，1 至 200 的整数"), "hours")
    if level not in dict(LEVELS):
        raise Refused("invalid", _("请从列表里选一项"), "level")
    with writing(scope.who) as log:
        row = Milestone.objects.create(
            person=person, kind="trained", on=on, code=level, hours=hours, recorded_at=now()
        )
        told = Fact(
            "appointment.trained",
            ("person", person.pk),
            headcount=1,
            facets={"hours": hours, "level": level},
            occurred_at=moment_of(on),
        )
        log.add(told)
    return row


def trained_lately(person: Person, on: date) -> bool:
    """Whether somebody was trained within TRAINED_MONTHS before a day."""
    rows = Milestone.objects.filter(person=person, kind="trained", taken_back_at=None, on__lte=on)
    last = rows.order_by("-on").first()
    return bool(last and add_months(last.on, TRAINED_MONTHS) >= on)


def appoint_for_term(
    scope: Scope, kind: str, person: Person, area: Division, *, since: date, months: int
) -> Tie:
    """Appoint somebody in an area for so many months; the letter carries the number of the tie.

    Raises Refused outside of the scope's area, without training, for a term out of 1 to 36
    months, and while he holds the same appointment.
    """
    demand(appoints(scope, kind, str(area.path)), _(NOT_YOURS))
    if not 0 < months <= MOST_MONTHS:
        raise Refused("invalid", _("任期为 1 至 36 个月"), "months")
    if not trained_lately(person, since):
        raise Refused("invalid", _("先培训，再聘任：一年内没有培训记录"), "since")
    until = add_months(since, months) - timedelta(days=1)
    with writing(scope.who) as log:
        same = Tie.objects.filter(kind=kind, who_person=person, whom_division=area)
        if same.filter(valid_from__lte=until).exclude(valid_to__lt=since).exists():
            raise Refused("conflict", _("他在这段时间已有同样的聘任"), "since")
        tie = commission(on_behalf(scope), kind, person, area, since=since, until=until)
        log.add(_fact("appointment.made", tie, {"months": months}))
    return tie


def end_appointment(scope: Scope, tie_id: int, reason: str, *, on: date) -> Tie:
    """End an appointment before its term, by who appoints or by himself; it costs him nothing.

    Raises Refused for strangers, for one that ended, and (unless it is his own) without a reason.
    """
    tie = appointments(scope).filter(pk=tie_id).first()
    if tie is None or tie.whom_division is None:
        raise Refused("not_found", _("没有这项聘任，或者您不能查看"))
    own = tie.who_person_id == scope.person_id
    demand(own or appoints(scope, tie.kind, str(tie.whom_division.path)), _(NOT_YOURS))
    if not own and not reason.strip():
        raise Refused("invalid", _("请写明原因"), "reason")
    if tie.valid_to and tie.valid_to < local_day(now()):
        raise Refused("conflict", _("这项聘任已经到期"))
    with writing(scope.who) as log:
        ended = end_tie(on_behalf(scope), tie, on=max(on, tie.valid_from))
        fact = _fact("appointment.ended", tie, {"own": own}, reason.strip())
        log.add(fact)
    return ended


def holds(person_id: int | None, day: date) -> list[Tie]:
    """The appointments somebody holds on a day."""
    rows = Tie.objects.filter(in_force(day), kind__in=("rider_grid", "food_supervisor"))
    return list(rows.filter(who_person=person_id or 0).select_related("whom_division"))


def _fact(verb: str, tie: Tie, facets: dict[str, object], remark: str = "") -> Fact:
    return Fact(
        verb,
        ("tie", tie.pk),
        str(tie.whom_division.path) if tie.whom_division else "",
        headcount=1,
        facets={"kind": tie.kind, **facets},
        remark=remark,
    )
