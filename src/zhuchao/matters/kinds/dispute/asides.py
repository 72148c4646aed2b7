"""What the page of a dispute shows beside the common: to the people, and to the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.models import File
from zhuchao.access.scope import Scope
from zhuchao.matters.kinds.dispute import consent
from zhuchao.matters.kinds.dispute.beginning import FROM
from zhuchao.matters.kinds.dispute.confirmation import Confirmation, standing
from zhuchao.matters.kinds.dispute.dossier import Paper, file_list, missing
from zhuchao.matters.kinds.dispute.effects import why_not
from zhuchao.matters.kinds.dispute.mediators import wishes
from zhuchao.matters.kinds.dispute.rights import BINDING, DUTIES, RIGHTS
from zhuchao.matters.kinds.dispute.shelf import MEDIATORS
from zhuchao.matters.models import Participant
from zhuchao.matters.policy import visible_to
from zhuchao.matters.statements import may_read
from zhuchao.registry.models import Person

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail

SIDES = {"asker": gettext_noop("申请人"), "other": gettext_noop("对方当事人")}
BEFORE = ("intake", "consent")
AGREED = ("agreed_oral", "agreed_written", "performing", "performed", "breached", "return_visit")


@dataclass(frozen=True)
class Receipt:
    """What either side reads on the page of his receipt; never who the other is."""

    side: str
    rights: tuple[str, ...]
    duties: tuple[str, ...]
    binding: tuple[str, ...]
    agreed: bool
    """Whether the bearer agreed."""
    waiting: bool
    """Whether somebody else still has to."""
    mediators: tuple[str, ...]
    due_on: date | None
    """Until when the agreement is to be performed."""
    confirmation: Confirmation
    confirmation_said: str
    confirm_by: date | None


def on_the_receipt(found: "Detail", receipt: str) -> Receipt:
    """The aside for the bearer of a receipt."""
    state = found.matter.state
    rows = consent.parties(found.matter)
    done = consent.agreed(rows)
    mine = next((p for p in rows if p.receipt == receipt), None) or next(
        (p for p in rows if p.role == "asker" and "asker" in found.roles), None
    )
    now = standing(found.entries)
    return Receipt(
        side=_(SIDES[mine.role]) if mine else "",
        rights=tuple(_(line) for line in RIGHTS) if state in BEFORE else (),
        duties=tuple(_(line) for line in DUTIES) if state in BEFORE else (),
        binding=tuple(_(line) for line in BINDING) if state in AGREED else (),
        agreed=bool(mine and mine.pk in done),
        waiting=len(done) < len(rows),
        mediators=tuple(_mediators(found)),
        due_on=_until(found, "perform"),
        confirmation=now,
        confirmation_said=why_not(now),
        confirm_by=_until(found, "confirm"),
    )


def _until(found: "Detail", clock: str) -> date | None:
    running = (d for d in found.deadlines if d.clock == clock and d.stopped_at is None)
    return next((d.shifted_at.date() for d in running), None)


def _mediators(found: "Detail") -> Iterator[str]:
    accounts = [p.account for p in found.participants if p.role == "mediator" and not p.until]
    yield from Person.objects.filter(account__in=accounts).values_list("label", flat=True)


@dataclass(frozen=True)
class Party:
    """One of the people as the desk sees him; nothing but his side where it may not."""

    id: int
    side: str
    shown: str
    agreed: bool
    receipt: str
    """The other side's own receipt, for its slip."""


@dataclass(frozen=True)
class Desk:
    """What the desk's page of a dispute shows beside the common."""

    receipt: str
    may_read: bool
    parties: tuple[Party, ...]
    mediators: tuple[str, ...]
    wished: tuple[str, ...]
    papers: tuple[Paper, ...]
    lacking: tuple[str, ...]
    confirmation: Confirmation
    confirmation_said: str
    origin: str
    """The receipt of what it came from, where this scope may see that."""


def on_the_desk(scope: Scope, found: "Detail") -> Desk:
    """The aside for whoever opens the matter at the desk."""
    reads = may_read(found.matter, found.roles)
    papers = file_list(found.entries, _purposes(found))
    now = standing(found.entries)
    return Desk(
        receipt=found.matter.receipt,
        may_read=reads,
        parties=tuple(_parties(found, reads=reads)),
        mediators=tuple(_mediators(found)),
        wished=tuple(MEDIATORS.named(number) for number in sorted(wishes(found.matter))),
        papers=tuple(papers),
        lacking=tuple(_(paper.label) for paper in missing(papers)),
        confirmation=now,
        confirmation_said=why_not(now),
        origin=_origin(scope, found.matter.origin),
    )


def _purposes(found: "Detail") -> set[str]:
    """What the photos of the file are; also for who may not look at them."""
    rows = File.objects.filter(subject_kind=found.matter.kind, subject_id=found.matter.pk)
    return set(rows.values_list("purpose", flat=True))


def _parties(found: "Detail", *, reads: bool) -> Iterator[Party]:
    rows = consent.parties(found.matter)
    done = consent.agreed(rows)
    for row in rows:
        yield Party(
            row.pk,
            _(SIDES[row.role]),
            _masks(row) if reads else "",
            row.pk in done,
            row.receipt if reads else "",
        )


def _masks(row: Participant) -> str:
    one = row.identity
    return " ".join(m for m in (one.name_mask, one.phone_mask) if m) if one else ""


def _origin(scope: Scope, origin: str) -> str:
    number = origin.removeprefix(FROM)
    if number == origin or not number.isdecimal():
        return ""
    row = visible_to(scope).filter(pk=int(number)).first()
    return row.receipt if row else ""
