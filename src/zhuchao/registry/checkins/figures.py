"""The figures of dual check-in, counted from the journal alone, and the records behind each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_noop

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry, Span
from zhuchao.registry.checkins.policy import areas
from zhuchao.registry.service_sessions import sessions

FIGURES = {
    "organisations": gettext_noop("报到的单位"),
    "members": gettext_noop("报到的党员"),
    "new_organisations": gettext_noop("年内新报到的单位"),
    "new_members": gettext_noop("年内新报到的党员"),
    "sessions": gettext_noop("年内服务（场次）"),
    "solved": gettext_noop("年内解决实际困难（件次）"),
}
"""Stocks of a day and flows of its year so far; sessions are A-29, what was solved is A-30."""
TOLD_BY = ("tie.made", "tie.changed", "tie.ended")
OCCASIONS = ("check_in", "pairing")
"""Occasions a difficulty is found on that belong to this room; the others are counted together."""


@dataclass(frozen=True)
class Counts:
    """The figures of an area on a day; channels and occasions apart, each with its own unit."""

    organisations: int
    members: int
    new_organisations: int
    new_members: int
    by_channel: Mapping[str, int]
    """Sessions, 场次, by channel."""
    by_occasion: Mapping[str, int]
    """Difficulties solved, 件(次), by the occasion they were found on; "" for all others."""

    @property
    def sessions(self) -> int:
        """All sessions."""
        return sum(self.by_channel.values())

    @property
    def solved(self) -> int:
        """All difficulties solved."""
        return sum(self.by_occasion.values())


def counts(scope: Scope, day: date) -> Counts:
    """The figures on a day and in its year so far; in four statements."""
    channels = Counter(f["channel"] for f in served(scope, day).values_list("facets", flat=True))
    found: Counter[str] = Counter()
    for occasion in OCCASIONS:
        found[occasion] = _sum(solved(scope, day).filter(_found_on(occasion)))
    found[""] = _sum(solved(scope, day)) - found.total()
    spans = {kind: list(check_in_spans(scope, kind)) for kind in ("organisation", "member")}
    return Counts(
        organisations=_distinct(on_day(spans["organisation"], day)),
        members=_distinct(on_day(spans["member"], day)),
        new_organisations=_distinct(begun(spans["organisation"], day)),
        new_members=_distinct(begun(spans["member"], day)),
        by_channel=channels,
        by_occasion=found,
    )


def check_in_spans(scope: Scope, who: str) -> QuerySet[Span]:
    """What is believed of the check-ins in the area, of "organisation" or "member"."""
    area = under("division_path", areas(scope))
    kind = Q(facets__contains=f'"kind":"{who}_check_in"')
    rows = Span.objects.filter(area, kind, verb__in=TOLD_BY)
    return rows.order_by("division_path", "valid_from", "id")


def on_day(spans: list[Span], day: date) -> list[Span]:
    """Those that hold on a day."""
    sound = [s for s in spans if s.valid_from and s.valid_from <= day]
    return [s for s in sound if s.valid_to is None or s.valid_to >= day]


def begun(spans: list[Span], day: date) -> list[Span]:
    """The first time of each who first reported in the year of a day, up to that day."""
    first: dict[int, Span] = {}
    for span in spans:
        begin = span.valid_from
        if begin is None or (span.valid_to and span.valid_to < begin):
            continue
        known = first.get(span.subject_id)
        if known is None or known.valid_from is None or begin < known.valid_from:
            first[span.subject_id] = span
    year = date(day.year, 1, 1)
    return [s for s in first.values() if s.valid_from and year <= s.valid_from <= day]


def _distinct(spans: list[Span]) -> int:
    return len({span.subject_id for span in spans})


def served(scope: Scope, day: date) -> QuerySet[Entry]:
    """The sessions of the year so far."""
    return sessions(under("division_path", areas(scope)), date(day.year, 1, 1), day)


def solved(scope: Scope, day: date) -> QuerySet[Entry]:
    """The difficulties solved in the year so far."""
    area = under("division_path", areas(scope))
    span = (date(day.year, 1, 1), day)
    return Entry.objects.filter(area, verb="difficulty.solved", day__range=span)


def _found_on(occasion: str) -> Q:
    return Q(facets__contains=f'"found_on":"{occasion}"')


def _sum(rows: QuerySet[Entry]) -> int:
    return int(rows.aggregate(n=Sum("quantity"))["n"] or 0)
