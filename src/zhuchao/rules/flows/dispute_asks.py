"""纠纷: the states steps start from, who takes them, and what several of them ask."""

from zhuchao.rules.flow import Ask

BEFORE = ("intake", "consent", "assigned", "mediating")
"""Nothing is agreed yet: either side may still say no (Art 17, 23)."""
WITH_MEDIATOR = ("assigned", "mediating")
IN_FORCE = ("agreed_oral", "performing")
CONFIRMABLE = ("performing", "performed", "breached", "return_visit")
ENDED = ("return_visit", "failed", "refused", "withdrawn")
OPEN = (
    *BEFORE,
    "escalated",
    "agreed_oral",
    "agreed_written",
    "performing",
    "performed",
    "breached",
    *ENDED,
)
DESK = ("intake",)
BOTH = ("mediator", "intake")
"""The mediator, or the desk for one who keeps no computer."""

SIDES = (("asker", "申请人"), ("other", "对方当事人"))
BY = (("counter", "当面"), ("phone", "电话"), ("letter", "书信或留言"))
REACHED = (("counter", "当面"), ("phone", "电话"), ("home", "上门"), ("unreachable", "联系不上"))
OPENNESS = (("closed", "不公开"), ("open", "公开"))
DOCUMENTS = (
    ("id_card", "居民身份证"),
    ("household", "户口簿"),
    ("licence", "营业执照等主体证明"),
    ("mandate", "授权委托书和代理人证件"),
)
PAPERS = (
    ("application", "调解申请书或登记表"),
    ("notice", "权利义务告知书"),
    ("identity", "身份证明"),
    ("record", "调解笔录"),
    ("agreement", "调解协议书或口头协议登记表"),
    ("mandate", "授权委托书"),
    ("investigation", "调查笔录"),
    ("evidence", "证据材料"),
    ("receipts", "送达回证、履行凭证"),
    ("visit", "回访记录"),
    ("confirmation", "司法确认材料"),
)
"""卷宗: the first five are required, the others as needed (domain.md §8, File [P63])."""
RELATIONS = (
    ("none", "都不涉及"),
    ("identity", "确认身份关系"),
    ("adoption", "确认收养关系"),
    ("marriage", "确认婚姻关系"),
)
"""What a court does not confirm (domain.md §8, L-SF Art 4)."""

SIDE = Ask("side", "哪一方", "choice", choices=SIDES)
WAY = Ask("way", "怎样表示的", "choice", choices=BY)
PEOPLE = Ask(
    "people", "达成协议的当事人（人次）", "number", least=2, most=500, hint="按人数填，不按件数。"
)
AGREED_ON = Ask("agreed_on", "达成协议的日子", "date")
DUE_ON = Ask(
    "due_on", "履行期限（最后一天）", "date", future=True, hint="当场履行的，填达成协议的日子。"
)
OPEN_OR_NOT = Ask(
    "openness", "公开还是不公开", "choice", choices=OPENNESS, hint="按当事人的要求（第二十三条）。"
)
MEDIATOR = Ask("mediator", "调解员", "row", hint="今天在服务货架上的人；当事人选了谁写在前面。")
PAPER = Ask("item", "哪一份材料", "choice", choices=PAPERS)
PASSING = (
    Ask(
        "why",
        "为什么转",
        "choice",
        choices=(
            ("hard", "本级调解力量不够"),
            ("wide", "涉及几个社区或街道"),
            ("asked", "当事人要求"),
            ("conflict", "本级有利害关系"),
            ("near", "就近调解更方便"),
        ),
    ),
    Ask("agreed", "已征得当事人同意", "yes"),
    Ask("situation", "给接收一级的说明（加密保存）", "words", required=False, kept=True),
)
