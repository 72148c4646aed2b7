"""Cross appointments (双向进入、交叉任职: M23), counted from the spans of the journal."""

from dataclasses import dataclass
from datetime import date, datetime

from zhuchao.access.policy import over
from zhuchao.registry.asof import Held, ties_on

HIGH = ("top", "middle", "key")
"""中层及以上和关键岗位."""
PARTY_TIES = ("member", "host_member", "secretary")


@dataclass(frozen=True)
class CrossAppointments:
    """Distinct persons, never pairs of posts; the ids open who they are."""

    members: frozenset[int]
    """Party members in management posts of middle level and above or key posts (A-13)."""
    both: frozenset[int]
    """Of them, those who also hold a Party post at the same time."""


def cross_appointments(
    paths: tuple[str, ...], day: date, *, known: datetime | None = None
) -> CrossAppointments:
    """The cross appointments in an area on a day.

    The post counts where it is held; whether its holder is a member is asked everywhere.
    """
    held = ties_on(day, kinds=("post", *PARTY_TIES), known=known)
    party = {t.subject[1] for t in held if t.kind in PARTY_TIES or _is(t, "party")}
    posted = {t.subject[1] for t in held if _is(t, "party") or t.kind == "secretary"}
    high = {
        t.subject[1]
        for t in held
        if _is(t, "management") and t.facets["level"] in HIGH and over(t.path, paths)
    }
    return CrossAppointments(frozenset(high & party), frozenset(high & posted))


def _is(tie: Held, line: str) -> bool:
    return tie.kind == "post" and tie.facets["line"] == line
