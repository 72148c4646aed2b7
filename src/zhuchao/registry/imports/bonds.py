"""Ties that a column implies: made, corrected, or moved from one counterpart to another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from zhuchao.registry.imports.planned import Planned, TieStep
from zhuchao.registry.kinds import BY_NAME
from zhuchao.registry.models import Tie
from zhuchao.registry.scope import in_force

TOO_EARLY = gettext_noop("早于现有关系的开始日期 %(given)s")
NOT_YET = gettext_noop("那时对方还没有成立（%(given)s）")


@dataclass(frozen=True)
class Bond:
    """A tie a row wants: its kind, the other end, from when, on which terms; by which field.

    One at a time of its kind. `default` are terms of a new one where the file is silent. `dated`
    says that the day given is the tie's own beginning, so that another day corrects it; else it
    is used for a new one only.
    """

    column: str
    kind: str
    own: str
    other: int
    since: date | None = None
    terms: dict[str, Any] = field(default_factory=dict)
    default: dict[str, Any] = field(default_factory=dict)
    dated: bool = True
    earliest: date | None = None
    """When the other end began: no tie is older than its ends."""


def current_ties(own: str, end: str, numbers: Iterable[int], kinds: Iterable[str], day: date) -> (
    dict[tuple[str, int], list[Tie]]
):  # fmt: skip
    """The ties of these kinds in force or to come, by kind and the id of the row's own end."""
    found: dict[tuple[str, int], list[Tie]] = defaultdict(list)
    column = f"{own}_{end}"
    ahead = in_force(day) | Q(valid_from__gt=day)
    ties = Tie.objects.filter(ahead, kind__in=list(kinds), **{f"{column}__in": list(numbers)})
    for tie in ties.order_by("pk"):
        found[tie.kind, getattr(tie, f"{column}_id")].append(tie)
    return found


def bind(one: Planned, bond: Bond, present: list[Tie], today: date) -> None:
    """Add to a plan what brings the tie about; nothing where it stands already."""
    kind = BY_NAME[bond.kind]
    end = kind.whom if bond.own == "who" else kind.who
    far = f"{'whom' if bond.own == 'who' else 'who'}_{end}_id"
    mine = next((t for t in present if getattr(t, far) == bond.other), None)
    if mine:
        _correct(one, bond, mine, end)
        return
    begins = bond.since if bond.since and (bond.dated or not present) else today
    if bond.earliest and begins < bond.earliest:
        if bond.dated:
            one.wrong(bond.column, NOT_YET, bond.earliest.isoformat())
            return
        begins = bond.earliest
    for tie in present:
        last = begins - timedelta(days=1)
        if last < tie.valid_from:
            one.wrong(bond.column, TOO_EARLY, tie.valid_from.isoformat())
            return
        one.ties.append(_step(bond, end, tie, until=last))
    terms = {**bond.default, **bond.terms}
    one.ties.append(TieStep(bond.kind, bond.own, end, bond.other, begins.isoformat(), terms=terms))


def _correct(one: Planned, bond: Bond, tie: Tie, end: str) -> None:
    terms = {**tie.terms, **bond.terms}
    since = bond.since if bond.dated and bond.since else tie.valid_from
    if terms != tie.terms or since != tie.valid_from:
        one.ties.append(_step(bond, end, tie, since=since, terms=terms))


def _step(
    bond: Bond,
    end: str,
    tie: Tie,
    *,
    since: date | None = None,
    until: date | None = None,
    terms: dict[str, Any] | None = None,
) -> TieStep:
    far = f"{'whom' if bond.own == 'who' else 'who'}_{end}_id"
    last = until or tie.valid_to
    return TieStep(
        tie.kind,
        bond.own,
        end,
        getattr(tie, far),
        (since or tie.valid_from).isoformat(),
        last.isoformat() if last else "",
        terms if terms is not None else tie.terms,
        tie.pk,
        tie.version,
    )
