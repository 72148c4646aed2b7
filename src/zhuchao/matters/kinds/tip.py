"""食安举报 tip: which shop, sealed like all he says; the answer tells him of a reward (M13)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuchao.matters import holdings
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.effects import answer
from zhuchao.matters.kind import Kind
from zhuchao.rules.flow import Ask, Step

EATEN = (("delivery", "外卖"), ("dine_in", "堂食"), ("shop", "店里买的"), ("seen", "取餐时看见的"))


@dataclass(frozen=True)
class Intake:
    """How he came across it."""

    version: int = 1
    eaten: str = ""


def _rectified(change: Change, step: Step, answers: Answers) -> None:
    """The inspecting office has done its part, and may look at it later too."""
    holdings.mark_own(change, "done")


def _answer_tip(change: Change, step: Step, answers: Answers) -> None:
    """The words he reads; that a reward is due is told by his receipt, to nobody else."""
    words = answers.note.strip()
    if answers.more.get("reward"):
        words += "\n" + _("您的举报符合奖励条件，凭回执号和查询码领取，不用说您是谁。")
    change.matter.answer = words


KIND = Kind(
    Intake,
    asks=(
        Ask("merchant", "哪家店，在哪里", "line"),
        Ask("eaten", "怎么发现的", "choice", choices=EATEN),
    ),
    effects={"rectify": _rectified, "unfounded": answer, "answer_tip": _answer_tip},
)
