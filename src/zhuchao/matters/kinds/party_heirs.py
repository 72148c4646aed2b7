"""What tied a Party organisation that ends goes on with its heirs from the day of the change."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from zhuchao.access.scope import Scope
from zhuchao.registry.actions import end_tie, take_back_tie
from zhuchao.registry.kinds import BY_NAME
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.tie_writing import write_tie

LINES = ("industry_line", "territory_line")
MOVING = ("covers", "member", "host_member", *LINES)
"""Ties that go along; authority does not: posts are filled anew by election."""


def pass_on(
    scope: Scope, old: Organisation, heirs: Sequence[Organisation], how: str, *, on: date
) -> None:
    """End what ties the old one on the day before, and begin it anew with its heirs.

    Members, covered units and those below go to the first heir; every new heir stands on the
    lines of the old one, while one it is merged into keeps its own. A tie that begins only after
    the day is replaced; one with an end keeps it.
    """
    for tie in _moving(old, on):
        kept = {"who": _end(tie, "who"), "whom": _end(tie, "whom")}
        begin, until, terms = max(on, tie.valid_from), tie.valid_to, dict(tie.terms)
        if tie.valid_from < on:
            end_tie(scope, tie, on=on - timedelta(days=1))
        else:
            take_back_tie(scope, tie, reason=how)
        if how == "merge" and terms.get("form") == "own":
            terms["form"] = "joint"
        for heir in _heirs(kept, tie.kind, old, heirs, how):
            ends = {side: heir if end == old else end for side, end in kept.items()}
            if ends["who"] != ends["whom"] and not _held(tie.kind, ends, begin):
                kind = BY_NAME[tie.kind]
                write_tie(scope, kind, **ends, since=begin, until=until, terms=terms)


def _heirs(
    kept: dict[str, Any], kind: str, old: Organisation, heirs: Sequence[Organisation], how: str
) -> Sequence[Organisation]:
    if kind in LINES and kept["who"] == old:
        return () if how == "merge" else heirs
    return heirs[:1]


def _held(kind: str, ends: dict[str, Any], begin: date) -> bool:
    """Whether the heir has the same tie already."""
    still = Q(valid_to=None) | Q(valid_to__gte=begin)
    named = {f"{side}_{getattr(BY_NAME[kind], side)}": end for side, end in ends.items()}
    return Tie.objects.filter(still, kind=kind, **named).exists()


def _end(tie: Tie, side: str) -> Any:
    return getattr(tie, f"{side}_{getattr(BY_NAME[tie.kind], side)}")


def _moving(old: Organisation, on: date) -> list[Tie]:
    own = Q(who_organisation=old) | Q(whom_organisation=old)
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    ends = ("who_person", "who_organisation__division", "whom_organisation__division")
    rows = Tie.objects.filter(own & still, kind__in=MOVING)
    return list(rows.select_related(*ends, "whom_division").order_by("pk"))
