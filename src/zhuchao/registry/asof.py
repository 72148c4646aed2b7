"""What held on a day: as it is believed now, or as it was known at an earlier moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q

from zhuchao.journal.models import Entry, Span
from zhuchao.registry.telling import ORGANISATION_VERBS, TIE_VERBS


@dataclass(frozen=True)
class Held:
    """One span that held on the day: what it is of, where, and its codes."""

    span: str
    verb: str
    subject: tuple[str, int]
    path: str
    organisation: int | None
    headcount: int | None
    facets: dict[str, Any]
    valid_from: date | None
    valid_to: date | None

    @property
    def kind(self) -> str:
        """The kind of the tie or organisation."""
        return str(self.facets.get("kind", ""))


def ties_on(
    day: date,
    *,
    kinds: Iterable[str] = (),
    known: datetime | None = None,
    about: int | None = None,
) -> list[Held]:
    """The ties that held on a day, by the id of their span; `about`: those of one organisation.

    `known` asks what was known at that moment: the last version recorded up to then counts.
    """
    own = Q(subject_kind="organisation", subject_id=about) | Q(organisation=about)
    return _held(day, TIE_VERBS, kinds, known, Q() if about is None else own)


def organisations_on(
    day: date,
    *,
    kinds: Iterable[str] = (),
    known: datetime | None = None,
    about: int | None = None,
) -> list[Held]:
    """The organisations that were there on a day."""
    own = Q() if about is None else Q(subject_kind="organisation", subject_id=about)
    return _held(day, ORGANISATION_VERBS, kinds, known, own)


def held_on(day: date) -> Q:
    """Spans and versions of them that hold on a day, both ends included."""
    valid = Q(valid_from=None) | Q(valid_from__lte=day)
    return valid & (Q(valid_to=None) | Q(valid_to__gte=day))


def _held(
    day: date, verbs: Iterable[str], kinds: Iterable[str], known: datetime | None, narrow: Q
) -> list[Held]:
    valid = held_on(day)
    wanted = [Q(facets__contains=f'"kind":"{kind}"') for kind in kinds]
    if wanted:
        valid &= reduce(or_, wanted)
    if known is None:
        spans = Span.objects.filter(narrow, valid, verb__in=verbs).order_by("id")
        return [_of(span, span.id) for span in spans]
    told = Entry.objects.filter(narrow, verb__in=verbs, recorded_at__lte=known).exclude(span_id="")
    last = told.values("span_id").annotate(last=Max("id")).values("last")
    entries = Entry.objects.filter(valid, pk__in=last).order_by("span_id")
    return [_of(entry, entry.span_id) for entry in entries]


def _of(row: Span | Entry, span: str) -> Held:
    return Held(
        span=span,
        verb=row.verb,
        subject=(row.subject_kind, row.subject_id),
        path=str(row.division_path),
        organisation=row.organisation,
        headcount=row.headcount,
        facets=dict(row.facets),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
