"""找组织 reunion (M03): a member and an organisation find each other, the home branch confirms.

Never an ID number over the internet, never a word to an employer; refusing costs nothing (red
lines 3 and 7). One formal relation, several organisation lives: domain.md §3, P21–P23.
"""

from zhuchao.rules.flow import Ask, Clock, Flow, State, Step

BEFORE = ("self_reported", "found_by_org")
PLACED = ("placed_in_branch", "active")
OPEN = (*BEFORE, "verified_with_home", "registered", *PLACED)
HEARD = (
    ("online", "本人凭回执确认"),
    ("phone", "打电话问的"),
    ("visit", "上门问的"),
)
TOLD_BY = (
    ("desk", "在本平台通知"),
    ("letter", "发函"),
    ("phone", "打电话"),
    ("national", "全国党员管理信息系统"),
)
WENT_TO = (("branch", "转入现在的支部"), ("elsewhere", "转到别处"))


def _day(name: str, label: str) -> Ask:
    return Ask(name, label, "date")


_CONNECT = (
    Step(
        "send",
        "转给接收支部",
        BEFORE,
        None,
        ("intake",),
        asks=(Ask("branch", "请哪个党组织接收", "office"),),
        weight="main",
    ),
    Step("receive", "愿意接收", BEFORE, None, ("lead",), weight="main"),
    Step("agree", "愿意去这个支部", BEFORE, None, ("asker",), weight="main"),
    Step(
        "agreed",
        "记下本人同意",
        BEFORE,
        None,
        ("lead", "intake"),
        asks=(Ask("asked_by", "怎么问的", "choice", HEARD[1:]),),
    ),
    Step(
        "same",
        "就是这一位，并到一起",
        ("found_by_org",),
        "merged",
        ("intake", "lead"),
        asks=(Ask("same_as", "很可能是同一人", "row"),),
        inside=True,
    ),
    Step(
        "tell_home",
        "告诉原支部",
        BEFORE,
        None,
        ("lead", "intake"),
        asks=(
            Ask("home", "原支部（本平台有的）", "office", required=False),
            Ask("told_by", "怎么告诉的", "choice", TOLD_BY),
            _day("told_on", "告诉的日期"),
        ),
        weight="main",
    ),
)
_HOME = (
    Step(
        "verify",
        "原支部核实：是党员，已外出",
        BEFORE,
        "verified_with_home",
        ("assist", "lead", "intake"),
        asks=(_day("verified_on", "核实日期"), _day("left_on", "外出日期")),
        weight="main",
    ),
    Step(
        "deny",
        "核实不符",
        BEFORE,
        "unfounded",
        ("assist", "lead", "intake"),
        asks=(_day("verified_on", "核实日期"),),
        weight="danger",
    ),
)
_LIFE = (
    Step(
        "register",
        "登记为流动党员",
        ("verified_with_home",),
        "registered",
        ("lead", "intake"),
        asks=(_day("registered_on", "登记日期"),),
        weight="main",
    ),
    Step(
        "place",
        "编入流动党支部",
        ("registered",),
        "placed_in_branch",
        ("lead", "intake"),
        asks=(
            Ask("branch", "编入哪个流动党支部", "office"),
            _day("placed_on", "编入日期"),
        ),
        weight="main",
    ),
    Step(
        "start_life",
        "已参加组织生活",
        ("placed_in_branch",),
        "active",
        ("lead", "intake"),
        asks=(_day("since", "从哪天起"),),
        weight="main",
    ),
    Step(
        "transfer",
        "组织关系转接",
        PLACED,
        "transferred",
        ("lead", "intake"),
        asks=(Ask("went", "转到哪里", "choice", WENT_TO), _day("ended_on", "转接日期")),
    ),
    Step(
        "go_back",
        "返回原支部",
        PLACED,
        "returned",
        ("lead", "intake"),
        asks=(_day("ended_on", "返回日期"),),
    ),
    Step(
        "lose_contact",
        "失去联系",
        (*BEFORE, "verified_with_home", "registered", *PLACED),
        "out_of_contact",
        ("lead", "intake"),
        asks=(_day("ended_on", "最后联系日期"),),
        weight="danger",
        inside=True,
    ),
    Step("withdraw", "撤回", OPEN, "withdrawn", ("asker", "intake", "lead"), weight="danger"),
)
STOPS = ("receive", "same", "deny", "withdraw", "lose_contact")

FLOW = Flow(
    kind="reunion",
    label="找组织",
    secrecy="sealed",
    desk="party_desk",
    watch="party_desk",
    members=("secretary",),
    raisers=("party_desk", "secretary"),
    also_starts=("found_by_org",),
    knows=("intake", "lead", "assist"),
    reads=("intake", "lead"),
    while_in=(("assist", BEFORE),),
    states=(
        State("self_reported", "本人来找", "new"),
        State("found_by_org", "组织找到", "new"),
        State("verified_with_home", "原支部已核实", "active"),
        State("registered", "已登记流动党员", "active"),
        State("placed_in_branch", "已编入流动党支部", "active"),
        State("active", "参加组织生活", "good"),
        State("transferred", "组织关系已转接", "good", final=True),
        State("returned", "已返回原支部", "good", final=True),
        State("out_of_contact", "失去联系", "quiet", final=True),
        State("unfounded", "核实不符", "quiet", final=True),
        State("merged", "已并到一起", "quiet", final=True),
        State("withdrawn", "已撤回", "quiet", final=True),
    ),
    steps=(*_CONNECT, *_HOME, *_LIFE),
    clocks=(
        Clock("receive", "接收支部答复", ("raise",), 15, "day", STOPS, main=True),
        Clock(
            "place",
            "编入流动党支部",
            ("verify",),
            15,
            "day",
            ("place", "withdraw", "lose_contact"),
        ),
    ),
)
