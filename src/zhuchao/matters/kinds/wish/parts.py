"""How much of a wish is claimed, handed over and left, where several share in it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Sum

from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.taking_part import own

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.changing import Change

HOLDS = Q(until__isnull=True, done_at__isnull=True)
DONE = Q(until__isnull=True, done_at__isnull=False)
EVER_PUBLIC = ("published", "claimed", "handed_over", "confirmed", "thanked", "closed")
"""States in which its page may be opened by its code."""


def claims(matter: Matter) -> QuerySet[Participant]:
    """Everybody who ever claimed it, the first first."""
    rows = Participant.objects.filter(matter=matter, role="claimer")
    return rows.select_related("identity").order_by("pk")


def total(matter: Matter) -> int:
    """Into how many parts it is divided."""
    return int(matter.payload.get("parts") or 1)


def taken(matter: Matter) -> int:
    """Parts that are claimed now, or were handed over; what was given back is free again."""
    return _sum(claims(matter).filter(HOLDS | DONE))


def done(matter: Matter) -> int:
    """Parts that were handed over."""
    return _sum(claims(matter).filter(DONE))


def _sum(rows: QuerySet[Participant]) -> int:
    return rows.aggregate(parts=Sum("part"))["parts"] or 0


def left(matter: Matter) -> int:
    """Parts that anybody may still claim."""
    return total(matter) - taken(matter)


def _all_claimed(change: "Change") -> bool:
    return left(change.matter) <= 0


def _all_handed_over(change: "Change") -> bool:
    return done(change.matter) >= total(change.matter)


MOVES: Mapping[str, "Callable[[Change], bool]"] = {
    "claim": _all_claimed,
    "hand_over": _all_handed_over,
}
"""Where each claimer acts for his own part, the matter moves with the last."""


def _nobody_holds(matter: Matter, scope: "Scope") -> bool:
    return not claims(matter).filter(HOLDS).exists()


def _anybody(matter: Matter, scope: "Scope") -> bool:
    return claims(matter).filter(HOLDS | DONE).exists()


def _not_enough(matter: Matter, scope: "Scope") -> bool:
    return not done(matter) or not _nobody_holds(matter, scope)


def _not_his(matter: Matter, scope: "Scope") -> bool:
    return not claims(matter).filter(HOLDS, own(scope)).exists()


IDLE: Mapping[str, "Callable[[Matter, Scope], bool]"] = {
    "give_back": _not_his,
    "hand_over": _nobody_holds,
    "release": _nobody_holds,
    "take_down": _anybody,
    "enough": _not_enough,
}
"""Steps that are not offered while they could not be taken."""
