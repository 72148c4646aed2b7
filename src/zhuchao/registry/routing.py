"""Who accepts, leads, assists and stands on the chain for a matter: read from the duty table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from zhuchao.journal.clock import local_day, now
from zhuchao.places.memory import Remembered
from zhuchao.registry.kinds import AUTHORITY, SYSTEM_POSITIONS, UNIT_SECTORS
from zhuchao.registry.models import Category, Duty, Organisation, Tie


@dataclass(frozen=True)
class Office:
    """An organisation as routing and screens need it."""

    id: int
    code: str
    name: str
    kind: str
    path: str
    phone: str


@dataclass(frozen=True)
class Label:
    """A category in memory."""

    kind: str
    code: str
    name: str
    parent: str
    keywords: tuple[str, ...]
    urgency: str


@dataclass(frozen=True)
class Row:
    """A duty in memory."""

    id: int
    item: str
    kind: str
    category: str
    path: str
    position: str
    organisation: int
    basis: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True)
class Desk:
    """Categories, duties and offices of this installation, as loaded."""

    labels: tuple[Label, ...]
    duties: tuple[Row, ...]
    offices: dict[int, Office]
    known: dict[tuple[str, str], Label] = field(default_factory=dict, init=False, repr=False)
    routes: dict[tuple[str, ...], "Route"] = field(default_factory=dict, init=False, repr=False)
    """Routes found already: an import asks for the same few thousands of times."""

    def __post_init__(self) -> None:
        self.known.update({(lab.kind, lab.name): lab for lab in reversed(self.labels)})
        self.known.update({(lab.kind, lab.code): lab for lab in self.labels})

    def label(self, kind: str, code: str) -> Label | None:
        """The category of a kind by code or by name."""
        return self.known.get((kind, code))

    def line(self, kind: str, category: str) -> tuple[str, ...]:
        """A category and its ancestors, nearest first, then "" for any."""
        found: list[str] = []
        code = category
        while code and code not in found:
            found.append(code)
            label = self.label(kind, code)
            code = label.parent if label else ""
        return (*found, "")


def _at_work() -> Q:
    """Every organisation but the units that nobody works for here: a district has thousands."""
    ties = Tie.objects.filter(Q(kind__in=AUTHORITY) | Q(kind="host"))
    staffed = Exists(ties.filter(whom_organisation=OuterRef("pk")))
    hosting = Exists(ties.filter(who_organisation=OuterRef("pk")))
    on_duty = Exists(Duty.objects.filter(organisation=OuterRef("pk")))
    return ~Q(kind__in=sorted(UNIT_SECTORS)) | Q(staffed) | Q(hosting) | Q(on_duty)


def _load() -> Desk:
    offices = {
        o.pk: Office(o.pk, o.code, o.name, o.kind, o.division.path, o.phone)
        for o in Organisation.objects.filter(_at_work()).select_related("division")
    }
    labels = tuple(
        Label(c.kind, c.code, c.name, c.parent, tuple(c.keywords), c.urgency)
        for c in Category.objects.order_by("kind", "order", "pk")
    )
    duties = tuple(
        Row(
            d.pk,
            d.item,
            d.kind,
            d.category,
            d.division.path,
            d.position,
            d.organisation_id,
            d.basis,
            d.valid_from.isoformat(),
            d.valid_to.isoformat() if d.valid_to else "9999-12-31",
        )
        for d in Duty.objects.select_related("division").order_by("pk")
    )
    return Desk(labels, duties, offices)


desk: Remembered[Desk] = Remembered(_load)
"""The current duty table; call it."""


@dataclass(frozen=True)
class Route:
    """Where a matter goes: office ids by position, and the duty rows that say so."""

    intake: int | None
    lead: int | None
    assists: tuple[int, ...]
    hops: dict[str, int]
    duties: tuple[Row, ...]


MOST_ROUTES = 5_000


def route(kind: str, category: str, path: str) -> Route:
    """The route of a matter of this kind and category at a division path, today.

    For each position the most specific duty wins: deeper place, then deeper category, then one
    for this kind alone, then the newer row; assists are all of the winning specificity. An empty
    position is None or missing.
    """
    table = desk()
    asked = (kind, category, path, local_day(now()).isoformat())
    found = table.routes.get(asked)
    if found is None:
        if len(table.routes) >= MOST_ROUTES:
            table.routes.clear()
        found = table.routes[asked] = _route(table, *asked)
    return found


def _route(table: Desk, kind: str, category: str, path: str, today: str) -> Route:
    line = table.line(kind, category)
    fitting = [
        d
        for d in table.duties
        if d.kind in (kind, "")
        and d.category in line
        and path.startswith(d.path)
        and d.valid_from <= today <= d.valid_to
    ]
    best = {p: _best(fitting, p, line) for p in {d.position for d in fitting}}

    def one(position: str) -> int | None:
        rows = best.get(position)
        return rows[-1].organisation if rows else None

    hops = {p: rows[-1].organisation for p, rows in best.items() if p not in _OFFICES}
    assists = tuple(dict.fromkeys(r.organisation for r in best.get("assist", ())))
    return Route(one("intake"), one("lead"), assists, hops, tuple(fitting))


_OFFICES = ("intake", "lead", "assist", *SYSTEM_POSITIONS)
"""Positions that are no hop of a chain."""


def _best(rows: Iterable[Row], position: str, line: tuple[str, ...]) -> tuple[Row, ...]:
    def rank(row: Row) -> tuple[int, int, bool]:
        return len(row.path), -line.index(row.category), bool(row.kind)

    own = [r for r in rows if r.position == position]
    top = max(rank(r) for r in own)
    return tuple(r for r in own if rank(r) == top)
