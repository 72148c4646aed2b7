"""A matter as a line of a list: plain texts, so that the template has nothing to look up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.matters.models import Matter
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import flow


@dataclass(frozen=True)
class Row:
    """One line."""

    receipt: str
    address: str
    title: str
    kind: str
    state: str
    tone: str
    category: str
    place: str
    holder: str
    pressing: str
    """How urgent, where that is more than usual."""
    due: datetime | None
    raised_at: datetime


def rows(matters: Iterable[Matter]) -> list[Row]:
    """Lines for matters, without any further statement."""
    table, areas = desk(), atlas()
    labels = {(lab.kind, lab.code): lab.name for lab in table.labels}
    pressing = {"emergency": _("危急"), "timely": _("紧急"), "difficult": _("疑难")}
    return [
        Row(
            receipt=m.receipt,
            address=reverse("desk:matter", args=[m.receipt]),
            title=m.title or m.receipt,
            kind=_(flow(m.kind).label),
            state=_(flow(m.kind).state(m.state).label),
            tone=flow(m.kind).state(m.state).tone,
            category=labels.get((m.kind, m.category), ""),
            place=areas.full_name(m.division_path),
            holder=table.offices[m.holder_id].name if m.holder_id in table.offices else "",
            pressing=pressing.get(m.urgency, ""),
            due=None if m.closed_at else m.due_at,
            raised_at=m.raised_at,
        )
        for m in matters
    ]
