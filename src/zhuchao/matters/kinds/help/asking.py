"""Ask for help with a phone that was proved; the community desk asks for who has none."""

from dataclasses import replace
from uuid import UUID

from zhuchao.access.phone_codes import proved
from zhuchao.access.scope import PUBLIC
from zhuchao.matters.actions.intake import Raised, raise_matter
from zhuchao.matters.drafts import Draft, check

PURPOSE = "help"
"""What the code of a phone check is good for."""


def demand_sound(draft: Draft) -> None:
    """Raise Refused naming every field at fault, before a code is sent."""
    check(draft)


def ask_for_help(draft: Draft, *, check: UUID | None, code: str) -> Raised:
    """Raise it as whoever proved the phone in the draft.

    Raises Refused: "invalid" at "code" or at the fields of the draft.
    """
    with proved(check, draft.contact.get("phone", ""), PURPOSE, code):
        # The proof stands in for the authority that the flow demands of whoever raises it.
        return raise_matter(replace(PUBLIC, system=True), draft)
