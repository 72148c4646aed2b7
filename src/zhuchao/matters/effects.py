"""What a step does besides changing the state: plain functions, run in the step's transaction."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.access.files import attach
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry
from zhuchao.matters import clocks, holdings
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change, subject
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.receipts import tidy_receipt
from zhuchao.registry.routing import desk, route
from zhuchao.rules.flow import Step

Effect = Callable[[Change, Step, Answers], None]


def dispatch(change: Change, step: Step, answers: Answers) -> None:
    """Hand the matter to lead and assists; the person may set category and urgency with it."""
    if answers.category:
        label = desk().label(change.matter.kind, answers.category)
        if label is None:
            raise Refused(
                "invalid",
                _("没有这个类别：%(category)s") % {"category": answers.category},
                "category",
            )
        change.matter.category, change.matter.category_source = label.code, "staff"
    if answers.urgency:
        change.matter.urgency = answers.urgency
    holdings.hand_out(change, answers.lead or 0, answers.assists)


def accept(change: Change, step: Step, answers: Answers) -> None:
    """The accepting office takes it off the chain, if it was still climbing."""
    if any(h.role == "hop" for h in change.holdings()):
        _to_intake(change)


def _to_intake(change: Change) -> None:
    matter = change.matter
    office = route(matter.kind, matter.category, matter.division_path).intake
    if office is None:
        raise Refused("invalid", _("这个地方还没有受理单位，请先在职责清单里补上"))
    holdings.leave(change)
    holdings.give(change, office, "intake")


def sign(change: Change, step: Step, answers: Answers) -> None:
    """The acting person takes his office's part."""
    holdings.mark_own(change, step.part)


def answer(change: Change, step: Step, answers: Answers) -> None:
    """One office's part is done; a lead's words become the answer the asker reads."""
    mine = holdings.mark_own(change, step.part)
    if any(h.role == "lead" for h in mine) or not change.matter.answer:
        change.matter.answer = answers.note.strip()


def answer_at_once(change: Change, step: Step, answers: Answers) -> None:
    """The office where it came in answers itself."""
    change.matter.answer = answers.note.strip()


def feed_back(change: Change, step: Step, answers: Answers) -> None:
    """Words for the reporter, if any were added to those of the fix."""
    if answers.note.strip():
        change.matter.answer = answers.note.strip()


def reopen(change: Change, step: Step, answers: Answers) -> None:
    """Not solved: back to the same hands; without any, back to the accepting office."""
    holdings.reopen(change)


def rate(change: Change, step: Step, answers: Answers) -> None:
    """The asker's word on it: resolved or not, and how satisfied (1–5, or no opinion)."""
    facets = {"resolved": int(bool(answers.resolved))}
    if answers.satisfied is not None:
        facets["satisfied"] = answers.satisfied
    change.tell("matter.rated", facets=facets, quantity=None)


def pass_on(change: Change, step: Step, answers: Answers) -> None:
    """To the next station of the chain, or to the accepting office behind the last one."""
    chain = change.flow.chain
    here = next((h for h in change.holdings() if h.role == "hop"), None)
    if chain is None or here is None:
        raise Refused("invalid", _("这件事不在直通车上，没有下一站"))
    clocks.stop(change, step.name, also=[f"hop.{here.hop}"])
    matter = change.matter
    way = route(matter.kind, matter.category, matter.division_path)
    onward = chain.after(here.hop)
    while onward and onward.name not in way.hops:
        onward = chain.after(onward.name)
    if onward is None:
        _to_intake(change)
        clocks.start(change, "raise")
        return
    holdings.leave(change)
    holdings.give(change, way.hops[onward.name], "hop", hop=onward.name)
    clocks.start_hop(change, onward.name)


def merge(change: Change, step: Step, answers: Answers) -> None:
    """Into another open matter of the same kind; every reporter follows that one from now on."""
    target = Matter.objects.filter(receipt=tidy_receipt(answers.target)).first()
    if target is None or target.pk == change.matter.pk or target.kind != change.matter.kind:
        raise Refused("invalid", _("找不到可以并入的同类办件"), "target")
    if target.merged_into_id or target.closed_at:
        raise Refused("invalid", _("那一件已经办结或并案，不能再并入"), "target")
    change.matter.merged_into = target
    Matter.objects.filter(merged_into=change.matter).update(merged_into=target)
    rows = Participant.objects.filter(matter=change.matter, role__in=("asker", "follower"))
    reporters = {p.receipt or change.matter.receipt: p.identity_id for p in rows}
    # Whoever left no contact has no row of his own, but a slip that must lead on.
    reporters.setdefault(change.matter.receipt, None)
    Participant.objects.bulk_create(
        Participant(
            matter=target, role="follower", identity_id=identity, receipt=receipt, since=now()
        )
        for receipt, identity in reporters.items()
    )
    change.tell("matter.merged_into", facets={"target": target.pk})


ATTEMPTS = 3
"""Days on which somebody tried to reach the asker before his word is given up."""


def close_unreached(change: Change, step: Step, answers: Answers) -> None:
    """Only after tries on so many days since the matter was last answered."""
    kind, number = subject(change.matter)
    told = Entry.objects.filter(subject_kind=kind, subject_id=number).order_by("pk")
    days: set[date] = set()
    for verb, day, target in told.values_list("verb", "day", "facets"):
        if verb == "matter.attempt":
            days.add(day)
        elif target.get("from") != target.get("to"):
            days.clear()
    if len(days) < ATTEMPTS:
        words = _("要在 %(most)s 个不同的日子联系过才能这样办结，现在有 %(have)s 天")
        raise Refused("invalid", words % {"most": ATTEMPTS, "have": len(days)})


def evidence(change: Change, answers: Answers) -> None:
    """Attach the photos that came with a step."""
    if answers.photos:
        attach(answers.photos, subject(change.matter), "evidence")


EFFECTS: dict[str, Effect] = {
    "accept": accept,
    "dispatch": dispatch,
    "sign": sign,
    "answer": answer,
    "fix": answer,
    "answer_at_once": answer_at_once,
    "fix_at_once": answer_at_once,
    "guide": answer_at_once,
    "feed_back": feed_back,
    "reopen": reopen,
    "confirm": rate,
    "pass_on": pass_on,
    "skip": pass_on,
    "merge": merge,
    "close_unreached": close_unreached,
}
"""By step name; steps of the same name mean the same in every kind."""
