"""What else the pages of a reunion show: to the member his way in, to the branch who he may be."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhuchao.journal.clock import local_day, now
from zhuchao.matters.kinds.reunion.matching import Likely, in_register, likely
from zhuchao.matters.kinds.reunion.parts import full_on, months_away, row_of
from zhuchao.matters.models import Reunion

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.queries import Detail


@dataclass(frozen=True)
class Way:
    """How far it is, as both pages show it."""

    row: Reunion
    branch: str
    full_on: date | None
    """When he will have been away long enough to be a floating member."""
    full: bool
    months: int


@dataclass(frozen=True)
class Beside:
    """The desk's part: the same, with those who may be the same person, masked."""

    way: Way
    likely: list[Likely]
    register: list[tuple[str, str]]
    home_only: bool
    """Whether who looks is only the home branch: it is asked one thing and sees no more."""


def _way(found: "Detail") -> Way:
    full = full_on(found.matter)
    lead = next((h for h in found.holdings if h.role == "lead" and h.ended_at is None), None)
    return Way(
        row=row_of(found.matter),
        branch=lead.organisation.name if lead else "",
        full_on=full,
        full=full is not None and full <= local_day(now()),
        months=months_away(found.matter),
    )


def for_member(found: "Detail", receipt: str) -> Way | None:
    """His own page; nothing for anybody else."""
    return _way(found) if "asker" in found.roles else None


def beside(scope: "Scope", found: "Detail") -> Beside:
    """The desk's page: proposals for those who receive him, not for the home branch."""
    receiving = bool(found.roles & {"intake", "lead"})
    return Beside(
        way=_way(found),
        likely=likely(found.matter) if receiving else [],
        register=in_register(found.matter) if receiving else [],
        home_only=not receiving,
    )
