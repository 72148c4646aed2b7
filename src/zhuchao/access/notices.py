"""The outbox: notices are rows of the action they tell of, delivered at least once, by lease."""

import logging
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhuchao.access.channels import Channel, Undelivered, channels
from zhuchao.access.models import Account, Identity, Notice
from zhuchao.access.one_time import one_time_code
from zhuchao.access.scope import system
from zhuchao.access.sealing import unseal
from zhuchao.journal.clock import now, zone
from zhuchao.journal.writing import Fact, writing
from zhuchao.rules.quiet import Quiet, allowed

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480))
"""How long to wait after each failed try; after one more it is given up."""
TRIES = len(PAUSES) + 1
INTERRUPTIONS = 50
"""Tries that may end in the death of the deliverer before the notice itself is suspected."""
NIGHT = Quiet(time(21, 30), time(8), frozenset({"urgent"}))
"""When no text message wakes anybody; `urgent` in the context goes at any hour."""
SENDER = system("notices")


def notice(
    template: str,
    subject: tuple[str, int],
    context: Mapping[str, str | int],
    *,
    account: Account | None = None,
    identity: Identity | None = None,
    channel: str = "",
    due_at: datetime | None = None,
) -> Notice:
    """An unsaved notice to an account or to a sealed identity; the caller's action inserts it.

    `template` names templates/notices/<template>.txt. `context` holds receipts, dates and codes,
    never names; `language` (zh-hans, en) and `urgency` in it decide words and hour. Without a
    channel, accounts get e-mail where they have an address and people a text message.
    Raises ValueError unless exactly one receiver is given.
    """
    if (account is None) == (identity is None):
        raise ValueError("a notice goes to an account or to an identity")
    return Notice(
        channel=channel or _usual(account, identity),
        template=template,
        context=dict(context),
        account=account,
        identity=identity,
        subject_kind=subject[0],
        subject_id=subject[1],
        created_at=now(),
        due_at=due_at or now(),
    )


def _usual(account: Account | None, identity: Identity | None) -> str:
    if account:
        return "email" if account.email else "console"
    return "sms" if identity and identity.phone_hash else "email"


def deliver(limit: int = 100, ways: Mapping[str, Channel] | None = None) -> int:
    """Send what is due, at most `limit` notices; how many went out.

    At least once: a deliverer killed after sending and before noting it leaves its lease to
    end, and the next sends again under the same id. Several machines may deliver at a time.
    """
    ways = ways or channels()
    waiting = Notice.objects.filter(_free(now())).order_by("due_at").values_list("pk", flat=True)
    claimed = (taken for pk in waiting[:limit] if (taken := _claim(pk)))
    return sum(_deliver_alone(one, ways) for one in claimed)


def _deliver_alone(claimed: Notice, ways: Mapping[str, Channel]) -> bool:
    """One faulty notice must not keep the others: it is logged, and tried when its lease ends."""
    try:
        return _deliver(claimed, ways)
    except Exception:
        log.exception("a notice could not be made", extra={"template": claimed.template})
        return False


def _free(moment: datetime) -> Q:
    open_ = Q(sent_at=None, failed_at=None, due_at__lte=moment)
    return open_ & (Q(leased_until=None) | Q(leased_until__lt=moment))


def _claim(pk: UUID) -> Notice | None:
    """Take the lease: one UPDATE that succeeds for one process only."""
    moment = now()
    taken = Notice.objects.filter(_free(moment), pk=pk).update(
        leased_until=moment + LEASE, attempts=F("attempts") + 1
    )
    return Notice.objects.select_related("account", "identity").get(pk=pk) if taken else None


def _deliver(claimed: Notice, ways: Mapping[str, Channel]) -> bool:
    if claimed.attempts > INTERRUPTIONS:
        _give_up(claimed, _("发送程序多次中断"))
        return False
    if claimed.channel == "sms" and (morning := _morning(claimed)):
        _put_off(claimed, morning, attempts=F("attempts") - 1)
        return False
    try:
        subject, body = words(claimed)
        ways[claimed.channel].send(claimed.pk, _address(claimed), subject, body)
    except Undelivered as failure:
        _failed(claimed, failure)
        return False
    _sent(claimed)
    return True


def _morning(claimed: Notice) -> datetime | None:
    moment = now()
    fitting = allowed(moment, NIGHT, zone(), claimed.context.get("urgency", ""))
    return fitting if fitting > moment else None


def words(waiting: Notice) -> tuple[str, str]:
    """Subject (the first line of the template) and body, in the language of the receiver."""
    with override(waiting.context.get("language", "zh-hans")):
        known = {"site": settings.ZHUCHAO_URL, **waiting.context}
        if check := waiting.context.get("check"):
            known["code"] = one_time_code(UUID(check))
        text = render_to_string(f"notices/{waiting.template}.txt", known)
    subject, _line, body = text.strip().partition("\n")
    return subject.strip(), body.strip()


def _address(claimed: Notice) -> str:
    if claimed.channel == "console":
        return claimed.account.username if claimed.account else "-"
    field = "email" if claimed.channel == "email" else "phone"
    if claimed.account:
        address = claimed.account.email if field == "email" else ""
    else:
        identity = claimed.identity
        address = unseal(identity.sealed, identity.key_id).get(field, "") if identity else ""
    if not address and claimed.channel != "webhook":
        raise Undelivered(_("没有可用的联系方式"), final=True)
    return address


def _sent(claimed: Notice) -> None:
    """Note it, with the use of a sealed address, in one transaction."""
    with writing(SENDER.who) as log:
        Notice.objects.filter(pk=claimed.pk, sent_at=None).update(sent_at=now(), leased_until=None)
        facets = {"channel": claimed.channel, "template": claimed.template}
        if claimed.identity_id:
            facets["identity"] = str(claimed.identity_id)
        subject = (claimed.subject_kind, claimed.subject_id)
        log.add(Fact("notice.sent", subject, facets=facets))


def _failed(claimed: Notice, failure: Undelivered) -> None:
    if failure.final or claimed.attempts >= TRIES:
        _give_up(claimed, str(failure))
    else:
        _put_off(claimed, now() + PAUSES[claimed.attempts - 1], failure=str(failure)[:200])


def _put_off(claimed: Notice, until: datetime, **changes: object) -> None:
    Notice.objects.filter(pk=claimed.pk).update(due_at=until, leased_until=None, **changes)


def _give_up(claimed: Notice, why: str) -> None:
    """Stop trying; the administrator sees it and why."""
    with writing(SENDER.who) as log:
        Notice.objects.filter(pk=claimed.pk).update(
            failed_at=now(), leased_until=None, failure=why[:200]
        )
        facets = {"channel": claimed.channel, "template": claimed.template}
        subject = (claimed.subject_kind, claimed.subject_id)
        log.add(Fact("notice.failed", subject, facets=facets))
