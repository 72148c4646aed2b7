"""Claim a part of a wish: with a phone that was proved, or in person at the community desk."""

from dataclasses import dataclass
from uuid import UUID

from zhuchao.access.phone_codes import proved
from zhuchao.access.scope import PUBLIC, Scope
from zhuchao.matters.actions.steps import take_part
from zhuchao.matters.answers import Answers
from zhuchao.matters.models import Participant
from zhuchao.matters.taking_part import Newcomer

PURPOSE = "claim"
"""What the code of a phone check is good for."""


@dataclass(frozen=True)
class Claim:
    """What somebody takes upon himself. Who he is is sealed; the community desk may call him."""

    phone: str
    name: str = ""
    parts: int = 1
    pledge: str = ""

    def newcomer(self, *, proxy: bool) -> Newcomer:
        """The claimer as he comes to take part."""
        contact = {"name": self.name, "phone": self.phone}
        return Newcomer(contact=contact, part=self.parts, proxy=proxy)

    def answers(self, proof: str) -> Answers:
        """What he says with the step."""
        said = {"parts": self.parts, "proof": proof, "pledge": self.pledge}
        return Answers(more={name: value for name, value in said.items() if value != ""})


def claim(matter_id: int, said: Claim, *, check: UUID | None, code: str) -> Participant:
    """Claim with the code that was sent to the phone; the claimer's own receipt is in the row.

    Raises Refused: "invalid" at "code" or "parts", "conflict" when somebody was faster.
    """
    with proved(check, said.phone, PURPOSE, code):
        newcomer = said.newcomer(proxy=False)
        return take_part(PUBLIC, matter_id, "claim", said.answers("phone"), newcomer)


def claim_at_desk(scope: Scope, matter_id: int, said: Claim) -> Participant:
    """Claim for somebody who stands at the desk; raises Refused without its role at that place."""
    newcomer = said.newcomer(proxy=True)
    return take_part(scope, matter_id, "claim", said.answers("desk"), newcomer)
