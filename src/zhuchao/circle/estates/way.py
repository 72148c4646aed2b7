"""Which gate to take to a building, and the way from there; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, pi, radians

from zhuchao.circle.estates.plan import Building, Gate, Plan, Point, Spot, apart, nearest
from zhuchao.rules.hours import State

COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
JOINED = 80
"""Metres from a gate within which the e-bike route begins at it."""
_WORTH: Mapping[State, int] = {"open": 0, "unknown": 1, "closed": 2}


@dataclass(frozen=True)
class Way:
    """By which gate, along which line, past which spots; None where nothing is known."""

    gate: Gate | None
    state: State
    """Of the gate, at the moment asked for."""
    rides: bool
    """Whether an e-bike may come in there."""
    line: tuple[Point, ...]
    """From the gate along the e-bike route to the building, or nothing without a route."""
    metres: int | None
    """Along the line, else as the crow flies."""
    bay: Spot | None
    walk: int | None
    """Metres from the bay to the building, as the crow flies."""
    heading: str
    """Code of COMPASS from the bay, else from the gate, to the building; "" when unknown."""
    shelf: Spot | None
    """The locker or shelf nearest to the building."""


def way_to(plan: Plan, building: Building, states: Mapping[str, State]) -> Way:
    """The way to a building; `states` says of each gate by name whether it is open.

    Gates an e-bike may use come before others, open ones before those nobody knows and closed
    ones last, near ones before far ones.
    """
    to = building.at
    gate = min(plan.gates, key=lambda g: _order(g, to, states), default=None)
    bay = nearest([s for s in plan.spots if s.kind == "bay"], to) if to else None
    shelf = nearest([s for s in plan.spots if s.kind != "bay"], to) if to else None
    door, parked = gate.at if gate else None, bay.at if bay else None
    start = parked or door
    line = _line(plan.route, gate, to)
    return Way(
        gate=gate,
        state=states.get(gate.name, "unknown") if gate else "unknown",
        rides=gate is not None and "ebike" in gate.kinds,
        line=line,
        metres=_long(line) if line else _between(door, to),
        bay=bay,
        walk=_between(parked, to),
        heading=heading(start, to) if start and to else "",
        shelf=shelf,
    )


def _order(gate: Gate, to: Point | None, states: Mapping[str, State]) -> tuple[int, int, float]:
    state = states.get(gate.name, "unknown")
    far = apart(gate.at, to) if gate.at and to else 1e9
    shut = state == "closed"
    return (2 * shut + ("ebike" not in gate.kinds), _WORTH[state], far)


def _between(one: Point | None, other: Point | None) -> int | None:
    return round(apart(one, other)) if one and other else None


def heading(start: Point, end: Point) -> str:
    """The one of eight directions from a point to another; "" when they are one.

    >>> heading((117.0, 31.0), (117.0, 31.1)), heading((117.0, 31.0), (117.1, 31.09))
    ('n', 'ne')
    """
    east = (end[0] - start[0]) * cos(radians(start[1]))
    north = end[1] - start[1]
    if not east and not north:
        return ""
    return COMPASS[round(atan2(east, north) / (pi / 4)) % 8]


def _line(route: Sequence[Point], gate: Gate | None, to: Point | None) -> tuple[Point, ...]:
    """Gate, the route as far as it comes near, building; nothing if the route is elsewhere."""
    if len(route) < 2 or to is None or gate is None or gate.at is None:
        return ()
    (first, begin), (last, end) = _foot(route, gate.at), _foot(route, to)
    if apart(begin, gate.at) > JOINED:
        return ()
    between = route[first + 1 : last + 1] if first <= last else route[last + 1 : first + 1][::-1]
    return tuple(dict.fromkeys((gate.at, begin, *between, end, to)))


def _foot(route: Sequence[Point], to: Point) -> tuple[int, Point]:
    """The point of a route nearest to another point, and the number of its stretch."""
    feet = [(n, _nearest_on(a, b, to)) for n, (a, b) in enumerate(pairwise(route))]
    return min(feet, key=lambda foot: apart(foot[1], to))


def _nearest_on(a: Point, b: Point, to: Point) -> Point:
    """The point of a stretch nearest to another one; flat, which an estate is small enough for."""
    squeeze = cos(radians(a[1]))
    east, north = (b[0] - a[0]) * squeeze, b[1] - a[1]
    long = east * east + north * north
    along = ((to[0] - a[0]) * squeeze * east + (to[1] - a[1]) * north) / long if long else 0.0
    share = min(1.0, max(0.0, along))
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _long(line: Sequence[Point]) -> int:
    return round(sum(apart(a, b) for a, b in pairwise(line)))
