"""The people of a dispute: one more of them, and the slip of the other side."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.changing import changing
from zhuchao.matters.kinds.dispute.consent import SIDES
from zhuchao.matters.models import Participant
from zhuchao.matters.queries import detail
from zhuchao.matters.statements import may_read
from zhuchao.matters.taking_part import join

EARLY = ("intake", "consent")
"""Afterwards nobody is added: he could not have agreed before the mediator came."""


def add_party(
    scope: Scope, matter_id: int, side: str, contact: Mapping[str, str], *, version: int
) -> Participant:
    """Somebody more is part of the dispute; who stands on the other side gets his own receipt.

    Raises Refused without the desk's role, after a mediator was named, without a name.
    """
    with changing(scope, matter_id, version) as change:
        change.demand("intake", "mediator")
        if change.matter.state not in EARLY:
            raise Refused("invalid", _("已经指派调解员，不能再加当事人；请另立一件"))
        if side not in SIDES or not contact.get("name", "").strip():
            raise Refused("invalid", _("请写是哪一方、叫什么"), "name")
        row = join(change, side, contact=contact, receipt=side == "other")
        change.tell("dispute.party_added", facets={"side": side, "participant": row.pk})
    return row


def slip_of_other(scope: Scope, receipt: str, number: int) -> Participant:
    """The participant whose slip the desk prints. Refuses whoever may not read the matter."""
    found = detail(scope, receipt)
    demand(may_read(found.matter, found.roles), _("只有调解台和调解员能打印对方的回执"))
    for row in found.participants:
        if row.pk == number and row.receipt:
            return row
    raise Refused("not_found", _("没有这位当事人"))
