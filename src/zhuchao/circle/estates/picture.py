"""The drawing of an estate as pages and posters show it: what each label is, in plain numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.circle.estates.drawing import Drawing, Flat, Label, draw, proportion
from zhuchao.circle.estates.kinds import SPOT_KINDS, SPOT_SIGNS
from zhuchao.circle.estates.plan import Plan
from zhuchao.circle.estates.way import Way

WIDE = 360.0
LETTERS = 15.0


@dataclass(frozen=True)
class Picture:
    """What the SVG of a page needs; positions are written as SVG wants them."""

    box: str
    size: str
    outline: str
    route: str
    line: str
    """From the gate to the building that was asked for."""
    gates: list[dict[str, Any]]
    labels: list[dict[str, Any]]
    legend: tuple[tuple[str, str], ...]
    spots: list[tuple[str, str]]
    """The signs of spots on it, and what each means."""
    north: tuple[str, str]


def picture_of(plan: Plan, way: Way | None = None, building: str = "") -> Picture | None:
    """The picture of a page, with the way to a building if one is asked for."""
    drawing = draw(plan, WIDE, WIDE * proportion(plan), LETTERS)
    if drawing is None:
        return None
    gate = way.gate.name if way and way.gate else ""
    kinds = {spot.kind for spot in plan.spots if spot.at}
    return Picture(
        box=f"0 0 {drawing.wide:g} {drawing.high:.1f}",
        size=f"{drawing.size:.1f}",
        outline=_points(drawing.outline),
        route=_points(drawing.route),
        line=_points(drawing.flat(point) for point in way.line) if way else "",
        gates=[
            _gate(drawing, number, at, rides(plan, number), plan.gates[number].name == gate)
            for number, at in drawing.gates
        ],
        labels=[_label(plan, one, gate, building) for one in drawing.labels],
        legend=drawing.legend,
        spots=[(SPOT_SIGNS[kind], _(label)) for kind, label in SPOT_KINDS if kind in kinds],
        north=(_n(drawing.north.x), _n(drawing.north.y)),
    )


def _gate(drawing: Drawing, number: int, at: Flat, ebike: bool, here: bool) -> dict[str, Any]:
    radius, hole = _n(drawing.size * 0.6), _n(drawing.size * 0.22)
    return {
        "number": number,
        "x": _n(at[0]),
        "y": _n(at[1]),
        "radius": radius,
        "hole": hole,
        "ebike": ebike,
        "here": here,
    }


def _label(plan: Plan, one: Label, gate: str, building: str) -> dict[str, Any]:
    names = {
        "gate": lambda: plan.gates[one.number].name == gate,
        "building": lambda: plan.buildings[one.number].name == building,
    }
    box = one.box
    return {
        "text": one.text,
        "x": _n(box.x),
        "y": _n(box.y),
        "left": _n(box.x - box.wide / 2),
        "top": _n(box.y - box.high / 2),
        "wide": _n(box.wide),
        "high": _n(box.high),
        "round": _n(box.high * (0.5 if one.part == "gate" else 0.16)),
        "at": (_n(one.at[0]), _n(one.at[1])),
        "led": one.led,
        "tone": tone(plan, one),
        "here": one.part in names and names[one.part](),
    }


def rides(plan: Plan, number: int) -> bool:
    """Whether an e-bike may come in by a gate."""
    return "ebike" in plan.gates[number].kinds


def tone(plan: Plan, one: Label) -> str:
    """What a label is drawn as: ebike, gate, building, lettered, bay, locker or shelf."""
    if one.part == "spot":
        return plan.spots[one.number].kind
    if one.part == "gate":
        return "ebike" if rides(plan, one.number) else "gate"
    return "lettered" if one.lettered else "building"


def _points(points: Iterable[Flat]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    return f"{number:.1f}"
