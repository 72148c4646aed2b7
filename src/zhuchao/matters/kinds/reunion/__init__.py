"""找组织 reunion: what is asked of a member, and never an ID number (M03)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.matters.kind import Kind, Rows
from zhuchao.matters.kinds.reunion import effects
from zhuchao.matters.kinds.reunion.aside import beside, for_member
from zhuchao.matters.kinds.reunion.beginning import begun
from zhuchao.matters.kinds.reunion.matching import named, offered
from zhuchao.matters.kinds.reunion.parts import FOUND
from zhuchao.rules.flow import Ask
from zhuchao.text.names import holds_id_number

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft


@dataclass(frozen=True)
class Intake:
    """His trade, how he was found, and the post he answers, if one."""

    version: int = 1
    trade: str = "other"
    found: str = "self"
    post: int = 0


def _faults(draft: "Draft") -> Iterator[tuple[str, str]]:
    """An ID number is refused wherever it stands: it is not needed and not wanted (red line 3)."""
    said: Mapping[str, str] = {
        **{name: str(value) for name, value in draft.payload.items()},
        "text": f"{draft.title} {draft.text}",
        "summary": draft.summary,
        "address": draft.address,
        **draft.contact,
    }
    for name, words in said.items():
        if name == "id_number" and words.strip():
            yield name, _("找组织不需要证件号码，请不要填写")
        elif holds_id_number(words):
            yield name, _("看起来像证件号码：找组织不需要，请删去")
    if draft.payload.get("found") == "self" and not draft.contact.get("phone", "").strip():
        yield "phone", _("请留一个手机号，支部才能联系您")


def _start(draft: "Draft") -> str:
    return "self_reported" if draft.payload.get("found") == "self" else "found_by_org"


KIND = Kind(
    Intake,
    asks=(
        Ask("trade", "做什么工作", "choice", listed=("reunion", "trades")),
        Ask("found", "怎么找到的", "choice", FOUND),
    ),
    check=_faults,
    begun=begun,
    start=_start,
    effects=effects.EFFECTS,
    idle=effects.IDLE,
    rows={"same_as": Rows(offered, named)},
    aside=("matters/reunion/aside.html", for_member),
    desk_aside=("matters/reunion/desk_aside.html", beside),
    entered_at="desk:reunion_found",
    ways={
        "agree": (
            gettext_noop("愿意去这个支部"),
            gettext_noop("同意后，支部会联系原支部核实；组织关系不变。"),
        ),
        "withdraw": (
            gettext_noop("不找了，撤回"),
            gettext_noop("撤回不影响您的党员身份和组织关系，以后可以再来。"),
        ),
    },
)
