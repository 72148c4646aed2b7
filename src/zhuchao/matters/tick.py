"""The tick: what happens when a clock runs out. Idempotent; several machines may run it."""

from datetime import datetime, timedelta

from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import system
from zhuchao.journal.clock import now, zone
from zhuchao.matters.actions.steps import take_step
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, changing
from zhuchao.matters.clocks import limit_of
from zhuchao.matters.holdings import FINISHED
from zhuchao.matters.models import Deadline
from zhuchao.matters.policy import CLOSED
from zhuchao.matters.telling import to_account, unbarred
from zhuchao.places.queries import calendar, rule_set_version
from zhuchao.registry.people import members, posted_over
from zhuchao.rules.deadline import due
from zhuchao.rules.flow import TAKING_PART
from zhuchao.rules.flows import flow
from zhuchao.rules.quiet import allowed

LEVELS = ("staff", "section_head", "leader")
"""Whom each level of lateness reaches: holder, then his section head, then the leader."""


def tick(limit: int = 500) -> int:
    """Look at every deadline whose time has come, oldest first; how many were acted on."""
    rows = Deadline.objects.filter(
        next_at__lte=now(), stopped_at__isnull=True, paused_at__isnull=True
    )
    done = 0
    for row in rows.order_by("next_at").select_related("matter")[:limit]:
        try:
            done += _lapse(row)
        except Refused:
            continue  # somebody acted on it between the look and the change
    return done


def _lapse(row: Deadline) -> bool:
    then = _then(row)
    scope = system("tick")
    if then:
        try:
            words = Answers(note="期满，由系统办理", participant=row.participant_id)
            take_step(scope, row.matter_id, then, words)
        except Refused:
            return _give_up(row)
        return True
    with changing(scope, row.matter_id) as change:
        fresh = Deadline.objects.filter(
            pk=row.pk, level=row.level, next_at=row.next_at, stopped_at__isnull=True
        )
        moved = fresh.update(level=row.level + 1, next_at=_next(row))
        if not moved:
            raise Refused("stale", "已由另一个进程处理")
        _escalate(change, row)
    return True


def _then(row: Deadline) -> str:
    """The step the flow lets the system take when this clock runs out; "" for an escalation."""
    if row.clock.startswith("hop."):
        return "pass_on"
    return flow(row.matter.kind).clock(row.clock).then


def _give_up(row: Deadline) -> bool:
    """The step was not possible (no next office is set up): stay late, and look again in a day."""
    Deadline.objects.filter(pk=row.pk).update(next_at=now() + timedelta(days=1))
    return False


def _next(row: Deadline) -> datetime | None:
    """When the next level is told: the rule's delay after the due moment."""
    if row.level + 1 >= len(LEVELS):
        return None
    delay = limit_of(row.matter, f"escalate.{LEVELS[row.level + 1]}")
    return due(row.due_at, delay, calendar(), zone()).due


def _escalate(change: Change, row: Deadline) -> None:
    role = LEVELS[row.level]
    change.tell("clock.lapsed", facets={"clock": row.clock, "level": row.level + 1})
    rules = rule_set_version(change.matter.kind, change.matter.rules_version)
    when = allowed(now(), rules.quiet, zone(), change.matter.urgency)
    change.notices += [
        to_account("overdue", change.matter, account, not_before=when)
        for account in unbarred(change, _told(change, row, role))
    ]


def _told(change: Change, row: Deadline, role: str) -> list[Account]:
    holders = [h for h in change.holdings() if h.state not in FINISHED]
    if row.holding_id:
        holders = [h for h in holders if h.pk == row.holding_id]
    if role == "staff":
        own = [h.account for h in holders if h.account]
        taking = change.matter.participants.filter(role__in=TAKING_PART, until__isnull=True)
        own += [p.account for p in taking if p.account]
        if own:
            return list(Account.objects.filter(pk__in=own, is_active=True))
    return _seated(change, [h.organisation_id for h in holders], role)


def _seated(change: Change, offices: list[int], role: str) -> list[Account]:
    """Who hears of it; a closed kind climbs from those who take part to its desk over the place."""
    if change.flow.kind not in CLOSED:
        return members(offices, role)
    if role == LEVELS[0]:
        return members(offices, *change.flow.members)
    return posted_over(change.matter.division_path, change.flow.desk)
