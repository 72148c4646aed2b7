"""Offers through the JSON API: what a merchant gives riders today, for anybody."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from zhuchao.circle.merchants.queries import facts_today, open_merchant
from zhuchao.circle.merchants.shop_words import offer_lines
from zhuchao.journal.clock import now
from zhuchao.matters.api import ANYBODY
from zhuchao.matters.api_access import acting
from zhuchao.matters.api_words import Code, Day, Out


class OfferOut(Out):
    """An offer. `factor` is the per cent that is paid: 7 折 is 70. `on`: it can be had now."""

    id: int
    kind: str
    label: str
    factor: int | None
    seats: int | None
    cap: int | None
    hours_text: str
    valid_from: Day
    valid_to: Day | None
    on: bool


class OffersOut(Out):
    """What a site offers today."""

    items: list[OfferOut]


def site_offers(request: HttpRequest, code: Code) -> OffersOut:
    """The offers of one merchant that hold today, and which of them can be had at this moment."""
    acting(request, "place.read")
    site = open_merchant(code)
    items = [
        OfferOut(
            **{name: getattr(line.row, name) for name in _COPIED},
            label=line.label,
            hours_text=line.hours,
            on=line.on,
        )
        for line in offer_lines(site, now(), facts_today(site))
    ]
    return OffersOut(items=items)


_COPIED = ("id", "kind", "factor", "seats", "cap", "valid_from", "valid_to")


def router() -> Router:
    """The addresses of this room, for anybody."""
    made = Router()
    made.add_api_operation(
        "/sites/{code}/offers",
        ["GET"],
        site_offers,
        summary=_("一家商户的优惠"),
        response=OffersOut,
        **ANYBODY,
    )
    return made
