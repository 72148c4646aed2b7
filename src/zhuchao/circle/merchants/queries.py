"""Offers as pages and maps read them, and what the limits of counting look at."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.circle.merchants.kinds import OFFER_KINDS, SITE_KIND
from zhuchao.circle.models import Offer
from zhuchao.circle.models.offers import WHENEVER
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.places.models import Site
from zhuchao.places.site_queries import Clock
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written

COUNTED = "visit.counted"
TAIL = 40
"""Of the newest facts of a shop, how many the limits by the minute and the undo look at."""


def valid_on(day: date) -> Q:
    """Offers that hold on a day, both ends included."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def offers_of(site: Site, day: date) -> list[Offer]:
    """What a site offers on a day, in the order of the kinds."""
    rows = list(Offer.objects.filter(valid_on(day), site=site))
    order = [kind for kind, _label in OFFER_KINDS]
    return sorted(rows, key=lambda one: (order.index(one.kind), one.pk))


def running(offer: Offer, site: Site, moment: datetime) -> bool:
    """Whether its hours and those of its site hold at a moment; unknown ones do not bar it."""
    clock = Clock(moment)
    return all(clock.state(hours) != "closed" for hours in (offer.hours, site.hours))


def visit_facts() -> QuerySet[Entry]:
    """Every visit that was counted and not taken back: what all numbers of visits read."""
    voided = Entry.objects.filter(verb="visit.voided").values("voids")
    return Entry.objects.filter(verb=COUNTED).exclude(pk__in=voided)


def facts_today(site: Site) -> list[Entry]:
    """Today's visits of a shop."""
    return list(visit_facts().filter(day=local_day(now()), **_shop(site)).order_by("id"))


def _shop(site: Site) -> dict[str, object]:
    return {"subject_kind": "shop", "subject_id": site.pk}


def full(offer: Offer, today: Iterable[Entry]) -> bool:
    """Whether today's visits used an offer up."""
    used = sum(one.headcount or 0 for one in today if one.facets["offer"] == offer.pk)
    return offer.cap is not None and used >= offer.cap


def recent_tallies(site: Site, since: datetime) -> int:
    """Visits counted by hand since a moment, those taken back too; no further than TAIL."""
    rows = Entry.objects.filter(verb=COUNTED, **_shop(site)).order_by("-id")[:TAIL]
    return sum(one.facets["way"] == "tally" and one.occurred_at > since for one in rows)


def last_tally(site: Site) -> Entry | None:
    """The last visit of today that was counted by hand and not taken back."""
    rows = visit_facts().filter(day=local_day(now()), **_shop(site)).order_by("-id")
    return next((one for one in rows if one.facets["way"] == "tally"), None)


def open_merchant(code: str) -> Site:
    """A merchant anybody may see. Raises Refused("not_found") otherwise."""
    rows = Site.objects.filter(code=code, kind=SITE_KIND).exclude(status="planned")
    site = rows.select_related("division").first()
    if site is None:
        raise Refused("not_found", _("没有这家店"))
    return site


def offer_words(offer: Offer) -> str:
    """An offer in a few words of the reader's language: 套餐打折 7 折, 错峰就餐 12 座."""
    label = _(dict(OFFER_KINDS)[offer.kind])
    more = [offer.words] if offer.words else []
    if offer.factor is not None:
        more.append(discount_words(offer.factor))
    if offer.seats is not None:
        more.append(_("%(n)s 座") % {"n": offer.seats})
    return " ".join([label, *more])


def discount_words(factor: int) -> str:
    """What is paid, as it is said: 70 per cent is 7 折.

    >>> discount_words(70), discount_words(85)
    ('7 折', '8.5 折')
    """
    tenths = f"{factor / 10:g}"
    return _("%(tenths)s 折") % {"tenths": tenths, "percent": factor}


def offer_hours(offer: Offer) -> str:
    """Its hours in words; "" where it holds as long as the shop is open."""
    return "" if offer.hours == WHENEVER else written(from_text(offer.hours), _)


def offers_on_map(day: date | None = None) -> dict[int, tuple[str, ...]]:
    """Site id → the words of what it offers on a day (today): of open merchants, one statement."""
    rows = Offer.objects.filter(valid_on(day or local_day(now())), site__status="open")
    found: dict[int, list[str]] = defaultdict(list)
    for offer in rows.order_by("site", "kind", "pk"):
        found[offer.site_id].append(offer_words(offer))
    return {site: tuple(words) for site, words in found.items()}
