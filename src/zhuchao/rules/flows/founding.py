"""组建 founding (M19): a unit without an organisation, or several together, get a branch.

Numbers only advise (domain.md §3, P17): the higher committee decides. Limits are an example.
"""

from zhuchao.rules.flow import Ask, Clock, Flow, State, Step
from zhuchao.rules.flows.party import APPROVED, DESK, RAISERS, refuse, withdraw

FORMS = (("own", "单独组建"), ("joint", "联合组建"), ("floating", "流动党员党支部"))

FLOW = Flow(
    kind="founding",
    label="组建党组织",
    secrecy="open",
    desk=DESK,
    watch=DESK,
    raisers=RAISERS,
    states=(
        State("proposed", "待征求意见", "new"),
        State("consented", "待批准", "waiting"),
        State("approved", "待成立", "active"),
        State("founded", "已成立", "good", final=True),
        State("refused", "不组建", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(
        Step(
            "consent",
            "记下单位和党员的意见",
            ("proposed",),
            "consented",
            ("intake", "origin"),
            ("note",),
            weight="main",
            asks=(Ask("consented_on", "征求意见日期", "date"),),
        ),
        Step(
            "approve",
            "上级党组织批准",
            ("consented",),
            "approved",
            ("intake",),
            weight="main",
            asks=APPROVED,
        ),
        Step(
            "found",
            "成立",
            ("approved",),
            "founded",
            ("intake", "origin"),
            ("evidence",),
            weight="main",
            asks=(
                Ask("founded_on", "成立日期", "date"),
                Ask("branch_name", "党组织名称", "line"),
            ),
        ),
        refuse(("proposed", "consented")),
        withdraw(("proposed", "consented", "approved")),
    ),
    clocks=(
        Clock(
            "consent",
            "征求意见时限",
            ("raise",),
            30,
            "day",
            ("consent", "refuse", "withdraw"),
        ),
        Clock(
            "decide",
            "批准时限",
            ("consent",),
            30,
            "day",
            ("approve", "refuse", "withdraw"),
            main=True,
        ),
        Clock("found", "成立时限", ("approve",), 30, "day", ("found", "withdraw")),
    ),
)
