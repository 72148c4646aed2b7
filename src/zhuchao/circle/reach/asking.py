"""From a form to a question: the network, the stations, the demand, and the part to be drawn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.networks import Stored, network_of, roads_of, stored_network
from zhuchao.circle.reach.day import Met, Question, met_by
from zhuchao.circle.reach.demand import demand_of
from zhuchao.circle.reach.frame import framed
from zhuchao.circle.reach.lines import Lines, lines_of
from zhuchao.circle.reach.stations import GROUPS, stations
from zhuchao.roads.unusable import Unusable
from zhuchao.rules.travel import shipped_travel

AROUND, AROUND_M = 0.8, 700.0
"""Around one station a picture shows this share of what can be gone in the time; around many it
goes no further than so many metres."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A question with the demand it is asked about, and the roads as they are drawn."""

    question: Question
    met: Met
    lines: Lines
    attribution: str


def network_in_use() -> Stored | None:
    """The network of the pages, None before one is loaded.

    Raises Refused for a setting that names no file, or a file that is broken.
    """
    try:
        stored = stored_network()
        if stored:
            roads_of(stored)
    except Unusable as error:
        raise Refused("conflict", _(error.words) % {"given": error.given}) from error
    return stored


def asked_of(scope: Scope, stored: Stored, said: dict[str, Any]) -> Asked:
    """What a valid form asks."""
    found = stations(said["site"], int(said["weekday"]))
    question = Question(stored, said["mode"], said["minutes"], found)
    met = met_by(question, demand_of(scope, said["demand"]))
    lines = _drawn(question, met, single=said["site"] not in GROUPS)
    return Asked(question, met, lines, roads_of(stored).attribution)


def _drawn(question: Question, met: Met, *, single: bool) -> Lines:
    """Around all stations and demand; around one station only what can be gone from it."""
    network = network_of(question.stored, question.mode)
    plane = network.index.plane
    lon = [one.lon for one in question.stations]
    lat = [one.lat for one in question.stations]
    points = plane.flat(lon, lat).reshape(-1, 2)
    speed = shipped_travel().modes[question.mode].speed_kmh / 3.6
    around = AROUND * speed * question.limit_s
    if not single or not len(points):
        around = min(around, AROUND_M)
        demand = met.demand
        points = np.concatenate([points, plane.flat(demand.lon, demand.lat).reshape(-1, 2)])
    corners = plane.flat(network.roads.lon, network.roads.lat)
    return lines_of(question.stored, question.mode, framed(plane, points, corners, around))
