"""What makes the plan of an estate sound; each fault is told with the row it is in."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhuchao.circle.estates.kinds import GATE_KINDS, LIFTS, NOTES, REGISTRATION, SPOT_KINDS
from zhuchao.circle.estates.plan import Building, Gate, Plan, Point, Spot, apart
from zhuchao.rules.hours_data import from_text

MOST_NAME = 12
MOST_GATES, MOST_BUILDINGS, MOST_SPOTS, MOST_CORNERS = 12, 200, 40, 100
MOST_UNITS, MOST_FLOORS = 99, 200
WIDEST = 5_000
"""Metres between the farthest points of one estate; beyond that a digit is wrong."""
MOST_RULES, MOST_LIFT_WORDS = 200, 100


def faults(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is wrong, as (part of the plan with the number of its row from 0, message)."""
    yield from _counts(plan)
    for number, gate in enumerate(plan.gates):
        yield from ((f"gates-{number}-{name}", words) for name, words in _gate(gate))
    for number, building in enumerate(plan.buildings):
        yield from ((f"buildings-{number}-{name}", words) for name, words in _building(building))
    for number, spot in enumerate(plan.spots):
        yield from ((f"spots-{number}-{name}", words) for name, words in _spot(spot))
    yield from _twice("gates", [gate.name for gate in plan.gates])
    yield from _twice("buildings", [building.name for building in plan.buildings])
    yield from _whole(plan)


def _counts(plan: Plan) -> Iterator[tuple[str, str]]:
    if not plan.gates and not plan.buildings:
        yield "", _("至少写一个出入口或一栋楼")
    for name, found, most in (
        ("gates", plan.gates, MOST_GATES),
        ("buildings", plan.buildings, MOST_BUILDINGS),
        ("spots", plan.spots, MOST_SPOTS),
        ("route", plan.route, MOST_CORNERS),
        ("outline", plan.outline, MOST_CORNERS),
    ):
        if len(found) > most:
            yield name, _("太多了，最多 %(most)s 行") % {"most": most}


def _gate(gate: Gate) -> Iterator[tuple[str, str]]:
    yield from _named(gate.name)
    yield from _placed(gate.at)
    if not set(gate.kinds) <= set(dict(GATE_KINDS)):
        yield "kinds", _("没有这一类")
    if gate.note not in dict(NOTES):
        yield "note", _("没有这一项")
    try:
        from_text(gate.hours)
    except ValueError:
        yield "hours", _("看不懂这个开放时间")


def _building(building: Building) -> Iterator[tuple[str, str]]:
    yield from _named(building.name)
    yield from _placed(building.at)
    for name, number, most in (
        ("units", building.units, MOST_UNITS),
        ("floors", building.floors, MOST_FLOORS),
    ):
        if number is not None and not 1 <= number <= most:
            yield name, _("写 1 到 %(most)s") % {"most": most}
    if building.lift not in dict(LIFTS):
        yield "lift", _("没有这一项")


def _spot(spot: Spot) -> Iterator[tuple[str, str]]:
    if spot.kind not in dict(SPOT_KINDS):
        yield "kind", _("没有这一类")
    if len(spot.name) > MOST_NAME:
        yield "name", _("最多 %(most)s 个字") % {"most": MOST_NAME}
    yield from _placed(spot.at)


def _named(name: str) -> Iterator[tuple[str, str]]:
    if not name.strip():
        yield "name", _("请写名称")
    elif len(name) > MOST_NAME:
        yield "name", _("最多 %(most)s 个字") % {"most": MOST_NAME}


def _placed(at: Point | None) -> Iterator[tuple[str, str]]:
    if at and not (-180 <= at[0] <= 180 and -85 <= at[1] <= 85):
        yield "lon", _("没有这个坐标")


def _twice(part: str, names: list[str]) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(names):
        if name.strip() and name in names[:number]:
            yield f"{part}-{number}-name", _("“%(name)s”写了两次") % {"name": name}


def _whole(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is seen only of all parts together."""
    for name, line, least in (("route", plan.route, 2), ("outline", plan.outline, 3)):
        if line and len(line) < least:
            yield name, _("至少 %(least)s 个点") % {"least": least}
    points = plan.points
    if points and _across(points) > WIDEST:
        yield "", _("有的点相距超过 5 公里，请检查经纬度")
    for name, most in (("rules", MOST_RULES), ("lift_words", MOST_LIFT_WORDS)):
        if len(plan.words.get(name, "")) > most:
            yield name, _("最多 %(most)s 个字") % {"most": most}
    if plan.words.get("registration", REGISTRATION[0][0]) not in dict(REGISTRATION):
        yield "registration", _("没有这一项")


def _across(points: list[Point]) -> float:
    """Metres from one corner of the box around points to the other."""
    lons, lats = zip(*points, strict=True)
    return apart((min(lons), min(lats)), (max(lons), max(lats)))
