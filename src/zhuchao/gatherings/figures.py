"""How many visits an area had and what became of their findings: from the journal alone (A-01)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import today
from zhuchao.journal.models import Entry, Span
from zhuchao.registry.coverage.policy import areas


@dataclass(frozen=True)
class Counts:
    """The visits of a year up to its last day or today, and its findings; each its own unit."""

    visits: int
    """次: a stay of a week is one."""
    units: frozenset[int]
    """Distinct units that were visited."""
    by_mode: Mapping[str, int]
    by_month: Mapping[int, int]
    by_unit: Mapping[int, int]
    findings: int
    """条, noted in the year."""
    settled: int
    """条, settled in the year."""
    open: int
    """条 given to an office and not settled on the last day."""
    late: int
    """Of these, those whose day is past."""


def year_days(year: int) -> tuple[date, date]:
    """The first day of a year and its last, or today while it lasts."""
    return date(year, 1, 1), min(date(year, 12, 31), today())


def held(scope: Scope, year: int) -> QuerySet[Entry]:
    """What tells of the visits of a year that stand; a visit counts on its last day."""
    void = Entry.objects.filter(verb="gathering.taken_back", voids__isnull=False).values("voids")
    told = Entry.objects.filter(under("division_path", areas(scope)), verb="gathering.held")
    return told.filter(_visits(), day__range=year_days(year)).exclude(pk__in=void)


def noted(scope: Scope, year: int) -> QuerySet[Span]:
    """The findings of a year that stand."""
    return _findings(scope).filter(valid_from__range=year_days(year)).filter(_stands())


def settled(scope: Scope, year: int) -> QuerySet[Span]:
    """The findings settled in a year."""
    return _findings(scope).filter(valid_to__range=year_days(year)).filter(_stands())


def open_on(scope: Scope, day: date) -> QuerySet[Span]:
    """The findings given to an office that were not settled on a day."""
    given = Q(valid_from__lte=day) & ~Q(facets__contains='"due":""')
    return _findings(scope).filter(given).filter(Q(valid_to=None) | Q(valid_to__gt=day))


def counts(scope: Scope, year: int) -> Counts:
    """The figures of a year; in four statements."""
    rows = held(scope, year).values_list("facets", "day", "organisation")
    visits = [(facets["mode"], day.month, unit) for facets, day, unit in rows]
    last = year_days(year)[1]
    waiting = list(open_on(scope, last).values_list("facets", flat=True))
    by_unit = Counter(unit for _mode, _month, unit in visits if unit)
    return Counts(
        visits=len(visits),
        units=frozenset(by_unit),
        by_mode=Counter(mode for mode, _month, _unit in visits),
        by_month=Counter(month for _mode, month, _unit in visits),
        by_unit=by_unit,
        findings=noted(scope, year).count(),
        settled=settled(scope, year).count(),
        open=len(waiting),
        late=sum(facets["due"] < last.isoformat() for facets in waiting),
    )


def _visits() -> Q:
    return Q(facets__contains='"kind":"visit"')


def _findings(scope: Scope) -> QuerySet[Span]:
    return Span.objects.filter(under("division_path", areas(scope)), subject_kind="finding")


def _stands() -> Q:
    """Taken back is what holds on no day."""
    return Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
