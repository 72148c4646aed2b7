"""Starting, stopping and moving the deadlines of a matter, and saying how each one ended."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from zhuchao.journal.clock import local_day, now, zone
from zhuchao.matters.changing import Change
from zhuchao.matters.models import Deadline, Matter
from zhuchao.places.queries import calendar, rule_set_version
from zhuchao.rules.deadline import Due, Timed, due
from zhuchao.rules.flow import Clock, Flow
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


def started_by(flow: Flow, event: str) -> list[Clock]:
    """The clocks an event starts; windows are computed when asked, never stored."""
    return [c for c in flow.clocks if event in c.starts and not c.window]


def start(change: Change, event: str) -> None:
    """Start the clocks of an event, anew if they were running."""
    clocks = started_by(change.flow, event)
    moment = now()
    running = Deadline.objects.filter(
        matter=change.matter, stopped_at__isnull=True, clock__in=[c.name for c in clocks]
    )
    if clocks:
        running.update(stopped_at=moment, next_at=None)
        Deadline.objects.bulk_create(
            [deadline(change.matter, c.name, moment, main=c.main) for c in clocks]
        )


def start_hop(change: Change, hop: str) -> None:
    """Start the limit of a station on the chain."""
    Deadline.objects.bulk_create([deadline(change.matter, f"hop.{hop}", now())])


def stop(change: Change, event: str, *, also: Iterable[str] = ()) -> None:
    """Stop the clocks of an event; each tells whether it was late and how long it took."""
    names = {c.name for c in change.flow.clocks if event in c.stops} | set(also)
    state = change.matter.state
    running = list(Deadline.objects.filter(matter=change.matter, stopped_at__isnull=True))
    moment = now()
    stopped = [
        d
        for d in running
        if d.clock in names
        or state in change.flow.finals
        or (d.clock.startswith("hop.") and state != change.flow.start)
    ]
    for row in stopped:
        row.stopped_at, row.next_at = moment, None
        tell_stopped(change, row, moment)
    if stopped:
        Deadline.objects.bulk_update(stopped, ["stopped_at", "next_at"])


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
    row = Deadline.objects.filter(matter=change.matter, stopped_at__isnull=True)
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
