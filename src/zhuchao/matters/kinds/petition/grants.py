"""What granted requests of a petition do: an objection sends it back, an extension is told."""

from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.matters import clocks
from zhuchao.matters.changing import Change
from zhuchao.matters.kinds.petition.effects import hand_to, to_desk
from zhuchao.matters.models import Deadline, Participant, Request
from zhuchao.matters.telling import to_asker

if TYPE_CHECKING:
    from zhuchao.matters.actions.requests import Ruling


def _return(change: Change, request: Request, ruling: "Ruling") -> None:
    """The sender agrees that it is not theirs, and only then the material goes back (第二十三条).

    To the office he names, or into the petition office's own hands to be routed anew.
    """
    # Neither kept nor missed: whose matter it is not owes no notice.
    running = Deadline.objects.filter(matter=change.matter, clock="D3", stopped_at=None)
    running.update(stopped_at=now(), next_at=None)
    if ruling.lead is None:
        to_desk(change)
        change.matter.state = change.flow.start
        clocks.start(change, "raise", {"received_by": "office"})
        return
    if ruling.lead == request.holding.organisation_id:
        raise Refused("invalid", _("不能再交给提出异议的单位"), "lead")
    hand_to(change, ruling.lead, field="lead")
    change.matter.state = "forwarded"
    clocks.start(change, "forward")


def _extension(change: Change, request: Request, ruling: "Ruling") -> None:
    """All extensions together stay within thirty days, and the petitioner is told (第三十四条)."""
    unit = clocks.limit_of(change.matter, "D6")
    before = Request.objects.filter(matter=change.matter, kind="extension", outcome="granted")
    days = before.exclude(pk=request.pk).aggregate(days=Sum("days"))["days"] or 0
    if days + (request.days or 0) > unit.amount:
        words = _("累计延期不得超过 %(most)s 天，已经延了 %(days)s 天")
        raise Refused("invalid", words % {"most": unit.amount, "days": days})
    row = clocks.extend(change, "D5", request.days or 0, unit)
    if row is None:
        raise Refused("invalid", _("没有在走的六十日办结期限，不用延期"))
    askers = Participant.objects.filter(matter=change.matter, role="asker", identity__isnull=False)
    change.notices += [
        to_asker("petition_extended", change.matter, one.identity)
        for one in askers.select_related("identity")
        if one.identity and one.identity.phone_hash
    ]


GRANTS = {"return": _return, "extension": _extension}
"""By request name."""
