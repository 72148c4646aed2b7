"""The services of GeoReport: every category a hazard or an appeal can have, and its questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.registry.routing import Label, desk
from zhuchao.rules.flow import Flow
from zhuchao.rules.flows import FLOWS

KINDS = ("hazard", "appeal")
"""What may be reported here; hazards come first, as it is them the standard is made for."""


@dataclass(frozen=True)
class Service:
    """A service request type: a category of a kind, or the kind itself where none was chosen."""

    code: str
    name: str
    kind: str
    category: str
    group: str
    keywords: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """As the service list has it."""
        return {
            "service_code": self.code,
            "service_name": self.name,
            "description": f"{self.group}：{self.name}",
            "metadata": bool(attributes(self.kind)),
            "type": "realtime",
            "keywords": ", ".join(self.keywords),
            "group": self.group,
        }


def services() -> list[Service]:
    """All services of this installation; asks the database nothing."""
    return [service for kind in KINDS for service in _of_kind(FLOWS[kind])]


def _of_kind(flow: Flow) -> Iterator[Service]:
    label = _(flow.label)
    yield Service(
        flow.kind, _("%(kind)s（不知道是哪一类）") % {"kind": label}, flow.kind, "", label
    )
    for one in desk().labels:
        if one.kind == flow.kind:
            yield _named(one, label)


def _named(one: Label, kind: str) -> Service:
    above = desk().label(one.kind, one.parent) if one.parent else None
    group = above.name if above else kind
    return Service(f"{one.kind}.{one.code}", one.name, one.kind, one.code, group, one.keywords)


def service(code: str) -> Service:
    """The service of a code. Raises Refused("not_found"): 404, as the standard says."""
    for one in services():
        if one.code == code:
            return one
    raise Refused("not_found", _("没有这个 service_code：%(code)s") % {"code": code})


@dataclass(frozen=True)
class Attribute:
    """An extra question; several of `values` may be chosen where it is a multivaluelist."""

    code: str
    datatype: str
    description: str
    values: tuple[tuple[str, str], ...]

    def row(self, order: int) -> dict[str, Any]:
        """As the service definition has it."""
        return {
            "variable": True,
            "code": self.code,
            "datatype": self.datatype,
            "required": False,
            "datatype_description": None,
            "order": order,
            "description": self.description,
            "values": [{"key": key, "name": name} for key, name in self.values],
        }


def attributes(kind: str) -> tuple[Attribute, ...]:
    """The questions of a kind: its intake answers (`matters.kinds`)."""
    yes_no = (("yes", _("是")), ("no", _("否")))
    if kind == "hazard":
        return (Attribute("danger", "singlevaluelist", _("现在就可能伤到人吗"), yes_no),)
    chain = FLOWS[kind].chain
    if chain is None:
        return ()
    hops = tuple((hop.name, _(hop.label)) for hop in chain.hops)
    return (
        Attribute("driver", "singlevaluelist", _("您是司机，要先走诉求直通车吗"), yes_no),
        Attribute("skip", "multivaluelist", _("想跳过哪几站"), hops),
    )


def definition(one: Service) -> dict[str, Any]:
    """The service definition."""
    rows = [a.row(order) for order, a in enumerate(attributes(one.kind), start=1)]
    return {"service_code": one.code, "attributes": rows}
