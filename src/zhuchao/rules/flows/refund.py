"""返还党费 refund (M24): amount, period, receiving organisation, purpose, approval, paid.

No text read fixes its limits (domain.md §3, dues return): they are an example.
"""

from zhuchao.rules.flow import Ask, Clock, Flow, State, Step
from zhuchao.rules.flows.party import APPROVED, DESK, RAISERS, refuse, withdraw

FLOW = Flow(
    kind="refund",
    label="返还党费",
    secrecy="open",
    desk=DESK,
    watch=DESK,
    raisers=RAISERS,
    states=(
        State("applied", "待审核", "new"),
        State("reviewed", "待批准", "waiting"),
        State("approved", "待拨付", "active"),
        State("paid", "已拨付", "good", final=True),
        State("refused", "不返还", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(
        Step("review", "审核", ("applied",), "reviewed", ("intake",), ("note",), weight="main"),
        Step(
            "approve",
            "批准",
            ("reviewed",),
            "approved",
            ("intake",),
            weight="main",
            asks=(*APPROVED, Ask("granted", "批准金额", "money", least=1, most=10**11)),
        ),
        Step(
            "pay",
            "拨付",
            ("approved",),
            "paid",
            ("intake",),
            ("evidence",),
            weight="main",
            asks=(Ask("paid_on", "拨付日期", "date"),),
        ),
        refuse(("applied", "reviewed")),
        withdraw(("applied", "reviewed", "approved")),
    ),
    clocks=(
        Clock(
            "review",
            "审核时限",
            ("raise",),
            15,
            "working_day",
            ("review", "refuse", "withdraw"),
        ),
        Clock("pay", "拨付时限", ("approve",), 30, "day", ("pay", "withdraw"), main=True),
    ),
)
