"""党建入章 charter: of which social organisation; filed, it counts once (A-12)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import moment_of
from zhuchao.journal.models import Entry
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.holdings import originate
from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.party_days import dated
from zhuchao.matters.kinds.party_rows import ASSOCIATIONS, named
from zhuchao.matters.models import Matter
from zhuchao.registry.kinds import ORGANISATION_KINDS
from zhuchao.registry.models import Organisation
from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.flows.charter import FLOW

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Placed
    from zhuchao.matters.queries import Detail


@dataclass(frozen=True)
class Intake:
    """The social organisation whose charter it is."""

    version: int = 1
    organisation: int = 0


def _begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """Whoever proposed it stays with it."""
    originate(scope, matter)


def _filed(change: Change, step: Step, answers: Answers) -> None:
    number = change.matter.payload["organisation"]
    change.tell(
        "party.charter_filed",
        facets={"organisation": number},
        organisation=number,
        occurred_at=moment_of(answers.more["filed_on"]),
    )


def _foundation(matter: Matter, _scope: Scope) -> bool:
    rows = Organisation.objects.filter(pk=matter.payload["organisation"], kind="foundation")
    return rows.exists()


def _no_foundation(matter: Matter, scope: Scope) -> bool:
    return not _foundation(matter, scope)


def _agreed(change: Change, step: Step, answers: Answers) -> None:
    """A foundation goes its own way, without the thirty days; nobody else does."""
    if KIND.idle[step.name](change.matter, change.scope):
        raise Refused("invalid", _("这一步不适用于这类社会组织"))


def _no_sponsor(change: Change, step: Step, answers: Answers) -> None:
    """The thirty days count from the vote that was recorded, not from another day."""
    _agreed(change, step, answers)
    kind, number = subject(change.matter)
    told = Entry.objects.filter(subject_kind=kind, subject_id=number, verb="matter.vote")
    voted = told.order_by("-pk").values_list("facets", flat=True)[0]["voted_on"]
    if str(answers.more["voted_again_on"]) != voted:
        raise Refused("invalid", _("登记的表决日期是 %(day)s") % {"day": voted}, "voted_again_on")


def _beside(scope: Scope, found: "Detail") -> dict[str, Any]:
    number = found.matter.payload["organisation"]
    kind = Organisation.objects.filter(pk=number).values_list("kind", flat=True).first() or ""
    rows = [
        (_("社会组织"), named(number)),
        (_("类别"), _(dict(ORGANISATION_KINDS).get(kind, ""))),
    ]
    note = _(
        "社会团体和民办非企业单位自业务主管单位同意之日起 30 日内报登记机关核准；"
        "基金会没有这个期限。"
    )
    return {"title": _("谁的章程"), "rows": rows, "note": note}


KIND = Kind(
    Intake,
    asks=(Ask("organisation", "社会组织", "row"),),
    begun=_begun,
    effects=dated(
        FLOW,
        {
            "consent": _agreed,
            "consent_foundation": _agreed,
            "no_sponsor": _no_sponsor,
            "file": _filed,
        },
    ),
    rows={"organisation": ASSOCIATIONS},
    idle={
        "consent": _foundation,
        "no_sponsor": _foundation,
        "consent_foundation": _no_foundation,
    },
    desk_aside=("matters/party/one.html", _beside),
)
