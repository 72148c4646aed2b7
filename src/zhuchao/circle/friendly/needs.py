"""What a rider looks for, and which sites have it: the layers of the map."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from zhuchao.places.site_kinds import BY_KIND

QUARTER = "friendly_quarter"
Fits = Callable[[str, Collection[str]], bool]


@dataclass(frozen=True)
class Need:
    """One layer; `fits` is asked with the kind of a site and its equipment."""

    name: str
    label: str
    icon: str
    fits: Fits


def _with(*codes: str) -> Fits:
    return lambda _kind, equipment: any(code in equipment for code in codes)


def _rest(kind: str, equipment: Collection[str]) -> bool:
    """Stations are there to rest in; elsewhere a table says that one may, but not at a counter."""
    group = BY_KIND[kind].group
    return group == "station" or ("table" in equipment and group not in ("dispute", "other"))


NEEDS: tuple[Need, ...] = (
    Need("rest", gettext_noop("歇脚"), "rest", _rest),
    Need("charge", gettext_noop("充电"), "charge", _with("charging")),
    Need("swap", gettext_noop("换电"), "swap", _with("swap")),
    Need("eat", gettext_noop("吃饭"), "eat", lambda kind, _equipment: kind == "merchant"),
    Need("water", gettext_noop("饮水"), "water", _with("water")),
    Need("toilet", gettext_noop("厕所"), "toilet", _with("toilet")),
    Need("repair", gettext_noop("维修"), "repair", _with("repair", "pump")),
    Need("gate", gettext_noop("小区入口"), "gate", lambda kind, _equipment: kind == QUARTER),
)
"""Domain.md §4: the pains of entry, finding the way, charging, rest and meals."""
BITS = {need.name: 1 << place for place, need in enumerate(NEEDS)}


def needs_of(kind: str, equipment: Collection[str]) -> int:
    """The needs a site answers, as the sum of their BITS.

    >>> needs_of("station", ("water",)) == BITS["rest"] + BITS["water"]
    True
    """
    return sum(BITS[need.name] for need in NEEDS if need.fits(kind, equipment))
