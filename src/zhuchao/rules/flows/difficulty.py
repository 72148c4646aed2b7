"""困难 difficulty (M21, M37): noted on a visit, assigned, solved, confirmed by whose it is.

The household or firm stays hidden; 件(次) is its own unit (claims A-11, A-30). Limits are an
example rule set.
"""

from zhuchao.rules.flow import EXTENSION, RETURN, Ask, Clock, Flow, State, Step
from zhuchao.rules.flows.closing import UNREACHED, attempt, close_unreached

OPEN = ("noted", "assigned", "handling", "reopened")
CONFIRMED_BY = (
    ("visit", "上门当面说的"),
    ("phone", "电话里说的"),
    ("paper", "签了字"),
    ("neighbour", "邻居或同事转告"),
)

FLOW = Flow(
    kind="difficulty",
    label="困难",
    secrecy="sealed",
    desk="community_desk",
    knows=("intake", "origin", "lead"),
    reads=("intake", "origin", "lead"),
    raisers=("staff", "section_head", "leader", "community_desk", "party_desk", "instructor"),
    states=(
        State("noted", "待交办", "new"),
        State("assigned", "待签收", "active"),
        State("handling", "解决中", "active"),
        State("solved", "待本人确认", "waiting"),
        State("reopened", "没有解决", "bad"),
        State("confirmed", "已解决", "good", final=True),
        UNREACHED,
        State("explained", "已说明不能解决", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(
        Step(
            "dispatch",
            "交办",
            OPEN,
            "assigned",
            ("intake",),
            ("lead",),
            weight="main",
        ),
        Step(
            "sign",
            "签收",
            ("assigned",),
            "handling",
            ("lead", "assist"),
            each_holder=True,
            weight="main",
            part="signed",
        ),
        Step(
            "answer",
            "报告已解决",
            ("assigned", "handling", "reopened"),
            "solved",
            ("lead", "assist"),
            ("note", "evidence"),
            each_holder=True,
            weight="main",
        ),
        Step(
            "answer_at_once",
            "当场解决",
            ("noted",),
            "solved",
            ("intake", "origin"),
            ("note", "evidence"),
        ),
        Step(
            "confirm_word",
            "记下本人的确认",
            ("solved",),
            "confirmed",
            ("intake", "origin"),
            weight="main",
            asks=(Ask("heard", "怎么确认的", "choice", choices=CONFIRMED_BY),),
        ),
        Step(
            "reopen",
            "本人说没有解决",
            ("solved",),
            "reopened",
            ("intake", "origin"),
            ("reason",),
        ),
        attempt(("solved",), ("intake", "origin")),
        close_unreached(("solved",), ("intake",)),
        Step("supervise", "督办", (*OPEN, "solved"), None, ("supervisor", "leader"), ("note",)),
        Step(
            "explain",
            "当面说明不能解决",
            OPEN,
            "explained",
            ("intake",),
            ("reason",),
            weight="danger",
            asks=(Ask("heard", "怎么说明的", "choice", choices=CONFIRMED_BY),),
        ),
        Step("withdraw", "撤回", OPEN, "withdrawn", ("origin",), ("reason",), weight="danger"),
    ),
    clocks=(
        Clock(
            "assign",
            "交办时限",
            ("raise",),
            3,
            "working_day",
            ("dispatch", "answer_at_once", "explain", "withdraw"),
        ),
        Clock(
            "answer",
            "解决时限",
            ("dispatch", "reopen"),
            30,
            "day",
            ("answer", "explain", "withdraw"),
            main=True,
        ),
        Clock(
            "return",
            "退回时限",
            ("dispatch",),
            3,
            "working_day",
            ("answer", "explain", "withdraw"),
            window=True,
        ),
        Clock(
            "confirm",
            "回访确认时限",
            ("answer", "answer_at_once"),
            15,
            "day",
            ("confirm_word", "reopen", "close_unreached"),
        ),
    ),
    requests=(RETURN, EXTENSION),
)
