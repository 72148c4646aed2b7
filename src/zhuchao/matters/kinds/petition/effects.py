"""What the steps of a petition do besides changing its state."""

from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.journal.models import Entry
from zhuchao.matters import clocks, holdings
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.effects import Effect
from zhuchao.matters.kinds.petition.matching import open_appeals
from zhuchao.matters.kinds.petition.visits import batch_fact
from zhuchao.matters.kinds.petition.windows import window
from zhuchao.matters.models import Batch, Holding, Participant
from zhuchao.matters.statements import seal_words
from zhuchao.registry.routing import route
from zhuchao.rules.flow import Step


def barred_offices(matter_id: int) -> set[int]:
    """The offices the file is closed to."""
    rows = Participant.objects.filter(matter=matter_id, role="barred", until=None)
    return {office for (office,) in rows.values_list("organisation") if office}


def hand_to(change: Change, lead: int, assists: tuple[int, ...] = (), *, field: str) -> None:
    """Give it to lead and assists. Raises Refused for an office with an interest in it.

    An accusation never goes to whom it accuses (信访工作条例第三十条).
    """
    if {lead, *assists} & barred_offices(change.matter.pk):
        raise Refused("invalid", _("这个单位应当回避，不能承办这一件"), field)
    holdings.hand_out(change, lead, assists)


def to_desk(change: Change) -> None:
    """Back into the hands of the petition office."""
    matter = change.matter
    office = route(matter.kind, matter.category, matter.division_path).intake
    holdings.leave(change)
    if office is None:
        raise Refused("invalid", _("这个地方还没有受理单位，请先在职责清单里补上"))
    holdings.give(change, office, "intake")


def _route(change: Change, step: Step, answers: Answers) -> None:
    """转送、交办: not before what runs at the hotline has been told apart (domain.md §2)."""
    if change.matter.state == "review_issued":
        _revoked(change)
    if change.matter.state in ("registered", "reported_up") and open_appeals(change.matter):
        raise Refused("conflict", _("同一人有在办的热线办件，请先在本页核对是不是同一件"))
    hand_to(change, answers.lead or 0, answers.assists, field="lead")


def _revoked(change: Change) -> None:
    found = _last(change, "matter.issue_review")
    if found is None or found.facets.get("reviewed") != "revoke":
        raise Refused("invalid", _("复查意见没有撤销原处理意见，不能重新交办"))


def _transfer(change: Change, step: Step, answers: Answers) -> None:
    to = answers.more["to"]
    if to in {h.organisation_id for h in change.own_holdings()}:
        raise Refused("invalid", _("不能转送给自己"), "to")
    hand_to(change, to, field="to")


def _take_up(change: Change, step: Step, answers: Answers) -> None:
    """受理: from a day after it arrived; simple handling is for first petitions (domain.md D9)."""
    not_before_arrival(change, answers.more["accepted_on"], "accepted_on")
    repeat = change.matter.payload.get("filed_as") == "repeat"
    if answers.more["branch"] == "simple" and repeat:
        raise Refused("invalid", _("重件不适用简易办理"), "branch")


def not_before_arrival(change: Change, day: date, field: str) -> None:
    """Refuse a day on paper before the petition was there at all."""
    began = change.matter.payload.get("received_on")
    first = date.fromisoformat(began) if began else local_day(change.matter.raised_at)
    if day < first:
        words = _("早于收到信访事项的日期 %(day)s")
        raise Refused("invalid", words % {"day": first.isoformat()}, field)


def _dated(field: str) -> Effect:
    def effect(change: Change, step: Step, answers: Answers) -> None:
        not_before_arrival(change, answers.more[field], field)

    return effect


def _contribute(change: Change, step: Step, answers: Answers) -> None:
    holdings.mark_own(change, step.part)


def _issue(change: Change, step: Step, answers: Answers) -> None:
    """An opinion goes out: its words are sealed, and every part in it is done."""
    parts = [h for h in change.holdings() if h.role in ("lead", "assist")]
    for holding in parts:
        holding.state = "done"
        if holding.role == "lead":
            holding.account = change.scope.account_id
    Holding.objects.bulk_update(parts, ["state", "account"])
    seal_words(change, step, answers)


def _serve(change: Change, step: Step, answers: Answers) -> None:
    """Not before the opinion that is served was there."""
    issued = (
        _last(change, "matter.issue_re_review")
        or _last(change, "matter.issue_review")
        or _last(change, "matter.issue")
    )
    if issued is None:
        raise Refused("invalid", _("还没有出具意见书，不能记录送达"))
    if answers.more["served_on"] < issued.day:
        raise Refused("invalid", _("送达日期早于出具意见的日期"), "served_on")


def _ask_review(change: Change, step: Step, answers: Answers) -> None:
    """In time by the day he was given, shifted past rest days; then back to the petition office."""
    right = window(change.matter)
    asked = answers.more.get("asked_on") or local_day(now())
    last = right.due.shifted.astimezone(zone()).date() if right else None
    if last and asked > last:
        words = _("请求的期限到 %(day)s 为止，已经过了")
        raise Refused("invalid", words % {"day": last.isoformat()})
    to_desk(change)


def _send_review(change: Change, step: Step, answers: Answers) -> None:
    """To the superior organ; whoever gave the opinion does not review it."""
    organ = answers.more["organ"]
    gave = Holding.objects.filter(matter=change.matter, state="done", organisation=organ)
    if gave.exists():
        raise Refused("invalid", _("出具过意见的单位不能自己复查、复核"), "organ")
    hand_to(change, organ, field="organ")


def _settle(change: Change, step: Step, answers: Answers) -> None:
    """化解: every batch that came about it is settled with it, each a fact of its own."""
    not_before_arrival(change, answers.more["settled_on"], "settled_on")
    moment = clocks.effective(step, answers.codes(step))
    for batch in Batch.objects.filter(matter=change.matter).select_related("matter", "reception"):
        change.log.add(batch_fact("petition.batch_settled", batch, moment))


def _terminate(change: Change, step: Step, answers: Answers) -> None:
    """终结: what law and days decide is checked, the rest a person answers for."""
    reason = answers.more["termination"]
    if reason == "re_reviewed":
        raise Refused("invalid", _("复核终结由出具复核意见书作出"), "termination")
    if reason == "no_review":
        _lapsed(change)


def _lapsed(change: Change) -> None:
    right = window(change.matter)
    if right is None:
        raise Refused("invalid", _("还没有记录送达日期，请求期限没有开始"), "termination")
    if right.open:
        last = f"{right.due.shifted.astimezone(zone()):%Y-%m-%d}"
        words = _("请求期限到 %(day)s 才满，不能以逾期终结")
        raise Refused("invalid", words % {"day": last}, "termination")


def _adopt(change: Change, step: Step, answers: Answers) -> None:
    """A feedback answers a suggestion of its kind that has none yet."""
    about = answers.more["of"]
    asked = _count(change, "matter.suggest", "about", about)
    if asked <= _count(change, "matter.adopt", "of", about):
        raise Refused("invalid", _("没有待反馈的这一类建议"), "of")


def _count(change: Change, verb: str, name: str, code: str) -> int:
    rows = Entry.objects.filter(
        subject_kind=change.matter.kind, subject_id=change.matter.pk, verb=verb
    )
    return sum(facets.get(name) == code for (facets,) in rows.values_list("facets"))


def _last(change: Change, verb: str) -> Entry | None:
    rows = Entry.objects.filter(
        subject_kind=change.matter.kind, subject_id=change.matter.pk, verb=verb
    )
    return rows.order_by("-pk").first()


EFFECTS: dict[str, Effect] = {
    "forward": _route,
    "assign": _route,
    "transfer": _transfer,
    "take_up": _take_up,
    **{name: _dated("notified_on") for name in ("not_accept", "guide_out", "lead_in")},
    "contribute": _contribute,
    **dict.fromkeys(("issue", "issue_review", "issue_re_review"), _issue),
    "serve": _serve,
    **dict.fromkeys(("ask_review", "take_review", "ask_re_review", "take_re_review"), _ask_review),
    "send_review": _send_review,
    "settle": _settle,
    "terminate": _terminate,
    "adopt": _adopt,
}
"""By step name."""
