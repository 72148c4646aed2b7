"""What the steps of a request for help do: who may offer, who is chosen, who hears of it."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.effects import Effect
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.taking_part import join, leave
from zhuchao.matters.telling import to_account, to_asker
from zhuchao.rules.flow import Step

PLATFORM = "smart_community"
"""What the external number of a request stands for (the address is ZHUCHAO_SMART_COMMUNITY)."""


def those(matter: Matter, *roles: str) -> list[Participant]:
    """Who offers, or helps, now."""
    rows = Participant.objects.filter(matter=matter, role__in=roles, until__isnull=True)
    return list(rows.order_by("pk"))


def _offer(change: Change, step: Step, answers: Answers) -> None:
    """Only whom the community of that place verified, and each once."""
    mine = over(change.matter.division_path, change.scope.paths("helper"))
    demand(mine, _("只有这个社区核实过的邻里帮手可以响应"))
    accounts = [row.account for row in those(change.matter, "offerer")]
    if accounts.count(change.scope.account_id) > 1:
        raise Refused("conflict", _("您已经响应过了，等对方选定"))
    _tell_asker(change, "offered")


def _take_back(change: Change, step: Step, answers: Answers) -> None:
    _leave(change.participant)


def _nobody_offers(change: Change) -> bool:
    return not those(change.matter, "offerer")


def _choose(change: Change, step: Step, answers: Answers) -> None:
    """He helps; the others are thanked, and refusing cost them nothing."""
    chosen = change.participant
    if chosen is None or chosen.role != "offerer":
        raise Refused("invalid", _("请选择是哪一位"), "participant")
    others = [row for row in those(change.matter, "offerer") if row.pk != chosen.pk]
    for row in (chosen, *others):
        leave(row)
    join(change, "helper", account=chosen.account)
    _tell(change, [chosen], "offer_chosen")
    _tell(change, others, "offer_ended")


def _done(change: Change, step: Step, answers: Answers) -> None:
    """His part is done: from now on he sees neither phone nor address."""
    for row in those(change.matter, "helper"):
        row.done_at = now()
        row.save(update_fields=["done_at"])
    _tell_asker(change, "helped")


def _met(change: Change, step: Step, answers: Answers) -> None:
    _tell(change, those(change.matter, "helper"), "offer_met")


def _fall_through(change: Change, step: Step, answers: Answers) -> None:
    """Back to the neighbours, nobody blamed."""
    rows = those(change.matter, "helper")
    for row in rows:
        leave(row)
    _tell(change, rows, "offer_ended")


def _end(change: Change, step: Step, answers: Answers) -> None:
    """Nobody takes part any more; whoever still waited for a word gets one."""
    waiting = those(change.matter, "offerer")
    for row in (*waiting, *those(change.matter, "helper")):
        leave(row)
    _tell(change, waiting, "offer_ended")


def _by_desk(change: Change, step: Step, answers: Answers) -> None:
    change.matter.answer = answers.note.strip()
    _end(change, step, answers)


def _push(change: Change, step: Step, answers: Answers) -> None:
    """It stands on the community's other platform too, under the number that has there."""
    matter, number = change.matter, str(answers.more["no"]).strip()
    same = Matter.objects.filter(external_system=PLATFORM, external_no=number)
    if same.exclude(pk=matter.pk).exists():
        raise Refused("conflict", _("这个外部编号已经登记过"), "no")
    matter.external_system, matter.external_no = PLATFORM, number[:60]
    matter.pushed_at = now()


def _leave(row: Participant | None) -> None:
    if row is None:
        raise Refused("invalid", _("他已经不在这件事里"), "participant")
    leave(row)


def _tell(change: Change, rows: Iterable[Participant], what: str) -> None:
    accounts = Account.objects.filter(pk__in=[r.account for r in rows if r.account], is_active=True)
    change.notices += [to_account(what, change.matter, account) for account in accounts]


def _tell_asker(change: Change, what: str) -> None:
    asker = Participant.objects.filter(matter=change.matter, role="asker").select_related(
        "identity"
    )
    change.notices += [
        to_asker(what, change.matter, row.identity)
        for row in asker
        if row.identity and row.identity.phone_hash
    ]


EFFECTS: Mapping[str, Effect] = {
    "offer": _offer,
    "take_back": _take_back,
    "choose": _choose,
    "report_done": _done,
    "confirm_done": _end,
    "confirm_first": _met,
    "report_last": _end,
    "fall_through": _fall_through,
    "by_desk": _by_desk,
    "push": _push,
    "lapse": _end,
    "withdraw": _end,
}
MOVES: Mapping[str, Callable[[Change], bool]] = {"take_back": _nobody_offers}


def _without_offer(matter: Matter, scope: Scope) -> bool:
    return not those(matter, "offerer")


IDLE: Mapping[str, Callable[[Matter, Scope], bool]] = {"choose": _without_offer}
