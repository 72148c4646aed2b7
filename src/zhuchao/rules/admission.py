"""Where an admission (发展党员) stands: days are computed, decisions are left to people.

Nothing here decides. A ballot is counted and shown; whether it passed is what people recorded.
Source of the steps and limits: the rule set `admission` (domain.md §3, G1 G3 P20).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from zhuchao.rules.calendar import Calendar
from zhuchao.rules.dated import Bound, DatedStep, of_bound

Steps = Mapping[str, DatedStep]
Stand = Literal["done", "due", "early", "ahead", "stopped"]
"""Done; may be done now; is next but too early; waits for others; people decided no."""
ADULT = 18


@dataclass(frozen=True)
class Done:
    """What was recorded of a step: its day (of a repeated one the last), what people decided."""

    day: date
    passed: bool = True
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """One step on a day: whether it is done, when it may be, by when it should be."""

    step: DatedStep
    stand: Stand
    done: Done | None
    earliest: date | None
    """None while a step it counts from is not done."""
    latest: date | None
    most: date | None
    again: date | None
    """Of a repeated step: by when the next time is due."""
    late: bool
    """Not done by its day, or done after it."""
    waits_for: str
    """The step that has to be done (or decided otherwise) first; "" for none."""


@dataclass(frozen=True)
class Fault:
    """Why a record is refused: a code for words, the field at fault, the day it is about."""

    code: Literal[
        "order",
        "early",
        "before",
        "future",
        "notice",
        "notice_to",
        "notice_days",
        "least",
        "ballot",
    ]
    field: str
    day: date | None = None
    step: str = ""


def passes(due: int, yes: int) -> bool:
    """Whether more than half of those entitled and due to attend voted yes (not of those present).

    >>> passes(9, 5), passes(10, 5)
    (True, False)
    """
    return yes * 2 > due


def ballot_fits(done: Done) -> bool:
    """Whether the numbers of a ballot can be: yes ≤ present ≤ due, and somebody due."""
    due, present, yes = (done.numbers.get(k, 0) for k in ("due", "present", "yes"))
    return 0 <= yes <= present <= due and due > 0


def following(steps: Steps, done: Mapping[str, Done]) -> DatedStep | None:
    """The step that is next: the first not done, or decided with no; None when all are done."""
    return next((s for s in steps.values() if not _passed(done.get(s.name))), None)


def track(
    steps: Steps,
    done: Mapping[str, Done],
    today: date,
    calendar: Calendar,
    extension: int = 0,
) -> tuple[Standing, ...]:
    """Every step as it stands today; `extension` is a prolonged probation in months."""
    now = following(steps, done)
    return tuple(_standing(steps, s, done, today, calendar, extension, now) for s in steps.values())


def _standing(
    steps: Steps,
    step: DatedStep,
    done: Mapping[str, Done],
    today: date,
    calendar: Calendar,
    extension: int,
    following_step: DatedStep | None,
) -> Standing:
    mine, days = done.get(step.name), {name: d.day for name, d in done.items() if d.passed}
    latest = _least_of(step, "latest", days, extension, calendar)
    earliest = earliest_of(steps, step, done, extension, calendar)
    again = _again(steps, step, done, calendar)
    stand = _stand(step, mine, earliest, today, following_step)
    by = again if stand == "done" and again else latest
    told = mine.day if mine and mine.passed and not again else today
    return Standing(
        step=step,
        stand=stand,
        done=mine,
        earliest=earliest,
        latest=latest,
        most=_least_of(step, "most", days, extension, calendar),
        again=again,
        late=by is not None and told > by,
        waits_for=following_step.name if following_step and stand == "ahead" else "",
    )


def _stand(
    step: DatedStep,
    mine: Done | None,
    earliest: date | None,
    today: date,
    following_step: DatedStep | None,
) -> Stand:
    if mine and mine.passed:
        return "done"
    if following_step is None or step.name != following_step.name:
        return "ahead"
    if mine:
        return "stopped"
    return "early" if earliest and earliest > today else "due"


def _passed(done: Done | None) -> bool:
    return done is not None and done.passed


def before(steps: Steps, step: DatedStep) -> DatedStep | None:
    """The step just before; None for the first."""
    return next((s for s in steps.values() if s.number == step.number - 1), None)


def earliest_of(
    steps: Steps,
    step: DatedStep,
    done: Mapping[str, Done],
    extension: int,
    calendar: Calendar,
) -> date | None:
    """The first day a step may be done on: not before the step before it, nor before its bounds.

    None while the step before it, or one that it counts from, is not done.
    """
    first = before(steps, step)
    asked = [b for b in step.bounds if b.kind == "earliest"]
    counted = [
        done.get(name) for name in ([first.name] if first else []) + [b.after for b in asked]
    ]
    if not counted or not all(_passed(d) for d in counted):
        return None
    days = {name: d.day for name, d in done.items()}
    found = [of_bound(b, days[b.after], extension, calendar) for b in asked]
    return max([*found, *(days[f.name] for f in [first] if f)])


def _least_of(
    step: DatedStep,
    kind: Literal["latest", "most"],
    days: Mapping[str, date],
    extension: int,
    calendar: Calendar,
) -> date | None:
    rows = (b for b in step.bounds if b.kind == kind and b.after in days)
    return min((of_bound(b, days[b.after], extension, calendar) for b in rows), default=None)


def _again(
    steps: Steps, step: DatedStep, done: Mapping[str, Done], calendar: Calendar
) -> date | None:
    """When a repeated step is due again: until the step after it is done."""
    after = next((s for s in steps.values() if s.number == step.number + 1), None)
    mine = done.get(step.name)
    if step.every is None or mine is None or (after and _passed(done.get(after.name))):
        return None
    return of_bound(step.every, mine.day, 0, calendar)


def faults(
    steps: Steps,
    done: Mapping[str, Done],
    name: str,
    new: Done,
    *,
    today: date,
    calendar: Calendar,
    extension: int = 0,
    notice: tuple[date, date] | None = None,
) -> Iterator[Fault]:
    """Why `new` may not be recorded for a step; nothing when it may.

    Only the next step is recorded, or a repeated one again; its day is not in the future, not
    before the step before it and not before its earliest. Late is never refused: it is a fact.
    """
    step, now = steps[name], following(steps, done)
    again = step.every is not None and _again(steps, step, done, calendar) is not None
    if not again and (now is None or now.name != name):
        yield Fault("order", "done_on", step=now.name if now else "")
        return
    if new.day > today:
        yield Fault("future", "done_on")
    since = done[name].day if again else earliest_of(steps, step, done, extension, calendar)
    if since and new.day < since:
        yield Fault("before" if again else "early", "done_on", since)
    yield from _paper_faults(step, new, notice, calendar)


def _paper_faults(
    step: DatedStep, new: Done, notice: tuple[date, date] | None, calendar: Calendar
) -> Iterator[Fault]:
    if step.notice and new.passed:
        yield from _notice_faults(step.notice, new.day, notice, calendar)
    if step.least and not any(new.numbers.get(k, 0) >= n for k, n in step.least.items()):
        yield Fault("least", next(iter(step.least)))
    if step.ballot and not ballot_fits(new):
        yield Fault("ballot", "yes")


def _notice_faults(
    least: int, decided: date, notice: tuple[date, date] | None, calendar: Calendar
) -> Iterator[Fault]:
    """So many whole working days of public notice, ended before the decision."""
    if notice is None:
        yield Fault("notice", "notice_from")
        return
    first, last = notice
    if last >= decided or last < first:
        yield Fault("notice_to", "notice_to", decided)
    elif calendar.working_days_between(first - timedelta(days=1), last) < least:
        yield Fault("notice_days", "notice_to", _notice_end(first, least, calendar))


def _notice_end(first: date, least: int, calendar: Calendar) -> date:
    return calendar.add_working_days(first - timedelta(days=1), least).day


def probation_end(
    steps: Steps, done: Mapping[str, Done], extension: int, cal: Calendar
) -> date | None:
    """When probation ends: the earliest day of the vote on full membership, with an extension."""
    vote = next((s for s in steps.values() if any(b.extended for b in s.bounds)), None)
    rows: list[Bound] = [b for b in vote.bounds if b.extended] if vote else []
    days = [
        of_bound(b, done[b.after].day, extension, cal) for b in rows if _passed(done.get(b.after))
    ]
    return max(days, default=None)
