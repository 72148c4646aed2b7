"""Every read of matters, through a scope."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuchao.access.models import File
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry
from zhuchao.matters.changing import subject
from zhuchao.matters.models import Deadline, Holding, Matter, Participant, Request
from zhuchao.matters.policy import MEMBERS, roles_on, view_rule, visible_to, with_roles
from zhuchao.places.atlas import atlas
from zhuchao.rules.flow import Flow, RequestKind, Step
from zhuchao.rules.flows import FLOWS, flow

COUNT_CAP = 1000
PAGE = 20

Key = tuple[datetime, int]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; every field comes from the address, so a list can be linked."""

    kind: str = ""
    state: str = ""
    category: str = ""
    urgency: str = ""
    division: str = ""
    office: int | None = None
    mine: bool = False
    late: bool = False
    open: bool = False
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list, keyed, with a count that stops at COUNT_CAP."""

    rows: list[Matter]
    after: Key | None
    count: int
    capped: bool


def matters(scope: Scope, filters: Filters) -> QuerySet[Matter]:
    """The visible matters that fit the filters, newest first."""
    found = visible_to(scope).filter(_narrow(scope, filters))
    return found.order_by("-raised_at", "-id")


def page(scope: Scope, filters: Filters, *, after: Key | None = None, size: int = PAGE) -> Page:
    """A page of the list in two statements: the rows, and the capped count.

    `after` is the key (raised_at, id) of the last row of the page before.
    """
    found = matters(scope, filters)
    rows = list(_lean(found, after, size + 1))
    capped_count = found.order_by()[: COUNT_CAP + 1].count()
    more = rows[size:]
    rows = rows[:size]
    last = rows[-1] if rows and more else None
    return Page(
        rows,
        (last.raised_at, last.pk) if last else None,
        min(capped_count, COUNT_CAP),
        capped_count > COUNT_CAP,
    )


def _lean(found: QuerySet[Matter], after: Key | None, size: int) -> QuerySet[Matter]:
    if after:
        moment, pk = after
        found = found.filter(Q(raised_at__lt=moment) | Q(raised_at=moment, pk__lt=pk))
    if connection.vendor == "sqlite":
        # SQLite sorts whole rows where a filter has an OR; let it sort ids only.
        ids = list(found.values_list("pk", flat=True)[:size])
        found = Matter.objects.filter(pk__in=ids).order_by("-raised_at", "-id")
    return found.defer("text", "payload", "answer", "intake_digest")[:size]


def _narrow(scope: Scope, f: Filters) -> Q:
    narrow = Q()
    for name in ("kind", "state", "urgency"):
        if getattr(f, name):
            narrow &= Q(**{name: getattr(f, name)})
    if f.category:
        narrow &= Q(category__startswith=f.category)
    if f.division and f.division in atlas().by_code:
        path = atlas().by_code[f.division].path
        narrow &= Q(division_path__gte=path, division_path__lt=path[:-1] + "0")
    if f.office:
        narrow &= Q(holder=f.office)
    return narrow & _narrow_time(f) & _narrow_hands(scope, f)


def _narrow_time(f: Filters) -> Q:
    narrow = Q()
    if f.since:
        narrow &= Q(raised_at__gte=f.since)
    if f.until:
        narrow &= Q(raised_at__lt=f.until)
    if f.open or f.late:
        narrow &= Q(closed_at__isnull=True)
    if f.late:
        narrow &= Q(due_at__lt=now())
    return narrow


def _narrow_hands(scope: Scope, f: Filters) -> Q:
    narrow = Q()
    if f.mine:
        held = Holding.objects.filter(
            matter=OuterRef("pk"),
            organisation__in=scope.organisations(*MEMBERS),
            ended_at__isnull=True,
        )
        narrow &= Q(Exists(held))
    for word in f.words.split():
        narrow &= Q(title__icontains=word) | Q(text__icontains=word) | Q(receipt__startswith=word)
    return narrow


@dataclass(frozen=True)
class Detail:
    """Everything the page of a matter shows, read in a fixed number of statements."""

    matter: Matter
    flow: Flow
    roles: frozenset[str]
    steps: tuple[Step, ...]
    requests_open: tuple[RequestKind, ...]
    holdings: list[Holding]
    deadlines: list[Deadline]
    participants: list[Participant]
    requests: list[Request]
    files: list[File]
    entries: list[Entry]
    sees_identity: bool
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> Any:
        """The state with its words."""
        return self.flow.state(self.matter.state)


def detail(scope: Scope, receipt: str) -> Detail:
    """One matter in full. Raises Refused("not_found") when the scope may not see it."""
    rows = with_roles(visible_to(scope), scope).select_related("holder", "merged_into")
    matter = rows.filter(receipt=receipt).first()
    if matter is None:
        raise Refused("not_found", "没有这件事，或者您无权查看")
    return detail_of(matter)


def detail_of(matter: Matter) -> Detail:
    """The full view of a matter that was read `with_roles`."""
    way = flow(matter.kind)
    roles = roles_on(matter)
    kind, number = subject(matter)
    sees = bool(getattr(matter, "sees_identity", False))
    about = Entry.objects.filter(subject_kind=kind, subject_id=number)
    return Detail(
        matter=matter,
        flow=way,
        roles=roles,
        steps=tuple(s for s in way.steps_from(matter.state) if roles & set(s.by)),
        requests_open=_askable(way, matter, roles),
        holdings=list(matter.holdings.select_related("organisation").order_by("pk")),
        deadlines=list(matter.deadlines.order_by("pk")),
        participants=list(matter.participants.select_related("identity").order_by("pk")),
        requests=list(
            matter.requests.select_related(
                "holding__organisation", "proposed", "duty__organisation"
            ).order_by("pk")
        ),
        files=list(File.objects.filter(subject_kind=kind, subject_id=number)),
        entries=list(about.select_related("remark").order_by("pk")),
        sees_identity=sees,
    )


def _askable(way: Flow, matter: Matter, roles: frozenset[str]) -> tuple[RequestKind, ...]:
    if matter.closed_at:
        return ()
    return tuple(r for r in way.requests if roles & set(r.asked_by))


def open_requests(scope: Scope) -> list[Request]:
    """Requests waiting for a ruling that the scope may give, oldest first."""
    kinds = {r.name: set(r.decided_by) for f in FLOWS.values() for r in f.requests}
    rows = Request.objects.filter(decided_at__isnull=True, matter__in=visible_to(scope))
    rows = rows.select_related("matter", "holding__organisation").order_by("asked_at")[:200]
    seen = with_roles(Matter.objects.filter(pk__in={r.matter_id for r in rows}), scope)
    roles = {m.pk: roles_on(m) for m in seen}
    return [r for r in rows if roles.get(r.matter_id, frozenset()) & kinds[r.kind]]


def open_near(
    kind: str, lon: float, lat: float, *, degrees: float = 0.002, limit: int = 30
) -> list[Matter]:
    """Open matters of a kind within about 200 m of a point, for "someone reported this already".

    Public: only title, place and time are shown of them, never who or the photos.
    """
    rows = Matter.objects.filter(
        kind=kind,
        closed_at__isnull=True,
        lat__gte=lat - degrees,
        lat__lte=lat + degrees,
        lon__gte=lon - degrees,
        lon__lte=lon + degrees,
    )
    return list(rows.order_by("-raised_at")[:limit])


def by_receipts(scope: Scope, receipts: Iterable[str]) -> list[Matter]:
    """The visible matters with these receipt numbers."""
    return list(visible_to(scope).filter(receipt__in=list(receipts)))


def may_view(scope: Scope, matter_id: int) -> bool:
    """Whether a scope may see one matter."""
    return Matter.objects.filter(view_rule(scope), pk=matter_id).exists()
