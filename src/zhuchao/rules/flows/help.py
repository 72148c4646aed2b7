"""求助 help (M43): asked, offered by verified neighbours, one accepted, done, confirmed by both.

Only helpers whom the community verified may offer; address and phone are for the accepted one
alone, and only while he helps (red lines 2 and 7). First answer in 24 hours: design, §4.
"""

from zhuchao.rules.flow import Ask, Clock, Flow, State, Step

OPEN = ("asked", "offered")

FLOW = Flow(
    kind="help",
    label="求助",
    secrecy="sealed",
    desk="community_desk",
    raisers=("community_desk",),
    knows=("intake", "helper"),
    reads=("intake", "helper"),
    while_in=(("helper", ("accepted",)),),
    states=(
        State("asked", "待邻里响应", "new"),
        State("offered", "有邻居愿意帮", "active"),
        State("accepted", "正在帮忙", "active"),
        State("helped", "待求助人确认", "waiting"),
        State("met", "待帮手确认", "waiting"),
        State("closed", "已帮到", "good", final=True),
        State("by_desk", "社区已办", "good", final=True),
        State("guided", "已引导", "quiet", final=True),
        State("lapsed", "期满结束", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(
        Step(
            "offer",
            "愿意帮忙",
            OPEN,
            "offered",
            ("offerer",),
            asks=(Ask("word", "想说的话，例如几点方便", "line", required=False),),
            joins="offerer",
        ),
        Step("take_back", "收回", ("offered",), "asked", ("offerer",)),
        Step(
            "choose",
            "请他来帮",
            ("offered",),
            "accepted",
            ("asker", "intake"),
            ("participant",),
            weight="main",
        ),
        Step("report_done", "帮好了", ("accepted",), "helped", ("helper",), weight="main"),
        Step(
            "confirm_done", "确认帮好了", ("helped",), "closed", ("asker", "intake"), weight="main"
        ),
        Step(
            "confirm_first",
            "已经帮好了",
            ("accepted",),
            "met",
            ("asker", "intake"),
        ),
        Step("report_last", "确认帮好了", ("met",), "closed", ("helper",), weight="main"),
        Step(
            "fall_through",
            "没有帮成，再找别人",
            ("accepted", "helped"),
            "asked",
            ("asker", "helper", "intake"),
            ("reason",),
        ),
        Step(
            "push",
            "登记已转到智慧社区平台",
            (*OPEN, "accepted"),
            None,
            ("intake",),
            asks=(Ask("no", "平台上的编号", "line"),),
        ),
        Step("by_desk", "社区来办", OPEN, "by_desk", ("intake",), ("note",), told=True),
        Step(
            "guide",
            "不予受理并引导",
            ("asked",),
            "guided",
            ("intake",),
            ("reason", "note"),
            weight="danger",
            told=True,
        ),
        Step("lapse", "期满未确认", ("helped", "met"), "lapsed", ("system",)),
        Step(
            "withdraw",
            "撤回",
            (*OPEN, "accepted"),
            "withdrawn",
            ("asker", "intake"),
            weight="danger",
        ),
        Step(
            "supervise",
            "督办",
            (*OPEN, "accepted", "helped", "met"),
            None,
            ("supervisor", "leader"),
            ("note",),
        ),
    ),
    clocks=(
        Clock(
            "first_answer",
            "首次响应时限",
            ("raise", "fall_through"),
            24,
            "hour",
            ("offer", "by_desk", "guide", "withdraw"),
            main=True,
        ),
        Clock(
            "choose",
            "选定时限",
            ("offer",),
            24,
            "hour",
            ("choose", "take_back", "by_desk", "withdraw"),
        ),
        Clock(
            "finish",
            "帮忙时限",
            ("choose",),
            3,
            "day",
            ("report_done", "confirm_first", "fall_through", "withdraw"),
        ),
        Clock(
            "confirm",
            "确认期限",
            ("report_done", "confirm_first"),
            7,
            "day",
            ("confirm_done", "report_last", "fall_through", "lapse"),
            then="lapse",
        ),
    ),
)
