"""The rates petitions are answered by: accepted in time, closed in time, rated, satisfied."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_noop

from zhuchao.access.scope import Scope
from zhuchao.matters.kinds.petition.figures import Told, facts
from zhuchao.matters.rates import Rate

ACCEPTING, CLOSING = ("D1", "D2", "D3"), ("D5", "D9")
CONCLUDED = tuple(
    f"matter.{step}"
    for step in ("issue", "not_accept", "guide_out", "lead_in", "settle", "terminate")
)
"""After these a petitioner may rate (domain.md §1, Rates in use)."""
CONTENT = ("satisfied", "fair")
LABELS = {
    "timely_acceptance": gettext_noop("及时受理率"),
    "on_time_close": gettext_noop("按期办结率"),
    "rating_participation": gettext_noop("参评率"),
    "satisfaction_desk": gettext_noop("对信访部门满意率"),
    "satisfaction_unit": gettext_noop("对办理单位满意率"),
}
VERBS = ("clock.stopped", "clock.lapsed", "matter.rate", *CONCLUDED)


def rates(scope: Scope, first: date, last: date) -> list[Rate]:
    """The rates of a period, each with the matters behind both of its parts.

    In time: all clocks of the kind that ended or ran out were kept. What is open and overdue stays
    in the base; a notice entered late counts by the day it was given. Satisfied: 满意 or 基本满意
    in the last rating.
    """
    found = facts(scope, first, last, VERBS)
    rated = {f.subject: f.facets for f in found if f.verb == "matter.rate"}
    concluded = frozenset(f.subject for f in found if f.verb in CONCLUDED)
    voted = frozenset(rated)
    return [
        _in_time("timely_acceptance", found, ACCEPTING),
        _in_time("on_time_close", found, CLOSING),
        Rate("rating_participation", voted & concluded, concluded),
        *(
            Rate(
                f"satisfaction_{whom}",
                frozenset(n for n, f in rated.items() if f.get(f"{whom}_rating") in CONTENT),
                voted,
            )
            for whom in ("desk", "unit")
        ),
    ]


def _in_time(name: str, found: Iterable[Told], clocks: tuple[str, ...]) -> Rate:
    """A clock that was stopped tells itself whether it was late; one that only ran out was."""
    late: dict[tuple[int, str], bool] = {}
    for fact in found:
        clock = str(fact.facets.get("clock", ""))
        if clock in clocks and fact.verb == "clock.lapsed":
            late.setdefault((fact.subject, clock), True)
        elif clock in clocks and fact.verb == "clock.stopped":
            late[(fact.subject, clock)] = bool(fact.facets["late"])
    base = frozenset(matter for matter, _clock in late)
    missed = frozenset(matter for (matter, _clock), was in late.items() if was)
    return Rate(name, base - missed, base)
