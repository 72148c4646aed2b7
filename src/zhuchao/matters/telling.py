"""Who is told of a step: the asker and everybody who follows, and those who now hold it."""

from datetime import datetime

from django.conf import settings

from zhuchao.access.models import Account, Identity, Notice
from zhuchao.access.notices import notice
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.models import Matter, Participant
from zhuchao.registry.people import members
from zhuchao.rules.flow import Step

TO_ASKER = frozenset(
    {"answer", "answer_at_once", "fix", "fix_at_once", "guide", "reject", "feed_back", "merge"}
)
"""Steps that those who asked hear of; the tracking page shows all of them."""

TO_HOLDER = frozenset({"dispatch", "pass_on", "skip", "reopen", "supervise"})


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
    if step.name not in TO_ASKER or step.target != change.matter.state:
        return
    rows = Participant.objects.filter(
        matter=change.matter, role__in=("asker", "follower"), identity__isnull=False
    ).select_related("identity")
    change.notices += [
        to_asker(step.name, change.matter, row.identity, row.receipt)
        for row in rows
        if row.identity and row.identity.phone_hash
    ]


def tell_holders(change: Change, step: Step) -> None:
    """A notice to the people of every organisation that holds the matter now."""
    if step.name not in TO_HOLDER:
        return
    people = members([h.organisation_id for h in change.holdings()], "staff")
    change.notices += [
        to_account(f"holder_{step.name}", change.matter, account) for account in people
    ]
