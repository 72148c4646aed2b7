"""以奖代补 project (M35): applied, reviewed, an amount approved, run, results told, settled.

What is spent is never above what was approved. Limits are an example.
"""

from zhuchao.rules.flow import Ask, Clock, Flow, State, Step
from zhuchao.rules.flows.party import APPROVED, DESK, refuse, withdraw

FLOW = Flow(
    kind="project",
    label="以奖代补项目",
    secrecy="open",
    desk=DESK,
    watch=DESK,
    raisers=("secretary", "party_desk", "community_desk"),
    states=(
        State("applied", "待评审", "new"),
        State("reviewed", "待批准", "waiting"),
        State("approved", "待启动", "active"),
        State("running", "实施中", "active"),
        State("reported", "待结算", "waiting"),
        State("settled", "已结算", "good", final=True),
        State("refused", "不支持", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(
        Step("review", "评审", ("applied",), "reviewed", ("intake",), ("note",), weight="main"),
        Step(
            "approve",
            "批准支持",
            ("reviewed",),
            "approved",
            ("intake",),
            weight="main",
            asks=(*APPROVED, Ask("granted", "支持金额", "money", least=1, most=10**11)),
        ),
        Step(
            "start",
            "启动",
            ("approved",),
            "running",
            ("origin", "intake"),
            weight="main",
            asks=(Ask("started_on", "启动日期", "date"),),
        ),
        Step(
            "report",
            "报告成效",
            ("running",),
            "reported",
            ("origin", "intake"),
            ("note", "evidence"),
            weight="main",
            asks=(Ask("people", "受益人次", "number"),),
        ),
        Step(
            "settle",
            "结算",
            ("reported",),
            "settled",
            ("intake",),
            ("evidence",),
            weight="main",
            asks=(
                Ask("settled_on", "结算日期", "date"),
                Ask("spent", "实际支出", "money", most=10**11),
            ),
        ),
        refuse(("applied", "reviewed")),
        withdraw(("applied", "reviewed", "approved")),
    ),
    clocks=(
        Clock(
            "review",
            "评审时限",
            ("raise",),
            20,
            "working_day",
            ("review", "refuse", "withdraw"),
        ),
        Clock("report", "报告成效时限", ("start",), 365, "day", ("report",), main=True),
    ),
)
