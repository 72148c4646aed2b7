"""One visit and one finding as their pages read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.models import File
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.gatherings.codes import NO_FINDING, NOT_VISIBLE
from zhuchao.gatherings.models import VISIT, Attendance, Finding, Gathering
from zhuchao.gatherings.policy import visible_findings, visible_visits
from zhuchao.journal.models import Entry
from zhuchao.journal.queries import timeline
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import visible_to


@dataclass(frozen=True)
class VisitDetail:
    """One visit: who went, what was found, the photos of its report, its history."""

    visit: Gathering
    people: list[Attendance]
    findings: list[Finding]
    matters: Mapping[int, Matter]
    """The matters of findings the reader may see, by id."""
    before: Gathering | None
    after: list[Gathering]
    """The visits that came back to it."""
    files: list[File]
    entries: list[Entry]


def visit_detail(scope: Scope, number: int) -> VisitDetail:
    """One visit. Raises Refused("not_found") when the scope may not see it."""
    seen = Gathering.objects.filter(visible_visits(scope), kind=VISIT)
    visit = seen.filter(pk=number).select_related("host", "unit", "division").first()
    if visit is None:
        raise Refused("not_found", _(NOT_VISIBLE))
    found = Finding.objects.filter(gathering=visit).select_related("office", "matter")
    rows = list(found.order_by("on", "pk"))
    matters = visible_to(scope).filter(pk__in=[r.matter_id for r in rows if r.matter_id])
    again = Q(pk=visit.follows_id) | Q(follows=visit, called_off_at=None, taken_back_at=None)
    chain = list(seen.filter(again).order_by("begins", "pk"))
    files = File.objects.filter(subject_kind="gathering", subject_id=number)
    return VisitDetail(
        visit=visit,
        people=list(visit.attendances.select_related("person").order_by("pk")),
        findings=rows,
        matters={m.pk: m for m in matters},
        before=next((one for one in chain if one.pk == visit.follows_id), None),
        after=[one for one in chain if one.pk != visit.follows_id],
        files=list(files.order_by("uploaded_at")),
        entries=timeline(("gathering", number))[::-1],
    )


@dataclass(frozen=True)
class FindingDetail:
    """One finding with its history; what of its visit and its matter the reader may open."""

    row: Finding
    seen: bool
    """Whether the reader sees the whole visit."""
    matter: Matter | None
    entries: list[Entry]


def finding_detail(scope: Scope, number: int) -> FindingDetail:
    """One finding. Raises Refused("not_found") when the scope may not see it."""
    ends = ("gathering__host", "gathering__unit", "gathering__division", "office")
    seen = Finding.objects.filter(visible_findings(scope), pk=number).select_related(*ends)
    row = seen.first()
    if row is None:
        raise Refused("not_found", _(NO_FINDING))
    visit = Gathering.objects.filter(visible_visits(scope), pk=row.gathering_id)
    return FindingDetail(
        row=row,
        seen=visit.exists(),
        matter=visible_to(scope).filter(pk=row.matter_id).first() if row.matter_id else None,
        entries=timeline(("finding", number))[::-1],
    )
