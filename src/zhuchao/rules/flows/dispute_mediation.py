"""纠纷, from the rights notice to the last session: 《人民调解法》第十七条至第二十七条."""

from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.flows.dispute_asks import (
    BEFORE,
    BOTH,
    BY,
    DESK,
    IN_FORCE,
    MEDIATOR,
    OPEN_OR_NOT,
    PASSING,
    SIDE,
    WAY,
    WITH_MEDIATOR,
)

CONSENT = (
    Step(
        "notify",
        "告知权利义务",
        ("intake",),
        "consent",
        DESK,
        weight="main",
        asks=(
            Ask("asker_way", "怎样告知申请人", "choice", choices=(*BY, ("online", "网上已看"))),
            Ask("other_way", "怎样告知对方当事人", "choice", choices=BY),
        ),
    ),
    Step(
        "agree",
        "同意调解",
        ("consent",),
        None,
        ("other",),
        weight="main",
        asks=(
            Ask("read", "我看过上面的权利义务，愿意调解", "yes"),
            Ask("wish", "想请哪位调解员", "row", required=False),
        ),
    ),
    Step("record_consent", "记录同意", ("consent",), None, DESK, weight="main", asks=(SIDE, WAY)),
    Step(
        "refuse",
        "不愿意调解",
        ("consent", *WITH_MEDIATOR),
        "refused",
        ("other",),
        weight="danger",
    ),
    Step(
        "record_refusal",
        "记录不愿调解（一方明确拒绝即终止）",
        BEFORE,
        "refused",
        BOTH,
        weight="danger",
        asks=(SIDE, WAY),
    ),
    Step(
        "withdraw",
        "撤回调解申请",
        (*BEFORE, "escalated"),
        "withdrawn",
        ("asker",),
        weight="danger",
    ),
    Step(
        "guide",
        "不予受理并引导",
        ("intake",),
        "guided",
        DESK,
        ("note",),
        weight="danger",
        told=True,
        asks=(
            Ask(
                "why",
                "为什么",
                "choice",
                choices=(
                    ("elsewhere", "法院、仲裁、公安等已经受理"),
                    ("forbidden", "依法不能由人民调解解决"),
                    ("no_dispute", "不是民间纠纷"),
                ),
            ),
        ),
    ),
)
"""Art 17: either side's clear refusal stops it; Art 18, 22: what others decide goes to them."""

MEDIATION = (
    Step(
        "assign",
        "指派调解员",
        ("consent",),
        "assigned",
        DESK,
        weight="main",
        asks=(
            MEDIATOR,
            Ask(
                "why_other",
                "没有按当事人的选择，因为",
                "choice",
                choices=(
                    ("changed", "当事人改了主意"),
                    ("differ", "双方选得不一样，已商量"),
                    ("conflict", "选的人有利害关系"),
                    ("absent", "选的人近期不能来"),
                ),
                required=False,
            ),
        ),
    ),
    Step("add_mediator", "增派调解员", WITH_MEDIATOR, None, DESK, asks=(MEDIATOR,)),
    Step(
        "decline",
        "不能调解，退回指派",
        WITH_MEDIATOR,
        "consent",
        ("mediator",),
        weight="danger",
        asks=(
            Ask(
                "why",
                "为什么",
                "choice",
                choices=(
                    ("conflict", "有利害关系，应当回避"),
                    ("unfit", "不熟悉这类纠纷"),
                    ("absent", "近期不能到场"),
                ),
            ),
            Ask("interest", "说明（加密保存）", "words", kept=True),
        ),
    ),
    Step(
        "replace",
        "更换调解员",
        WITH_MEDIATOR,
        "consent",
        DESK,
        ("participant",),
        asks=(
            Ask(
                "why",
                "为什么",
                "choice",
                choices=(
                    ("asked", "当事人要求"),
                    ("conflict", "有利害关系，应当回避"),
                    ("absent", "近期不能到场"),
                ),
            ),
        ),
    ),
    Step(
        "arrange",
        "约定调解时间",
        WITH_MEDIATOR,
        None,
        BOTH,
        told=True,
        asks=(
            Ask("meet_on", "哪一天", "date", future=True),
            Ask("where", "几点，在哪里（双方都看得到）", "line"),
            OPEN_OR_NOT,
        ),
    ),
    Step(
        "hold",
        "记录一次调解",
        WITH_MEDIATOR,
        "mediating",
        BOTH,
        weight="main",
        asks=(
            Ask("held_on", "哪一天", "date"),
            OPEN_OR_NOT,
            Ask("attended", "到场人数", "number", least=1, most=500),
            Ask("place", "地点", "line", kept=True),
            Ask("record", "调解笔录（加密保存）", "words", kept=True),
        ),
    ),
    Step(
        "extend",
        "双方同意延长",
        WITH_MEDIATOR,
        None,
        BOTH,
        asks=(
            Ask("days", "延长几天", "number", least=1, most=90),
            Ask("agreed", "双方当事人都同意", "yes"),
        ),
    ),
    Step(
        "report_danger",
        "激化苗头：预防并报告",
        (*BEFORE, "escalated", *IN_FORCE, "agreed_written", "breached"),
        None,
        BOTH,
        weight="danger",
        inside=True,
        asks=(
            Ask(
                "police",
                "可能引起治安、刑事案件的",
                "choice",
                choices=(("reported", "已报告公安机关"), ("no", "还没有到这一步")),
                hint="应当及时报告（第二十五条）；正在发生的先打 110。",
            ),
            Ask("police_on", "哪天报告的", "date", when=("police", ("reported",))),
            Ask("measures", "采取的预防措施（加密保存）", "words", kept=True),
        ),
    ),
    Step(
        "fail",
        "调解不成，终止并告知其他途径",
        WITH_MEDIATOR,
        "failed",
        BOTH,
        weight="danger",
        asks=(
            Ask(
                "why",
                "为什么",
                "choice",
                choices=(
                    ("apart", "双方分歧大"),
                    ("absent", "一方多次不到场"),
                    ("time", "到期没有达成协议"),
                ),
            ),
        ),
    ),
)

LEVELS = (
    Step("pass_up", "转上一级调解", BEFORE, "escalated", DESK, asks=PASSING),
    Step("pass_down", "转下一级调解", BEFORE, "escalated", DESK, asks=PASSING),
    Step("receive", "接收", ("escalated",), "consent", DESK, weight="main"),
)
"""One number through every level; whoever passes it on is never late by that (信访条例 Art 15)."""
