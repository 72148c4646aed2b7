"""Who is told of a step: the asker and everybody who follows, and those who now hold it."""

from datetime import datetime

from django.conf import settings

from zhuchao.access.models import Account, Identity, Notice
from zhuchao.access.notices import notice
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.policy import CLOSED
from zhuchao.registry.kinds import TIE_KINDS
from zhuchao.registry.people import members
from zhuchao.rules.flow import Step

TO_ASKER = frozenset(
    {"answer", "answer_at_once", "fix", "fix_at_once", "guide", "reject", "feed_back", "merge"}
)
"""Steps that those who asked hear of; the tracking page shows all of them."""

TO_HOLDER = frozenset({"dispatch", "pass_on", "skip", "reopen", "supervise"})

ALSO_TO_ASKER = {
    "petition": {
        **dict.fromkeys(("forward", "assign", "transfer"), "petition_routed"),
        **dict.fromkeys(("take_up", "not_accept", "guide_out", "lead_in"), "petition_noticed"),
        **dict.fromkeys(("issue", "issue_review", "issue_re_review"), "petition_opinion"),
        "terminate": "petition_noticed",
    }
}
"""Kind → step → the notice: where it went, and every paper the law has served on him."""
ALSO_TO_HOLDER = {
    "petition": {
        **dict.fromkeys(("forward", "assign", "transfer", "send_review"), "dispatch"),
        **dict.fromkeys(("ask_review", "ask_re_review"), "petition_review"),
        **dict.fromkeys(("take_review", "take_re_review"), "petition_review"),
    }
}


def to_asker(what: str, matter: Matter, identity: Identity, receipt: str = "") -> Notice:
    """A message to somebody who left a phone number: `what` happened to his receipt."""
    return notice(
        f"asker_{what}",
        subject(matter),
        _context(matter, receipt),
        identity=identity,
        channel="" if settings.ZHUCHAO_SMS else "console",
    )


def to_account(
    template: str, matter: Matter, account: Account, *, not_before: datetime | None = None
) -> Notice:
    """A message to a colleague, by e-mail where he has an address and mail is set up."""
    return notice(
        template,
        subject(matter),
        _context(matter),
        account=account,
        channel="" if settings.EMAIL_HOST else "console",
        due_at=not_before,
    )


def _context(matter: Matter, receipt: str = "") -> dict[str, str]:
    urgent = "urgent" if matter.urgency == "emergency" else ""
    return {"receipt": receipt or matter.receipt, "kind": matter.kind, "urgency": urgent}


def tell_askers(change: Change, step: Step) -> None:
    """A notice to each reporter and follower who left a way to reach him."""
    also = ALSO_TO_ASKER.get(change.flow.kind, {}).get(step.name, "")
    if not (also or step.name in TO_ASKER) or step.target != change.matter.state:
        return
    rows = Participant.objects.filter(
        matter=change.matter, role__in=("asker", "follower"), identity__isnull=False
    ).select_related("identity")
    change.notices += [
        to_asker(also or step.name, change.matter, row.identity, row.receipt)
        for row in rows
        if row.identity and row.identity.phone_hash
    ]


def tell_holders(change: Change, step: Step) -> None:
    """A notice to the people of every organisation that holds the matter now."""
    also = ALSO_TO_HOLDER.get(change.flow.kind, {}).get(step.name, "")
    if not (also or step.name in TO_HOLDER):
        return
    told = change.flow.members if change.flow.kind in CLOSED else ("staff",)
    people = members([h.organisation_id for h in change.holdings()], *told)
    change.notices += [
        to_account(f"holder_{also or step.name}", change.matter, account)
        for account in unbarred(change, people)
    ]


def unbarred(change: Change, accounts: list[Account]) -> list[Account]:
    """Those of them whose eyes the file is not closed to (信访条例第二十八条、第三十条)."""
    if change.flow.secrecy != "sealed":
        return accounts
    rows = Participant.objects.filter(matter=change.matter, role="barred", until__isnull=True)
    found = list(rows.values_list("account", "organisation"))
    away = {account for account, _office in found if account}
    offices = [office for _account, office in found if office]
    roles = {k.role for k in TIE_KINDS if k.role}
    away |= {a.pk for a in members(offices, *roles)} if offices else set()
    return [a for a in accounts if a.pk not in away]
