"""What an admission makes of somebody, as spans that figures count: activist, candidate, member."""

from dataclasses import dataclass
from datetime import date, timedelta

from zhuchao.journal.writing import Fact
from zhuchao.matters.changing import Change
from zhuchao.matters.models import Admission, AdmissionStep

BY_STEP = {
    "activist": "activist",
    "candidate": "candidate",
    "approve": "probationary",
    "approve_full": "full",
}
"""The step whose passing begins a status; it begins on the day of that decision."""


@dataclass(frozen=True)
class Status:
    """A status and the day it began."""

    name: str
    since: date


def reached(rows: list[AdmissionStep]) -> list[Status]:
    """The statuses reached so far, in their order."""
    found = {r.step: r.done_on for r in rows if r.passed}
    return [Status(BY_STEP[s], found[s]) for s in BY_STEP if s in found]


def begins(change: Change, rows: list[AdmissionStep]) -> None:
    """The last status reached begins, and the one before it ends the day before."""
    found = reached(rows)
    for status, after in zip(found[-2:], [*found[-1:], None][-len(found[-2:]) :], strict=True):
        until = after.since - timedelta(days=1) if after else None
        _tell(change, status, until)


def ends(change: Change, rows: list[AdmissionStep], on: date) -> None:
    """It is stopped: the status he has ends that day."""
    for status in reached(rows)[-1:]:
        _tell(change, status, max(on, status.since))


def taken_back(change: Change, rows: list[AdmissionStep], step: str) -> None:
    """The record that began a status was wrong: it never was, and the one before goes on."""
    before = reached(rows)
    lost = next(s for s in before if s.name == BY_STEP[step])
    _tell(change, lost, None, verb="admission.taken_back")
    for status in before[:-1][-1:]:
        _tell(change, status, None)


def facets_of(admission: Admission) -> dict[str, int | str]:
    """What a figure tells admissions apart by."""
    unit = admission.unit
    return {
        "group": admission.group,
        "unit": unit.pk if unit else 0,
        "platform": int(bool(unit) and unit.kind == "platform") if unit else 0,
    }


def _tell(change: Change, status: Status, until: date | None, *, verb: str = "") -> None:
    matter = change.matter
    change.log.add(
        Fact(
            verb or f"admission.{status.name}",
            change.subject,
            matter.division_path,
            organisation=matter.admission.branch_id,
            facets=facets_of(matter.admission),
            span=f"admission:{matter.pk}:{status.name}",
            valid_from=status.since,
            valid_to=max(until, status.since) if until else None,
        )
    )
