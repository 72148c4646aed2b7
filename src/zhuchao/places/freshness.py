"""How fresh a fact of a site is: confirmed, not confirmed for too long, or contradicted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.journal.clock import now
from zhuchao.places.models import Site, SiteFact
from zhuchao.places.site_kinds import CONFIRMERS, FACTS

FRESHNESS = (
    ("doubted", gettext_noop("有人反映不对"), "bad"),
    ("stale", gettext_noop("未确认"), "waiting"),
    ("fresh", gettext_noop("已确认"), "good"),
)
"""The worst of its facts is what a site is, in this order; with the tone it is shown in."""


@dataclass(frozen=True)
class Freshness:
    """One fact as pages show it. `by` is a role; `yes` and `no` count passers-by."""

    name: str
    label: str
    state: str
    state_label: str
    tone: str
    confirmed_at: datetime | None
    by: str
    yes: int
    no: int


def limit() -> datetime:
    """What was confirmed before this is stale (ZHUCHAO_FRESH_DAYS)."""
    return now() - timedelta(days=settings.ZHUCHAO_FRESH_DAYS)


def freshness(facts: Iterable[SiteFact]) -> list[Freshness]:
    """All facts of a site in their order, whether or not anybody spoke of them yet."""
    known = {fact.name: fact for fact in facts}
    return [_one(known.get(name) or SiteFact(name=name), label) for name, label in FACTS]


def _one(fact: SiteFact, label: str) -> Freshness:
    state = "stale" if fact.confirmed_at is None or fact.confirmed_at < limit() else "fresh"
    state = "doubted" if fact.no else state
    words = {name: (text, tone) for name, text, tone in FRESHNESS}[state]
    return Freshness(
        name=fact.name,
        label=_(label),
        state=state,
        state_label=_(words[0]),
        tone=words[1],
        confirmed_at=fact.confirmed_at,
        by=_(dict(CONFIRMERS)[fact.confirmed_by]) if fact.confirmed_by else "",
        yes=fact.yes,
        no=fact.no,
    )


def worst(facts: Iterable[Freshness]) -> Freshness:
    """The fact in the worst state, which stands for the site in a list."""
    order = [name for name, _label, _tone in FRESHNESS]
    return min(facts, key=lambda fact: order.index(fact.state))


def in_state(sites: QuerySet[Site], state: str) -> QuerySet[Site]:
    """The sites whose worst fact is in this state."""
    doubted = Exists(SiteFact.objects.filter(site=OuterRef("pk"), no__gt=0))
    if state == "doubted":
        return sites.filter(doubted)
    confirmed = Count("facts", filter=Q(facts__confirmed_at__gte=limit()))
    counted = sites.filter(~doubted).annotate(confirmed=confirmed)
    whole = Q(confirmed=len(FACTS))
    return counted.filter(whole if state == "fresh" else ~whole)
