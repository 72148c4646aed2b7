"""纠纷 dispute: who disputes with whom, what about, and what its steps do besides (M44)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.dispute.asides import on_the_desk, on_the_receipt
from zhuchao.matters.kinds.dispute.beginning import begun, known_askers
from zhuchao.matters.kinds.dispute.effects import EFFECTS
from zhuchao.matters.kinds.dispute.idle import IDLE
from zhuchao.matters.kinds.dispute.mediators import none_left
from zhuchao.matters.kinds.dispute.onward import offered_for
from zhuchao.matters.kinds.dispute.shelf import MEDIATORS
from zhuchao.rules.flow import Ask

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft

SOURCES = (
    ("application", "当事人申请"),
    ("own", "调解委员会主动调解"),
    ("court", "法院告知"),
    ("police", "公安机关告知"),
    ("appeal", "诉求、信访转来"),
)
"""《人民调解法》第十七条、第十八条."""


@dataclass(frozen=True)
class Intake:
    """How it came; whether the applicant agreed at once; whom he would like as a mediator."""

    version: int = 1
    source: str = "application"
    agrees: bool = False
    wish: int = 0


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    if not draft.contact.get("name", "").strip() and not known_askers(draft.origin):
        yield "name", _("请写申请人的姓名，调解要知道是谁和谁的事")
    wish = draft.payload.get("wish")
    if wish and wish not in dict(MEDIATORS.offered(None)):
        yield "wish", _("这位调解员今天不在货架上，请另选或留空")


KIND = Kind(
    Intake,
    asks=(
        Ask("other_name", "对方是谁（姓名或单位，加密保存）", "line", kept=True),
        Ask("other_phone", "对方电话（加密保存）", "line", required=False, kept=True),
        Ask("other_home", "对方住址（加密保存）", "line", required=False, kept=True),
        Ask("source", "怎么来的", "choice", choices=SOURCES, required=False),
        Ask("wish", "想请哪位调解员", "row", required=False, hint="不选，由调解台按类别推荐。"),
        Ask(
            "agrees",
            "申请人愿意调解",
            "yes",
            required=False,
            hint="看过（听过）权利义务告知。调解不收费；双方都同意才开始，任何一方随时可以不调。",
        ),
    ),
    check=_faults,
    begun=begun,
    effects=EFFECTS,
    moves={"decline": none_left, "replace": none_left},
    out_of=offered_for,
    idle=IDLE,
    rows={"wish": MEDIATORS, "mediator": MEDIATORS},
    aside=("matters/dispute/aside.html", on_the_receipt),
    desk_aside=("matters/dispute/desk_aside.html", on_the_desk),
    ways={
        "agree": (
            gettext_noop("同意调解"),
            gettext_noop("请先看上面的权利和义务。双方都同意，才请调解员来。"),
        ),
        "refuse": (
            gettext_noop("不愿意调解"),
            gettext_noop("点了就不再调解，也不用说理由；您的其他途径不受影响。"),
        ),
        "withdraw": (
            gettext_noop("撤回调解申请"),
            gettext_noop("撤回后不再调解；您的其他途径不受影响。"),
        ),
    },
)
