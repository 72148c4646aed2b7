"""What the poster of an estate says: a value of words and millimetres for `poster.typ`."""

from collections.abc import Iterator
from typing import Any

import segno
from django.utils.translation import gettext as _

from zhuchao.circle.estates.drawing import Drawing, draw
from zhuchao.circle.estates.kinds import REGISTRATION
from zhuchao.circle.estates.picture import rides, tone
from zhuchao.circle.estates.plan import Building, Gate, Plan
from zhuchao.circle.estates.words import building_size, gate_kinds, gate_more
from zhuchao.circle.models import Estate
from zhuchao.journal.clock import local_day
from zhuchao.places.site_kinds import CONFIRMERS

WIDE, HIGH = 269.0, 205.0
"""Millimetres of the map on the sheet."""
LETTERS = 8.5
ROOM, ROOM_WITHOUT_MAP = 92, 300
"""Millimetres for the lists below it."""
MOST_LISTED = 80
"""Of more buildings only those are listed that the map does not name."""


def said(estate: Estate, plan: Plan, link: str) -> dict[str, Any]:
    """All that stands on the sheet, in the language that is active; `link` is behind the code."""
    drawing = draw(plan, WIDE, HIGH, LETTERS)
    signs = {row: label.text for row, label in _lettered(drawing)}
    return {
        "title": estate.site.name,
        "address": estate.site.address,
        "link": link,
        "code": segno.make(link, error="m", micro=False).svg_inline(border=0, dark="#28231d"),
        "map": _map(plan, drawing) if drawing else None,
        "room": ROOM if drawing else ROOM_WITHOUT_MAP,
        "gates": [_gate(gate) for gate in plan.gates],
        "buildings": list(_listed(plan, signs)),
        "rules": list(_rules(plan)),
        "words": _words(estate, plan),
    }


def signs_of(words: Any) -> Iterator[str]:
    """Every text of such a value."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, dict):
        for name, word in words.items():
            if name != "code":
                yield from signs_of(word)
    elif isinstance(words, list | tuple):
        for word in words:
            yield from signs_of(word)


def _words(estate: Estate, plan: Plan) -> dict[str, str]:
    legend = [_("橙色门：电动车可以进"), _("灰色门：别的出入口")]
    legend += [_("橙色点线：电动车路线")] if plan.route else []
    kinds = {spot.kind for spot in plan.spots}
    legend += [_("P：停车点")] if "bay" in kinds else []
    legend += [_("柜：快递柜")] if "locker" in kinds else []
    legend += [_("架：外卖架")] if "shelf" in kinds else []
    role = _(dict(CONFIRMERS)[estate.checked_by])
    return {
        "what": _("骑手指路图：走哪个门，往哪边去"),
        "scan": _("扫码找楼栋"),
        "north": _("北"),
        "legend": "　".join(legend),
        "gates": _("出入口"),
        "buildings": _("楼栋"),
        "rules": _("骑手须知"),
        "checked": _("%(role)s于 %(day)s 核对。示意图，不按比例。")
        % {"role": role, "day": local_day(estate.checked_at).isoformat()},
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "name": gate.name,
        "who": gate_kinds(gate),
        "more": gate_more(gate),
        "ebike": "ebike" in gate.kinds,
    }


def _listed(plan: Plan, signs: dict[int, str]) -> Iterator[dict[str, str]]:
    every = len(plan.buildings) <= MOST_LISTED
    for number, building in enumerate(plan.buildings):
        if every or number in signs or building.at is None:
            yield _building(building, signs.get(number, ""))


def _building(building: Building, sign: str) -> dict[str, str]:
    return {
        "name": building.name,
        "sign": sign,
        "more": building_size(building),
        "lift": building.lift,
        "lift_words": {"yes": _("电梯"), "no": _("无梯")}.get(building.lift, ""),
    }


def _rules(plan: Plan) -> Iterator[str]:
    registration = plan.words.get("registration", "unknown")
    if registration != "unknown":
        yield _("登记：%(how)s") % {"how": _(dict(REGISTRATION)[registration])}
    if plan.words.get("rules"):
        yield from plan.words["rules"].splitlines()
    if plan.words.get("lift_words"):
        yield _("电梯：%(words)s") % {"words": plan.words["lift_words"]}
    if not any(plan.words.get(name) for name in ("rules", "lift_words")):
        yield _("没有别的要求。请慢行，注意行人。")


def _lettered(drawing: Drawing | None) -> list[tuple[int, Any]]:
    labels = drawing.labels if drawing else ()
    return [(one.number, one) for one in labels if one.part == "building" and one.lettered]


def _map(plan: Plan, drawing: Drawing) -> dict[str, Any]:
    return {
        "wide": drawing.wide,
        "high": drawing.high,
        "size": round(drawing.size, 2),
        "outline": drawing.outline,
        "route": drawing.route,
        "gates": [{"at": at, "ebike": rides(plan, number)} for number, at in drawing.gates],
        "labels": [
            {
                "text": one.text,
                "x": round(one.box.x, 2),
                "y": round(one.box.y, 2),
                "wide": round(one.box.wide, 2),
                "high": round(one.box.high, 2),
                "at": one.at,
                "led": one.led,
                "tone": tone(plan, one),
            }
            for one in drawing.labels
        ],
        "north": (drawing.north.x, drawing.north.y),
    }
