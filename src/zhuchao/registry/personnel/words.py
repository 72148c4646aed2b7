"""A social worker's record in the words of the screen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.registry.models import Milestone, Tie
from zhuchao.registry.personnel.codes import KINDS, NOTED, POSTS, SCHEME, code_label
from zhuchao.registry.personnel.queries import Record, Worker
from zhuchao.rules.grades import Grade


def line(found: Worker) -> dict[str, Any]:
    """A worker as a line of the list and the head of his page show him."""
    tie = found.post
    certificate = found.certificate
    return {
        "person": found.person,
        "here": tie is not None,
        "organisation": tie.whom_organisation.name if tie and tie.whom_organisation else "",
        "post": post_of(tie) if tie else "",
        "grade": found.graded,
        "why": why(found.graded) if found.graded else "",
        "scheme": SCHEME,
        "scheme_label": _(SCHEME.label),
        "degree": _(code_label("degree", found.degree)),
        "certificate": _(code_label("certified", certificate.code)) if certificate else "",
        "until": certificate.until if certificate else None,
        "registered": found.registered,
        "ending": found.ending,
        "appraised": _(code_label("appraised", found.appraised.code)) if found.appraised else "",
        "appraised_year": found.appraised.on.year if found.appraised else None,
        "since": found.since,
    }


def post_of(tie: Tie) -> str:
    """The post of a tie."""
    return _(dict(POSTS).get(tie.terms.get("post", ""), ""))


def why(graded: Grade) -> str:
    """How a grade came about, in one line."""
    parts = [_("本岗最低 %(least)s 级") % vars(graded)]
    words = _("任职和学历折合 %(years)s 年，升 %(steps)s 级")
    parts.append(words % vars(graded))
    if graded.raised:
        parts.append(_("职业资格高定 %(raised)s 级") % vars(graded))
    if graded.capped:
        parts.append(_("已到本岗最高级"))
    return "；".join(parts)


@dataclass(frozen=True)
class Stage:
    """One of the five: what it is called, and what the record says of it; nothing: not yet."""

    label: str
    said: str


def stages(found: Record) -> list[Stage]:
    """招录 → 培养 → 管理 → 派用 → 服务, each with what the record shows (domain.md §6)."""
    w = found.worker
    last = {KINDS[m.kind].stage: m for m in found.way}
    trained = _("%(hours)s 学时") % {"hours": found.hours} if found.hours else ""
    served = _("自 %(since)s") % {"since": w.since} if w.since else ""
    return [
        Stage(_("招录"), _last(last.get("recruit"))),
        Stage(_("培养"), trained),
        Stage(_("管理"), _last(last.get("manage"))),
        Stage(_("派用"), post_of(w.post) if w.post else ""),
        Stage(_("服务"), served if w.post else _("已离任")),
    ]


def _last(row: Milestone | None) -> str:
    return _(code_label(row.kind, row.code)) if row else ""


@dataclass(frozen=True)
class Line:
    """A line of the record, oldest last."""

    on: date
    until: date | None
    what: str
    said: str
    number: int
    """The milestone that may be taken back; 0 for what may not."""


def lines(found: Record) -> list[Line]:
    """Posts, milestones and reserve as one line of time, newest first."""
    told = [_post_line(tie) for tie in found.posts]
    told += [_milestone_line(m) for m in found.way]
    told += [
        Line(t.valid_from, t.valid_to, _("储备支部书记"), t.whom_division.name, 0)
        for t in found.reserve
        if t.whom_division
    ]
    return sorted(told, key=lambda one: (one.on, one.number), reverse=True)


def _post_line(tie: Tie) -> Line:
    where = tie.whom_organisation.name if tie.whom_organisation else ""
    return Line(tie.valid_from, tie.valid_to, _("派用"), f"{where} · {post_of(tie)}", 0)


def _milestone_line(row: Milestone) -> Line:
    said = _(code_label(row.kind, row.code))
    if row.hours:
        said += " · " + _("%(hours)s 学时") % {"hours": row.hours}
    back = row.pk if row.kind in NOTED else 0
    return Line(row.on, row.until, _(KINDS[row.kind].label), said, back)
