"""Moments, days, numbers and icons as templates write them."""

from functools import cache

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhuchao.journal import moments

register = template.Library()
for word in (moments.ago, moments.until, moments.urgency, moments.day, moments.moment):
    register.filter(word)


@register.filter
def number(value: int | float) -> str:
    """12,345 — the same in both languages."""
    return f"{value:,}"


@register.filter
def is_choice_of_chips(field: BoundField) -> bool:
    """Whether a field is shown as a row of chips to touch."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of icons.svg, written once for each name; always beside words."""
    use = '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>'
    return format_html(use, static("zhuchao/icons.svg"), name)
