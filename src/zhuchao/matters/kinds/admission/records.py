"""What is recorded of an admission, and where it stands by the rules it began under."""

from collections.abc import Iterable

from zhuchao.journal.clock import local_day, now
from zhuchao.matters.models import Admission, AdmissionStep, Matter
from zhuchao.places.queries import calendar, rule_set_version
from zhuchao.rules.admission import Done, Standing, Steps, track

EXTEND = "extend"


def steps_of(matter: Matter) -> Steps:
    """The twenty-five steps in the version of the rules it began under."""
    return rule_set_version("admission", matter.rules_version).steps


def rows_of(admission: Admission) -> list[AdmissionStep]:
    """What was recorded, in the order it was; from what was read already, if it was."""
    return sorted(admission.steps.all(), key=lambda row: row.pk)


def recorded(rows: Iterable[AdmissionStep]) -> dict[str, Done]:
    """By step the last record of it."""
    return {r.step: Done(r.done_on, r.passed, r.numbers) for r in rows if r.step != EXTEND}


def extension_of(rows: Iterable[AdmissionStep]) -> int:
    """Months by which probation was prolonged; 0 for not."""
    return next((int(r.numbers["months"]) for r in rows if r.step == EXTEND), 0)


def standings(matter: Matter) -> tuple[Standing, ...]:
    """Every step as it stands today."""
    rows = rows_of(matter.admission)
    today = local_day(now())
    return track(steps_of(matter), recorded(rows), today, calendar(), extension_of(rows))


def current(found: Iterable[Standing]) -> Standing | None:
    """The step that is next; None when all are done."""
    return next((s for s in found if s.stand in ("due", "early", "stopped")), None)
