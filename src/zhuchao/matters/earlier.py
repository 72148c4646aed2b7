"""What a scope's own offices answered before in the same category, blanked, to write from again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Holding, Matter
from zhuchao.matters.offers import steps_offered
from zhuchao.matters.policy import MEMBERS, visible_to
from zhuchao.matters.queries import Detail
from zhuchao.rules.flow import Flow, Step
from zhuchao.text.redacting import redact
from zhuchao.text.similar import similar

MOST = 3
RECENT = 200
"""So many of the last closed ones are compared."""


@dataclass(frozen=True)
class Earlier:
    """An answer that was given in a closed matter, without whom and when it was about."""

    receipt: str
    title: str
    words: str
    closed_at: datetime


def to_write_from(scope: Scope, found: Detail) -> tuple[Step, ...]:
    """The steps, of those the scope may take now, that earlier answers may be looked up for.

    Their words are told to the asker; a sealed kind never lends its words, nor does a matter that
    nobody has put into a category.
    """
    lends = found.flow.secrecy != "sealed" and found.matter.category
    if not lends or not scope.organisations(*MEMBERS):
        return ()
    return tuple(step for step in steps_offered(scope, found) if step.told)


def earlier_answers(scope: Scope, matter: Matter, flow: Flow) -> list[Earlier]:
    """Up to three, the likest first, in two statements; `to_write_from` says where they are due."""
    near = list(_closed(scope, matter).order_by("-closed_at", "-pk")[:RECENT])
    said = _own_words(scope, flow, [m.pk for m in near])
    told = [m for m in near if m.pk in said]
    scores = similar(f"{matter.title}{matter.text}", [f"{m.title}{m.text}" for m in told])
    ranked = sorted(zip(scores, told, strict=True), key=lambda pair: -pair[0])
    return [
        Earlier(m.receipt, redact(m.title), redact(said[m.pk]), m.closed_at)
        for _score, m in ranked[:MOST]
        if m.closed_at
    ]


def earlier_answer(scope: Scope, found: Detail, step: str, receipt: str) -> Earlier | None:
    """The one of that receipt, if it is among those that are offered for this step now."""
    if not receipt or step not in {s.name for s in to_write_from(scope, found)}:
        return None
    offered = earlier_answers(scope, found.matter, found.flow)
    return next((one for one in offered if one.receipt == receipt), None)


def _closed(scope: Scope, matter: Matter) -> QuerySet[Matter]:
    """Closed ones of the kind and category that an own office led or assisted, and kept."""
    handled = Holding.objects.filter(
        matter=OuterRef("pk"),
        organisation__in=scope.organisations(*MEMBERS),
        role__in=("lead", "assist"),
    ).exclude(state="left")
    rows = visible_to(scope).filter(Exists(handled), closed_at__isnull=False)
    return rows.filter(kind=matter.kind, category=matter.category).exclude(pk=matter.pk)


def _own_words(scope: Scope, flow: Flow, matters: list[int]) -> dict[int, str]:
    """Matter → the last words an own office told its asker; what was erased is gone."""
    told = Entry.objects.filter(
        subject_kind=flow.kind,
        subject_id__in=matters,
        verb__in=[f"matter.{step.name}" for step in flow.steps if step.told],
        organisation__in=scope.organisations(*MEMBERS),
    )
    return dict(_words(told.select_related("remark").order_by("pk")))


def _words(entries: QuerySet[Entry]) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if entry.words.strip():
            yield entry.subject_id, entry.words.strip()
