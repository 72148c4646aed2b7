"""What the page of a petition shows beside what any matter's page shows: to staff, to the asker."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.petition.matching import Match, earlier_petitions, open_appeals
from zhuchao.matters.kinds.petition.windows import Window, window
from zhuchao.matters.models import Batch, Matter
from zhuchao.matters.statements import kept_words
from zhuchao.rules.flow import Ask
from zhuchao.rules.flows import flow

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail

TITLES = {
    "issue": gettext_noop("处理意见书"),
    "issue_review": gettext_noop("复查意见书"),
    "issue_re_review": gettext_noop("复核意见书"),
}
"""Step that gives an opinion → what the opinion is called."""
OPINIONS = {"issue": "result", "issue_review": "reviewed", "issue_re_review": "re_reviewed"}
"""Step that gives an opinion → the ask that holds its result."""


@dataclass(frozen=True)
class Earlier:
    """An earlier petition that may be the same, and what the law says of that."""

    id: int
    receipt: str
    title: str
    state: str
    per_cent: int
    says: str
    to: str


@dataclass(frozen=True)
class DeskAside:
    """What staff read and may do beside the steps."""

    receipt: str
    version: int
    desk: bool
    """Whether he may tell matters apart here: the petition office."""
    filed_as: str
    earlier: Earlier | None
    """The petition it was confirmed to repeat."""
    repeats: tuple[Earlier, ...]
    appeals: tuple[Match, ...]
    visits: tuple[Batch, ...]
    right: Window | None
    right_label: str


def desk_aside(scope: Scope, found: "Detail") -> DeskAside:
    """For the desk. Proposals are the petition office's alone; nothing sealed is opened."""
    matter = found.matter
    desk, said = "intake" in found.roles, matter.payload
    repeats = earlier_petitions(scope, matter) if desk and not said.get("filed_as") else []
    routed = matter.state not in ("registered", "reported_up")
    right = window(matter)
    return DeskAside(
        receipt=matter.receipt,
        version=matter.version,
        desk=desk,
        filed_as=said.get("filed_as", ""),
        earlier=_confirmed(said.get("earlier") or 0) if desk else None,
        repeats=tuple(_earlier(m) for m in repeats),
        appeals=() if routed or not desk else tuple(open_appeals(matter)),
        visits=tuple(
            Batch.objects.filter(matter=matter).select_related("reception").order_by("pk")
        ),
        right=right,
        right_label=_(flow("petition").clock(right.clock).label) if right else "",
    )


def _confirmed(number: int) -> Earlier | None:
    row = Matter.objects.filter(pk=number, kind="petition").first()
    return _earlier(Match(row, 1.0)) if row else None


def _earlier(match: Match) -> Earlier:
    matter, way = match.matter, flow("petition")
    return Earlier(
        id=matter.pk,
        receipt=matter.receipt,
        title=matter.title,
        state=_(way.state(matter.state).label),
        per_cent=round(match.alike * 100),
        says=_says(matter),
        to=matter.receipt,
    )


def _says(matter: Matter) -> str:
    """Why the law would not have it taken up again, if so; a person decides."""
    if matter.closed_at is None:
        return _("前一件正在办理：同一事项已受理或者正在办理的，不予受理（第十九条）")
    if matter.state != "terminated":
        return ""
    ended = Entry.objects.filter(subject_kind="petition", subject_id=matter.pk)
    if ended.filter(verb="matter.issue_re_review").exists():
        return _("前一件已经复核：仍以同一事实和理由提出的，不再受理（第三十六条）")
    last = ended.filter(verb="matter.terminate").order_by("-pk").first()
    if last and last.facets.get("termination") == "no_review":
        return _("前一件逾期没有请求复查、复核，已终结")
    return _("前一件已终结")


@dataclass(frozen=True)
class Opinion:
    """An opinion as the petitioner reads it."""

    step: str
    title: str
    issued_at: datetime
    result: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PublicAside:
    """What the asker reads beside the progress."""

    opinions: tuple[Opinion, ...]
    right: Window | None
    right_label: str
    extensions: tuple[tuple[int, str], ...]
    """Days and reason of each extension (第三十四条: told with its reason)."""


def public_aside(found: "Detail", receipt: str) -> PublicAside | None:
    """For the asker's own receipt; nobody else reads what was decided."""
    if "asker" not in found.roles:
        return None
    right = window(found.matter)
    return PublicAside(
        opinions=tuple(opinions(found.matter)),
        right=right,
        right_label=_(flow("petition").clock(right.clock).label) if right else "",
        extensions=tuple(_extensions(found)),
    )


def opinions(matter: Matter) -> Iterator[Opinion]:
    """The opinions given so far, oldest first, their sealed words opened.

    For the asker himself, or a caller who has checked and journaled.
    """
    way = flow("petition")
    about = Entry.objects.filter(subject_kind="petition", subject_id=matter.pk)
    results = {
        e.verb.removeprefix("matter."): e.facets
        for e in about.filter(verb__in=[f"matter.{s}" for s in OPINIONS]).order_by("pk")
    }
    for kept in kept_words(matter):
        if kept.step in OPINIONS:
            step = way.step(kept.step)
            asked = next(a for a in step.asks if a.name == OPINIONS[kept.step])
            code = str(results.get(kept.step, {}).get(asked.name, ""))
            yield Opinion(
                step=kept.step,
                title=_(TITLES[kept.step]),
                issued_at=kept.made_at,
                result=_(dict(asked.choices).get(code, code)),
                parts=tuple(_parts(step.asks, dict(kept.words))),
            )


def _parts(asks: tuple[Ask, ...], words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for ask in asks:
        if ask.kept and words.get(ask.name):
            yield _(ask.label), words[ask.name]


def _extensions(found: "Detail") -> Iterator[tuple[int, str]]:
    said = {
        e.facets.get("request"): e.words
        for e in found.entries
        if e.verb == "request.extension.asked"
    }
    for request in found.requests:
        if request.kind == "extension" and request.outcome == "granted":
            yield request.days or 0, said.get(request.pk, "")
