"""A shop in the words of its counter: offers with their state now, and what today brought."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuchao.circle.merchants.kinds import PLATE, SCANS
from zhuchao.circle.merchants.queries import (
    facts_today,
    full,
    last_tally,
    offer_hours,
    offer_words,
    offers_of,
    running,
)
from zhuchao.circle.models import Offer
from zhuchao.journal.clock import local_day
from zhuchao.journal.models import Entry
from zhuchao.marks.plates import valid_marks
from zhuchao.places.models import Site


@dataclass(frozen=True)
class OfferLine:
    """An offer in words, and whether it is on at this moment."""

    row: Offer
    label: str
    hours: str
    state: str
    tone: str
    on: bool
    used: int


def offer_lines(site: Site, moment: datetime, today: list[Entry]) -> list[OfferLine]:
    """What a site offers today; `today` are its visits."""
    return [_line(one, site, moment, today) for one in offers_of(site, local_day(moment))]


def _line(offer: Offer, site: Site, moment: datetime, today: list[Entry]) -> OfferLine:
    used = sum(one.headcount or 0 for one in today if one.facets["offer"] == offer.pk)
    state, tone, on = _("现在有"), "good", True
    if full(offer, today):
        state, tone, on = _("今天用完了"), "quiet", False
    elif not running(offer, site, moment):
        state, tone, on = _("不在时段"), "quiet", False
    return OfferLine(offer, offer_words(offer), offer_hours(offer), state, tone, on, used)


def choices(site: Site, moment: datetime) -> list[tuple[int, str]]:
    """The offers one can choose at a moment."""
    lines = offer_lines(site, moment, facts_today(site))
    return [(line.row.pk, line.label) for line in lines if line.on]


@dataclass(frozen=True)
class Today:
    """What the counter shows of a day: numbers and offers, no names."""

    scans: int
    tallies: int
    offers: list[OfferLine]
    undo: Entry | None
    accredited: bool

    @property
    def both(self) -> int:
        """Scans and hand tallies together."""
        return self.scans + self.tallies

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The offers that are on."""
        return [(line.row.pk, line.label) for line in self.offers if line.on]


def today_of(site: Site, moment: datetime) -> Today:
    """The day of a shop so far."""
    found = facts_today(site)
    scans = sum(one.headcount or 0 for one in found if one.facets["way"] in SCANS)
    every = sum(one.headcount or 0 for one in found)
    return Today(
        scans,
        every - scans,
        offer_lines(site, moment, found),
        last_tally(site),
        valid_marks(local_day(moment)).filter(site=site, standard=PLATE).exists(),
    )
