"""What the steps of a wish do: cards, leases, reminders, and what its claimers hear."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from zhuchao.access.models import Notice
from zhuchao.access.notices import notice
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.clocks import due_of
from zhuchao.matters.effects import Effect
from zhuchao.matters.kinds.wish.card_codes import card_of
from zhuchao.matters.kinds.wish.parts import DONE, HOLDS, claims, done, left
from zhuchao.matters.models import Participant
from zhuchao.matters.redaction import demand_redacted
from zhuchao.matters.taking_part import leave
from zhuchao.rules.flow import Step

MOST_CLAIMS = 5
"""Wishes one phone may hold at a time: claiming is a promise, not a collection."""
REMIND = "claimer_remind"


def _publish(change: Change, step: Step, answers: Answers) -> None:
    demand_redacted(change.matter, change.matter.text, sure=bool(answers.more.get("sure")))
    card_of(change.matter)


def _take_down(change: Change, step: Step, answers: Answers) -> None:
    if claims(change.matter).filter(HOLDS | DONE).exists():
        raise Refused("conflict", _("已经有人认领，不能撤下；可以更换心愿"))


def _claim(change: Change, step: Step, answers: Answers) -> None:
    """The part is his until the lease ends; he is reminded before."""
    row = _own(change)
    free = left(change.matter) + (row.part or 0)
    if left(change.matter) < 0:
        words = _("刚刚被别人认领了，还剩 %(n)s 份")
        raise Refused("conflict", words % {"n": max(free, 0)}, "parts")
    _demand_few(row)
    if row.identity and row.identity.phone_hash:
        due = due_of(change.matter, "remind", now()).due
        change.notices.append(_to_claimer(change, row, REMIND))
        change.notices[-1].due_at = due


def _demand_few(row: Participant) -> None:
    hashed = row.identity.phone_hash if row.identity else ""
    same = Participant.objects.filter(HOLDS, role="claimer", identity__phone_hash=hashed)
    if hashed and same.count() > MOST_CLAIMS:
        words = _("一个号码同时最多认领 %(n)s 个心愿，先把手上的交接了再来")
        raise Refused("conflict", words % {"n": MOST_CLAIMS}, "phone")


def _own(change: Change) -> Participant:
    if change.participant is None:
        raise Refused("invalid", _("请选择是哪一位"), "participant")
    return change.participant


def _give_back(change: Change, step: Step, answers: Answers) -> None:
    """By himself."""
    _free(_own(change))


def _return(change: Change, step: Step, answers: Answers) -> None:
    """By the desk or because the time is over: he is told."""
    row = _own(change)
    _free(row)
    _tell(change, [row], "claimer_returned")


def _free(row: Participant) -> None:
    _forget_reminder(row)
    leave(row)


def _forget_reminder(row: Participant) -> None:
    Notice.objects.filter(template=REMIND, identity=row.identity, sent_at=None).delete()


def _hand_over(change: Change, step: Step, answers: Answers) -> None:
    """His part is done; he stays, to be thanked."""
    row = _own(change)
    _forget_reminder(row)
    row.done_at = now()
    row.save(update_fields=["done_at"])


def _enough(change: Change, step: Step, answers: Answers) -> None:
    if not done(change.matter):
        raise Refused("conflict", _("还一份都没有交接"))
    if claims(change.matter).filter(HOLDS).exists():
        raise Refused("conflict", _("还有人认领着没有交接，等他交接或退回"))


def _amiss(change: Change, step: Step, answers: Answers) -> None:
    """What was not received, or not of use, is free to be given again."""
    claims(change.matter).filter(DONE).update(done_at=None, until=now())


def _thank(change: Change, step: Step, answers: Answers) -> None:
    """Words and pictures of thanks go to everybody who gave, and give nobody away either."""
    if answers.photos and not answers.more.get("faceless"):
        raise Refused("invalid", _("请先确认照片里没有人脸；有人脸的不要放"), "faceless")
    sure = bool(answers.more.get("sure"))
    demand_redacted(change.matter, answers.note, sure=sure, field="note")
    _tell(change, claims(change.matter).filter(DONE), "claimer_thanked")


def _end(change: Change, step: Step, answers: Answers) -> None:
    """Whoever claimed it hears that it is not needed any more."""
    rows = list(claims(change.matter).filter(HOLDS))
    for row in rows:
        _free(row)
    _tell(change, rows, "claimer_ended")


def _tell(change: Change, rows: Iterable[Participant], what: str) -> None:
    change.notices += [
        _to_claimer(change, row, what) for row in rows if row.identity and row.identity.phone_hash
    ]


def _to_claimer(change: Change, row: Participant, what: str) -> Notice:
    context = {"receipt": row.receipt, "kind": change.matter.kind, "urgency": ""}
    channel = "" if settings.ZHUCHAO_SMS else "console"
    return notice(what, change.subject, context, identity=row.identity, channel=channel)


EFFECTS: Mapping[str, Effect] = {
    "publish": _publish,
    "take_down": _take_down,
    "claim": _claim,
    "give_back": _give_back,
    "release": _return,
    "expire": _return,
    "hand_over": _hand_over,
    "enough": _enough,
    "amiss": _amiss,
    "thank": _thank,
    "decline": _end,
    "replace": _end,
    "withdraw": _end,
}
