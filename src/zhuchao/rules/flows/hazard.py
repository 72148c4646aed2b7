"""随手报 hazard (M14): reported, verified, dispatched, fixed, fed back; the reporter stays hidden.

Limits by urgency are an example rule set (domain.md §2, limits table; §4, rider grid workers).
"""

from zhuchao.rules.flow import EXCLUSION, EXTENSION, RETURN, Clock, Flow, State, Step

OPEN = ("reported", "verified", "dispatched", "handling", "reopened")

FLOW = Flow(
    kind="hazard",
    label="随手报",
    secrecy="asker_hidden",
    states=(
        State("reported", "待核实", "new"),
        State("verified", "已核实", "active"),
        State("dispatched", "待签收", "active"),
        State("handling", "处置中", "active"),
        State("fixed", "已处置", "waiting"),
        State("reopened", "要求复查", "bad"),
        State("fed_back", "已销号", "good", final=True),
        State("rejected", "不属实", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
        State("merged", "已并案", "quiet", final=True),
    ),
    steps=(
        Step("verify", "核实属实", ("reported",), "verified", ("intake",), weight="main"),
        Step(
            "dispatch",
            "派单",
            ("reported", "verified", "dispatched", "handling", "reopened"),
            "dispatched",
            ("intake",),
            ("lead",),
            weight="main",
        ),
        Step(
            "sign",
            "签收",
            ("dispatched",),
            "handling",
            ("lead", "assist"),
            each_holder=True,
            part="signed",
            weight="main",
        ),
        Step(
            "fix",
            "处置完成",
            ("dispatched", "handling", "reopened"),
            "fixed",
            ("lead", "assist"),
            ("note", "evidence"),
            each_holder=True,
            weight="main",
            told=True,
        ),
        Step(
            "fix_at_once",
            "当场处置",
            ("reported", "verified"),
            "fixed",
            ("intake",),
            ("note", "evidence"),
            told=True,
        ),
        Step(
            "feed_back",
            "反馈并销号",
            ("fixed",),
            "fed_back",
            ("intake", "asker", "system"),
            weight="main",
            told=True,
        ),
        Step(
            "reopen", "没有修好，要求复查", ("fixed",), "reopened", ("asker", "intake"), ("reason",)
        ),
        Step("supervise", "督办", (*OPEN, "fixed"), None, ("supervisor", "leader"), ("note",)),
        Step(
            "reject",
            "核实不属实",
            ("reported",),
            "rejected",
            ("intake",),
            ("reason",),
            weight="danger",
            told=True,
        ),
        Step("merge", "并案", OPEN, "merged", ("intake",), ("target",), weight="danger"),
        Step("withdraw", "撤回", (*OPEN, "fixed"), "withdrawn", ("asker",), weight="danger"),
    ),
    clocks=(
        Clock(
            "verify",
            "核实时限",
            ("raise",),
            2,
            "hour",
            ("verify", "dispatch", "fix_at_once", "reject", "merge", "withdraw"),
        ),
        Clock("sign", "签收时限", ("dispatch",), 2, "hour", ("sign", "fix", "merge", "withdraw")),
        Clock(
            "fix",
            "处置时限",
            ("dispatch", "reopen"),
            7,
            "day",
            ("fix", "merge", "withdraw"),
            main=True,
        ),
        Clock(
            "return",
            "退单时限",
            ("dispatch",),
            1,
            "working_day",
            ("fix", "merge", "withdraw"),
            window=True,
        ),
        Clock(
            "feed_back",
            "反馈时限",
            ("fix", "fix_at_once"),
            3,
            "day",
            ("feed_back", "reopen", "withdraw"),
        ),
    ),
    requests=(RETURN, EXTENSION, EXCLUSION),
)
