"""The way to a building and the things behind the gates, in the words of the screens."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.circle.estates.kinds import GATE_KINDS, NOTES, SPOT_KINDS
from zhuchao.circle.estates.plan import Building, Gate, Spot
from zhuchao.circle.estates.way import Way
from zhuchao.marks.site_words import listed
from zhuchao.places.models import UNKNOWN_HOURS
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written

DIRECTIONS = {
    "n": gettext_noop("北"),
    "ne": gettext_noop("东北"),
    "e": gettext_noop("东"),
    "se": gettext_noop("东南"),
    "s": gettext_noop("南"),
    "sw": gettext_noop("西南"),
    "w": gettext_noop("西"),
    "nw": gettext_noop("西北"),
}


def steps(way: Way, building: Building) -> Iterator[str]:
    """The way to a building, step by step; what nobody knows is said to be unknown."""
    if way.gate:
        yield _entering(way.gate, rides=way.rides)
        if way.gate.note:
            yield _("进门：%(note)s") % {"note": _(dict(NOTES)[way.gate.note])}
    if building.at is None:
        yield _("%(building)s还没有标位置，请在门口问一下") % {"building": building.name}
        return
    yield from _riding(way, building)
    yield from _arriving(way, building)


def _entering(gate: Gate, *, rides: bool) -> str:
    name = {"gate": gate.name}
    if rides:
        return _("从%(gate)s进，电动车可以进") % name
    if gate.kinds:
        return _("从%(gate)s进，电动车不能进，请停在门外走进去") % name
    return _("从%(gate)s进，电动车能不能进没人登记过") % name


def _riding(way: Way, building: Building) -> Iterator[str]:
    if way.line:
        yield _("沿橙色路线走，到%(building)s约 %(metres)s 米") % {
            "building": building.name,
            "metres": way.metres,
        }
    elif way.heading and not way.bay and way.metres is not None:
        yield _("进门往%(where)s走，直线约 %(metres)s 米") % {
            "where": _(DIRECTIONS[way.heading]),
            "metres": way.metres,
        }


def _arriving(way: Way, building: Building) -> Iterator[str]:
    if way.bay and way.walk is not None and way.heading:
        yield _("车停在%(bay)s，往%(where)s步行约 %(metres)s 米") % {
            "bay": spot_name(way.bay),
            "where": _(DIRECTIONS[way.heading]),
            "metres": way.walk,
        }
    if building.lift == "yes":
        yield _("有电梯")
    elif building.lift == "no":
        yield _("没有电梯，走楼梯")
    if way.shelf:
        yield _("放件就近用%(shelf)s") % {"shelf": spot_name(way.shelf)}


def spot_name(spot: Spot) -> str:
    """What a spot is called: its own name, else its kind."""
    return spot.name or _(dict(SPOT_KINDS)[spot.kind])


def gate_kinds(gate: Gate) -> str:
    """Who may come in by a gate."""
    kinds = [_(label) for code, label in GATE_KINDS if code in gate.kinds]
    return listed(kinds) or _("谁能进不详")


def gate_hours(gate: Gate) -> str:
    """When a gate is open."""
    unknown = gate.hours == UNKNOWN_HOURS
    return _("开放时间不详") if unknown else written(from_text(gate.hours), _)


def gate_more(gate: Gate, *, unknown: bool = True) -> str:
    """When a gate is open, and what is asked there; hours nobody knows only if `unknown`."""
    hours = gate_hours(gate) if unknown or gate.hours != UNKNOWN_HOURS else ""
    note = _(dict(NOTES)[gate.note]) if gate.note else ""
    return " · ".join(filter(None, (hours, note)))


def building_size(building: Building) -> str:
    """Units and floors, as far as anybody knows."""
    units = _("%(n)s 单元") % {"n": building.units} if building.units else ""
    floors = _("%(n)s 层") % {"n": building.floors} if building.floors else ""
    return " ".join(filter(None, (units, floors)))
