"""随手报 hazard: what is asked at intake (M14)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhuchao.matters.kind import Kind
from zhuchao.rules.flow import Ask

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Draft


@dataclass(frozen=True)
class Intake:
    """Whether somebody may come to harm; it sets the urgency."""

    version: int = 1
    danger: bool = False


def _urgency(draft: "Draft") -> str:
    return "emergency" if draft.payload.get("danger") else ""


KIND = Kind(
    Intake,
    asks=(Ask("danger", "现在就可能伤到人", "yes", required=False),),
    urgency=_urgency,
)
