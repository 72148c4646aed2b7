"""Judicial confirmation (司法确认): whether it is open, until when, and how long a court takes.

《人民调解法》第三十三条; what is excluded and the court's own time: domain.md §8 [L-SF]. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, Protocol

ACCEPTS = timedelta(days=3)
DECIDES = timedelta(days=15)
LONGER = timedelta(days=10)
"""The court decides on acceptance, then on the matter; with its president's leave it may extend."""

Standing = Literal["none", "oral", "excluded", "open", "applied", "decided", "over"]


class Told(Protocol):
    """An entry of the journal, as far as this needs it."""

    @property
    def verb(self) -> str:
        """What happened."""

    @property
    def facets(self) -> Mapping[str, Any]:
        """Codes, dates and numbers that went with it."""


@dataclass(frozen=True)
class Confirmation:
    """Where the right stands. `relation` tells why it is excluded, `result` what was decided."""

    standing: Standing
    relation: str = ""
    applied_on: date | None = None
    result: str = ""

    @property
    def accepts_by(self) -> date | None:
        """By when the court decides whether it takes the application."""
        return self.applied_on + ACCEPTS if self.applied_on else None

    @property
    def decides_by(self) -> date | None:
        """By when it decides at the latest, if it takes it on the last day, not extended."""
        return self.applied_on + ACCEPTS + DECIDES if self.applied_on else None

    @property
    def extended_by(self) -> date | None:
        """The same, extended."""
        return self.applied_on + ACCEPTS + DECIDES + LONGER if self.applied_on else None


def standing(told: Iterable[Told]) -> Confirmation:
    """Where it stands by the entries of a dispute, oldest first."""
    found = Confirmation("none")
    for entry in told:
        found = _after(found, entry.verb, entry.facets)
    return found


def _after(now: Confirmation, verb: str, facets: Mapping[str, Any]) -> Confirmation:
    if verb == "matter.agree_orally":
        return Confirmation("oral")
    if verb == "matter.put_in_force":
        relation = str(facets["relation"])
        return Confirmation("open" if relation == "none" else "excluded", relation)
    if verb == "matter.apply_confirmation":
        return Confirmation("applied", now.relation, date.fromisoformat(facets["applied_on"]))
    if verb == "matter.confirm_result":
        return Confirmation("decided", now.relation, now.applied_on, str(facets["result"]))
    if verb == "matter.miss_confirmation":
        return Confirmation("over", now.relation)
    return now
