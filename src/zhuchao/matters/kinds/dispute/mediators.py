"""Who mediates: from the shelf, by the people's choice, never with an interest in the matter."""

from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.kinds.dispute import consent
from zhuchao.matters.kinds.dispute.shelf import offered, on_shelf
from zhuchao.matters.models import Matter, Participant, ShelfMediator
from zhuchao.matters.taking_part import join, leave
from zhuchao.matters.telling import to_account
from zhuchao.rules.flow import Step


def mediating(matter: Matter) -> list[Participant]:
    """The mediators of a dispute now."""
    return list(matter.participants.filter(role="mediator", until=None).order_by("pk"))


def wishes(matter: Matter) -> set[int]:
    """Whom the two sides asked for, as numbers on the shelf."""
    kind, number = subject(matter)
    told = Entry.objects.filter(subject_kind=kind, subject_id=number, verb="matter.agree")
    said = [facets.get("wish") for facets in told.values_list("facets", flat=True)]
    return {int(wish) for wish in (matter.payload.get("wish"), *said) if wish}


def assign(change: Change, step: Step, answers: Answers) -> None:
    """Only after every party agreed, and whom they chose unless there is a reason (Art 17, 19)."""
    if not consent.both_agreed(change.matter):
        raise Refused("invalid", _("双方都同意以后才能指派；一方拒绝的，不得调解"))
    chosen = _chosen(change.matter, answers.more["mediator"])
    wanted = wishes(change.matter)
    if wanted and chosen.pk not in wanted and not answers.more.get("why_other"):
        raise Refused("invalid", _("当事人选了别的调解员，请写明为什么改派"), "why_other")
    _let_in(change, chosen)


def add_mediator(change: Change, step: Step, answers: Answers) -> None:
    """One more beside those there are (Art 19: one or several)."""
    chosen = _chosen(change.matter, answers.more["mediator"])
    if chosen.person.account_id in {p.account for p in mediating(change.matter)}:
        raise Refused("conflict", _("这一位已经在调解这件纠纷"), "mediator")
    _let_in(change, chosen)


def _chosen(matter: Matter, number: int) -> ShelfMediator:
    """Who stands on the shelf today under that number, and may mediate this."""
    if number not in dict(offered(matter)):
        raise Refused("invalid", _("这一位今天不在货架上，或者应当回避"), "mediator")
    return on_shelf().get(pk=number)


def _let_in(change: Change, chosen: ShelfMediator) -> None:
    account = Account.objects.get(person=chosen.person)
    join(change, "mediator", account=account.pk)
    change.notices.append(to_account("holder_dispatch", change.matter, account))


def decline(change: Change, step: Step, answers: Answers) -> None:
    """A mediator gives it back; who has an interest in it never sees it again."""
    if change.participant is not None:
        _out(change, change.participant, answers.more["why"])


def replace(change: Change, step: Step, answers: Answers) -> None:
    """The people want another one, or he cannot come."""
    row = change.participant
    if row is None or row.role != "mediator":
        raise Refused("invalid", _("请选择要更换的调解员"), "participant")
    _out(change, row, answers.more["why"])


def _out(change: Change, row: Participant, why: str) -> None:
    leave(row)
    if why == "conflict":
        Participant.objects.create(
            matter=change.matter, role="barred", account=row.account, since=now()
        )


def let_go(change: Change) -> None:
    """All of them are done with it: it went to another desk, or into the file."""
    for row in mediating(change.matter):
        leave(row)


def none_left(change: Change) -> bool:
    """Whether a mediator who leaves was the last one, so that another has to be found."""
    return not mediating(change.matter)
