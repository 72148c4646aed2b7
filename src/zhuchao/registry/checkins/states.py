"""Where an item stands: computed from its numbers and days, never stored."""

from datetime import date

from django.utils.translation import gettext_noop

ITEM_STATES = {
    "open": ("new", gettext_noop("可认领")),
    "full": ("good", gettext_noop("已认满")),
    "over": ("quiet", gettext_noop("已过期")),
    "closed": ("quiet", gettext_noop("已收起")),
}
"""State → tone and words. What is closed or over takes nobody, full or not."""
TAKE_STATES = {
    "taken": ("active", gettext_noop("已认领")),
    "served": ("good", gettext_noop("已开展")),
    "given_back": ("quiet", gettext_noop("已退回")),
}


def item_state(wanted: int, taken: int, until: date, *, closed: bool, day: date) -> str:
    """The state of an item on a day: `taken` of `wanted` places are taken, to be taken `until`.

    >>> item_state(2, 1, date(2026, 11, 30), closed=False, day=date(2026, 11, 30))
    'open'
    """
    if closed:
        return "closed"
    if until < day:
        return "over"
    return "full" if taken >= wanted else "open"


def take_state(sessions: int, *, given_back: bool) -> str:
    """The state of an item taken up, with so many sessions that stand."""
    if given_back:
        return "given_back"
    return "served" if sessions else "taken"
