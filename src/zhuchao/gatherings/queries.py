"""Visits and findings as lists read them, and how many wait for somebody."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.gatherings import figures
from zhuchao.gatherings.models import VISIT, Finding, Gathering
from zhuchao.gatherings.policy import own, visible_findings, visible_visits
from zhuchao.places.atlas import atlas

PAGE = 30


@dataclass(frozen=True)
class VisitFilters:
    """What the list of visits is narrowed to."""

    state: str = ""
    mode: str = ""
    year: int | None = None
    month: int | None = None
    division: str = ""
    unit: str = ""
    """Code of the unit that was visited."""
    counted: bool = False
    """Only what the figure of the year counts."""
    words: str = ""


@dataclass(frozen=True)
class FindingFilters:
    """What the list of findings is narrowed to."""

    state: str = ""
    topic: str = ""
    year: int | None = None
    mine: bool = False
    """Only those given to offices of who looks."""
    counted: bool = False
    """Only what the figure of the year counts: noted, settled ("done") or open."""
    words: str = ""


@dataclass(frozen=True)
class VisitPage:
    """A page of visits, the latest first, and the key it goes on after."""

    rows: list[Gathering]
    after: int | None


@dataclass(frozen=True)
class FindingPage:
    """A page of findings, and the key it goes on after."""

    rows: list[Finding]
    after: int | None


def visits(scope: Scope, f: VisitFilters, day: date) -> QuerySet[Gathering]:
    """The visible visits that fit on a day, each with its findings counted."""
    rows = Gathering.objects.filter(visible_visits(scope), _narrow(f), kind=VISIT)
    if f.state:
        rows = rows.filter(_state(f.state, day))
    else:
        rows = rows.filter(called_off_at=None, taken_back_at=None)
    if f.counted:
        told = figures.held(scope, f.year or day.year).values("subject_id")
        rows = rows.filter(pk__in=told)
    stand = Q(findings__taken_back_at=None, findings__isnull=False)
    rows = rows.annotate(found=Count("findings", stand))
    return rows.select_related("host", "unit", "division").order_by("-begins", "-pk")


def _narrow(f: VisitFilters) -> Q:
    given = {
        "mode": f.mode,
        "ends__year": f.year,
        "ends__month": f.month,
        "unit__code": f.unit,
    }
    narrow = Q(**{name: value for name, value in given.items() if value})
    if f.division and (area := atlas().by_code.get(f.division)):
        narrow &= under("division_path", [area.path])
    for word in f.words.split():
        narrow &= (
            Q(title__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(host__name__icontains=word)
            | Q(unit=None, division__name__icontains=word)
        )
    return narrow


def _state(name: str, day: date) -> Q:
    """The same as `words.state_of`, as rows."""
    live = Q(called_off_at=None, taken_back_at=None)
    waits = live & Q(held_at=None)
    return {
        "planned": waits & Q(begins__gt=day),
        "under_way": waits & Q(begins__lte=day, ends__gte=day),
        "due": waits & Q(ends__lt=day),
        "held": live & Q(held_at__isnull=False, reported_at=None),
        "reported": live & Q(reported_at__isnull=False),
        "called_off": Q(called_off_at__isnull=False),
        "taken_back": Q(taken_back_at__isnull=False),
    }[name]


def visit_page(
    scope: Scope, f: VisitFilters, day: date, *, after: int = 0, size: int = PAGE
) -> VisitPage:
    """A page of the list in one statement, or two when it goes on after a row."""
    found = visits(scope, f, day)
    if after and (b := Gathering.objects.filter(pk=after).values_list("begins", flat=True).first()):
        found = found.filter(Q(begins__lt=b) | Q(begins=b, pk__lt=after))
    rows = list(found[: size + 1])
    return VisitPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def findings(scope: Scope, f: FindingFilters, day: date) -> QuerySet[Finding]:
    """The visible findings that fit on a day; a counted list is of the last day of its year."""
    state = _counted(scope, f, day) if f.counted else _state_of(f, day)
    rows = Finding.objects.filter(visible_findings(scope), state, _about(f))
    if f.mine:
        rows = rows.filter(office__in=own(scope))
    ends = ("gathering__host", "gathering__unit", "gathering__division", "office", "matter")
    return rows.select_related(*ends)


def _counted(scope: Scope, f: FindingFilters, day: date) -> Q:
    """What a figure of the year counts, whatever became of it since."""
    year = f.year or day.year
    last = figures.year_days(year)[1]
    if f.state in ("open", "late"):
        late = Q(due__lt=last) if f.state == "late" else Q()
        return late & Q(pk__in=figures.open_on(scope, last).values("subject_id"))
    told = figures.settled(scope, year) if f.state == "done" else figures.noted(scope, year)
    return Q(pk__in=told.values("subject_id"))


def _state_of(f: FindingFilters, day: date) -> Q:
    live = Q(taken_back_at=None)
    waits = live & Q(done_on=None, matter=None)
    narrow = {
        "": live,
        "noted": waits & Q(due=None),
        "open": waits & Q(due__isnull=False),
        "late": waits & Q(due__lt=day),
        "raised": live & Q(matter__isnull=False, done_on=None),
        "done": live & Q(done_on__isnull=False),
        "taken_back": Q(taken_back_at__isnull=False),
    }[f.state]
    if f.year and f.state not in ("open", "late"):
        narrow &= Q(**{"done_on__year" if f.state == "done" else "on__year": f.year})
    return narrow


def _about(f: FindingFilters) -> Q:
    narrow = Q(topic=f.topic) if f.topic else Q()
    for word in f.words.split():
        narrow &= (
            Q(text__icontains=word)
            | Q(gathering__title__icontains=word)
            | Q(gathering__unit__name__icontains=word)
        )
    return narrow


def finding_page(
    scope: Scope, f: FindingFilters, day: date, *, after: int = 0, size: int = PAGE
) -> FindingPage:
    """A page of findings, the newest first; in one statement."""
    found = findings(scope, f, day)
    if after:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: size + 1])
    return FindingPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def waiting_for(scope: Scope, day: date) -> tuple[int, int]:
    """How many findings wait for the offices of a scope, and how many of them are late."""
    mine = Finding.objects.filter(office__in=own(scope), done_on=None, taken_back_at=None)
    told = mine.aggregate(n=Count("pk"), late=Count("pk", Q(due__lt=day)))
    return told["n"], told["late"]
