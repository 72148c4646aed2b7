"""Instructors as the desk reads them: the pool and its load, one posting, and the figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry, Span
from zhuchao.registry.coverage.policy import areas
from zhuchao.registry.instructors.policy import kept_in_reach, visible_postings
from zhuchao.registry.kinds import UNIT_SECTORS
from zhuchao.registry.models import Guidance, Milestone, Organisation, Person, Tie
from zhuchao.registry.scope import in_force


@dataclass
class Instructor:
    """Somebody of the pool or posted in the area, on one day."""

    person: Person
    kept: Tie | None = None
    """His time in the pool."""
    postings: list[Tie] = field(default_factory=list)
    """Those in the area of who looks."""
    load: int = 0
    """Units he has anywhere."""
    visits: int = 0
    """Visits of the year in the area."""


def instructors(scope: Scope, day: date) -> list[Instructor]:
    """Who is in the pool or posted in the area, the most loaded first; in four statements."""
    found: dict[int, Instructor] = {}
    ties = Tie.objects.filter(in_force(day)).select_related("who_person").order_by("valid_from")
    for tie in ties.filter(kept_in_reach(scope)).select_related("whom_division"):
        _of(found, tie).kept = tie
    posted = ties.filter(visible_postings(scope)).select_related("whom_organisation__division")
    for tie in posted:
        _of(found, tie).postings.append(tie)
    everywhere = Tie.objects.filter(in_force(day), kind="instructor", who_person__in=found)
    for number in everywhere.values_list("who_person_id", flat=True):
        found[number or 0].load += 1
    area = under("organisation__division__path", areas(scope))
    year = Guidance.objects.filter(area, role="instructor", taken_back_at=None)
    year = year.filter(on__range=(date(day.year, 1, 1), day))
    for number in year.filter(person__in=found).values_list("person_id", flat=True):
        found[number].visits += 1
    return sorted(found.values(), key=lambda one: (-one.load, one.person.pk))


def _of(found: dict[int, Instructor], tie: Tie) -> Instructor:
    person = tie.who_person
    if person is None:
        raise ValueError(f"tie {tie.pk} has no person")
    return found.setdefault(person.pk, Instructor(person))


def units(scope: Scope) -> list[Organisation]:
    """The operating units of the area, by place and name."""
    rows = Organisation.objects.filter(
        under("division__path", areas(scope)), kind__in=UNIT_SECTORS, operating="yes", valid_to=None
    )
    return list(rows.select_related("division").order_by("division__path", "name"))


@dataclass(frozen=True)
class Load:
    """The units of an area or a trade, and how many have an instructor."""

    units: int
    posted: int
    persons: int


def load_by(key: dict[int, str], rows: Iterable[Instructor]) -> dict[str, Load]:
    """The load by the key of each unit (its id → its street, its trade), in order of the keys."""
    who: dict[int, set[int]] = defaultdict(set)
    for one in rows:
        for tie in one.postings:
            who[tie.whom_organisation_id or 0].add(one.person.pk)
    groups: dict[str, list[int]] = defaultdict(list)
    for unit, name in key.items():
        groups[name].append(unit)
    return {
        name: Load(
            len(groups[name]),
            sum(bool(who[u]) for u in groups[name]),
            len(set().union(*(who[u] for u in groups[name]))),
        )
        for name in sorted(groups)
    }


@dataclass(frozen=True)
class Record:
    """One posting with its visits, newest first, and the grades of the instructor."""

    tie: Tie
    visits: list[Guidance]
    grades: list[Milestone]


def record(scope: Scope, tie_id: int) -> Record:
    """One posting. Raises Refused("not_found") when the scope may not see it."""
    found = Tie.objects.filter(visible_postings(scope), pk=tie_id)
    tie = found.select_related("who_person", "whom_organisation__division").first()
    if tie is None:
        raise Refused("not_found", _("没有这次派驻，或者您不能查看"))
    ends = {"person": tie.who_person, "organisation": tie.whom_organisation}
    visits = Guidance.objects.filter(role="instructor", taken_back_at=None, **ends)
    given = Milestone.objects.filter(person=tie.who_person, kind="appraised", taken_back_at=None)
    return Record(tie, list(visits.order_by("-on", "-pk")), list(given.order_by("-on")))


@dataclass(frozen=True)
class Counts:
    """Figures of the area: stocks of a day, flows of its year so far; from the journal alone."""

    posted: int
    """Distinct instructors posted in the year (claims.csv A-08)."""
    in_post: int
    """Distinct instructors in post on the day, the stock beside it."""
    in_reserve: int
    """Distinct persons in the pool (A-09)."""
    visits: int
    """Guidance visits, 次 (A-10)."""
    solved: int
    """Difficulties found on visits and solved, 件(次) (A-11)."""


def counts(scope: Scope, day: date) -> Counts:
    """The figures of the area on a day and in its year so far."""
    area, first = under("division_path", areas(scope)), date(day.year, 1, 1)
    spans = Span.objects.filter(area, subject_kind="person", facets__contains='"kind":"instructor')
    ties = list(spans.values_list("subject_id", "facets", "valid_from", "valid_to"))
    sound = [(w, f["kind"], a, b) for w, f, a, b in ties if a and (b is None or b >= a)]
    holds = [(w, kind) for w, kind, a, b in sound if a <= day and (b is None or b >= day)]
    told = Entry.objects.filter(area, day__range=(first, day))
    void = Entry.objects.filter(verb="guidance.taken_back", voids__isnull=False).values("voids")
    guided = Q(verb="difficulty.solved", facets__contains='"found_on":"guidance"')
    return Counts(
        posted=len({w for w, kind, a, _b in sound if kind == "instructor" and first <= a <= day}),
        in_post=len({w for w, kind in holds if kind == "instructor"}),
        in_reserve=len({w for w, kind in holds if kind == "instructor_reserve"}),
        visits=told.filter(verb="guidance.visited").exclude(pk__in=void).count(),
        solved=int(told.filter(guided).aggregate(n=Sum("quantity"))["n"] or 0),
    )
