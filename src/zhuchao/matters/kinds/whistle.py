"""吹哨 whistle: why a street calls, who stays with it, and both sides' ratings (M36)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.matters import holdings
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.effects import answer
from zhuchao.matters.kind import Kind
from zhuchao.matters.models import Matter
from zhuchao.registry.routing import desk
from zhuchao.rules.flow import Ask, Step

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Placed

REASONS = (
    ("demands", "群众诉求集中"),
    ("key_work", "重点工作"),
    ("joint", "联合执法"),
    ("emergency", "应急处置"),
)
"""What a street may whistle for (domain.md §2, L-BJ, L-BS)."""


@dataclass(frozen=True)
class Intake:
    """Why the street cannot do it alone."""

    version: int = 1
    why: str = ""


def _begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """The office that blows stays with the matter to the end."""
    holdings.originate(scope, matter)


def _report_in(change: Change, step: Step, answers: Answers) -> None:
    """One department's part: reported in, or there."""
    holdings.mark_own(change, step.part)


def _rate_office(change: Change, step: Step, answers: Answers) -> None:
    """The origin's word on one department, once in each round."""
    office = answers.more["office"]
    if office not in _called(change):
        raise Refused("invalid", _("这个部门没有被派这一哨"), "office")
    if office in _rated(change):
        raise Refused("conflict", _("这个部门已经评价过了"), "office")


def _called(change: Change) -> set[int]:
    return {h.organisation_id for h in change.holdings() if h.role in ("lead", "assist")}


def _rated(change: Change) -> set[int]:
    """The departments rated since they last finished."""
    kind, number = subject(change.matter)
    told = Entry.objects.filter(subject_kind=kind, subject_id=number).order_by("pk")
    found: set[int] = set()
    for verb, facets in told.values_list("verb", "facets"):
        if verb == "matter.rate_office":
            found.add(facets["office"])
        elif verb == "matter.reopen":
            found.clear()
    return found


def _accept_result(change: Change, step: Step, answers: Answers) -> None:
    """The origin is done when it has rated every department it called."""
    missing = _called(change) - _rated(change)
    if missing:
        names = "、".join(desk().offices[office].name for office in sorted(missing))
        raise Refused("invalid", _("还没有评价：%(offices)s") % {"offices": names})


KIND = Kind(
    Intake,
    asks=(Ask("why", "为什么吹哨", "choice", choices=REASONS),),
    urgency=lambda draft: "emergency" if draft.payload.get("why") == "emergency" else "",
    begun=_begun,
    parts={"open": gettext_noop("待报到"), "signed": gettext_noop("已报到")},
    effects={
        "report_in": _report_in,
        "arrive": _report_in,
        "resolve": answer,
        "rate_office": _rate_office,
        "accept_result": _accept_result,
        "rate_back": _report_in,
    },
)
