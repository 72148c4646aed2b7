"""Figures of floating members, counted from the journal's spans: C-02 by trade, C-03 branches."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhuchao.access.policy import EVERYTHING, under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Span
from zhuchao.matters.kinds.reunion.posts import trades
from zhuchao.registry.models import Organisation


@dataclass(frozen=True)
class Trade:
    """How many floating members of a trade are known on a day."""

    code: str
    label: str
    people: int
    per_cent: int
    """Of the largest trade: the length of its bar."""


def _held_on(day: date) -> Q:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def found_by_trade(scope: Scope, day: date) -> list[Trade]:
    """C-02: floating members verified by their home branch and still here on `day`, by trade.

    From the day of verification until the day he left, went home or was lost, both included.
    For the desk over its places; a branch counts its own.
    """
    rows = Span.objects.filter(_mine(scope), _held_on(day), verb="reunion.member")
    counts: Counter[str] = Counter(f["trade"] for f in rows.values_list("facets", flat=True))
    most = max(counts.values(), default=0)
    return [
        Trade(code, label, counts[code], round(100 * counts[code] / most) if most else 0)
        for code, label in trades().items()
        if counts[code]
    ]


def floating_branches(scope: Scope, day: date) -> int:
    """C-03: floating branches that exist on `day`, as the register's spans tell."""
    few = Organisation.objects.filter(kind="floating_branch").values_list("pk", flat=True)
    spans = [f"organisation:{pk}" for pk in few]
    here = EVERYTHING if scope.system else under("division_path", scope.paths("party_desk"))
    return Span.objects.filter(here, _held_on(day), pk__in=spans).count()


def _mine(scope: Scope) -> Q:
    if scope.system:
        return EVERYTHING
    desk = under("division_path", scope.paths("party_desk"))
    return desk | Q(organisation__in=scope.organisations("secretary")) if desk else desk
