"""What the steps of an admission do: check the day, record it, set the next reminder."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, noon, now, zone
from zhuchao.matters import clocks
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.effects import Effect
from zhuchao.matters.kinds.admission import membership, status
from zhuchao.matters.kinds.admission.fault_words import refusal
from zhuchao.matters.kinds.admission.records import (
    EXTEND,
    current,
    extension_of,
    recorded,
    rows_of,
    standings,
    steps_of,
)
from zhuchao.matters.models import AdmissionStep, Deadline, Matter
from zhuchao.matters.statements import seal_words
from zhuchao.places.queries import calendar, rule_set_version
from zhuchao.rules.admission import Done, Fault, ballot_fits, faults
from zhuchao.rules.deadline import END_OF_DAY
from zhuchao.rules.flow import Step
from zhuchao.rules.flows import flow

NUMBERS = ("due", "present", "yes", "people", "days", "hours", "months")
LINE = tuple(s for s in flow("admission").steps if s.on and s.name not in (EXTEND, "stop"))
FIXED = ("approve", "approve_full")
"""What has written the register of members is not taken back here."""


def _record(change: Change, step: Step, answers: Answers) -> None:
    """One of the twenty-five: refused when the rules do not allow its day, late or not."""
    matter, said = change.matter, answers.more
    rows = rows_of(matter.admission)
    new = _done(said)
    wrong = list(
        faults(
            steps_of(matter),
            recorded(rows),
            step.name,
            new,
            today=local_day(now()),
            calendar=calendar(),
            extension=extension_of(rows),
            notice=_notice(said),
        )
    )
    if wrong:
        raise refusal(steps_of(matter), wrong)
    _store(change, step, answers, new)
    rows = rows_of(matter.admission)
    if new.passed and step.name in status.BY_STEP:
        status.begins(change, rows)
        membership.follows(change, step.name, rows)


def _done(said: Mapping[str, Any]) -> Done:
    numbers = {name: said[name] for name in NUMBERS if said.get(name) is not None}
    return Done(said["done_on"], said.get("outcome", "passed") == "passed", numbers)


def _notice(said: Mapping[str, Any]) -> tuple[date, date] | None:
    first, last = said.get("notice_from"), said.get("notice_to")
    return (first, last) if first and last else None


def _store(change: Change, step: Step, answers: Answers, new: Done) -> None:
    """The row, the sealed words, and the reminder of what comes next."""
    admission = change.matter.admission
    before = sum(r.step == step.name for r in rows_of(admission))
    AdmissionStep.objects.create(
        admission=admission,
        step=step.name,
        done_on=new.day,
        passed=new.passed,
        numbers=dict(new.numbers),
        time=before + 1,
    )
    seal_words(change, step, answers)
    _remind(change, step.name, noon(new.day))


def _remind(change: Change, step: str, on: datetime) -> None:
    """The clock of what was next stops; that of what is next now runs to its computed day.

    Both by the day on paper: who was in time is not late because it was typed in later.
    """
    clocks.stop(change, step, also=["next"], on=min(on, now()))
    found = standings(change.matter)
    following = current(found)
    days = [s.again for s in found if s.again]
    days += [following.latest] if following and following.latest else []
    if days:
        due = datetime.combine(min(days), END_OF_DAY, zone())
        Deadline.objects.create(
            matter=change.matter,
            clock="next",
            started_at=min(on, now()),
            due_at=due,
            shifted_at=due,
            next_at=due,
        )


def _extend(change: Change, step: Step, answers: Answers) -> None:
    """Probation is prolonged once, by what the rules allow."""
    matter, new = change.matter, _done(answers.more)
    rows = rows_of(matter.admission)
    done = recorded(rows)
    if extension_of(rows):
        raise Refused("conflict", _("预备期只能延长一次"))
    least, most = _extensions(matter)
    if not least <= new.numbers["months"] <= most:
        words = _("延长 %(least)s 到 %(most)s 个月")
        raise Refused("invalid", words % {"least": least, "most": most}, "months")
    if not ballot_fits(new):
        raise refusal(steps_of(matter), [Fault("ballot", "yes")])
    if new.day < done["vote"].day:
        raise refusal(steps_of(matter), [Fault("early", "done_on", done["vote"].day)])
    _store(change, step, answers, new)


def _extensions(matter: Matter) -> tuple[int, int]:
    found = rule_set_version("admission", matter.rules_version).thresholds
    return found["extension_least"].amount, found["extension_most"].amount


def _take_back(change: Change, step: Step, answers: Answers) -> None:
    """The last record was wrong: it goes, the journal keeps that it was there."""
    admission = change.matter.admission
    rows = rows_of(admission)
    if not rows:
        raise Refused("conflict", _("还没有登记过，没有可以撤销的"))
    last = rows[-1]
    if last.step in FIXED and last.passed:
        raise Refused("conflict", _("已经写入党员名册，不能在这里撤销"))
    if last.step in status.BY_STEP and last.passed:
        status.taken_back(change, rows, last.step)
    AdmissionStep.objects.filter(pk=last.pk).delete()
    change.tell("admission.undone", facets={"step": last.step, "day": last.done_on.isoformat()})
    change.matter.state = _state(change.matter)
    _remind(change, step.name, now())


def _state(matter: Matter) -> str:
    """The stage of the furthest step that is done."""
    steps = steps_of(matter)
    done = [steps[n] for n, d in recorded(rows_of(matter.admission)).items() if d.passed]
    return max(done, key=lambda s: s.number).stage if done else flow("admission").start


def _stop(change: Change, step: Step, answers: Answers) -> None:
    """The way ends here; whoever was a probationary member is one no more."""
    on, rows = answers.more["done_on"], rows_of(change.matter.admission)
    if rows and on < rows[-1].done_on:
        raise refusal(steps_of(change.matter), [Fault("early", "done_on", rows[-1].done_on)])
    status.ends(change, rows, on)
    membership.ends(change.matter.admission, on)


def _has_passed(name: str, change: Change) -> bool:
    found = recorded(rows_of(change.matter.admission)).get(name)
    return found is not None and found.passed


def _not_now(name: str, matter: Matter, scope: Scope) -> bool:
    """Whether a step is neither the next one nor due again."""
    mine = next(s for s in standings(matter) if s.step.name == name)
    return mine.stand not in ("due", "early", "stopped") and mine.again is None


def _nothing(matter: Matter, scope: Scope) -> bool:
    return not rows_of(matter.admission)


def _no_probation(matter: Matter, scope: Scope) -> bool:
    """Prolonged already, or decided upon."""
    rows = rows_of(matter.admission)
    decided = recorded(rows).get("vote_full")
    return bool(extension_of(rows) or (decided and decided.passed))


EFFECTS: Mapping[str, Effect] = {
    **{step.name: _record for step in LINE},
    EXTEND: _extend,
    "take_back": _take_back,
    "stop": _stop,
}
MOVES: Mapping[str, Callable[[Change], bool]] = {
    step.name: partial(_has_passed, step.name) for step in LINE
}
IDLE: Mapping[str, Callable[[Matter, Scope], bool]] = {
    **{step.name: partial(_not_now, step.name) for step in LINE},
    "take_back": _nothing,
    EXTEND: _no_probation,
}
