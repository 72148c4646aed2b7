"""A demand as it comes in, and what is wrong with it before it becomes a matter."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.fields import canonical
from zhuchao.matters.models import URGENCIES
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.routing import Route, desk, route
from zhuchao.rules.flow import Flow, Hop
from zhuchao.rules.flows import FLOWS

MAX_TITLE = 120
MAX_TEXT = 20_000
MAX_ADDRESS = 160


@dataclass(frozen=True)
class Draft:
    """What one asker says. `contact` holds name, phone, email, plate, handle as he gave them."""

    kind: str
    text: str
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

    def digest(self) -> str:
        """A hash of everything said: the same key with another one is another demand (409)."""
        said = {k: _text(v) for k, v in asdict(self).items() if k != "intake_key"}
        return hashlib.sha256(canonical(said).encode()).hexdigest()


def _text(value: Any) -> str:
    return (
        canonical({k: _text(v) for k, v in value.items()})
        if isinstance(value, dict)
        else str(value)
    )


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


def check(draft: Draft) -> Placed:
    """Find place, category and route of a draft. Raises Refused naming every field at fault."""
    wrong = dict(_faults(draft))
    if wrong:
        raise Refused("invalid", next(iter(wrong.values())), fields=wrong)
    area = place(draft)
    if area is None:
        raise Refused("invalid", "还没有载入辖区，不能受理", "division")
    label = desk().label(draft.kind, draft.category)
    urgency = draft.urgency or (label.urgency if label else "general")
    if draft.kind == "hazard" and draft.payload.get("danger"):
        urgency = "emergency"
    way = route(draft.kind, label.code if label else "", area.path)
    flow = FLOWS[draft.kind]
    hop = first_hop(flow, way, draft)
    if way.intake is None and hop is None:
        raise Refused("invalid", f"{area.name} 还没有受理单位，请先在职责清单里补上", "division")
    return Placed(draft, flow, area, label.code if label else "", urgency, way, hop)


def _faults(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.kind not in FLOWS:
        yield "kind", f"没有这种事项：{draft.kind}"
        return
    if not (draft.text.strip() or draft.title.strip()) and not draft.photos:
        yield "text", "请写几句情况，或者拍一张照片"
    for name, most in (("title", MAX_TITLE), ("text", MAX_TEXT), ("address", MAX_ADDRESS)):
        if len(getattr(draft, name)) > most:
            yield name, f"最多 {most} 字，现在有 {len(getattr(draft, name))} 字"
    if draft.urgency and draft.urgency not in dict(URGENCIES):
        yield "urgency", f"没有这个紧急程度：{draft.urgency}"
    if draft.category and desk().label(draft.kind, draft.category) is None:
        yield "category", f"没有这个类别：{draft.category}"
    if draft.division and draft.division not in atlas().by_code:
        yield "division", f"没有这个区划代码：{draft.division}"
    yield from _point_faults(draft)
    yield from _time_faults(draft)


def _point_faults(draft: Draft) -> Iterator[tuple[str, str]]:
    if (draft.lon is None) != (draft.lat is None):
        yield "lon", "经度和纬度要一起给出"
    elif not (-180 <= (draft.lon or 0) <= 180 and -90 <= (draft.lat or 0) <= 90):
        yield "lon", "经纬度超出范围"


def _time_faults(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.raised_at and draft.raised_at > now():
        yield "raised_at", "提出时间在未来"
    if draft.external_no and not draft.external_system:
        yield "external_system", "有外部编号时要写明外部系统"


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
