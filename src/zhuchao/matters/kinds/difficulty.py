"""困难 difficulty: where it came up and whose it is; each one solved is one 件(次) (M21, M37)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zhuchao.access.scope import Scope
from zhuchao.matters.answers import Answers
from zhuchao.matters.changing import Change
from zhuchao.matters.holdings import originate
from zhuchao.matters.kind import Kind
from zhuchao.matters.models import Matter
from zhuchao.rules.flow import Ask, Step
from zhuchao.rules.units import Measure

if TYPE_CHECKING:
    from zhuchao.matters.drafts import Placed

FOUND_ON = (
    ("guidance", "党建指导员到企业指导"),
    ("check_in", "双报到"),
    ("pairing", "结对联系群众"),
    ("visit", "走访调研"),
    ("whistle", "吹哨报到"),
    ("meeting", "坝坝会、恳谈会"),
)
WHOSE = (
    ("household", "居民家庭"),
    ("worker", "新就业群体"),
    ("enterprise", "企业"),
    ("association", "社会组织"),
    ("community", "社区（村）"),
)


@dataclass(frozen=True)
class Intake:
    """On what occasion it was noted, and whose difficulty it is."""

    version: int = 1
    found_on: str = ""
    whose: str = ""


def _begun(scope: Scope, placed: "Placed", matter: Matter) -> None:
    """Who noted it stays with it until it is confirmed."""
    originate(scope, matter)


def _confirmed(change: Change, step: Step, answers: Answers) -> None:
    """One difficulty solved: one 件(次), told with the occasion it came from."""
    change.tell(
        "difficulty.solved",
        facets={"found_on": change.matter.payload["found_on"], "heard": answers.more["heard"]},
        quantity=Decimal(1),
        unit=Measure.ITEM_COUNT,
    )


KIND = Kind(
    Intake,
    asks=(
        Ask("found_on", "在什么场合发现的", "choice", choices=FOUND_ON),
        Ask("whose", "谁的困难", "choice", choices=WHOSE),
    ),
    begun=_begun,
    effects={"confirm_word": _confirmed},
)
