"""Starting, stopping and moving the deadlines of a matter, and saying how each one ended."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zhuchao.journal.clock import local_day, moment_of, now, zone
from zhuchao.matters.changing import Change
from zhuchao.matters.models import Deadline, Matter
from zhuchao.places.queries import calendar, rule_set_version
from zhuchao.rules.deadline import END_OF_DAY, Due, Timed, due, resume
from zhuchao.rules.flow import Clock, Flow, Step
from zhuchao.rules.ruleset import Limit, limit


def limit_of(matter: Matter, clock: str) -> Limit:
    """The limit of a clock for this matter, in the rules it began under."""
    rules = rule_set_version(matter.kind, matter.rules_version)
    return limit(rules, clock, matter.category, matter.urgency)


def due_of(matter: Matter, clock: str, start: datetime) -> Due:
    """When a clock that starts now would fall due."""
    return due(start, limit_of(matter, clock), calendar(), zone())


def deadline(matter: Matter, clock: str, start: datetime, *, main: bool = False) -> Deadline:
    """An unsaved deadline. An external order keeps *its* own on the main clock (domain.md §2)."""
    found = due_of(matter, clock, start)
    if main and matter.external_due:
        found = Due(matter.external_due, matter.external_due, provisional=False)
    return Deadline(
        matter=matter,
        clock=clock,
        started_at=start,
        due_at=found.due,
        shifted_at=found.shifted,
        provisional=found.provisional,
        next_at=found.due,
    )


def started_by(flow: Flow, event: str, codes: Mapping[str, Any]) -> list[Clock]:
    """The clocks an event starts after these answers; windows are computed, never stored."""
    mine = (c for c in flow.clocks if event in c.starts and not c.window)
    return [c for c in mine if _fits(c, codes)]


def start(
    change: Change,
    event: str,
    codes: Mapping[str, Any] | None = None,
    since: datetime | None = None,
) -> None:
    """Start the clocks of an event, anew if they were running.

    `codes` are the answers that came with it, for clocks that run only after some of them;
    `since` is when the event took effect, if not now.
    """
    fitting = started_by(change.flow, event, codes or {})
    moment = since or now()
    made = [row for clock in fitting for row in _begun(change, clock, moment)]
    for row in made:
        _until(row, change.flow.clock(row.clock), codes or {})
        again = Deadline.objects.filter(
            matter=change.matter,
            clock=row.clock,
            participant=row.participant,
            stopped_at__isnull=True,
        )
        again.update(stopped_at=now(), next_at=None)
    Deadline.objects.bulk_create(made)


def _until(row: Deadline, clock: Clock, codes: Mapping[str, Any]) -> None:
    """Where the starting step names the last day itself, that day counts and is not shifted."""
    last = codes.get(clock.until) if clock.until else None
    if last:
        row.due_at = row.shifted_at = row.next_at = datetime.combine(
            date.fromisoformat(last), END_OF_DAY, zone()
        )
        row.provisional = False


def _fits(clock: Clock, codes: Mapping[str, Any]) -> bool:
    return clock.only is None or codes.get(clock.only[0]) in clock.only[1]


def _begun(change: Change, clock: Clock, moment: datetime) -> list[Deadline]:
    """The deadlines a clock means: one, or one for each holder, or that of who takes part."""
    if clock.each == "holder":
        rows = []
        for holding in (h for h in change.holdings() if h.role in ("lead", "assist")):
            row = deadline(change.matter, clock.name, moment, main=clock.main)
            row.holding = holding
            rows.append(row)
        return rows
    row = deadline(change.matter, clock.name, moment, main=clock.main)
    row.participant = change.participant if clock.each else None
    return [row]


def effective(step: Step, codes: Mapping[str, Any]) -> datetime | None:
    """When a step that is dated on paper took effect: that day, or now when it is today."""
    written = codes.get(step.on) if step.on else None
    if not written:
        return None
    return moment_of(date.fromisoformat(written))


def start_hop(change: Change, hop: str) -> None:
    """Start the limit of a station on the chain."""
    Deadline.objects.bulk_create([deadline(change.matter, f"hop.{hop}", now())])


def stop(
    change: Change,
    event: str,
    *,
    also: Iterable[str] = (),
    own: bool = False,
    on: datetime | None = None,
) -> None:
    """Stop the clocks of an event; each tells whether it was late and how long it took.

    With `own` a clock that runs for each holder stops only for the acting office's part. `on` is
    when the event took effect, if not now: a notice is in time by the day it was given.
    """
    names = {c.name for c in change.flow.clocks if event in c.stops} | set(also)
    running = list(Deadline.objects.filter(matter=change.matter, stopped_at__isnull=True))
    stopped = [d for d in running if _stops(change, d, names, own=own)]
    for row in stopped:
        moment = max(on or now(), row.started_at)
        row.stopped_at, row.next_at = moment, None
        tell_stopped(change, row, moment)
    if stopped:
        Deadline.objects.bulk_update(stopped, ["stopped_at", "next_at"])


def _stops(change: Change, row: Deadline, names: set[str], *, own: bool) -> bool:
    state = change.matter.state
    if state in change.flow.finals:
        return True
    if row.clock.startswith("hop."):
        return row.clock in names or state != change.flow.start
    if row.clock not in names:
        return False
    if row.holding_id is not None and own:
        return row.holding_id in {h.pk for h in change.own_holdings()}
    if row.participant_id is not None and change.participant is not None:
        return row.participant_id == change.participant.pk
    return True


def pause(change: Change, event: str) -> None:
    """Hold the clocks an event pauses, and let run again those it resumes (听证时间不计)."""
    moment = now()
    for clock in change.flow.clocks:
        running = Deadline.objects.filter(
            matter=change.matter, clock=clock.name, stopped_at__isnull=True
        )
        if event in clock.pauses:
            running.filter(paused_at__isnull=True).update(paused_at=moment, next_at=None)
        if event in clock.resumes:
            for row in running.filter(paused_at__isnull=False):
                _resume(change, row, moment)


def _resume(change: Change, row: Deadline, moment: datetime) -> None:
    old = Due(row.due_at, row.shifted_at, row.provisional)
    limit = limit_of(change.matter, row.clock)
    fresh = resume(old, row.paused_at or moment, moment, limit, calendar(), zone())
    row.due_at, row.shifted_at, row.provisional = fresh.due, fresh.shifted, fresh.provisional
    row.next_at, row.paused_at = fresh.due, None
    row.save(update_fields=["due_at", "shifted_at", "provisional", "next_at", "paused_at"])


def tell_stopped(change: Change, row: Deadline, moment: datetime) -> None:
    """The fact that a clock was met or missed: what the response rate is counted from."""
    minutes = Decimal((moment - row.started_at).total_seconds() / 60).quantize(Decimal("0.01"))
    change.tell(
        "clock.stopped",
        facets={
            "clock": row.clock,
            "late": int(moment > row.due_at),
            "due": local_day(row.due_at).isoformat(),
        },
        quantity=minutes,
        unit="minute",
    )


def refresh(change: Change) -> None:
    """Copy the nearest open deadline to the matter, for lists."""
    row = Deadline.objects.filter(
        matter=change.matter, stopped_at__isnull=True, paused_at__isnull=True
    )
    change.matter.due_at = row.order_by("due_at").values_list("due_at", flat=True).first()


def extend(change: Change, clock: str, days: int, unit: Timed) -> Deadline | None:
    """Move an open deadline by `days` of the extension's unit, counted from the old one."""
    row = Deadline.objects.filter(
        matter=change.matter, clock=clock, stopped_at__isnull=True
    ).first()
    if row is None:
        return None
    moved = due(row.due_at, Limit(days, unit.unit), calendar(), zone())
    row.due_at, row.shifted_at, row.provisional = moved.due, moved.shifted, moved.provisional
    row.next_at, row.level = moved.due, 0
    row.save(update_fields=["due_at", "shifted_at", "provisional", "next_at", "level"])
    return row
