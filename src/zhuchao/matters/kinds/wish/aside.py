"""What the page of a receipt shows of a wish: the claimer's own part, and the thanks for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.access.files import asker_link
from zhuchao.matters.kinds.wish.parts import EVER_PUBLIC, done, taken, total
from zhuchao.matters.models import CardBatch, Participant
from zhuchao.matters.taking_part import named
from zhuchao.registry.routing import Office, desk

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.queries import Detail


@dataclass(frozen=True)
class Part:
    """One claim, as its claimer sees it: never who wished, where he lives, or who else gives."""

    claimed: bool
    """Whether the bearer claimed a part; the one who wished sees no part."""
    parts: int
    pledge: str
    due: datetime | None
    """Until when; empty when it is handed over or was given back."""
    handed_over: bool
    returned: bool
    office: Office | None
    """Where it is to be brought."""
    thanks: str
    photos: tuple[str, ...]


def part_of(found: "Detail", receipt: str) -> Part:
    """The part of the bearer of a receipt."""
    row = next((p for p in found.participants if p.receipt == receipt), None)
    own = [e for e in found.entries if row and e.facets.get("participant") == row.pk]
    limits = (d for d in found.deadlines if row and d.participant_id == row.pk)
    running = (d.due_at for d in limits if d.stopped_at is None)
    said = [e.words for e in found.entries if e.verb == "matter.thank"]
    heard = row is None or row.done_at is not None
    return Part(
        claimed=row is not None,
        parts=(row.part or 0) if row else 0,
        pledge=next((e.words for e in own if e.verb == "matter.claim"), ""),
        due=next(running, None),
        handed_over=bool(row and row.done_at),
        returned=bool(row and row.until and not row.done_at),
        office=desk().offices.get(found.matter.holder_id or 0),
        thanks=said[-1] if said and heard else "",
        photos=tuple(asker_link(f.pk, receipt) for f in found.files if _thanks(f.purpose))
        if heard
        else (),
    )


def _thanks(purpose: str) -> bool:
    """The only evidence a wish takes are the pictures of thanks."""
    return purpose == "evidence"


@dataclass(frozen=True)
class DeskClaim:
    """One claim as the desk sees it: masked."""

    who: str
    parts: int
    due: datetime | None
    ended: str
    """How it ended, where no lease runs."""


@dataclass(frozen=True)
class DeskPart:
    """How far the claims of a wish are, for the desk."""

    parts: int
    taken: int
    done: int
    claims: list[DeskClaim]
    to_claim: str
    """Where it is claimed for somebody at the desk; empty when it cannot be."""
    public: str
    code: str


def desk_part(scope: "Scope", found: "Detail") -> DeskPart:
    """The claims of a wish, and where the next one is made."""
    matter = found.matter
    card = CardBatch.objects.filter(matter=matter).first()
    shown = card is not None and matter.state in EVER_PUBLIC and settings.ZHUCHAO_FACE != "desk"
    able = "intake" in found.roles and matter.state == "published"
    rows = [p for p in found.participants if p.role == "claimer"]
    return DeskPart(
        parts=total(matter),
        taken=taken(matter),
        done=done(matter),
        claims=[_desk_claim(found, row) for row in rows],
        to_claim=reverse("desk:claim_wish", args=[matter.receipt]) if able else "",
        public=reverse("wish", args=[card.code]) if card and shown else "",
        code=card.code if card else "",
    )


def _desk_claim(found: "Detail", row: Participant) -> DeskClaim:
    mine = (d for d in found.deadlines if d.participant_id == row.pk and d.stopped_at is None)
    ended = _("已交接") if row.done_at else _("已退回")
    return DeskClaim(named(row), row.part or 0, next((d.due_at for d in mine), None), ended)
