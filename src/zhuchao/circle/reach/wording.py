"""How the numbers of these pages are said."""

from django.utils.translation import gettext as _

from zhuchao.circle.reach.picture import Sign
from zhuchao.circle.reach.stations import Station

STATES = {"open": "good", "closed": "quiet", "unknown": "waiting"}
"""With the tone of each."""


def amount(value: float) -> str:
    """Demand a day: whole from 10 on, else with one digit.

    >>> amount(1234.4), amount(3.24), amount(4.0)
    ('1,234', '3.2', '4')
    """
    text = f"{value:,.0f}" if abs(value) >= 10 else f"{value:.1f}"
    return text.removesuffix(".0")


def per_cent(share: float | None) -> str:
    """A share with one digit, a dash where there is nothing to have a share of.

    >>> per_cent(0.6149), per_cent(None)
    ('61.5%', '—')
    """
    return "—" if share is None else f"{100 * share:.1f}%"


def state_words() -> dict[str, str]:
    """What the states of a station are called."""
    return {"open": _("开放"), "closed": _("不开放"), "unknown": _("时间不明"), "new": _("新选")}


def sign(one: Station, hour: int, *, label: bool = False) -> Sign:
    """A station as the picture shows it in an hour."""
    state = one.state(hour)
    words = f"{one.name} · {state_words()[state]}"
    return Sign(one.lon, one.lat, state, words, one.name if label else "")
