"""What the asker is told of his matter: each hop, each deadline, each answer; nobody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuchao.access.files import asker_link
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline
from zhuchao.matters.queries import Detail
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import Flow, State


@dataclass(frozen=True)
class Happening:
    """One line of the progress."""

    what: str
    when: datetime
    office: str
    said: str


@dataclass(frozen=True)
class Limit:
    """A deadline that runs now, as the asker is told it: shifted to the next working day."""

    label: str
    due: datetime
    provisional: bool


@dataclass(frozen=True)
class Story:
    """All that the page of a receipt shows."""

    own: bool
    """Whether this is the asker's receipt, not that of a follower or of who takes part."""
    part: str
    """What the bearer is to the matter, as PARTICIPANTS has it."""
    state: State
    state_label: str
    office: str
    happenings: tuple[Happening, ...]
    limits: tuple[Limit, ...]
    ahead: tuple[str, ...]
    answer: str
    sent: tuple[str, ...]
    """Links to the photos the asker sent; none for a follower."""
    shown: tuple[str, ...]
    """Links to the photos the offices gave as evidence."""
    share: bool | None
    """Whether the offices see who asked; None when he left nothing to see."""


def story(found: Detail, receipt: str) -> Story:
    """The story of a matter for the bearer of `receipt`: its asker, or a follower."""
    own = "asker" in found.roles
    parts = (p.role for p in found.participants if p.receipt == receipt)
    # A mediator acts for both sides: what he does is everybody's.
    mine = {p.pk for p in found.participants if p.receipt == receipt or p.role == "mediator"}
    state = found.flow.state(found.matter.state)
    links = {
        purpose: tuple(asker_link(f.pk, receipt) for f in found.files if f.purpose == purpose)
        for purpose in ("report", "evidence")
    }
    return Story(
        own=own,
        part="asker" if own else next(parts, ""),
        state=state,
        state_label=_(state.label),
        office=found.matter.holder.name if found.matter.holder else "",
        happenings=tuple(_happenings(found, mine, own=own)),
        limits=tuple(_limits(found, mine, own=own)),
        ahead=tuple(_ahead(found)),
        answer=found.matter.answer,
        sent=links["report"] if own else (),
        shown=links["evidence"],
        share=_share(found) if own else None,
    )


def _happenings(found: Detail, mine: set[int], *, own: bool) -> Iterator[Happening]:
    """What the bearer is told; what another one did who takes part only the asker hears of."""
    offices = desk().offices
    for entry in found.entries:
        what = _what(found.flow, entry)
        others = "participant" in entry.facets and entry.facets["participant"] not in mine
        if what and (own or not others):
            office = offices.get(entry.organisation or 0)
            yield Happening(
                what, entry.occurred_at, office.name if office else "", _said(entry, own=own)
            )


def _what(flow: Flow, entry: Entry) -> str:
    """The words for an entry; empty for what is only of use inside the offices."""
    room, _dot, verb = entry.verb.partition(".")
    if room == "matter":
        if verb == "raised":
            return _("收到，已出回执")
        return next((_(s.label) for s in flow.steps if s.name == verb and not s.inside), "")
    fixed = {
        "clock.lapsed": _("到期未办，已提醒经办单位"),
        "request.extension.granted": _("经批准延期"),
        "request.return.granted": _("承办单位退单，已改派"),
    }
    if entry.verb == "clock.lapsed" and entry.facets.get("level", 1) > 1:
        return _("仍未办，已报告上级负责人")
    return fixed.get(entry.verb, "")


def _said(entry: Entry, *, own: bool) -> str:
    """Words meant for the asker, and his own; those of one asker are not shown to followers."""
    meant = bool(entry.facets.get("told")) or (own and entry.facets.get("as") == "asker")
    return entry.words if meant else ""


def _limits(found: Detail, mine: set[int], *, own: bool) -> Iterator[Limit]:
    for row in found.deadlines:
        others = row.participant_id is not None and row.participant_id not in mine
        if row.stopped_at is None and (own or not others):
            yield Limit(_clock_label(found.flow, row), row.shifted_at, row.provisional)


def _clock_label(flow: Flow, row: Deadline) -> str:
    """What a running clock is called: a clock of the flow, or a station of its chain."""
    if not row.clock.startswith("hop."):
        return _(flow.clock(row.clock).label)
    name = row.clock.removeprefix("hop.")
    hops = flow.chain.hops if flow.chain else ()
    station = next((h.label for h in hops if h.name == name), name)
    return _("%(station)s这一站的期限") % {"station": _(station)}


def _ahead(found: Detail) -> Iterator[str]:
    """What is still to come, so that the asker knows when it is his turn."""
    if found.matter.closed_at:
        return
    hop = next((h.hop for h in found.holdings if h.role == "hop" and h.ended_at is None), "")
    onward = found.flow.chain.after(hop) if hop and found.flow.chain else None
    while onward and found.flow.chain:
        yield _("%(station)s（如果这一站没有办成）") % {"station": _(onward.label)}
        onward = found.flow.chain.after(onward.name)
    if found.flow.state(found.matter.state).tone != "waiting":
        yield _("办好后告诉您，请您确认")


def _share(found: Detail) -> bool | None:
    """Nothing where only the accepting office ever handles this kind, or the law lets all know."""
    if "lead" in found.flow.knows:
        return None
    if not {"lead", "assist", "hop"} & {role for step in found.flow.steps for role in step.by}:
        return None
    askers = [p for p in found.participants if p.role == "asker" and p.identity_id]
    return askers[0].share if askers else None
