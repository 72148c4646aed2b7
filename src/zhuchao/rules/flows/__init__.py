"""Every flow the platform knows, by kind: one file each."""

from zhuchao.rules.flow import Flow
from zhuchao.rules.flows import (
    admission,
    appeal,
    charter,
    difficulty,
    dispute,
    founding,
    hazard,
    help,
    petition,
    project,
    refund,
    reorganisation,
    reunion,
    tip,
    whistle,
    wish,
)

FLOWS: dict[str, Flow] = {
    f.kind: f
    for f in (
        appeal.FLOW,
        hazard.FLOW,
        petition.FLOW,
        dispute.FLOW,
        whistle.FLOW,
        difficulty.FLOW,
        tip.FLOW,
        wish.FLOW,
        help.FLOW,
        reunion.FLOW,
        admission.FLOW,
        founding.FLOW,
        reorganisation.FLOW,
        charter.FLOW,
        refund.FLOW,
        project.FLOW,
    )
}
"""In the order in which people see them."""


def flow(kind: str) -> Flow:
    """The flow of a kind. Raises KeyError for an unknown kind."""
    return FLOWS[kind]
