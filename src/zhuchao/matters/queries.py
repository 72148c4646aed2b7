"""Every read of matters, through a scope."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.models import File
from zhuchao.access.policy import either
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.models import Entry
from zhuchao.matters.changing import subject
from zhuchao.matters.holdings import reached
from zhuchao.matters.models import Deadline, Holding, Matter, Participant, Request
from zhuchao.matters.policy import (
    MEMBERS,
    SEATS,
    own_part,
    roles_on,
    view_rule,
    visible_to,
    visible_with_roles,
    with_roles,
)
from zhuchao.places.atlas import atlas
from zhuchao.rules.flow import TAKING_PART, Flow, RequestKind, Step
from zhuchao.rules.flows import FLOWS, flow

COUNT_CAP = 1000
PAGE = 20
DUE_DAYS = {"today": 0, "week": 6}
"""Days after today on which something is still due "today", "this week"."""

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
    tone: str = ""
    """Every state of this tone, whatever the kind calls it: new, waiting, bad."""
    due: str = ""
    """Open and due today, or within a week ("today", "week"); what is late is not among them."""
    unsigned: bool = False
    """Sent to the scope's own offices and not signed for yet."""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list, and the key of its last row where more follow."""

    rows: list[Matter]
    after: Key | None


def matters(scope: Scope, filters: Filters) -> QuerySet[Matter]:
    """The visible matters that fit the filters, newest first."""
    found = visible_to(scope).filter(_narrow(scope, filters))
    return found.order_by("-raised_at", "-id")


def page(
    found: QuerySet[Matter], shown: Iterable[str], *, after: Key | None = None, size: int = PAGE
) -> Page:
    """A page of what `matters` found, in one statement; its rows hold only the fields `shown`.

    `after` is the key (raised_at, id) of the last row of the page before. The keys are chosen
    apart from the rows: an index alone may hold them, and what must be sorted stays small.
    """
    if after:
        moment, pk = after
        found = found.filter(Q(raised_at__lt=moment) | Q(raised_at=moment, pk__lt=pk))
    keys = found.values("pk")[: size + 1]
    rows = list(Matter.objects.filter(pk__in=keys).order_by("-raised_at", "-id").only(*shown))
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], (last.raised_at, last.pk) if last else None)


def counted(found: QuerySet[Matter]) -> tuple[int, bool]:
    """How many `matters` found, and whether there are more than the COUNT_CAP it stops at."""
    number = found.order_by()[: COUNT_CAP + 1].count()
    return min(number, COUNT_CAP), number > COUNT_CAP


def _narrow(scope: Scope, f: Filters) -> Q:
    narrow = Q()
    for name in ("kind", "state", "urgency"):
        if getattr(f, name):
            narrow &= Q(**{name: getattr(f, name)})
    if f.tone:
        narrow &= Q(state__in=states_of(f.tone))
    if f.category:
        narrow &= Q(category__startswith=f.category)
    if f.division and f.division in atlas().by_code:
        path = atlas().by_code[f.division].path
        narrow &= Q(division_path__gte=path, division_path__lt=path[:-1] + "0")
    if f.office:
        narrow &= Q(holder=f.office)
    return narrow & _narrow_time(f) & _narrow_hands(scope, f)


def states_of(tone: str) -> list[str]:
    """The states of every kind that share a tone: what waits for a confirmation, say."""
    return sorted({s.name for f in FLOWS.values() for s in f.states if s.tone == tone})


def _narrow_time(f: Filters) -> Q:
    narrow = Q()
    if f.since:
        narrow &= Q(raised_at__gte=f.since)
    if f.until:
        narrow &= Q(raised_at__lt=f.until)
    if f.open or f.late or f.due:
        narrow &= Q(closed_at__isnull=True)
    if f.late:
        narrow &= Q(due_at__lt=now())
    if f.due in DUE_DAYS:
        narrow &= due_within(DUE_DAYS[f.due])
    return narrow


def due_within(days: int) -> Q:
    """Not late yet, and due before the local midnight that ends the day `days` from today."""
    midnight = datetime.combine(local_day(now()) + timedelta(days=days + 1), time(), zone())
    return Q(due_at__gte=now(), due_at__lt=midnight)


def _narrow_hands(scope: Scope, f: Filters) -> Q:
    narrow = Q()
    if f.mine:
        narrow &= either(Q(Exists(_held(scope))), own_part(scope))
    if f.unsigned:
        narrow &= Q(Exists(_held(scope).filter(role__in=("lead", "assist"), state="open")))
    for word in f.words.split():
        narrow &= Q(title__icontains=word) | Q(text__icontains=word) | Q(receipt__startswith=word)
    return narrow


def _held(scope: Scope) -> QuerySet[Holding]:
    """The open holdings of a matter in the scope's own offices."""
    own = scope.organisations(*MEMBERS, *SEATS)
    return Holding.objects.filter(
        matter=OuterRef("pk"), organisation__in=own, ended_at__isnull=True
    )


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
    rows = visible_with_roles(scope).select_related("holder", "merged_into")
    matter = rows.filter(receipt=receipt).first()
    if matter is None:
        raise Refused("not_found", _("没有这件事，或者您无权查看"))
    return detail_of(scope, matter)


def detail_of(scope: Scope, matter: Matter) -> Detail:
    """The full view of a matter that was read `with_roles` of this scope."""
    way = flow(matter.kind)
    roles = roles_on(matter)
    holdings = list(matter.holdings.select_related("organisation").order_by("pk"))
    kind, number = subject(matter)
    sees = bool(getattr(matter, "sees_identity", False))
    about = Entry.objects.filter(subject_kind=kind, subject_id=number)
    return Detail(
        matter=matter,
        flow=way,
        roles=roles,
        steps=_steps(scope, way, matter, roles, holdings),
        requests_open=_askable(way, matter, roles),
        holdings=holdings,
        deadlines=list(matter.deadlines.order_by("pk")),
        participants=list(matter.participants.select_related("identity").order_by("pk")),
        requests=list(
            matter.requests.select_related(
                "holding__organisation", "proposed", "duty__organisation"
            ).order_by("pk")
        ),
        files=list(File.objects.filter(subject_kind=kind, subject_id=number))
        if sees_files(way, roles)
        else [],
        entries=list(about.select_related("remark").order_by("pk")),
        sees_identity=sees,
    )


def known_step(way: Flow, name: str) -> Step:
    """The step of that name. Raises Refused("not_found") when the flow has none."""
    try:
        return way.step(name)
    except KeyError:
        raise Refused("not_found", _("没有这一步")) from None


def _steps(
    scope: Scope, way: Flow, matter: Matter, roles: frozenset[str], holdings: list[Holding]
) -> tuple[Step, ...]:
    """The steps that would be accepted: the role fits, and one's own part is not done yet."""
    mine = scope.organisations(*way.members)
    own = [
        h
        for h in holdings
        if h.ended_at is None and h.organisation_id in mine and h.role in ("lead", "assist")
    ]
    return tuple(
        step
        for step in way.steps_from(matter.state)
        if roles & set(step.by)
        and not step.joins
        and not (step.each_holder and all(reached(h, step.part) for h in own))
    )


def _askable(way: Flow, matter: Matter, roles: frozenset[str]) -> tuple[RequestKind, ...]:
    if matter.closed_at:
        return ()
    return tuple(r for r in way.requests if roles & set(r.asked_by))


def open_requests(scope: Scope) -> list[Request]:
    """Requests waiting for a ruling that the scope may give, oldest first."""
    kinds = {r.name: set(r.decided_by) for f in FLOWS.values() for r in f.requests}
    seen_by_scope = visible_to(scope).filter(pk=OuterRef("matter"))
    rows = Request.objects.filter(Exists(seen_by_scope), decided_at__isnull=True)
    rows = rows.select_related("matter", "holding__organisation").order_by("asked_at")[:200]
    if not rows:
        return []
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


def open_in(kind: str, path: str, *, limit: int = 30) -> list[Matter]:
    """The newest open matters of a kind in a division, for the same question without a point."""
    rows = Matter.objects.filter(kind=kind, closed_at__isnull=True)
    rows = rows.filter(division_path__gte=path, division_path__lt=path[:-1] + "0")
    return list(rows.order_by("-raised_at", "-pk")[:limit])


def by_receipts(scope: Scope, receipts: Iterable[str]) -> list[Matter]:
    """The visible matters with these receipt numbers."""
    return list(visible_to(scope).filter(receipt__in=list(receipts)))


def sees_files(way: Flow, roles: frozenset[str]) -> bool:
    """Whether somebody who plays these roles sees the photos: of a sealed kind not everybody."""
    near = {*way.reads, "asker", "system", *TAKING_PART}
    return way.secrecy != "sealed" or bool(roles & near)


def may_see_files(scope: Scope, matter_id: int) -> bool:
    """Whether a scope may see the photos of one matter."""
    matter = visible_with_roles(scope).filter(pk=matter_id).first()
    return matter is not None and sees_files(flow(matter.kind), roles_on(matter))


def may_view(scope: Scope, matter_id: int) -> bool:
    """Whether a scope may see one matter."""
    return Matter.objects.filter(view_rule(scope), pk=matter_id).exists()
