"""A matter as a line of a list: plain texts, and the line itself, written without a template.

`templates/matters/desk/rows.html` is the table around the lines; with a tag for each cell it took
four times as long as reading the matters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from zhuchao.journal.clock import zone
from zhuchao.journal.moments import day, until, urgency
from zhuchao.matters.models import Matter
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import flow

SHOWN = (
    "receipt",
    "kind",
    "state",
    "title",
    "category",
    "urgency",
    "division_path",
    "holder",
    "raised_at",
    "due_at",
    "closed_at",
)
"""The fields of a matter that a line tells something of."""
LINE = (
    "<tr>\n"
    '<th scope="row" class="title"><a href="{address}">{title}</a>'
    '<small><span class="receipt-no">{receipt}</span> {kind}{pressing}</small></th>\n'
    '<td class="nowrap state-cell"><span class="state" data-tone="{tone}">{state}</span></td>\n'
    '<td data-label="{l_category}">{category}</td>\n'
    '<td data-label="{l_place}">{place}</td>\n'
    '<td data-label="{l_holder}">{holder}</td>\n'
    '<td class="due">{due}</td>\n'
    '<td data-label="{l_raised}" class="nowrap">{raised}</td>\n'
    "</tr>\n"
)
DUE = (
    '<span class="deadline" data-urgency="{urgency}">{left} '
    '<time class="date" datetime="{exact}">{day}</time></span>'
)


class Words:
    """Words of one list, each looked up once: labels of cells, flows and states, and days."""

    def __init__(self) -> None:
        self.say: Callable[[str], str] = cache(gettext)
        self.day: Callable[[date], str] = cache(day)
        self.zone = zone()
        self.pressing = {
            "emergency": gettext("危急"),
            "timely": gettext("紧急"),
            "difficult": gettext("疑难"),
        }
        self.labels = {
            "l_category": gettext("类别"),
            "l_place": gettext("区划"),
            "l_holder": gettext("经办"),
            "l_raised": gettext("提出"),
        }


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
    words: Words = field(repr=False, compare=False)

    @property
    def line(self) -> SafeString:
        """The line as a row of the table; everything in it is escaped."""
        texts = {
            **vars(self),
            **self.words.labels,
            "pressing": f" · {self.pressing}" if self.pressing else "",
            "raised": self.words.day(self.raised_at.astimezone(self.words.zone).date()),
        }
        due = self._due(self.due) if self.due else ""
        cells = {name: escape(text) for name, text in texts.items() if isinstance(text, str)}
        return mark_safe(LINE.format(**cells, due=due))  # noqa: S308

    def _due(self, due: datetime) -> str:
        local = due.astimezone(self.words.zone)
        return DUE.format(
            urgency=urgency(due),
            left=escape(until(due)),
            exact=local.isoformat(),
            day=escape(self.words.day(local.date())),
        )


def rows(matters: Iterable[Matter]) -> list[Row]:
    """Lines for matters, without any further statement."""
    table, areas, words, root = desk(), atlas(), Words(), reverse("desk:matters")
    return [
        Row(
            receipt=m.receipt,
            address=f"{root}{m.receipt}/",
            title=m.title or m.receipt,
            kind=words.say(flow(m.kind).label),
            state=words.say(flow(m.kind).state(m.state).label),
            tone=flow(m.kind).state(m.state).tone,
            category=label.name if (label := table.label(m.kind, m.category)) else "",
            place=areas.full_name(m.division_path),
            holder=table.offices[m.holder_id].name if m.holder_id in table.offices else "",
            pressing=words.pressing.get(m.urgency, ""),
            due=None if m.closed_at else m.due_at,
            raised_at=m.raised_at,
            words=words,
        )
        for m in matters
    ]
