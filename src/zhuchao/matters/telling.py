"""Who is told of a step: the asker and everybody who follows, and those who now hold it."""

from datetime import datetime

from django.conf import settings

from zhuchao.access.models import Account, Identity, Notice
from zhuchao.access.notices import notice
from zhuchao.journal.clock import zone
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.receipts import query_code
from zhuchao.registry.people import members
from zhuchao.rules.flow import Step

TO_ASKER = {
    "answer": "answered",
    "answer_at_once": "answered",
    "fix": "answered",
    "fix_at_once": "answered",
    "guide": "answered",
    "reject": "answered",
    "feed_back": "answered",
    "merge": "merged",
}
"""Step → words for those who asked; the tracking page shows all other steps."""

TO_HOLDER = {
    "dispatch": "assigned",
    "pass_on": "assigned",
    "skip": "assigned",
    "reopen": "reopened",
    "supervise": "supervised",
}


def to_asker(template: str, matter: Matter, identity: Identity, receipt: str = "") -> Notice:
    """A message to somebody who left a phone number, with the link that opens his receipt."""
    number = receipt or matter.receipt
    into = matter.merged_into.receipt if matter.merged_into else ""
    return notice(
        template,
        subject(matter),
        channel="sms" if settings.ZHUCHAO_SMS else "console",
        context={
            "receipt": number,
            "into": into,
            "link": f"{settings.ZHUCHAO_URL}/track/{number}?code={query_code(number)}",
            "urgency": "urgent" if matter.urgency == "emergency" else "",
        },
        identity=identity,
    )


def to_account(
    template: str, matter: Matter, account: Account, *, not_before: datetime | None = None
) -> Notice:
    """A message to a colleague, by e-mail where he has an address and mail is set up."""
    by_mail = bool(account.email and settings.EMAIL_HOST)
    due = f"{matter.due_at.astimezone(zone()):%Y-%m-%d %H:%M}" if matter.due_at else ""
    row = notice(
        template,
        subject(matter),
        channel="email" if by_mail else "console",
        context={
            "receipt": matter.receipt,
            "due": due,
            "link": f"{settings.ZHUCHAO_URL}/desk/matters/{matter.receipt}/",
        },
        account=account,
    )
    row.due_at = not_before or row.due_at
    return row


def tell_askers(change: Change, step: Step) -> None:
    """A notice to each reporter and follower who left a way to reach him."""
    template = TO_ASKER.get(step.name)
    if template is None or step.target != change.matter.state:
        return
    rows = Participant.objects.filter(
        matter=change.matter, role__in=("asker", "follower"), identity__isnull=False
    ).select_related("identity")
    change.notices += [
        to_asker(template, change.matter, row.identity, row.receipt)
        for row in rows
        if row.identity and row.identity.phone_hash
    ]


def tell_holders(change: Change, step: Step) -> None:
    """A notice to the people of every organisation that holds the matter now."""
    template = TO_HOLDER.get(step.name)
    if template is None:
        return
    people = members([h.organisation_id for h in change.holdings()], "staff")
    change.notices += [to_account(template, change.matter, account) for account in people]
