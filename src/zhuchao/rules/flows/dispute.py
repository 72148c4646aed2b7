"""纠纷 dispute (M44): consent first, a mediator the people choose, an agreement, its performance.

《人民调解法》 (articles at the steps), judicial confirmation and file list: domain.md §8.
"""

from zhuchao.rules.flow import Clock, Flow, State
from zhuchao.rules.flows.dispute_agreement import AGREEMENT, CLOSING, CONFIRMATION
from zhuchao.rules.flows.dispute_mediation import CONSENT, LEVELS, MEDIATION

STATES = (
    State("intake", "待告知", "new"),
    State("consent", "征求同意、待指派", "active"),
    State("assigned", "已指派调解员", "active"),
    State("mediating", "调解中", "active"),
    State("escalated", "已转另一级，待接收", "active"),
    State("agreed_oral", "已达成口头协议", "active"),
    State("agreed_written", "已达成书面协议，待签章", "active"),
    State("performing", "协议履行中", "active"),
    State("performed", "协议已履行", "good"),
    State("breached", "未按协议履行", "bad"),
    State("return_visit", "已回访，待归档", "active"),
    State("failed", "调解不成", "quiet"),
    State("refused", "一方不愿调解，已终止", "quiet"),
    State("withdrawn", "已撤回调解申请", "quiet"),
    State("filed", "已立卷归档", "good", final=True),
    State("guided", "不予受理，已引导", "quiet", final=True),
)

STOPPED = ("fail", "refuse", "record_refusal", "withdraw")
AGREED = ("agree_orally", "agree_in_writing")
PASSED = ("pass_up", "pass_down")

FLOW = Flow(
    kind="dispute",
    label="纠纷",
    secrecy="sealed",
    desk="mediation_desk",
    knows=("intake", "mediator"),
    reads=("intake", "mediator"),
    states=STATES,
    steps=(*CONSENT, *MEDIATION, *LEVELS, *AGREEMENT, *CONFIRMATION, *CLOSING),
    clocks=(
        Clock(
            "accept",
            "受理告知时限",
            ("raise",),
            3,
            "working_day",
            ("notify", "guide", "record_refusal", "withdraw", *PASSED),
        ),
        Clock(
            "consent",
            "征求同意和指派时限",
            ("notify", "receive"),
            7,
            "day",
            ("assign", *STOPPED, *PASSED),
        ),
        Clock("receive", "接收时限", PASSED, 2, "working_day", ("receive", "withdraw")),
        Clock(
            "mediate",
            "调解期限",
            ("assign", "reopen_talks"),
            30,
            "day",
            (*AGREED, *STOPPED, *PASSED),
            main=True,
        ),
        Clock(
            "perform",
            "协议履行期限",
            AGREED,
            30,
            "day",
            ("perform", "breach", "reopen_talks"),
            until="due_on",
        ),
        Clock(
            "confirm",
            "共同申请司法确认的期限",
            ("put_in_force",),
            30,
            "day",
            ("apply_confirmation",),
            only=("relation", ("none",)),
            then="miss_confirmation",
        ),
        Clock("visit", "回访时限", ("perform", "breach"), 15, "day", ("visit",)),
        Clock("file", "立卷归档时限", ("visit", *STOPPED), 30, "day", ("file",)),
    ),
)
