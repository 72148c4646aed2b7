"""Two estates of the invented district with their cards: a new one, and an old one half known."""

from collections.abc import Sequence
from math import cos, radians

from zhuchao.access.models import Account
from zhuchao.circle.estates.actions import write_estate
from zhuchao.circle.estates.plan import Building, Gate, Plan, Point, Spot
from zhuchao.circle.models import Estate
from zhuchao.places.models import UNKNOWN_HOURS, Site
from zhuchao.registry.scope import scope_of
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

METRES_A_DEGREE = 111_195
WRITER = "duban"
"""Oversees the whole district."""
NEW, OLD = "xq-1", "xq-2"
GATES = (
    ("南门", 0, -135, "ebike|walk|car", "24小时", ""),
    ("东门", 150, 0, "walk", "每天 6:00-23:00", ""),
    ("北门（快递）", -60, 135, "ebike|delivery", "每天 7:00-21:00", "register"),
)
"""Name, metres east and north of the site's point, who may come in, hours, what is asked."""
ROUTE = ((0, -135), (0, -100), (-10, -50), (-10, 108), (-60, 116), (-60, 135))
SPOTS = (
    ("bay", "南门停车棚", -45, -110),
    ("bay", "北停车棚", -95, 110),
    ("locker", "南门快递柜", 45, -110),
    ("shelf", "中心外卖架", 18, 0),
)
OUTLINE = ((-150, -135), (150, -135), (150, 135), (-150, 135))
OLD_GATES = (
    ("巷口", -90, -20, "ebike|walk", "", "push"),
    ("后门", 80, 40, "walk", "每天 6:00-20:00", ""),
)
OLD_BUILDINGS = (
    ("1栋", -50, -30, 3, 6), ("2栋", -5, -30, 3, 6), ("3栋", 45, -30, None, 6),
    ("4栋", -50, 35, 4, 6), ("5栋", 0, 35, 4, None), ("老年活动室", 45, 20, None, 1),
)  # fmt: skip


def load_demo_estates() -> None:
    """Write both cards, once; nothing where the demo's sites are not."""
    sites = {s.code: s for s in Site.objects.filter(code__in=(NEW, OLD))}
    if len(sites) < 2 or Estate.objects.exists():
        return
    who = scope_of(Account.objects.get(username=WRITER))
    for code, plan in ((NEW, _new(sites[NEW])), (OLD, _old(sites[OLD]))):
        write_estate(who, sites[code].pk, plan, version=0)


def _new(site: Site) -> Plan:
    """Twelve towers in three rows, all of it known."""
    towers = [
        Building(f"{row * 4 + n + 1}号楼", _at(site, east, 75 - 75 * row), 2, 18, "yes")
        for row in range(3)
        for n, east in enumerate((-110, -50, 50, 110))
    ]
    return Plan(
        gates=_gates(site, GATES),
        buildings=tuple(towers),
        spots=tuple(Spot(kind, name, _at(site, x, y)) for kind, name, x, y in SPOTS),
        route=_line(site, ROUTE),
        outline=_line(site, OUTLINE),
        words={
            "registration": "once",
            "rules": "车停停车棚，不上楼道充电。\n南北路上慢行，放学时推行。",
            "lift_words": "每个单元一部电梯，不用刷卡。",
        },
    )


def _old(site: Site) -> Plan:
    """Six storeys without lifts; of one house nobody knows where it stands."""
    houses = [
        Building(name, _at(site, x, y), units, floors, "no")
        for name, x, y, units, floors in OLD_BUILDINGS
    ]
    return Plan(
        gates=_gates(site, OLD_GATES),
        buildings=(*houses, Building("6栋", None)),
        spots=(Spot("shelf", "", _at(site, -75, 5)),),
        words={"registration": "none", "rules": "巷子窄，请推行。", "lift_words": ""},
    )


def _gates(site: Site, rows: Sequence[tuple[str, int, int, str, str, str]]) -> tuple[Gate, ...]:
    return tuple(
        Gate(
            name,
            _at(site, x, y),
            tuple(kinds.split("|")),
            as_text(read_hours(hours)) if hours else UNKNOWN_HOURS,
            note,
        )
        for name, x, y, kinds, hours, note in rows
    )


def _line(site: Site, corners: Sequence[tuple[int, int]]) -> tuple[Point, ...]:
    return tuple(_at(site, x, y) for x, y in corners)


def _at(site: Site, east: float, north: float) -> Point:
    """So many metres from the point of a site."""
    lon, lat = site.lon or 0.0, site.lat or 0.0
    there = lon + east / METRES_A_DEGREE / cos(radians(lat))
    return round(there, 6), round(lat + north / METRES_A_DEGREE, 6)
