"""发展党员 admission (M05): five stages, twenty-five steps made from the rule set's own table.

What a step asks follows from what the rules say of it: a day always, a decision where people
decide, a ballot, a public notice, amounts. Its days are bounded by `rules.admission`, never here.
"""

from zhuchao.rules.catalogue import shipped
from zhuchao.rules.dated import DatedStep
from zhuchao.rules.flow import Ask, Clock, Flow, State, Step

STAGES = ("apply", "activist", "candidate", "probationary", "full")
COMMITTEE = (
    "file_activist", "file_candidate", "pre_review", "committee_talk", "approve", "file_member",
    "approve_full",
)  # fmt: skip
"""Steps of the higher committee; all others are the branch's, or the desk's for it."""
STOPPED_FOR = (
    ("review", "政治审查不合格"),
    ("vote", "支部大会没有通过"),
    ("approval", "上级党委没有批准"),
    ("own_wish", "本人不再申请"),
    ("moved", "转到别处继续培养"),
    ("other", "其他"),
)
PASSED = (("passed", "通过（合格、同意）"), ("failed", "没有通过"))
BALLOT = (
    Ask("due", "应到会有表决权的人数", "number", least=1, most=9999),
    Ask("present", "实到会有表决权的人数", "number", most=9999),
    Ask("yes", "赞成票", "number", most=9999),
)
AMOUNTS = {
    "people": Ask("people", "人数", "number", least=1, most=9),
    "days": Ask("days", "培训天数", "number", required=False, most=60),
    "hours": Ask("hours", "培训学时", "number", required=False, most=500),
}
NOTICE = (
    Ask("notice_from", "公示从哪天起", "date", required=False),
    Ask("notice_to", "公示到哪天止", "date", required=False),
)
PAPERS = Ask("papers", "材料和存放处", "line", required=False, hint="加密保存。", kept=True)
DAY = Ask("done_on", "办理日期", "date", hint="以会议记录、审批表上的日期为准。")


def _asks(step: DatedStep) -> tuple[Ask, ...]:
    outcome = (Ask("outcome", "结果", "choice", PASSED),) if step.decides else ()
    return (
        DAY,
        *outcome,
        *(BALLOT if step.ballot else ()),
        *(NOTICE if step.notice else ()),
        *(AMOUNTS[name] for name in step.least),
        PAPERS,
    )


def _step(step: DatedStep, before: DatedStep | None, last: bool) -> Step:
    """A stage is entered by its first step; the last step of all ends the way."""
    enters = before is not None and before.stage != step.stage
    by = ("intake",) if step.name in COMMITTEE else ("lead", "intake")
    return Step(
        step.name,
        step.label,
        (before.stage if enters and before else step.stage,),
        "admitted" if last else step.stage if enters else None,
        by,
        ("evidence",),
        weight="main",
        asks=_asks(step),
        on="done_on",
        inside=True,
    )


_DATED = tuple(shipped()["admission"].steps.values())
_LINE = tuple(
    _step(step, _DATED[i - 1] if i else None, i + 1 == len(_DATED)) for i, step in enumerate(_DATED)
)
_BESIDE = (
    Step(
        "extend",
        "延长预备期",
        ("full",),
        None,
        ("lead", "intake"),
        ("evidence",),
        asks=(DAY, Ask("months", "延长几个月", "number", least=1, most=24), *BALLOT, PAPERS),
        on="done_on",
        inside=True,
    ),
    Step("take_back", "撤销上一步的登记", STAGES, None, ("intake",), inside=True),
    Step(
        "stop",
        "终止",
        STAGES,
        "ended",
        ("lead", "intake"),
        weight="danger",
        asks=(Ask("stopped_for", "为什么终止", "choice", STOPPED_FOR), DAY),
        on="done_on",
        inside=True,
    ),
)

FLOW = Flow(
    kind="admission",
    label="发展党员",
    secrecy="sealed",
    desk="party_desk",
    watch="party_desk",
    members=("secretary",),
    raisers=("party_desk", "secretary"),
    knows=("intake", "lead"),
    reads=("intake", "lead"),
    states=(
        State("apply", "申请入党", "new"),
        State("activist", "入党积极分子", "active"),
        State("candidate", "发展对象", "active"),
        State("probationary", "接收预备党员", "active"),
        State("full", "预备期考察和转正", "waiting"),
        State("admitted", "已转正归档", "good", final=True),
        State("ended", "已终止", "quiet", final=True),
    ),
    steps=(*_LINE, *_BESIDE),
    clocks=(Clock("next", "下一步", ("raise",), 7, "day", ()),),
)
