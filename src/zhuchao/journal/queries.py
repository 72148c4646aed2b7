"""What is read from the journal: the timeline of one subject, and how far it is sealed."""

from dataclasses import dataclass
from datetime import datetime

from zhuchao.journal.models import Entry, Segment


def timeline(subject: tuple[str, int]) -> list[Entry]:
    """Everything told of a subject, oldest first, remarks at hand (`entry.words`); one statement.

    The caller has asked the policy of the subject's room: whoever sees it sees its history.
    """
    kind, number = subject
    told = Entry.objects.filter(subject_kind=kind, subject_id=number)
    return list(told.select_related("remark").order_by("occurred_at", "id"))


def entry_of(subject: tuple[str, int], verb: str, facet: str, value: int) -> int | None:
    """The entry of a subject that told, by this verb, of what a facet numbers; None: there is none.

    What voids it names it.
    """
    kind, number = subject
    told = Entry.objects.filter(subject_kind=kind, subject_id=number, verb=verb)
    rows = told.values_list("pk", "facets")
    return next((pk for pk, facets in rows if facets.get(facet) == value), None)


@dataclass(frozen=True)
class Health:
    """How far the journal is sealed; holds no entry."""

    segments: int
    sealed_at: datetime | None
    chain: str
    """The value that fixes every sealed entry; empty before the first segment."""
    unsealed: int


def health() -> Health:
    """The last segment and the number of entries still waiting for one; two statements."""
    last = Segment.objects.order_by("-number").first()
    waiting = Entry.objects.filter(id__gt=last.last_id) if last else Entry.objects.all()
    if last is None:
        return Health(0, None, "", waiting.count())
    return Health(last.number, last.sealed_at, last.chain, waiting.count())
