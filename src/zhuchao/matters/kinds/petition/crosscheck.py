"""A matter is either hotline or petition: what the hotline does about one that is a petition.

Staff who take a demand down are stopped; whoever writes himself is not told, so that nobody can
find out by asking whether another has petitioned. The accepting office sees that there is one, and
can only guide him to it (domain.md §2, Do not accept).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.effects import EFFECTS, Effect
from zhuchao.matters.kinds.petition.matching import in_petition, still_in_petition
from zhuchao.rules.flow import Step

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.drafts import Draft
    from zhuchao.matters.queries import Detail


GUIDABLE = ("raised", "accepted")
"""While a hotline matter can still be guided elsewhere; what was sent out is handled there."""


def check(draft: "Draft") -> Iterator[tuple[str, str]]:
    """Stop staff who take down what is a petition in handling already."""
    if draft.channel == "proxy" and in_petition(draft.contact.get("phone", ""), draft.text):
        yield "text", _("同一人同一事已有信访件在办，请走信访渠道")


def _unless_petition(name: str) -> Effect:
    then = EFFECTS[name]

    def effect(change: Change, step: Step, answers: Answers) -> None:
        if change.matter.state in GUIDABLE and still_in_petition(change.matter):
            words = _("同一人同一事已有信访件在办，不能再按热线办理，请引导走信访渠道")
            raise Refused("conflict", words)
        then(change, step, answers)

    return effect


GUARDED = {name: _unless_petition(name) for name in ("accept", "dispatch", "answer_at_once")}
"""The hotline's steps, for what is no petition."""


def aside(scope: "Scope", found: "Detail") -> bool:
    """Whether the accepting office is told that there is a petition; never which."""
    mine = "intake" in found.roles and found.matter.state in GUIDABLE
    known = any(p.identity_id for p in found.participants)
    return mine and known and still_in_petition(found.matter)
