"""What the map is narrowed to: read from the address, and written into it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.circle.friendly.needs import BITS

STATES = (
    ("", gettext_noop("全部")),
    ("open", gettext_noop("现在开着")),
    ("always", gettext_noop("24小时")),
    ("unknown", gettext_noop("时间不详")),
)
MOST_START = 40


@dataclass(frozen=True)
class Filters:
    """`needs` are layers, any of which a site answers; `start` is the code of a place."""

    needs: tuple[str, ...] = ()
    state: str = ""
    offers: bool = False
    start: str = ""

    def query(self) -> str:
        """The same as the part of an address after the question mark."""
        said = [("need", need) for need in self.needs]
        said += [("state", self.state)] if self.state else []
        said += [("offers", "yes")] if self.offers else []
        said += [("from", self.start)] if self.start else []
        return urlencode(said)

    def toggled(self, need: str) -> "Filters":
        """With a layer more, or without it."""
        others = tuple(one for one in self.needs if one != need)
        return replace(self, needs=others if need in self.needs else _ordered([*others, need]))


def _ordered(needs: Collection[str]) -> tuple[str, ...]:
    """Each once, in the order of the screens: one address for one thing."""
    return tuple(name for name in BITS if name in needs)


def read_filters(query: QueryDict) -> Filters:
    """The filters of an address. Raises Refused naming what is none of the known ones."""
    needs = query.getlist("need")
    for need in needs:
        _demand_known(need, BITS, "need")
    state, offers = query.get("state", ""), query.get("offers", "")
    _demand_known(state, dict(STATES), "state")
    _demand_known(offers, ("", "yes"), "offers")
    start = query.get("from", "").strip()[:MOST_START]
    return Filters(_ordered(needs), state, offers == "yes", start)


def _demand_known(given: str, known: Collection[str], field: str) -> None:
    if given not in known:
        raise Refused("invalid", _("没有“%(found)s”") % {"found": given[:MOST_START]}, field)
