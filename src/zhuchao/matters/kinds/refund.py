"""返还党费 refund: to whom, how much, for which months and what for; paid, it counts (A-14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import moment_of
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.holdings import originate
from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.party_days import dated
from zhuchao.matters.kinds.party_money import grant, granted, yuan
from zhuchao.matters.kinds.party_rows import PARTY, applied_for, named
from zhuchao.matters.models import Matter
from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.flows.refund import FLOW

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft, Placed
    from zhuchao.matters.queries import Detail

PURPOSES = (
    ("activity", "党组织活动"),
    ("training", "党员教育培训"),
    ("room", "活动阵地"),
    ("hardship", "关心帮扶困难党员"),
    ("other", "其他"),
)


@dataclass(frozen=True)
class Intake:
    """Who receives it, the amount in fen, the days it was paid for, and its purpose."""

    version: int = 1
    organisation: int = 0
    amount: int = 0
    paid_from: str = ""
    paid_to: str = ""
    purpose: str = ""


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    begin, end = draft.payload.get("paid_from"), draft.payload.get("paid_to")
    if begin and end and str(end) < str(begin):
        yield "paid_to", _("结束日期早于开始日期")


def _begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """Whoever took it down stays with it, and the organisation that applies."""
    originate(scope, matter)
    applied_for(matter, matter.payload["organisation"])


def _paid(change: Change, step: Step, answers: Answers) -> None:
    number = change.matter.payload["organisation"]
    facets = {"organisation": number, "fen": granted(change.matter)}
    told = moment_of(answers.more["paid_on"])
    change.tell("party.refunded", facets=facets, organisation=number, occurred_at=told)


def _beside(scope: Scope, found: "Detail") -> dict[str, Any]:
    payload = found.matter.payload
    months = f"{_day(payload['paid_from'])} — {_day(payload['paid_to'])}"
    rows = [
        (_("返还给"), named(payload["organisation"])),
        (_("申请金额"), yuan(payload["amount"])),
        (_("交纳党费的期间"), months),
        (_("用途"), _(dict(PURPOSES)[payload["purpose"]])),
    ]
    if fen := granted(found.matter):
        rows.append((_("批准金额"), yuan(fen)))
    return {"title": _("返还党费"), "rows": rows, "note": ""}


def _day(written: str) -> str:
    return f"{date.fromisoformat(str(written)):%Y-%m-%d}"


KIND = Kind(
    Intake,
    asks=(
        Ask("organisation", "返还给哪个党组织", "row"),
        Ask("amount", "申请金额", "money", least=1, most=10**11),
        Ask("paid_from", "交纳党费从哪天起", "date"),
        Ask("paid_to", "交纳党费到哪天止", "date"),
        Ask("purpose", "用途", "choice", choices=PURPOSES),
    ),
    check=_faults,
    begun=_begun,
    effects=dated(FLOW, {"approve": grant, "pay": _paid}),
    rows={"organisation": PARTY},
    desk_aside=("matters/party/one.html", _beside),
)
