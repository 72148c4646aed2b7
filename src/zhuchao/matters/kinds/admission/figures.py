"""Figures of admissions from the journal's spans: A-23 on a day, A-24 and C-05 in a period."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Span
from zhuchao.matters.kinds.admission.quota import groups

NEW_EMPLOYMENT = ("riders", "platform_heads")
"""The groups C-05 is about (新就业群体)."""


@dataclass(frozen=True)
class ByGroup:
    """A number by group, with the matters behind it."""

    total: int
    groups: list[tuple[str, int, int]]
    """Label, number, per cent of the largest: the length of its bar."""
    matters: frozenset[int]


def activists(scope: Scope, day: date) -> ByGroup:
    """A-23: 入党积极分子 on a day (a stock): decided upon, not candidate and not stopped yet."""
    held = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return _by_group(_mine(scope).filter(held, verb="admission.activist"), day)


def admitted(scope: Scope, first: date, last: date) -> ByGroup:
    """A-24, C-05: 发展党员 in a stated period (a flow): by the day the committee approved."""
    rows = _mine(scope).filter(
        verb="admission.probationary", valid_from__gte=first, valid_from__lte=last
    )
    return _by_group(rows, last)


def _by_group(rows: QuerySet[Span], day: date) -> ByGroup:
    found = list(rows.values_list("subject_id", "facets"))
    counts: Counter[str] = Counter(f["group"] for _number, f in found)
    most = max(counts.values(), default=0)
    known = groups(day)
    return ByGroup(
        total=len(found),
        groups=[
            (known.get(code, code), n, round(100 * n / most)) for code, n in counts.most_common()
        ],
        matters=frozenset(number for number, _f in found),
    )


def _mine(scope: Scope) -> QuerySet[Span]:
    """What a scope may count: the desk its places, a secretary his branch's."""
    if scope.system:
        return Span.objects.all()
    own = Q(organisation__in=scope.organisations("secretary"))
    desk = under("division_path", scope.paths("party_desk"))
    return Span.objects.filter(desk | own if desk else desk)
