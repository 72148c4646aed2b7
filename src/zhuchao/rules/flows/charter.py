"""党建入章 charter (M22): drafted, voted, the sponsor consents, filed with the registrar.

An association files within 30 days of its sponsor's consent (domain.md §3, L-ST), one without a
sponsor within 30 days of its vote; a foundation has no such limit.
"""

from zhuchao.rules.flow import Ask, Clock, Flow, State, Step
from zhuchao.rules.flows.party import DESK, RAISERS, refuse, withdraw

AGREED = Ask("agreed_on", "同意日期", "date", hint="以业务主管单位的书面意见为准。")

FLOW = Flow(
    kind="charter",
    label="党建入章",
    secrecy="open",
    desk=DESK,
    watch=DESK,
    raisers=RAISERS,
    states=(
        State("drafted", "待表决", "new"),
        State("voted", "待业务主管单位同意", "waiting"),
        State("agreed", "待核准", "active"),
        State("filed", "已核准", "good", final=True),
        State("refused", "没有通过", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(
        Step(
            "vote",
            "表决通过",
            ("drafted",),
            "voted",
            ("intake", "origin"),
            ("evidence",),
            weight="main",
            asks=(Ask("voted_on", "表决日期", "date"),),
            on="voted_on",
        ),
        Step(
            "consent",
            "业务主管单位同意",
            ("voted",),
            "agreed",
            ("intake", "origin"),
            weight="main",
            asks=(AGREED,),
            on="agreed_on",
        ),
        Step(
            "no_sponsor",
            "没有业务主管单位",
            ("voted",),
            "agreed",
            ("intake", "origin"),
            asks=(Ask("voted_again_on", "表决日期", "date", hint="期限从表决通过起算。"),),
            on="voted_again_on",
        ),
        Step(
            "consent_foundation",
            "业务主管单位同意（基金会）",
            ("voted",),
            "agreed",
            ("intake", "origin"),
            weight="main",
            asks=(AGREED,),
            on="agreed_on",
        ),
        Step(
            "file",
            "登记机关核准",
            ("agreed",),
            "filed",
            ("intake", "origin"),
            ("evidence",),
            weight="main",
            asks=(Ask("filed_on", "核准日期", "date"),),
            on="filed_on",
        ),
        refuse(("drafted", "voted", "agreed")),
        withdraw(("drafted", "voted", "agreed")),
    ),
    clocks=(
        Clock(
            "vote",
            "表决时限",
            ("raise",),
            90,
            "day",
            ("vote", "refuse", "withdraw"),
        ),
        Clock(
            "file",
            "报登记机关核准时限",
            ("consent", "no_sponsor"),
            30,
            "day",
            ("file", "refuse", "withdraw"),
            main=True,
        ),
    ),
)
