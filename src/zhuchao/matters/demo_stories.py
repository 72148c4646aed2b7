"""How matters of the demo go: each a generator that acts, and yields the moment of its next act."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from zhuchao.access.scope import PUBLIC
from zhuchao.journal.clock import now
from zhuchao.matters.actions.following import follow
from zhuchao.matters.actions.requests import Plea, Ruling, ask, decide
from zhuchao.matters.actions.sorting import sort
from zhuchao.matters.demo_case import Case
from zhuchao.registry.routing import desk

Story = Iterator[datetime]


def _accepted(case: Case) -> Story:
    """Raised, looked at, sent on its way."""
    yield case.after(0.3, 6)
    first = "accept" if case.matter.kind == "appeal" else "verify"
    case.step(case.stage.intake, first)
    yield case.after(0.2, 4)
    case.dispatch()


def smooth(case: Case) -> Story:
    """As it should be."""
    case.raised()
    yield from _accepted(case)
    yield case.after(0.5, 8)
    case.sign()
    yield case.after(8, 90)
    case.answer()
    yield case.after(6, 60)
    case.close()


def contacted(case: Case) -> Story:
    """With a call in between, entered by the accepting office for somebody without a phone."""
    case.draft = replace(case.draft, channel="proxy", contact={}, share=False)
    case.raised(case.stage.intake)
    yield from _accepted(case)
    yield case.after(0.5, 10)
    case.sign()
    yield case.after(2, 20)
    if case.matter.kind == "appeal":
        case.step(case.handlers()[0], "contact", note="已与诉求人通话，约定上门时间。")
    yield case.after(10, 100)
    case.answer()
    yield case.after(6, 48)
    case.close()


def unseen(case: Case) -> Story:
    """Raised, and nobody has looked at it yet."""
    case.raised()
    yield case.after(2000, 2001)


def late(case: Case) -> Story:
    """Signed late, answered late: the clock climbs, the supervisor asks."""
    case.raised()
    yield from _accepted(case)
    yield case.after(26, 60)
    case.sign()
    yield case.after(150, 200)
    case.step(case.stage.supervisor, "supervise", note="已超过办理时限，请今天报告进展。")
    yield case.after(20, 70)
    case.answer()
    yield case.after(10, 80)
    case.close(resolved=case.stage.dice.random() < 0.5)


def stuck(case: Case) -> Story:
    """Sent out and never signed for."""
    case.raised()
    yield from _accepted(case)
    yield case.after(2000, 2001)


def again(case: Case) -> Story:
    """Answered, not solved, done again."""
    case.raised()
    yield from _accepted(case)
    yield case.after(1, 8)
    case.sign()
    yield case.after(10, 80)
    case.answer()
    yield case.after(3, 40)
    case.step(case.asker, "reopen", reason="去看了，还是老样子。")
    yield case.after(10, 90)
    case.answer()
    yield case.after(5, 40)
    case.close(resolved=case.stage.dice.random() < 0.7)


def unrated(case: Case) -> Story:
    """Answered, and the asker says nothing more."""
    case.raised()
    yield from _accepted(case)
    yield case.after(1, 8)
    case.sign()
    yield case.after(10, 60)
    case.answer()


def returned(case: Case) -> Story:
    """Sent back once, citing the duty list; half of the rulings send it on."""
    case.raised()
    yield from _accepted(case)
    yield case.after(0.5, 3)
    duties = case.way.duties
    duty = next((d for d in duties if d.position == "assist"), duties[0])
    other = duty.organisation if duty.position == "assist" else None
    plea = Plea("按权责清单不是本单位的事项。", duty=duty.id, proposed=other)
    request = ask(case.lead, case.matter.pk, "return", plea)
    yield case.after(2, 12)
    granted = other is not None and case.stage.dice.random() < 0.6
    note = "同意，改由清单所列单位主办。" if granted else "不同意：清单写明由你单位主办。"
    decide(case.stage.intake, request, Ruling(granted, note, lead=other, correct=False))
    yield case.after(1, 10)
    case.sign()
    yield case.after(10, 90)
    case.answer()
    yield case.after(5, 60)
    case.close()


def extended(case: Case) -> Story:
    """Needs longer, and says why in time."""
    case.raised()
    yield from _accepted(case)
    yield case.after(1, 10)
    case.sign()
    yield case.after(60, 100)
    request = ask(
        case.handlers()[0],
        case.matter.pk,
        "extension",
        Plea("配件要从外地调，预计再用几天。", days=case.stage.dice.choice((3, 5, 7))),
    )
    yield case.after(2, 20)
    decide(case.stage.supervisor, request, Ruling(granted=True, note="同意，请告知诉求人。"))
    yield case.after(60, 160)
    case.answer()
    yield case.after(5, 60)
    case.close()


def excluded(case: Case) -> Story:
    """Closed, and by approval left out of the rates: nobody could be reached."""
    case.raised()
    yield from _accepted(case)
    yield case.after(1, 8)
    case.sign()
    yield case.after(20, 60)
    plea = Plea("三次拨打无人接听。", reason_code="unreachable")
    request = ask(case.handlers()[0], case.matter.pk, "exclusion", plea)
    yield case.after(2, 20)
    decide(case.stage.supervisor, request, Ruling(granted=True, note="通话记录已核对。"))
    case.answer()


def at_once(case: Case) -> Story:
    """Answered by the accepting office itself."""
    case.raised()
    yield case.after(0.2, 5)
    step = "answer_at_once" if case.matter.kind == "appeal" else "fix_at_once"
    case.step(case.stage.intake, step, note=case.words["answer"])
    yield case.after(4, 40)
    case.close()


def turned_down(case: Case) -> Story:
    """Not to be accepted here: guided to the right door, or not found on the spot."""
    case.raised()
    yield case.after(0.5, 8)
    if case.matter.kind == "appeal":
        reason, note = "已进入劳动仲裁程序", "请按仲裁通知办理，电话和地址已告知。"
        case.step(case.stage.intake, "guide", reason=reason, note=note)
    else:
        case.step(case.stage.intake, "reject", reason="现场没有发现所报情况。")


def withdrawn(case: Case) -> Story:
    """Taken back by the asker."""
    case.raised()
    yield case.after(1, 20)
    case.step(case.asker, "withdraw")


def resorted(case: Case) -> Story:
    """The accepting office corrects the category before sending it out."""
    right = case.draft.category
    codes = [lab.code for lab in desk().labels if lab.kind == case.draft.kind]
    wrong = case.stage.dice.choice([c for c in codes if c != right])
    case.draft = replace(case.draft, category=wrong, category_source="keywords")
    case.raised()
    yield case.after(0.5, 5)
    sort(case.stage.intake, case.matter.pk, category=right)
    yield from _accepted(case)
    yield case.after(1, 8)
    case.sign()
    yield case.after(10, 90)
    case.answer()
    yield case.after(5, 60)
    case.close()


def reported_twice(case: Case) -> Story:
    """A second report of the same thing joins the first, which then goes its way."""
    case.raised()
    yield case.after(0.2, 2)
    other = replace(case.draft, contact={}, photos=(), external_system="", external_no="")
    second = Case(case.stage, case.words, other)
    second.raised()
    yield case.after(0.2, 3)
    second.step(case.stage.intake, "merge", target=case.matter.receipt)
    yield from _accepted(case)
    yield case.after(0.5, 6)
    case.sign()
    yield case.after(5, 50)
    case.answer()
    yield case.after(4, 30)
    case.close()


def followed(case: Case) -> Story:
    """A neighbour sees the report nearby and follows it instead of writing again."""
    case.raised()
    yield case.after(0.3, 3)
    follow(PUBLIC, case.matter, {"phone": "13800009999"})
    yield from _accepted(case)
    yield case.after(0.5, 6)
    case.sign()
    yield case.after(5, 50)
    case.answer()
    yield case.after(4, 30)
    case.close()


def solved_by_driver(case: Case) -> Story:
    """The member driver settles it himself."""
    case.raised()
    yield case.after(2, 12)
    if case.at("member_driver"):
        hop = case.stage.clerks[case.way.hops["member_driver"]]
        case.step(hop, "answer_at_once", note=case.words["answer"])
        yield case.after(4, 40)
        case.close()


def climbing(case: Case) -> Story:
    """Passed on twice, by hand, and settled by the industry committee."""
    case.raised()
    for hop, note in (
        ("member_driver", "问过了，要支部出面。"),
        ("floating_branch", "涉及货主，请行业党委协调。"),
    ):
        yield case.after(2, 16)
        if case.at(hop):
            case.step(case.stage.clerks[case.way.hops[hop]], "pass_on", note=note)
    yield case.after(4, 30)
    if case.at("industry_committee"):
        committee = case.stage.clerks[case.way.hops["industry_committee"]]
        case.step(committee, "answer_at_once", note=case.words["answer"])
        yield case.after(4, 40)
        case.close()


def lapsing(case: Case) -> Story:
    """No hop finds the time: the system carries it to the accepting office, hop by hop."""
    case.raised()
    yield now() + timedelta(days=12)
    case.matter.refresh_from_db()
    yield from _accepted(case)
    yield case.after(1, 10)
    case.sign()
    yield case.after(10, 60)
    case.answer()


def skipping(case: Case) -> Story:
    """The driver skips the first hop, the branch is at it."""
    case.raised()
    yield case.after(1, 6)
    case.step(case.asker, "skip")
    yield case.after(6, 30)
    if case.at("floating_branch"):
        branch = case.stage.clerks[case.way.hops["floating_branch"]]
        case.step(branch, "answer_at_once", note=case.words["answer"])
        yield case.after(4, 40)
        case.close()


Plot = Callable[[Case], Story]
APPEALS: Sequence[Plot] = (
    smooth, smooth, smooth, contacted, late, again, unrated, returned, returned,
    extended, excluded, at_once, turned_down, withdrawn, resorted, reported_twice,
)  # fmt: skip
HAZARDS: Sequence[Plot] = (
    smooth, smooth, smooth, late, again, at_once, turned_down, reported_twice, contacted, resorted,
    followed, stuck,
)  # fmt: skip
DRIVERS: Sequence[Plot] = (solved_by_driver, climbing, lapsing, skipping)
FRESH: Sequence[Plot] = (unseen, smooth, stuck, contacted, at_once, extended, returned, smooth)
"""What the last three days are made of, so that the desk has something of everything."""
FRESH_DRIVERS: Sequence[Plot] = (unseen, climbing, skipping)
