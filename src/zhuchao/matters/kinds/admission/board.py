"""The board of admissions: whom by stage, what is next, from when and by when, and what blocks."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.scope import Scope
from zhuchao.matters.kinds.admission.aside import STAGES
from zhuchao.matters.kinds.admission.records import current, standings
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import visible_to
from zhuchao.rules.flows.admission import STAGES as ORDER

MOST = 500
STANDS = {
    "late": ("bad", gettext_noop("已超期")),
    "stopped": ("bad", gettext_noop("没有通过，等人决定")),
    "due": ("active", gettext_noop("可以办")),
    "early": ("waiting", gettext_noop("还没到最早日期")),
    "done": ("good", gettext_noop("已办完")),
}


@dataclass(frozen=True)
class Filters:
    """What the board is narrowed to; from the address, so that it can be linked."""

    group: str = ""
    branch: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Card:
    """One applicant: masked, with his next step."""

    receipt: str
    who: str
    branch: str
    group: str
    unit: str
    number: int
    following: str
    earliest: date | None
    latest: date | None
    again: date | None
    stand: str
    tone: str
    words: str


@dataclass(frozen=True)
class Column:
    """A stage with those who are in it."""

    code: str
    label: str
    cards: list[Card]


def board(scope: Scope, wanted: Filters, groups: dict[str, str]) -> list[Column]:
    """The columns of the board, in five statements however many applicants there are."""
    rows = visible_to(scope).filter(kind="admission", closed_at__isnull=True)
    if wanted.group:
        rows = rows.filter(admission__group=wanted.group)
    if wanted.branch:
        rows = rows.filter(admission__branch=wanted.branch)
    rows = rows.select_related("admission__branch", "admission__unit")
    rows = rows.prefetch_related("admission__steps", "participants__identity")
    cards = [(m.state, _card(m, groups)) for m in rows.order_by("due_at", "pk")[:MOST]]
    kept = [(state, card) for state, card in cards if not wanted.late or card.stand == "late"]
    return [
        Column(code, _(STAGES[code]), [card for state, card in kept if state == code])
        for code in ORDER
    ]


def _card(matter: Matter, groups: dict[str, str]) -> Card:
    found = standings(matter)
    following = current(found)
    again = next((s.again for s in found if s.again), None)
    late = any(s.late and (s.stand != "done" or s.again) for s in found)
    stand = "late" if late else following.stand if following else "done"
    admission = matter.admission
    tone, words = STANDS[stand]
    people = (p.identity.name_mask for p in matter.participants.all() if p.identity)
    return Card(
        receipt=matter.receipt,
        who=next(people, "") or "＊",
        branch=admission.branch.name,
        group=groups.get(admission.group, admission.group),
        unit=admission.unit.name if admission.unit else "",
        number=following.step.number if following else len(found),
        following=_(following.step.label) if following else "",
        earliest=following.earliest if following else None,
        latest=following.latest if following else None,
        again=again,
        stand=stand,
        tone=tone,
        words=_(words),
    )
