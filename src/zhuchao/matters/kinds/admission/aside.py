"""The track of twenty-five steps, as the desk's page of an admission shows it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.matters.kinds.admission.records import (
    current,
    extension_of,
    recorded,
    rows_of,
    standings,
    steps_of,
)
from zhuchao.places.queries import calendar, rule_set_version
from zhuchao.rules.admission import Standing, passes, probation_end

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.models import Matter
    from zhuchao.matters.queries import Detail

STAGES = {
    "apply": gettext_noop("申请入党"),
    "activist": gettext_noop("入党积极分子的确定和培养教育"),
    "candidate": gettext_noop("发展对象的确定和考察"),
    "probationary": gettext_noop("预备党员的接收"),
    "full": gettext_noop("预备党员的教育考察和转正"),
}


@dataclass(frozen=True)
class Shown:
    """One step of the track in words."""

    standing: Standing
    label: str
    evidence: str
    ballot: str
    """How a ballot was counted, beside what people recorded."""
    unlike: bool
    """The count does not agree with what was recorded: somebody should look."""
    times: int


@dataclass(frozen=True)
class Track:
    """All five stages with their steps, and what is next."""

    stages: list[tuple[str, str, list[Shown]]]
    following: Standing | None
    following_label: str
    done: int
    whole: int
    group: str
    unit: str
    version: str
    basis: str
    probation_end: date | None
    extension: int


def group_label(code: str, matter: "Matter") -> str:
    """What a group is called in the rules it began under; the code where it is not there."""
    rules = rule_set_version("admission", matter.rules_version)
    return _(rules.lists["groups"].get(code, code))


def beside(scope: "Scope", found: "Detail") -> Track:
    """The track of one admission."""
    return track_of(found.matter)


def track_of(matter: "Matter") -> Track:
    """The twenty-five steps with their days, and what people have to look at."""
    rows, steps = rows_of(matter.admission), standings(matter)
    times = {s.step.name: sum(r.step == s.step.name for r in rows) for s in steps}
    following = current(steps)
    rules = rule_set_version("admission", matter.rules_version)
    unit = matter.admission.unit
    return Track(
        stages=[
            (code, _(label), [_shown(s, times) for s in steps if s.step.stage == code])
            for code, label in STAGES.items()
        ],
        following=following,
        following_label=_(following.step.label) if following else "",
        done=sum(s.stand == "done" for s in steps),
        whole=len(steps),
        group=group_label(matter.admission.group, matter),
        unit=unit.name if unit else "",
        version=rules.version,
        basis=_(rules.basis),
        probation_end=probation_end(
            steps_of(matter), recorded(rows), extension_of(rows), calendar()
        ),
        extension=extension_of(rows),
    )


def _shown(standing: Standing, times: dict[str, int]) -> Shown:
    step, done = standing.step, standing.done
    ballot, unlike = "", False
    if step.ballot and done:
        due, present, yes = (done.numbers.get(k, 0) for k in ("due", "present", "yes"))
        words = _("应到 %(due)s，实到 %(present)s，赞成 %(yes)s；过半数要 %(need)s 票")
        need = due // 2 + 1
        ballot = words % {"due": due, "present": present, "yes": yes, "need": need}
        unlike = passes(due, yes) != done.passed
    return Shown(
        standing=standing,
        label=_(step.label),
        evidence="、".join(_(e) for e in step.evidence),
        ballot=ballot,
        unlike=unlike,
        times=times[step.name],
    )
