"""求助 help: what is asked, emergency numbers first, and what helpers may read of it (M43)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds.help import effects
from zhuchao.matters.kinds.help.aside import offers_of
from zhuchao.matters.redaction import draft_fault, summary_fault
from zhuchao.rules.emergency import dangers
from zhuchao.rules.flow import Ask

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft

WHEN = (("today", "今天"), ("days", "这几天"), ("any", "不急"))


@dataclass(frozen=True)
class Intake:
    """When it is wanted, and whether somebody answers for a minor."""

    version: int = 1
    when: str = "any"
    who: str = "adult"
    guardian: bool = False
    safe: bool = False
    """The numbers for emergencies were shown, and it is no emergency."""


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    found = dangers(f"{draft.title} {draft.summary} {draft.text}")
    if found and not draft.payload.get("safe"):
        numbers = "、".join(f"{_(d.line.label)} {d.line.number}" for d in found)
        said = "、".join(dict.fromkeys(word for d in found for word in d.words))
        words = _("提到了“%(words)s”：请先拨打 %(numbers)s。看过、不是急事，再勾选")
        yield "safe", words % {"words": said, "numbers": numbers}
    fault = draft_fault(draft)
    if fault:
        yield "summary", fault


KIND = Kind(
    Intake,
    asks=(
        Ask("when", "什么时候要帮忙", "choice", WHEN),
        Ask("who", "求助的是", "choice", (("adult", "成年人"), ("minor", "未满 18 岁"))),
        Ask(
            "guardian",
            "监护人知道并同意",
            "yes",
            when=("who", ("minor",)),
            hint="未满 18 岁的要勾选。",
        ),
        Ask("safe", "已看过急救、报警电话，不是急事", "yes", required=False),
    ),
    check=_faults,
    effects=effects.EFFECTS,
    moves=effects.MOVES,
    summary=summary_fault,
    aside=("matters/help/aside.html", offers_of),
    idle=effects.IDLE,
    ways={
        "choose": (
            gettext_noop("请他来帮"),
            gettext_noop("选定后，只有他能看到您的电话和住址，帮完就看不到了。"),
        ),
        "confirm_done": (gettext_noop("帮好了，谢谢"), gettext_noop("帮手说帮好了，请您确认。")),
        "confirm_first": (gettext_noop("已经帮好了"), gettext_noop("确认后，他不再看到您的住址。")),
        "fall_through": (
            gettext_noop("没有帮成，再找别人"),
            gettext_noop("他不再看到您的住址，别的邻居可以再响应。"),
        ),
    },
)
