"""青檐花园 of the cast: three gates, eleven buildings, a route, as staff would write them."""

from typing import Any

from tests.cast import JOB, District
from tests.sites import site
from zhuchao.circle.estates.actions import write_estate
from zhuchao.circle.estates.plan import Building, Gate, Plan, Point, Spot
from zhuchao.circle.models import Estate
from zhuchao.places.models import UNKNOWN_HOURS, Site
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

MIDDLE = (117.83, 31.6)


def at(east: float, north: float) -> Point:
    """So many metres from the middle of the estate."""
    return round(MIDDLE[0] + east / 94_700, 6), round(MIDDLE[1] + north / 111_195, 6)


def hours(words: str) -> str:
    """Opening hours in canonical form."""
    return as_text(read_hours(words)) if words else UNKNOWN_HOURS


GATES = (
    Gate("东门", at(190, 20), ("ebike", "walk"), hours("6:00-23:00")),
    Gate("南门", at(-20, -150), ("walk",), hours("24小时"), "guard"),
    Gate("西门", at(-200, 0), ("car", "delivery"), hours("7:00-19:00"), "register"),
)
BUILDINGS = tuple(
    Building(
        f"{n}号楼",
        at(-140 + 90 * ((n - 1) % 4), 110 - 100 * ((n - 1) // 4)),
        3,
        18 if n % 2 else 6,
        "yes" if n % 2 else "no",
    )
    for n in range(1, 12)
)
SPOTS = (
    Spot("bay", "北停车点", at(60, 60)),
    Spot("locker", "东柜", at(150, 40)),
    Spot("shelf", "", at(-10, -120)),
)
ROUTE = (at(190, 20), at(130, 20), at(130, 60), at(-100, 60), at(-100, -50))
OUTLINE = (at(-200, -150), at(190, -150), at(190, 150), at(-200, 150))
WORDS = {"registration": "once", "rules": "车停停车点。\n夜里请小声。", "lift_words": "刷卡乘梯"}
PLAN = Plan(GATES, BUILDINGS, SPOTS, ROUTE, OUTLINE, WORDS)


def quarter(district: District, **fields: Any) -> Site:
    """青檐花园 without a card; its code is "eaves"."""
    given = {"code": "eaves", "kind": "friendly_quarter", "address": "青檐路 18 号", **fields}
    return site(district, "青檐花园", **given)


def estate(district: District, plan: Plan = PLAN) -> Estate:
    """青檐花园 with its card, written by its street."""
    return write_estate(district.scope("street"), quarter(district).pk, plan, version=0)


def card(place: Site, plan: Plan = PLAN) -> Estate:
    """The card of a site that is there."""
    return write_estate(JOB, place.pk, plan, version=0)
