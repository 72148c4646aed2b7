"""Money of Party kinds: what was granted may not exceed what was asked, nor what was spent it."""

from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.models import Entry
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.kinds.party_rows import demand_over, organisation
from zhuchao.matters.models import Matter
from zhuchao.rules.flow import Step


def yuan(fen: int) -> str:
    """An amount in fen as people write it.

    >>> yuan(1234500), yuan(7)
    ('12,345.00 元', '0.07 元')
    """
    return _("%(n)s 元") % {"n": f"{fen // 100:,}.{fen % 100:02d}"}


def granted(matter: Matter) -> int:
    """What was granted, in fen; 0 before."""
    return int(_last(matter, "matter.approve").get("granted", 0))


def _last(matter: Matter, verb: str) -> dict[str, Any]:
    kind, number = subject(matter)
    told = Entry.objects.filter(subject_kind=kind, subject_id=number, verb=verb)
    facets = told.order_by("-pk").values_list("facets", flat=True).first()
    return dict(facets or {})


def grant(change: Change, step: Step, answers: Answers) -> None:
    """No more than was asked for, by a desk over the organisation that receives it."""
    number = change.matter.payload["organisation"]
    demand_over(change, [organisation(number, "granted")])
    if answers.more["granted"] > change.matter.payload["amount"]:
        most = yuan(change.matter.payload["amount"])
        raise Refused("invalid", _("批准的不能多于申请的 %(most)s") % {"most": most}, "granted")


def spend(change: Change, step: Step, answers: Answers) -> None:
    """No more than was granted; told with the amount."""
    most = granted(change.matter)
    if answers.more["spent"] > most:
        words = _("支出不能多于批准的 %(most)s") % {"most": yuan(most)}
        raise Refused("invalid", words, "spent")
    change.tell("party.project_settled", facets={"fen": answers.more["spent"]})
