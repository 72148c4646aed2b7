"""The public reads of GeoReport: what was reported where, and how it goes; nobody's name.

Of a kind whose words are not open, only that it exists and how far it is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from zhuchao.journal.clock import local_day
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Matter
from zhuchao.matters.open311.services import KINDS, Service, services
from zhuchao.matters.policy import OPEN_WORDS
from zhuchao.places.atlas import atlas
from zhuchao.rules.flows import FLOWS

LONGEST = 4000
"""Characters of a description, by the standard."""

_NUMBER = re.compile(r"\d{7,}[Xx]?|\d(?:[ -]?\d){10,}[Xx]?")
"""What may be a phone or an identity number."""
_MAIN = tuple(clock.name for kind in KINDS for clock in FLOWS[kind].clocks if clock.main)
_TOLD = tuple(f"matter.{s.name}" for kind in KINDS for s in FLOWS[kind].steps if s.told)


@dataclass(frozen=True)
class Asked:
    """Which requests are wanted; moments are aware."""

    receipts: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    statuses: frozenset[str] = frozenset()
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    start: int = 0
    size: int = 1000


def service_requests(asked: Asked) -> list[dict[str, Any]]:
    """The rows of a request list, newest first, in one statement; receipts override the rest."""
    rows = _public().filter(_narrow(asked)).order_by("-raised_at", "-id")
    named = {(s.kind, s.category): s for s in services()}
    return [_row(m, named) for m in rows[asked.start : asked.start + asked.size]]


def _public() -> QuerySet[Matter]:
    """Matters of the public kinds with the moment of their last entry and their main deadline."""
    entries = Entry.objects.filter(subject_kind=OuterRef("kind"), subject_id=OuterRef("pk"))
    clocks = Deadline.objects.filter(matter=OuterRef("pk"), clock__in=_MAIN, stopped_at=None)
    return (
        Matter.objects.filter(kind__in=KINDS)
        .annotate(
            updated_at=Subquery(entries.order_by("-pk").values("recorded_at")[:1]),
            expected_at=Subquery(clocks.order_by("-pk").values("shifted_at")[:1]),
        )
        .select_related("holder")
    )


def _narrow(asked: Asked) -> Q:
    if asked.receipts:
        return Q(receipt__in=asked.receipts)
    narrow = Q(raised_at__gte=asked.first, raised_at__lte=asked.last)
    if asked.services:
        narrow &= _any(Q(kind=s.kind, category=s.category) for s in asked.services)
    if len(asked.statuses) == 1:
        narrow &= Q(closed_at__isnull="open" in asked.statuses)
    if asked.updated_after:
        narrow &= Q(updated_at__gte=asked.updated_after)
    if asked.updated_before:
        narrow &= Q(updated_at__lte=asked.updated_before)
    return narrow


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _row(matter: Matter, named: dict[tuple[str, str], Service]) -> dict[str, Any]:
    kind = named[matter.kind, ""]
    service = named.get((matter.kind, matter.category), kind)
    return {
        "service_request_id": matter.receipt,
        "status": "closed" if matter.closed_at else "open",
        "status_notes": _status_notes(matter),
        "service_name": service.name,
        "service_code": service.code,
        "agency_responsible": matter.holder.name if matter.holder else None,
        "service_notice": None,
        "requested_datetime": matter.raised_at,
        "updated_datetime": matter.closed_at or getattr(matter, "updated_at", None),
        "expected_datetime": getattr(matter, "expected_at", None),
        **_where_and_what(matter),
        "zipcode": None,
        "media_url": None,
    }


def _status_notes(matter: Matter) -> str:
    state = _(FLOWS[matter.kind].state(matter.state).label)
    shown = matter.kind in OPEN_WORDS and matter.answer
    return f"{state}：{masked(matter.answer)}" if shown else state


def _where_and_what(matter: Matter) -> dict[str, Any]:
    if matter.kind not in OPEN_WORDS:
        return dict.fromkeys(("description", "address", "address_id", "lat", "long"))
    area = atlas().by_path.get(matter.division_path)
    names = (matter.address, atlas().full_name(matter.division_path))
    return {
        "description": masked(matter.text or matter.title),
        "address": masked(", ".join(name for name in names if name)),
        "address_id": area.code if area else None,
        "lat": matter.lat,
        "long": matter.lon,
    }


def masked(text: str) -> str:
    """Words fit to be published: without what may be a phone or identity number."""
    return _NUMBER.sub("***", text)[:LONGEST]


def updates(first: datetime, last: datetime, receipts: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What askers were told from `first` to `last`, oldest first: the updates extension."""
    entries = Entry.objects.filter(
        verb__in=_TOLD,
        subject_kind__in=KINDS,
        day__range=(local_day(first), local_day(last)),
        recorded_at__range=(first, last),
    )
    if receipts:
        wanted = Matter.objects.filter(receipt__in=receipts, kind__in=KINDS)
        entries = entries.filter(_any(Q(subject_kind=m.kind, subject_id=m.pk) for m in wanted))
    rows = list(entries.select_related("remark").order_by("pk")[:1000])
    numbers = {entry.subject_id for entry in rows}
    known = dict(Matter.objects.filter(pk__in=numbers).values_list("pk", "receipt"))
    return [_update(entry, known[entry.subject_id]) for entry in rows]


def _update(entry: Entry, receipt: str) -> dict[str, Any]:
    done = entry.facets.get("to") in FLOWS[entry.subject_kind].finals
    return {
        "update_id": entry.pk,
        "service_request_id": receipt,
        "status": "closed" if done else "open",
        "updated_datetime": entry.recorded_at,
        "description": masked(entry.words) if entry.subject_kind in OPEN_WORDS else None,
        "media_url": None,
    }
