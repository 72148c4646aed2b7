"""纠纷, from the agreement to the file: 《人民调解法》第二十七条至第三十三条."""

from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.flows.dispute_asks import (
    AGREED_ON,
    BOTH,
    CONFIRMABLE,
    DESK,
    DOCUMENTS,
    DUE_ON,
    ENDED,
    IN_FORCE,
    OPEN,
    PAPER,
    PEOPLE,
    REACHED,
    RELATIONS,
    SIDE,
    SIDES,
)

AGREEMENT = (
    Step(
        "agree_orally",
        "达成口头协议",
        ("mediating",),
        "agreed_oral",
        BOTH,
        weight="main",
        on="agreed_on",
        asks=(
            AGREED_ON,
            PEOPLE,
            Ask("terms", "协议内容（加密保存）", "words", kept=True),
            DUE_ON,
        ),
    ),
    Step(
        "agree_in_writing",
        "达成书面协议",
        ("mediating",),
        "agreed_written",
        BOTH,
        weight="main",
        on="agreed_on",
        asks=(
            AGREED_ON,
            PEOPLE,
            Ask("facts", "主要事实、争议事项和各方责任（加密保存）", "words", kept=True),
            Ask("terms", "协议内容（加密保存）", "words", kept=True),
            Ask("how", "履行方式", "line", kept=True),
            DUE_ON,
        ),
    ),
    Step(
        "put_in_force",
        "签章齐全，协议生效",
        ("agreed_written",),
        "performing",
        BOTH,
        weight="main",
        on="in_force_on",
        asks=(
            Ask("in_force_on", "签章齐全的日子", "date"),
            Ask("people_signed", "各方当事人都已签名、盖章或者按指印", "yes"),
            Ask("mediator_signed", "调解员已签名", "yes"),
            Ask("committee_sealed", "已加盖人民调解委员会印章", "yes"),
            Ask("relation", "协议是否涉及", "choice", choices=RELATIONS),
        ),
    ),
    Step("reopen_talks", "没有签成，继续调解", ("agreed_written",), "mediating", BOTH),
    Step(
        "urge",
        "督促履行",
        (*IN_FORCE, "breached"),
        None,
        BOTH,
        asks=(
            Ask("reached", "怎样联系的", "choice", choices=REACHED),
            Ask("heard", "情况（加密保存）", "words", kept=True),
        ),
    ),
    Step(
        "perform",
        "协议已履行",
        (*IN_FORCE, "breached"),
        "performed",
        BOTH,
        weight="main",
        on="performed_on",
        asks=(Ask("performed_on", "履行完毕的日子", "date"),),
    ),
    Step(
        "breach",
        "没有按协议履行",
        IN_FORCE,
        "breached",
        BOTH,
        weight="danger",
        asks=(SIDE,),
    ),
)
"""Art 28–31: written binds when all signed and the seal is on it, oral when it is reached."""

CONFIRMATION = (
    Step(
        "apply_confirmation",
        "已共同申请司法确认",
        CONFIRMABLE,
        None,
        BOTH,
        asks=(
            Ask("applied_on", "向法院申请的日子", "date"),
            Ask("together", "双方共同申请", "yes"),
        ),
    ),
    Step(
        "confirm_result",
        "记录法院的决定",
        CONFIRMABLE,
        None,
        BOTH,
        asks=(
            Ask(
                "result",
                "法院的决定",
                "choice",
                choices=(
                    ("confirmed", "确认有效"),
                    ("not_accepted", "不予受理"),
                    ("refused", "不予确认"),
                    ("withdrawn", "当事人撤回申请"),
                ),
            ),
            Ask("result_on", "决定的日子", "date"),
        ),
    ),
    Step("miss_confirmation", "期满没有申请司法确认", CONFIRMABLE, None, ("system",)),
)
"""Art 33: a right of both together, within 30 days; the court's own time is no clock of ours."""

CLOSING = (
    Step(
        "visit",
        "回访",
        ("performed", "breached"),
        "return_visit",
        BOTH,
        weight="main",
        asks=(
            Ask("visited_on", "哪一天", "date"),
            Ask("reached", "怎样联系的", "choice", choices=REACHED),
            Ask(
                "content",
                "当事人是否满意",
                "choice",
                choices=(("yes", "满意"), ("partly", "一般"), ("no", "不满意")),
                when=("reached", ("counter", "phone", "home")),
            ),
            Ask("heard", "回访情况（加密保存）", "words", required=False, kept=True),
        ),
    ),
    Step(
        "see_identity",
        "核对身份证明",
        OPEN,
        None,
        BOTH,
        inside=True,
        asks=(
            Ask("side", "哪一方", "choice", choices=(*SIDES, ("both", "双方"))),
            Ask(
                "document",
                "看的是什么",
                "choice",
                choices=DOCUMENTS,
                hint="只记看过，不记号码，也不用复印。",
            ),
        ),
    ),
    Step(
        "add_paper", "材料拍照归入卷宗", OPEN, None, BOTH, ("photos",), inside=True, asks=(PAPER,)
    ),
    Step(
        "keep_paper",
        "纸质存卷",
        OPEN,
        None,
        BOTH,
        inside=True,
        asks=(PAPER, Ask("where", "放在哪里（柜号、盒号）", "line")),
    ),
    Step(
        "supervise",
        "督办",
        OPEN,
        None,
        ("supervisor", "leader"),
        ("note",),
        inside=True,
    ),
    Step("file", "立卷归档", ENDED, "filed", DESK, weight="main"),
)
