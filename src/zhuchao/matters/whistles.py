"""Running whistles with every department's part, and how often each street whistles."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Holding, Matter
from zhuchao.matters.policy import visible_to
from zhuchao.places.atlas import Area, atlas

MOST = 50
DEMANDS = ("appeal", "hazard")


@dataclass(frozen=True)
class Part:
    """How far one department is with a whistle."""

    office: str
    state: str
    due: datetime | None
    """Until when it has to report in, while it has not."""


@dataclass(frozen=True)
class Running:
    """A whistle nobody has closed yet."""

    matter: Matter
    minutes: int
    """Since it was blown."""
    parts: list[Part]


def running(scope: Scope) -> list[Running]:
    """The open whistles a scope may see, the oldest first, at most MOST; three statements."""
    rows = visible_to(scope).filter(kind="whistle", closed_at__isnull=True)
    matters = list(rows.order_by("raised_at", "pk")[:MOST])
    holdings = Holding.objects.filter(
        matter__in=matters, role__in=("lead", "assist"), ended_at__isnull=True
    )
    clocks = Deadline.objects.filter(
        matter__in=matters, clock="report_in", stopped_at__isnull=True, holding__isnull=False
    )
    due = dict(clocks.values_list("holding_id", "due_at"))
    parts: dict[int, list[Part]] = {}
    for held in holdings.select_related("organisation").order_by("pk"):
        part = Part(held.organisation.name, held.state, due.get(held.pk))
        parts.setdefault(held.matter_id, []).append(part)
    return [
        Running(m, int((now() - m.raised_at).total_seconds() // 60), parts.get(m.pk, []))
        for m in matters
    ]


@dataclass(frozen=True)
class Street:
    """How often a street whistled, beside how much was asked of it; neither is a target."""

    area: Area
    whistles: int
    demands: int

    @property
    def per_hundred(self) -> float | None:
        """Whistles for every hundred demands, or None where nothing was asked."""
        return 100 * self.whistles / self.demands if self.demands else None


def ratio(scope: Scope, first: date, last: date) -> list[Street]:
    """The streets of a scope's territory from `first` to `last`, both included; one statement.

    Counted from the journal: neither too few nor too many whistles is good (domain.md §2 [P15]).
    """
    paths = scope.paths("intake", "supervisor", "whistle_desk")
    streets = [a for a in atlas().areas if a.kind in ("street", "zone")]
    counted = Counter(_raised(paths, first, last).values_list("subject_kind", "division_path"))
    return [
        Street(
            area,
            sum(n for (kind, p), n in counted.items() if kind == "whistle" and _in(p, area)),
            sum(n for (kind, p), n in counted.items() if kind in DEMANDS and _in(p, area)),
        )
        for area in streets
        if any(area.path.startswith(path) for path in paths)
    ]


def _in(path: str, area: Area) -> bool:
    return path.startswith(area.path)


def _raised(paths: tuple[str, ...], first: date, last: date) -> QuerySet[Entry]:
    return Entry.objects.filter(
        under("division_path", paths),
        verb="matter.raised",
        subject_kind__in=("whistle", *DEMANDS),
        day__gte=first,
        day__lte=last,
    )
