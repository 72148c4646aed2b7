"""Who takes part in a matter beside those who hold it: claimers, helpers, mediators, deputies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhuchao.access.identities import sealed
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.models import PARTICIPANTS, Participant
from zhuchao.matters.receipts import new_receipt
from zhuchao.registry.models import Person
from zhuchao.rules.flow import TAKING_PART, Step

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail


ACTING = Q(until__isnull=True, done_at__isnull=True)
"""Those who take part now and whose part is not done."""


@dataclass(frozen=True)
class Newcomer:
    """Who comes to take part: by what he left of himself, or by his account.

    Without an account he gets a receipt of his own. `proxy`: an office does it for him.
    """

    contact: Mapping[str, str] = field(default_factory=dict)
    account: int | None = None
    part: int | None = None
    proxy: bool = False


def own(scope: Scope) -> Q:
    """The rows that are the acting person's: of his account, or opened by the receipt he showed."""
    mine = Q(pk__in=[])
    if scope.account_id is not None:
        mine |= Q(account=scope.account_id)
    if scope.capability:
        mine |= Q(receipt=scope.capability)
    return mine


def acting_participant(change: Change, step: Step, answers: Answers) -> Participant | None:
    """Whose part a step is about: his own, or the one that an office or a job names.

    Raises Refused("invalid") when a part is named that is not, or no longer, there.
    """
    playing = set(TAKING_PART) & set(step.by) & change.roles
    rows = Participant.objects.filter(ACTING, matter=change.matter)
    if playing:
        return rows.filter(own(change.scope), role__in=playing).order_by("pk").first()
    if answers.participant is None:
        return None
    named = rows.filter(pk=answers.participant, role__in=TAKING_PART).first()
    if named is None:
        raise Refused("invalid", _("他已经不在这件事里"), "participant")
    return named


def named(row: Participant) -> str:
    """How a participant is told from the others: what he is, his masked name, since when."""
    mask = row.identity.name_mask or row.identity.phone_mask if row.identity else _label(row)
    since = f"{localtime(row.since):%m-%d %H:%M}"
    return " ".join(w for w in (_(PARTICIPANTS[row.role]), mask, since) if w)


def _label(row: Participant) -> str:
    """Of who takes part with his account: the masked name of his person."""
    known = Person.objects.filter(account=row.account) if row.account else Person.objects.none()
    return known.values_list("label", flat=True).first() or ""


def there(found: "Detail") -> list[tuple[int, str]]:
    """Who takes part in a matter now, each with how he is told from the others."""
    rows = (p for p in found.participants if not (p.until or p.done_at))
    return [(p.pk, named(p)) for p in rows if p.role in TAKING_PART]


def join(
    change: Change,
    role: str,
    *,
    contact: Mapping[str, str] | None = None,
    account: int | None = None,
    organisation: int | None = None,
    receipt: bool = False,
    part: int | None = None,
) -> Participant:
    """Add somebody to a matter that is being changed; with `receipt` he gets one of his own."""
    identity = sealed(contact) if contact and any(v.strip() for v in contact.values()) else None
    if identity is not None:
        identity.save()
    return Participant.objects.create(
        matter=change.matter,
        role=role,
        identity=identity,
        account=account,
        organisation_id=organisation,
        receipt=new_receipt() if receipt else "",
        part=part,
        since=now(),
    )


def leave(participant: Participant) -> None:
    """He takes part no longer; that he did stays known."""
    participant.until = now()
    participant.save(update_fields=["until"])
