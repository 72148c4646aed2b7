"""调整 reorganisation (M20): another line, a reduced committee (瘦身), a split or a merger.

No automatic change exists: the higher committee decides, the chain old → new is kept, the
members move along, and a new committee is elected (domain.md §3, P17 and P18).
"""

from zhuchao.rules.flow import Ask, Clock, Flow, State, Step
from zhuchao.rules.flows.party import APPROVED, DESK, RAISERS, refuse, withdraw

WAYS = (
    ("transfer", "调整隶属关系"),
    ("reduce", "瘦身：党委改设党支部"),
    ("merge", "并入另一个党组织"),
    ("split", "分设"),
)

FLOW = Flow(
    kind="reorganisation",
    label="调整党组织",
    secrecy="open",
    desk=DESK,
    watch=DESK,
    raisers=RAISERS,
    states=(
        State("proposed", "待研究", "new"),
        State("studied", "待批准", "waiting"),
        State("approved", "待办理", "active"),
        State("carried_out", "待选举", "active"),
        State("settled", "已办结", "good", final=True),
        State("refused", "不调整", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(
        Step(
            "study",
            "记下研究意见",
            ("proposed",),
            "studied",
            ("intake", "origin"),
            ("note",),
            weight="main",
            asks=(Ask("studied_on", "研究日期", "date"),),
        ),
        Step(
            "approve",
            "上级党组织批准",
            ("studied",),
            "approved",
            ("intake",),
            weight="main",
            asks=APPROVED,
        ),
        Step(
            "carry_out",
            "办理调整",
            ("approved",),
            "carried_out",
            ("intake",),
            ("evidence",),
            weight="main",
            asks=(
                Ask("done_on", "调整日期", "date"),
                Ask("new_name", "新党组织名称", "line", required=False, hint="瘦身和分设时写。"),
                Ask("second_name", "另一个新党组织名称", "line", required=False, hint="分设时写。"),
            ),
        ),
        Step(
            "elect",
            "选举完成",
            ("carried_out",),
            "settled",
            ("intake", "origin"),
            weight="main",
            asks=(Ask("elected_on", "选举日期", "date"),),
        ),
        Step("no_election", "不需要选举", ("carried_out",), "settled", ("intake",), ("note",)),
        refuse(("proposed", "studied")),
        withdraw(("proposed", "studied", "approved")),
    ),
    clocks=(
        Clock(
            "study",
            "研究时限",
            ("raise",),
            30,
            "day",
            ("study", "refuse", "withdraw"),
        ),
        Clock(
            "decide",
            "批准时限",
            ("study",),
            30,
            "day",
            ("approve", "refuse", "withdraw"),
            main=True,
        ),
        Clock("elect", "选举时限", ("carry_out",), 90, "day", ("elect", "no_election")),
    ),
)
