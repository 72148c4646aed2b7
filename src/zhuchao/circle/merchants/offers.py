"""The verbs that write offers: make, change, end; each is a version of a span in the journal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.kinds import OFFER_KINDS, SITE_KIND
from zhuchao.circle.merchants.policy import demand_counter
from zhuchao.circle.models import Offer
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.models import Site
from zhuchao.rules.hours_data import as_data, from_text

CHANGEABLE = ("words", "factor", "seats", "cap", "hours", "valid_from", "valid_to")
MOST_OFFERS = 12
STALE = gettext_noop("这项优惠刚被他人修改过，请看过最新情况再决定")


def make_offer(scope: Scope, offer: Offer) -> Offer:
    """Write down an offer (an unsaved row), by whoever keeps the shop or its office.

    Raises Refused for strangers, naming each field at fault, and beyond MOST_OFFERS that hold.
    """
    demand_counter(scope, offer.site)
    if offer.site.kind != SITE_KIND or offer.site.status == "closed":
        raise Refused("conflict", _("只有在册的商户可以写优惠"))
    sound_offer(offer)
    with writing(scope.who) as log:
        Site.objects.filter(pk=offer.site_id).update(version=F("version"))
        if in_force(offer.site_id, local_day(now())) >= MOST_OFFERS:
            raise Refused("conflict", _("优惠太多了，请先结束几项"))
        offer.save()
        _tell(log, "offer.made", offer)
    return offer


def in_force(site_id: int, day: date) -> int:
    """How many offers of a site hold on a day or later."""
    rows = Offer.objects.filter(site=site_id)
    return rows.exclude(valid_to__lt=day).count()


def change_offer(scope: Scope, offer_id: int, changes: Mapping[str, Any], *, version: int) -> Offer:
    """Change what is given of CHANGEABLE, as the version seen; what it was stays in the journal.

    Raises Refused as `make_offer`, "stale" when somebody was first, "conflict" for one that ended.
    """
    with _changing(scope, offer_id, version) as (offer, log):
        for name in CHANGEABLE:
            setattr(offer, name, changes.get(name, getattr(offer, name)))
        sound_offer(offer)
        _tell(log, "offer.changed", offer)
    return offer


def end_offer(scope: Scope, offer_id: int, *, version: int) -> Offer:
    """End an offer; today is its last day. One that has not begun is over before it begins."""
    with _changing(scope, offer_id, version) as (offer, log):
        today = local_day(now())
        offer.valid_from = min(offer.valid_from, today)
        offer.valid_to = today
        _tell(log, "offer.ended", offer)
    return offer


@contextmanager
def _changing(scope: Scope, offer_id: int, version: int) -> Iterator[tuple[Offer, Log]]:
    """One offer in one transaction: its version first, so that nobody is between."""
    with writing(scope.who) as log:
        rows = Offer.objects.filter(pk=offer_id)
        same = rows.filter(version=version).update(version=F("version") + 1)
        offer = rows.select_related("site__division").first()
        if offer is None:
            raise Refused("not_found", _("没有这项优惠"))
        demand_counter(scope, offer.site)
        if not same:
            raise Refused("stale", _(STALE))
        if offer.valid_to and offer.valid_to < local_day(now()):
            raise Refused("conflict", _("这项优惠已经结束"))
        yield offer, log
        offer.save(update_fields=CHANGEABLE)


def sound_offer(offer: Offer) -> None:
    """Raise Refused naming each field of an offer that is wrong."""
    wrong = {**_of_kind(offer), **_of_time(offer)}
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)


def _of_kind(offer: Offer) -> dict[str, str]:
    wrong = {}
    if offer.kind not in dict(OFFER_KINDS):
        wrong["kind"] = _("没有这种优惠")
    if offer.kind == "price_factor" and not (offer.factor and 0 < offer.factor < 100):
        wrong["factor"] = _("请写打几折，大于 0、小于 10")
    if offer.kind != "price_factor" and offer.factor is not None:
        wrong["factor"] = _("只有打折的优惠写折扣")
    if offer.kind == "meal_off_peak" and not offer.seats:
        wrong["seats"] = _("请写错峰就餐区有几个座位")
    if offer.kind != "meal_off_peak" and offer.seats is not None:
        wrong["seats"] = _("只有错峰就餐写座位")
    if offer.cap is not None and offer.cap < 1:
        wrong["cap"] = _("每天至少一份；不限就空着")
    return wrong


def _of_time(offer: Offer) -> dict[str, str]:
    wrong = {}
    try:
        from_text(offer.hours)
    except ValueError:
        wrong["hours"] = _("看不懂这个时段")
    if offer.valid_to and offer.valid_to < offer.valid_from:
        wrong["valid_to"] = _("结束日期早于开始日期")
    return wrong


def _tell(log: Log, verb: str, offer: Offer) -> None:
    """What is believed of an offer from now on."""
    log.add(
        Fact(
            verb,
            ("offer", offer.pk),
            str(offer.site.division.path),
            facets={
                "site": offer.site_id,
                "kind": offer.kind,
                "factor": offer.factor,
                "seats": offer.seats,
                "cap": offer.cap,
                "hours": as_data(from_text(offer.hours)),
            },
            span=f"offer:{offer.pk}",
            valid_from=offer.valid_from,
            valid_to=offer.valid_to,
        )
    )
