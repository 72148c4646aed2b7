"""The three rates of swift response, counted from journal facts and nothing else."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, QuerySet

from zhuchao.access.policy import EVERYTHING, under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.matters.policy import CLOSED
from zhuchao.matters.rechecks import outcomes
from zhuchao.rules.flows import flow


@dataclass(frozen=True)
class Rate:
    """A ratio that keeps its parts: of `base` matters, `hits` fulfil it; the ids can be opened."""

    name: str
    hits: frozenset[int]
    base: frozenset[int]

    @property
    def value(self) -> Fraction | None:
        """hits / base, or None while there is nothing to count."""
        return Fraction(len(self.hits), len(self.base)) if self.base else None


@dataclass(frozen=True)
class Rates:
    """响应率、解决率、满意率 of a kind in a period, with what was left out by approval."""

    response: Rate
    resolution: Rate
    satisfaction: Rate
    excluded: frozenset[int]


def rates(scope: Scope, kind: str, first: date, last: date) -> Rates:
    """The rates of matters whose main clock ended or ran out from `first` to `last`, inclusive.

    Response: met in time / (stopped or lapsed), so what is open and overdue stays in the base.
    Resolution and satisfaction: the last rating of a matter counts; a matter that is overdue and
    was never answered counts as not resolved. Satisfied: 4 or 5 of 5. A closing that was
    looked at again and found not done is not resolved. Approved exclusions leave base and hits.
    Source: domain.md §2, Three rates.
    """
    entries = _entries(scope, kind, first, last)
    main = {c.name for c in flow(kind).clocks if c.main}
    excluded = frozenset(
        Entry.objects.filter(subject_kind=kind, verb="matter.excluded").values_list(
            "subject_id", flat=True
        )
    )
    in_time, missed = _clocks(entries, main)
    resolved, satisfied, rated, voted = _ratings(entries)
    resolved -= _found_open(resolved)
    base = (in_time | missed) - excluded
    return Rates(
        Rate("response", in_time - missed - excluded, base),
        Rate("resolution", resolved - excluded, (rated | (missed - in_time)) - excluded),
        Rate("satisfaction", satisfied - excluded, voted - excluded),
        excluded & (in_time | missed | rated),
    )


def places(scope: Scope, kind: str, first: date, last: date) -> dict[int, str]:
    """Matter id → division path, for every matter the rates of that period may count."""
    rows = _entries(scope, kind, first, last).order_by("pk")
    return dict(rows.values_list("subject_id", "division_path"))


def within(found: Rates, ids: frozenset[int]) -> Rates:
    """The same rates over some of the matters, such as those of one division."""

    def part(rate: Rate) -> Rate:
        return Rate(rate.name, rate.hits & ids, rate.base & ids)

    return Rates(
        part(found.response),
        part(found.resolution),
        part(found.satisfaction),
        found.excluded & ids,
    )


def _entries(scope: Scope, kind: str, first: date, last: date) -> QuerySet[Entry]:
    """What a scope may count: its territory, and what its own organisations answered for."""
    way = flow(kind)
    counting = (way.desk,) if kind in CLOSED else ("intake", "supervisor", "auditor")
    territory = under("division_path", scope.paths(*counting))
    if scope.system:
        territory = EVERYTHING
    elif territory != EVERYTHING:
        territory |= Q(organisation__in=scope.organisations(*way.members))
    voided = Entry.objects.filter(voids__isnull=False).values("voids")
    return Entry.objects.filter(
        territory,
        subject_kind=kind,
        day__gte=first,
        day__lte=last,
        verb__in=("clock.stopped", "clock.lapsed", "matter.rated"),
    ).exclude(pk__in=voided)


def _clocks(entries: QuerySet[Entry], main: set[str]) -> tuple[frozenset[int], frozenset[int]]:
    """Matters whose main clock was met in time, and those where it ran out."""
    in_time: set[int] = set()
    missed: set[int] = set()
    rows = entries.filter(verb__in=("clock.stopped", "clock.lapsed"))
    for verb, number, facets in rows.values_list("verb", "subject_id", "facets"):
        if facets["clock"] in main:
            late = verb == "clock.lapsed" or facets["late"]
            (missed if late else in_time).add(number)
    return frozenset(in_time), frozenset(missed)


def _found_open(resolved: frozenset[int]) -> frozenset[int]:
    """Those among them that were looked at again and found not done, whatever was said before."""
    found = outcomes(resolved)
    return frozenset(number for number, outcome in found.items() if outcome == "not_upheld")


def _ratings(
    entries: QuerySet[Entry],
) -> tuple[frozenset[int], frozenset[int], frozenset[int], frozenset[int]]:
    """Matters last rated resolved; satisfied; rated at all; rated with a mark."""
    latest: dict[int, dict[str, int]] = {}
    rows = entries.filter(verb="matter.rated").order_by("pk")
    for number, facets in rows.values_list("subject_id", "facets"):
        latest[number] = facets
    marked = {n: f["satisfied"] for n, f in latest.items() if "satisfied" in f}
    return (
        frozenset(n for n, f in latest.items() if f["resolved"]),
        frozenset(n for n, mark in marked.items() if mark >= 4),
        frozenset(latest),
        frozenset(marked),
    )
