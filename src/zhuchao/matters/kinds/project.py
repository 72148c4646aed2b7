"""以奖代补 project: who applies, how much and for what; its funds and results (M35, A-28)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import moment_of
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.holdings import originate
from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.party_days import dated
from zhuchao.matters.kinds.party_money import grant, granted, spend, yuan
from zhuchao.matters.kinds.party_rows import applied_for, named, organisations
from zhuchao.matters.models import Matter
from zhuchao.registry.kinds import PARTY_KINDS
from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.flows.project import FLOW

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Placed
    from zhuchao.matters.queries import Detail

PURPOSES = (
    ("alliance", "联建共建"),
    ("station", "红色（周末）加油站"),
    ("room", "活动阵地"),
    ("governance", "基层治理"),
    ("service", "服务新就业群体"),
    ("other", "其他"),
)
APPLICANTS = organisations("committee", "new_community", "office", "alliance", *PARTY_KINDS)


@dataclass(frozen=True)
class Intake:
    """Who applies, the amount in fen, and what for."""

    version: int = 1
    organisation: int = 0
    amount: int = 0
    purpose: str = ""


def _begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """Whoever took it down stays with it, and the organisation that applies."""
    originate(scope, matter)
    applied_for(matter, matter.payload["organisation"])


def _approved(change: Change, step: Step, answers: Answers) -> None:
    """Supported from now: places are counted once each, whatever they get (A-28)."""
    grant(change, step, answers)
    number = change.matter.payload["organisation"]
    facets = {"organisation": number, "fen": answers.more["granted"]}
    told = moment_of(answers.more["approved_on"])
    change.tell("party.project_supported", facets=facets, organisation=number, occurred_at=told)


def _beside(scope: Scope, found: "Detail") -> dict[str, Any]:
    payload = found.matter.payload
    rows = [
        (_("申请单位"), named(payload["organisation"])),
        (_("申请金额"), yuan(payload["amount"])),
        (_("做什么"), _(dict(PURPOSES)[payload["purpose"]])),
    ]
    if fen := granted(found.matter):
        rows.append((_("批准金额"), yuan(fen)))
    return {"title": _("支持项目"), "rows": rows, "note": ""}


KIND = Kind(
    Intake,
    asks=(
        Ask("organisation", "申请单位", "row"),
        Ask("amount", "申请金额", "money", least=1, most=10**11),
        Ask("purpose", "做什么", "choice", choices=PURPOSES),
    ),
    begun=_begun,
    effects=dated(FLOW, {"approve": _approved, "settle": spend}),
    rows={"organisation": APPLICANTS},
    desk_aside=("matters/party/one.html", _beside),
)
