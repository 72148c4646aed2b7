"""What pages of lower rooms show of an estate, without knowing that there are cards."""

from django import template

from zhuchao.circle.estates.queries import has_estate

register = template.Library()
register.filter("has_estate", has_estate)
