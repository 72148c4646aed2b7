"""A demand as it comes in, and what is wrong with it before it becomes a matter."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.fields import canonical
from zhuchao.matters.asking import ask_faults
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.models import URGENCIES
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.routing import Route, desk, route
from zhuchao.rules.flow import Flow, Hop
from zhuchao.rules.flows import FLOWS

MAX_TITLE = 120
MAX_TEXT = 20_000
MAX_ADDRESS = 160
MOST = {"title": MAX_TITLE, "text": MAX_TEXT, "summary": MAX_TEXT, "address": MAX_ADDRESS}
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Signs no database takes."""


@dataclass(frozen=True)
class Draft:
    """What one asker says. `contact` holds name, phone, email, plate, handle as he gave them."""

    kind: str
    text: str
    summary: str = ""
    """For a sealed kind: what others may read of it, without who and where exactly."""
    title: str = ""
    category: str = ""
    category_source: str = "asker"
    urgency: str = ""
    division: str = ""
    """A division's code; empty: found from the point or the words."""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    raised_at: datetime | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    share: bool = False
    photos: tuple[UUID, ...] = ()
    channel: str = "web"
    external_system: str = ""
    external_no: str = ""
    external_due: datetime | None = None
    intake_key: UUID | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""

    @cached_property
    def digest(self) -> str:
        """A hash of everything said: the same key with another one is another demand (409)."""
        said = {name: _text(getattr(self, name)) for name in SAID}
        return hashlib.sha256(canonical(said).encode()).hexdigest()


SAID = tuple(f.name for f in fields(Draft) if f.name != "intake_key")


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return canonical({k: _text(v) for k, v in value.items()})
    return str(value)


@dataclass(frozen=True)
class Placed:
    """A checked draft with its place, urgency and route."""

    draft: Draft
    flow: Flow
    area: Area
    category: str
    urgency: str
    route: Route
    hop: Hop | None
    category_source: str = ""
    """Who proposed the category: the draft's word, or what `categorised` says."""


def check(draft: Draft) -> Placed:
    """Find place, category and route of a draft. Raises Refused naming every field at fault."""
    wrong = dict(_faults(draft))
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    area = place(draft)
    if area is None:
        raise Refused("invalid", _("还没有载入辖区，不能受理"), "division")
    label = desk().label(draft.kind, draft.category) if draft.category else None
    urgency = draft.urgency or (label.urgency if label else "general")
    urgency = KINDS[draft.kind].urgency_of(draft) or urgency
    way = route(draft.kind, label.code if label else "", area.path)
    flow = FLOWS[draft.kind]
    hop = first_hop(flow, way, draft)
    if way.intake is None and hop is None:
        raise Refused(
            "invalid",
            _("%(area)s 还没有受理单位，请先在职责清单里补上") % {"area": area.name},
            "division",
        )
    source = draft.category_source if label else ""
    return Placed(draft, flow, area, label.code if label else "", urgency, way, hop, source)


def categorised(one: Placed, category: str, source: str) -> Placed:
    """The same with a category somebody else proposed; what the asker said stays as he said it."""
    label = desk().label(one.draft.kind, category)
    if label is None:
        return one
    way = route(one.draft.kind, label.code, one.area.path)
    urgency = one.draft.urgency or label.urgency
    if one.urgency == "emergency":
        urgency = one.urgency
    return replace(one, category=label.code, urgency=urgency, route=way, category_source=source)


def _faults(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.kind not in FLOWS:
        yield "kind", _("没有这种事项：%(kind)s") % {"kind": draft.kind}
        return
    if not (draft.text.strip() or draft.title.strip()) and not draft.photos:
        yield "text", _("请写几句情况，或者拍一张照片")
    yield from _word_faults(draft)
    if draft.urgency and draft.urgency not in dict(URGENCIES):
        yield "urgency", _("没有这个紧急程度：%(urgency)s") % {"urgency": draft.urgency}
    if draft.category and desk().label(draft.kind, draft.category) is None:
        yield "category", _("没有这个类别：%(category)s") % {"category": draft.category}
    if draft.division and draft.division not in atlas().by_code:
        yield "division", _("没有这个区划代码：%(division)s") % {"division": draft.division}
    yield from _point_faults(draft)
    yield from _time_faults(draft)
    yield from _kind_faults(draft)


def _kind_faults(draft: Draft) -> Iterator[tuple[str, str]]:
    kind = KINDS[draft.kind]
    yield from ask_faults(kind.asks, draft.payload)
    if kind.check:
        yield from kind.check(draft)


def _word_faults(draft: Draft) -> Iterator[tuple[str, str]]:
    for name, most in MOST.items():
        said = getattr(draft, name)
        if len(said) > most:
            words = _("最多 %(most)s 字，现在有 %(have)s 字")
            yield name, words % {"most": most, "have": len(said)}
        if UNSTORABLE.search(said):
            yield name, _("含有不能保存的字符，请删去后再试")


def _point_faults(draft: Draft) -> Iterator[tuple[str, str]]:
    if (draft.lon is None) != (draft.lat is None):
        yield "lon", _("经度和纬度要一起给出")
    elif not (-180 <= (draft.lon or 0) <= 180 and -90 <= (draft.lat or 0) <= 90):
        yield "lon", _("经纬度超出范围")


def _time_faults(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.raised_at and draft.raised_at > now():
        yield "raised_at", _("提出时间在未来")
    if draft.external_no and not draft.external_system:
        yield "external_system", _("有外部编号时要写明外部系统")


def place(draft: Draft) -> Area | None:
    """The division of a draft: as given, by its point, by its words, or the whole district."""
    found = atlas()
    if draft.division:
        return found.by_code[draft.division]
    if draft.lon is not None and draft.lat is not None:
        here = found.at(draft.lon, draft.lat)
        if here:
            return here
    return found.named_in(f"{draft.address} {draft.title} {draft.text}") or found.root


def first_hop(flow: Flow, way: Route, draft: Draft) -> Hop | None:
    """The station the chain begins at, if the asker's trade has one here and he skips it not."""
    if flow.chain is None or draft.payload.get("trade") != flow.chain.name:
        return None
    skipped = set(draft.payload.get("skip", ()))
    fitting = (h for h in flow.chain.hops if h.name in way.hops and h.name not in skipped)
    return next(fitting, None)
