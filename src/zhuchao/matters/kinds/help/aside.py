"""What the asker's page shows of a request for help: who offers, and who comes."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from zhuchao.matters.taking_part import named

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail


@dataclass(frozen=True)
class Offer:
    """A neighbour who offers or helps: masked, with his words."""

    who: str
    said: str
    since: datetime


@dataclass(frozen=True)
class Offers:
    """Those who offer now, and the one who was accepted."""

    waiting: list[Offer]
    helper: Offer | None


def offers_of(found: "Detail", receipt: str) -> Offers:
    """The offers, for the asker alone."""
    if "asker" not in found.roles:
        return Offers([], None)
    said = {e.facets.get("participant"): e.words for e in found.entries if e.verb == "matter.offer"}
    rows = [p for p in found.participants if p.until is None]
    waiting = [Offer(named(p), said.get(p.pk, ""), p.since) for p in rows if p.role == "offerer"]
    helping = (Offer(named(p), "", p.since) for p in rows if p.role == "helper")
    return Offers(waiting, next(helping, None))
