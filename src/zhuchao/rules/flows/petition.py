"""信访 petition (M41, M42): registered, routed, told, handled, opinion, review, re-review, ended.

《信访工作条例》 (2022-05-01) article by article; states and clocks: domain.md §1. What the law
leaves to people (routes, results, ends) is always a person's step: only days are computed.
"""

from zhuchao.rules.flow import Ask, Clock, Flow, RequestKind, State, Step
from zhuchao.rules.flows.petition_words import (
    ADOPTED,
    BRANCHES,
    GUIDED_TO,
    LEGAL_WAYS,
    NOT_ACCEPTED,
    REPORTED_TO,
    RESULTS,
    REVIEW_RESULTS,
    SATISFIED,
    SERVED_BY,
    SETTLED_HOW,
    SUGGESTED,
    SUPERVISED_FOR,
)

WITH_UNIT = ("forwarded", "assigned", "transferred")
BEFORE = ("registered", "reported_up", *WITH_UNIT)
OPEN = (*BEFORE, "handling", "opinion_issued", "review", "review_issued", "re_review")
SETTLED_FROM = (*BEFORE, "handling", "opinion_issued", "review", "review_issued")
ENDED = ("guided_out", "not_accepted", "led_in", "settled", "terminated", "withdrawn")
RATED_IN = ("opinion_issued", "review_issued", *(e for e in ENDED if e != "withdrawn"))

NOTIFIED = Ask("notified_on", "告知日期", "date", hint="书面告知书送交或者寄出的日期。")
CLAIM = Ask("claim", "投诉请求", "words", kept=True)
FACTS = Ask("facts", "事实和理由", "words", kept=True)
OPINION = Ask("opinion", "处理意见", "words", kept=True)
BASIS = Ask("basis", "法律法规依据", "words", kept=True)
RECEIVED = Ask("asked_on", "收到请求的日期", "date")


def _opinion(result: Ask) -> tuple[Ask, ...]:
    """What an opinion states (第三十二条), beside its result."""
    return (CLAIM, FACTS, OPINION, result, BASIS)


_ROUTE = (
    Step(
        "report_up",
        "报请党委和政府决定",
        ("registered",),
        "reported_up",
        ("intake",),
        ("note",),
        inside=True,
    ),
    Step(
        "forward",
        "转送",
        (*BEFORE, "handling", "review_issued"),
        "forwarded",
        ("intake",),
        ("lead",),
        weight="main",
    ),
    Step(
        "assign",
        "交办（要办结报告）",
        (*BEFORE, "handling", "review_issued"),
        "assigned",
        ("intake",),
        ("lead",),
        asks=(Ask("due_on", "办理期限", "date", future=True),),
    ),
    Step(
        "guide_out",
        "释法引导",
        ("registered", "reported_up"),
        "guided_out",
        ("intake",),
        ("note",),
        told=True,
        asks=(Ask("guided_to", "引导去向", "choice", GUIDED_TO), NOTIFIED),
        on="notified_on",
    ),
)
_NOTIFY = (
    Step(
        "take_up",
        "受理并告知",
        ("registered", *WITH_UNIT),
        "handling",
        ("lead",),
        weight="main",
        told=True,
        asks=(
            Ask("branch", "办理途径", "choice", BRANCHES),
            Ask("accepted_on", "受理日期", "date", hint="受理告知书载明的日期，办理期限从它起算。"),
        ),
        on="accepted_on",
    ),
    Step(
        "not_accept",
        "不予受理并告知",
        ("registered", "reported_up", *WITH_UNIT),
        "not_accepted",
        ("intake", "lead"),
        ("note",),
        weight="danger",
        told=True,
        asks=(Ask("why", "不予受理的理由", "choice", NOT_ACCEPTED), NOTIFIED),
        on="notified_on",
    ),
    Step(
        "transfer",
        "转送下级并告知",
        ("registered", *WITH_UNIT),
        "transferred",
        ("lead",),
        told=True,
        asks=(Ask("to", "转送到哪个单位", "office"), NOTIFIED),
        on="notified_on",
    ),
    Step(
        "lead_in",
        "导入法定程序并告知",
        ("registered", *WITH_UNIT, "handling"),
        "led_in",
        ("lead",),
        ("note",),
        told=True,
        asks=(Ask("way", "导入什么程序", "choice", LEGAL_WAYS), NOTIFIED),
        on="notified_on",
    ),
)
_HANDLE = (
    Step(
        "hear",
        "记录听取陈述和调查",
        ("handling",),
        None,
        ("lead", "assist"),
        ("note",),
        inside=True,
    ),
    Step(
        "contribute",
        "提交协办意见",
        ("handling",),
        None,
        ("assist",),
        ("note",),
        each_holder=True,
        weight="main",
        inside=True,
    ),
    Step(
        "issue",
        "出具处理意见书",
        ("handling",),
        "opinion_issued",
        ("lead",),
        weight="main",
        asks=_opinion(Ask("result", "结论", "choice", RESULTS)),
    ),
    Step(
        "serve",
        "记录送达",
        ("opinion_issued", "review_issued", "terminated"),
        None,
        ("lead", "intake"),
        weight="main",
        asks=(
            Ask("served_on", "送达日期", "date", hint="以送达回证为准，复查、复核期限从次日起算。"),
            Ask("served_by", "送达方式", "choice", SERVED_BY),
        ),
        on="served_on",
    ),
    Step("report_done", "报送办结报告", OPEN, None, ("lead",), ("note",), inside=True),
)
_HEARING = (
    Step(
        "hold_hearing",
        "举行听证",
        ("handling", "review", "re_review"),
        None,
        ("lead",),
        ("note",),
    ),
    Step(
        "end_hearing", "听证结束", ("handling", "review", "re_review"), None, ("lead",), ("note",)
    ),
)


def _review(stage: str, noun: str, source: str, state: str, ask: str, target: str) -> list[Step]:
    """The steps of 复查 (第三十五条) or 复核 (第三十六条): both run the same way."""
    return [
        Step(
            f"ask_{stage}",
            f"请求{noun}",
            (source,),
            state,
            ("asker",),
            ("reason",),
            weight="main",
        ),
        Step(
            f"take_{stage}",
            f"登记{noun}请求",
            (source,),
            state,
            ("intake",),
            ("reason",),
            asks=(RECEIVED,),
            on="asked_on",
        ),
        Step(
            f"issue_{stage}",
            f"出具{noun}意见书",
            (state,),
            target,
            ("lead",),
            weight="main",
            asks=_opinion(Ask(ask, f"{noun}结论", "choice", REVIEW_RESULTS)),
        ),
    ]


_REVIEWS = (
    *_review("review", "复查", "opinion_issued", "review", "reviewed", "review_issued"),
    *_review("re_review", "复核", "review_issued", "re_review", "re_reviewed", "terminated"),
    Step(
        "send_review",
        "交复查复核机关",
        ("review", "re_review"),
        None,
        ("intake",),
        weight="main",
        asks=(
            Ask(
                "organ",
                "复查（复核）机关",
                "office",
                hint="原办理（复查）机关的上一级机关、单位，不能是它自己。",
            ),
        ),
    ),
)
_END = (
    Step(
        "settle",
        "化解",
        SETTLED_FROM,
        "settled",
        ("lead", "intake"),
        ("note",),
        asks=(
            Ask("settled_on", "化解日期", "date"),
            Ask("how", "怎样化解", "choice", SETTLED_HOW),
        ),
        on="settled_on",
    ),
    Step(
        "terminate",
        "终结",
        ("handling", "opinion_issued", "review_issued"),
        "terminated",
        ("intake",),
        ("note",),
        weight="danger",
        told=True,
        asks=(Ask("termination", "终结理由", "choice", listed=("petition", "termination")),),
    ),
    Step("withdraw", "撤回", (*BEFORE, "handling"), "withdrawn", ("asker",), weight="danger"),
    Step(
        "rate",
        "评价",
        RATED_IN,
        None,
        ("asker",),
        weight="main",
        asks=(
            Ask("desk_rating", "对信访部门的工作", "choice", SATISFIED),
            Ask("unit_rating", "对办理单位的工作", "choice", SATISFIED),
        ),
    ),
)
_BESIDE = (
    Step(
        "supervise",
        "督办",
        OPEN,
        None,
        ("supervisor", "intake", "leader"),
        ("note",),
        asks=(Ask("cause", "督办原因", "choice", SUPERVISED_FOR),),
    ),
    Step("respond", "反馈督办情况", OPEN, None, ("lead",), ("note",), inside=True),
    Step("mark_grave", "列为重大、紧急", OPEN, None, ("intake", "lead"), ("note",), inside=True),
    Step(
        "alert",
        "报告重大、紧急情况",
        OPEN,
        None,
        ("intake", "lead", "supervisor"),
        ("note",),
        asks=(Ask("alerted", "报告给谁", "choice", REPORTED_TO),),
        inside=True,
    ),
    Step(
        "suggest",
        "提出建议",
        (*OPEN, *ENDED),
        None,
        ("intake", "supervisor"),
        ("note",),
        asks=(
            Ask("about", "建议什么", "choice", SUGGESTED),
            Ask("addressee", "向哪个单位提出", "office"),
        ),
        inside=True,
    ),
    Step(
        "adopt",
        "登记采纳情况",
        (*OPEN, *ENDED),
        None,
        ("intake", "supervisor"),
        ("note",),
        asks=(
            Ask("of", "哪一类建议", "choice", SUGGESTED),
            Ask("adopted", "采纳情况", "choice", ADOPTED),
        ),
        inside=True,
    ),
)

TOLD = ("take_up", "not_accept", "transfer", "lead_in", "settle", "withdraw")

FLOW = Flow(
    kind="petition",
    label="信访",
    secrecy="sealed",
    desk="petition_desk",
    watch="petition_watch",
    knows=("intake", "lead"),
    reads=("intake", "lead"),
    states=(
        State("registered", "已登记", "new"),
        State("reported_up", "已报请决定", "active"),
        State("forwarded", "已转送", "active"),
        State("assigned", "已交办", "active"),
        State("transferred", "已转送下级", "active"),
        State("handling", "已受理，办理中", "active"),
        State("opinion_issued", "已出具处理意见", "waiting"),
        State("review", "复查中", "active"),
        State("review_issued", "已出具复查意见", "waiting"),
        State("re_review", "复核中", "active"),
        State("guided_out", "已引导", "quiet", final=True),
        State("not_accepted", "不予受理", "quiet", final=True),
        State("led_in", "已导入法定程序", "quiet", final=True),
        State("settled", "已化解", "good", final=True),
        State("terminated", "已终结", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(*_ROUTE, *_NOTIFY, *_HANDLE, *_HEARING, *_REVIEWS, *_END, *_BESIDE),
    clocks=(
        Clock(
            "D1",
            "登记并转送交办",
            ("raise",),
            15,
            "day",
            ("report_up", "forward", "assign", "guide_out", *TOLD),
            only=("received_by", ("office", "unclear")),
        ),
        Clock(
            "D2",
            "其他机关、单位告知",
            ("raise",),
            15,
            "day",
            ("forward", "assign", *TOLD),
            only=("received_by", ("organ",)),
        ),
        Clock("D3", "承办单位告知", ("forward", "assign", "transfer"), 15, "day", TOLD),
        Clock(
            "D4",
            "提出不属本单位职权的异议",
            ("forward", "assign", "transfer"),
            5,
            "working_day",
            TOLD,
            window=True,
        ),
        Clock(
            "D5",
            "办结",
            ("take_up",),
            60,
            "day",
            ("issue", "settle", "lead_in", "withdraw"),
            main=True,
            only=("branch", ("ordinary",)),
        ),
        Clock("D7", "请求复查", ("serve",), 30, "day", ("ask_review", "take_review"), window=True),
        Clock(
            "D7a",
            "出具复查意见",
            ("ask_review", "take_review"),
            30,
            "day",
            ("issue_review", "settle"),
        ),
        Clock(
            "D8",
            "请求复核",
            ("serve",),
            30,
            "day",
            ("ask_re_review", "take_re_review"),
            window=True,
        ),
        Clock(
            "D8a",
            "出具复核意见（听证时间不计）",
            ("ask_re_review", "take_re_review"),
            30,
            "day",
            ("issue_re_review",),
            pauses=("hold_hearing",),
            resumes=("end_hearing",),
        ),
        Clock(
            "D9",
            "简易办理",
            ("take_up",),
            10,
            "working_day",
            ("issue", "settle", "lead_in", "withdraw"),
            only=("branch", ("simple",)),
        ),
        Clock(
            "order", "交办期限", ("assign",), 60, "day", ("report_done", "settle"), until="due_on"
        ),
        Clock("report", "重大、紧急情况报告", ("mark_grave",), 30, "minute", ("alert",)),
    ),
    requests=(
        RequestKind("return", "异议退回", ("lead",), ("intake",), within="D4", once=True),
        RequestKind("extension", "延期", ("lead",), ("leader",), extends="D5", limit="D6"),
    ),
)
