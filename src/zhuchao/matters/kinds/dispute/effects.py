"""What the steps of a dispute do: consents, mediators, levels, agreement and file."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.models import File
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day
from zhuchao.journal.models import Entry
from zhuchao.matters import clocks
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.effects import Effect
from zhuchao.matters.kinds.dispute import consent
from zhuchao.matters.kinds.dispute.confirmation import Confirmation, standing
from zhuchao.matters.kinds.dispute.desks import path_of
from zhuchao.matters.kinds.dispute.dossier import PURPOSE, file_list, missing
from zhuchao.matters.kinds.dispute.levels import pass_down, pass_up, receive
from zhuchao.matters.kinds.dispute.mediators import (
    add_mediator,
    assign,
    decline,
    let_go,
    replace,
)
from zhuchao.matters.kinds.dispute.rights import BROKEN, REMEDIES
from zhuchao.matters.models import Deadline, Matter
from zhuchao.matters.statements import seal_words
from zhuchao.matters.telling import to_asker
from zhuchao.rules.flow import Step


def told(matter: Matter) -> list[Entry]:
    """What was told of a dispute, oldest first."""
    kind, number = subject(matter)
    rows = Entry.objects.filter(subject_kind=kind, subject_id=number).select_related("remark")
    return list(rows.order_by("pk"))


def _demand_own_desk(change: Change) -> None:
    """Raise Refused unless the desk that has it in hand acts, not another level's."""
    held = [h.organisation_id for h in change.holdings() if h.role == "intake"]
    mine, paths = change.scope.organisations(), change.scope.paths("mediation_desk")
    near = any(h in mine or path_of(h) in paths for h in held)
    demand(change.scope.system or near, _("这件纠纷现在不在您的调解台"))


def _notify(change: Change, step: Step, answers: Answers) -> None:
    """The other side is asked: whoever left a phone gets a message, the code only at the desk."""
    change.notices += [
        to_asker("invited", change.matter, row.identity, row.receipt)
        for row in consent.parties(change.matter, "other")
        if row.identity and row.identity.phone_hash
    ]


def _agree(change: Change, step: Step, answers: Answers) -> None:
    """A party agrees on his own receipt."""
    row = change.participant
    if row is None or row.pk in consent.agreed([row]):
        raise Refused("conflict", _("您已经同意过了"))
    consent.agree(row)


def _record_consent(change: Change, step: Step, answers: Answers) -> None:
    """The desk notes what a side said to it."""
    rows = [r for r in consent.waiting_for(change.matter) if r.role == answers.more["side"]]
    if not rows:
        raise Refused("conflict", _("这一方已经都同意了"), "side")
    for row in rows:
        consent.agree(row)


def _stop(change: Change, step: Step, answers: Answers) -> None:
    """It ends without an agreement, and the people are told what else they can do (Art 26)."""
    change.matter.answer = _(REMEDIES)


def _guide(change: Change, step: Step, answers: Answers) -> None:
    change.matter.answer = answers.note.strip()


def _arrange(change: Change, step: Step, answers: Answers) -> None:
    """Both sides hear that there is a day; where and when stands on their own pages."""
    change.notices += [
        to_asker("arrange", change.matter, row.identity, row.receipt)
        for row in consent.parties(change.matter)
        if row.identity and row.identity.phone_hash
    ]


def _report_danger(change: Change, step: Step, answers: Answers) -> None:
    change.matter.urgency = "emergency"


def _extend(change: Change, step: Step, answers: Answers) -> None:
    """More days, because both sides want them."""
    limit = clocks.limit_of(change.matter, "extension")
    if answers.more["days"] > limit.amount:
        words = _("一次最多延长 %(most)s 天") % {"most": limit.amount}
        raise Refused("invalid", words, "days")
    if clocks.extend(change, "mediate", answers.more["days"], limit) is None:
        raise Refused("invalid", _("调解期限已经停止，不用再延长"))


def _reach(change: Change, step: Step, answers: Answers) -> None:
    """An agreement was reached; an oral one binds at once and counts (Art 30)."""
    if answers.more["due_on"] < answers.more["agreed_on"]:
        raise Refused("invalid", _("履行期限早于达成协议的日子"), "due_on")
    if step.name == "agree_orally":
        _settled(change, answers.more["people"], "oral")


def _put_in_force(change: Change, step: Step, answers: Answers) -> None:
    """A written one binds when all signed and the seal is on it, and counts from then (Art 29)."""
    reached = next(
        e.facets for e in reversed(told(change.matter)) if e.verb == "matter.agree_in_writing"
    )
    if answers.more["in_force_on"] < date.fromisoformat(reached["agreed_on"]):
        raise Refused("invalid", _("生效日早于达成协议的日子"), "in_force_on")
    _settled(change, reached["people"], "written")


def _settled(change: Change, people: int, form: str) -> None:
    """The fact that counts: one batch, so many persons, never summed from each other."""
    change.tell("dispute.settled", facets={"form": form}, headcount=people)


def _breach(change: Change, step: Step, answers: Answers) -> None:
    change.matter.answer = _(BROKEN)


def _perform(change: Change, step: Step, answers: Answers) -> None:
    """It is performed: what was said about a breach is said no more."""
    change.matter.answer = ""


def _apply_confirmation(change: Change, step: Step, answers: Answers) -> None:
    """Only within the thirty days, and only for what a court may confirm (Art 33)."""
    now = standing(told(change.matter))
    if now.standing != "open":
        raise Refused("invalid", why_not(now))
    clock = Deadline.objects.get(matter=change.matter, clock="confirm", stopped_at=None)
    if answers.more["applied_on"] > local_day(clock.shifted_at):
        raise Refused("invalid", _("已过协议生效后三十日，法院不再受理"), "applied_on")


def why_not(now: Confirmation) -> str:
    """Why nobody can apply for confirmation as things stand."""
    return {
        "none": _("还没有生效的书面协议"),
        "oral": _("口头协议要先写成书面协议，才能申请司法确认"),
        "excluded": _("确认身份、收养、婚姻关系的协议，法院不予司法确认"),
        "applied": _("已经申请，等法院决定"),
        "decided": _("法院已经作出决定"),
        "over": _("已过协议生效后三十日，法院不再受理"),
        "open": _("可以申请"),
    }[now.standing]


def _confirm_result(change: Change, step: Step, answers: Answers) -> None:
    now = standing(told(change.matter))
    if now.standing != "applied" or now.applied_on is None:
        raise Refused("invalid", _("没有等待法院决定的申请"))
    if answers.more["result_on"] < now.applied_on:
        raise Refused("invalid", _("早于申请的日子"), "result_on")


def _add_paper(change: Change, step: Step, answers: Answers) -> None:
    """The photos belong to that paper of the file, and to no evidence anybody else sees."""
    photos = File.objects.filter(pk__in=answers.photos)
    photos.update(purpose=f"{PURPOSE}{answers.more['item']}")


def _file(change: Change, step: Step, answers: Answers) -> None:
    """Nothing required may be missing, no court decision awaited; the mediators are done."""
    entries = told(change.matter)
    kind, number = subject(change.matter)
    purposes = File.objects.filter(subject_kind=kind, subject_id=number)
    lacking = missing(file_list(entries, set(purposes.values_list("purpose", flat=True))))
    if lacking:
        names = "、".join(_(paper.label) for paper in lacking)
        raise Refused("invalid", _("卷宗还缺：%(papers)s") % {"papers": names})
    if standing(entries).standing == "applied":
        raise Refused("invalid", _("法院的决定还没有记录，暂不能归档"))
    let_go(change)


def _keep(change: Change, step: Step, answers: Answers) -> None:
    """Nothing but the words, sealed."""


_OWN: Mapping[str, Effect] = {
    "notify": _notify,
    "agree": _agree,
    "record_consent": _record_consent,
    "refuse": _stop,
    "record_refusal": _stop,
    "withdraw": _stop,
    "guide": _guide,
    "assign": assign,
    "add_mediator": add_mediator,
    "decline": decline,
    "replace": replace,
    "arrange": _arrange,
    "hold": _keep,
    "extend": _extend,
    "report_danger": _report_danger,
    "fail": _stop,
    "pass_up": pass_up,
    "pass_down": pass_down,
    "receive": receive,
    "agree_orally": _reach,
    "agree_in_writing": _reach,
    "put_in_force": _put_in_force,
    "urge": _keep,
    "perform": _perform,
    "breach": _breach,
    "apply_confirmation": _apply_confirmation,
    "confirm_result": _confirm_result,
    "visit": _keep,
    "add_paper": _add_paper,
    "file": _file,
}
AT_OWN_DESK = frozenset(
    {
        "notify",
        "record_consent",
        "guide",
        "assign",
        "add_mediator",
        "replace",
        "pass_up",
        "pass_down",
        "receive",
        "file",
    }
)
"""Steps of the desk that has it in hand: an upper level sees it, but does not act for a lower."""


def _sealing(effect: Effect) -> Effect:
    """The same, and whatever words are to be kept sealed are kept."""

    def run(change: Change, step: Step, answers: Answers) -> None:
        if step.name in AT_OWN_DESK:
            _demand_own_desk(change)
        effect(change, step, answers)
        seal_words(change, step, answers)

    return run


EFFECTS: Mapping[str, Effect] = {name: _sealing(effect) for name, effect in _OWN.items()}
