"""What is written with a new dispute: the other side with a receipt of its own, and consent."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhuchao.access.identities import sealed
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.kinds.dispute import consent
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.receipts import new_receipt

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Placed

FROM = "matter:"
"""What stands before the number of the matter a dispute came from, in its origin."""


def begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """The other side takes part; the applicant who agreed is noted as having done so."""
    said = placed.draft.payload
    Participant.objects.bulk_create(_same_askers(matter, placed.draft.origin))
    other = sealed(
        {
            "name": said.get("other_name", ""),
            "phone": said.get("other_phone", ""),
            "address": said.get("other_home", ""),
        }
    )
    other.save()
    Participant.objects.create(
        matter=matter, role="other", identity=other, receipt=new_receipt(), since=now()
    )
    for row in consent.parties(matter, "asker") if said.get("agrees") else ():
        consent.agree(row)


def known_askers(origin: str) -> list[Participant]:
    """Who asked in the matter a dispute came from; nobody for one that came by itself."""
    number = origin.removeprefix(FROM)
    if number == origin or not number.isdecimal():
        return []
    rows = Participant.objects.filter(matter=int(number), role="asker", identity__isnull=False)
    return list(rows.select_related("identity"))


def _same_askers(matter: Matter, origin: str) -> Iterator[Participant]:
    """The people are the same, so is what is sealed of them: nobody has to open it."""
    for row in known_askers(origin):
        yield Participant(matter=matter, role="asker", identity_id=row.identity_id, since=now())
