"""From one level's desk to the next: one number all the way, and nobody is late by passing it on.

"小事不出村、大事不出镇、矛盾不上交" asks where a dispute is best settled; it is no target.
"""

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.matters import holdings
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.kinds.dispute.desks import above, below, path_of
from zhuchao.matters.kinds.dispute.mediators import let_go
from zhuchao.matters.telling import to_account
from zhuchao.registry.people import members
from zhuchao.rules.flow import Step


def pass_up(change: Change, step: Step, answers: Answers) -> None:
    """To the nearest desk above."""
    _hand(change, above(_here(change)), _("上面没有调解受理台了"))


def pass_down(change: Change, step: Step, answers: Answers) -> None:
    """To the next desk below, towards where the dispute is."""
    onward = below(_here(change), change.matter.division_path)
    _hand(change, onward, _("这件纠纷所在的地方，下面没有调解受理台"))


def receive(change: Change, step: Step, answers: Answers) -> None:
    """The new desk has it in hand already; now it says so."""


def _here(change: Change) -> str:
    held = [h.organisation_id for h in change.holdings() if h.role == "intake"]
    return path_of(held[0]) if held else change.matter.division_path


def _hand(change: Change, desk: int | None, nowhere: str) -> None:
    if desk is None:
        raise Refused("invalid", nowhere)
    let_go(change)
    holdings.leave(change)
    holdings.give(change, desk, "intake")
    change.notices += [
        to_account("holder_pass_on", change.matter, account) for account in members([desk], "staff")
    ]
