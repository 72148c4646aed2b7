"""The offers of a merchant, for the page of its site."""

from django import template

from zhuchao.circle.merchants.queries import facts_today
from zhuchao.circle.merchants.shop_words import OfferLine, offer_lines
from zhuchao.journal.clock import now
from zhuchao.places.models import Site

register = template.Library()


@register.simple_tag
def offers_at(site: Site) -> list[OfferLine]:
    """What a site offers today, each with whether it is on now."""
    return offer_lines(site, now(), facts_today(site))
