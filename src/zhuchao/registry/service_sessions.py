"""Sessions of service (场次) as the journal tells them, by the channel they came through (A-29)."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from zhuchao.journal.clock import moment_of
from zhuchao.journal.models import Entry
from zhuchao.journal.queries import entry_of
from zhuchao.journal.writing import Fact
from zhuchao.rules.units import Measure

DONE, TAKEN_BACK = "service.done", "service.taken_back"
CHANNELS = (
    ("check_in", gettext_noop("双报到")),
    ("pairing", gettext_noop("结对联系群众")),
    ("team", gettext_noop("志愿服务队")),
)
"""The closed list; a room that counts sessions of its own adds its channel here."""


def session_done(
    channel: str,
    subject: tuple[str, int],
    path: str,
    *,
    on: date,
    headcount: int,
    organisation: int | None = None,
) -> Fact:
    """One session (1 场次) with the persons who served. Raises ValueError for another channel."""
    if channel not in dict(CHANNELS):
        raise ValueError(f"no such channel: {channel}")
    return Fact(
        DONE,
        subject,
        path,
        organisation=organisation,
        headcount=headcount,
        quantity=Decimal(1),
        unit=Measure.SESSION,
        facets={"channel": channel, "session": subject[1]},
        occurred_at=moment_of(on),
    )


def session_taken_back(subject: tuple[str, int], path: str, *, on: date, reason: str) -> Fact:
    """A session that was told by mistake: voided on the day it was told for."""
    return Fact(
        TAKEN_BACK,
        subject,
        path,
        facets={"session": subject[1]},
        voids=entry_of(subject, DONE, "session", subject[1]),
        occurred_at=moment_of(on),
        remark=reason,
    )


def sessions(area: Q, first: date, last: date) -> QuerySet[Entry]:
    """The sessions of these days that stand, in an area of the journal; both days included."""
    void = Entry.objects.filter(verb=TAKEN_BACK, voids__isnull=False).values("voids")
    told = Entry.objects.filter(area, verb=DONE, day__range=(first, last))
    return told.exclude(pk__in=void)
