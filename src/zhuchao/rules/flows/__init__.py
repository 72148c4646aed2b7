"""Every flow the platform knows, by kind: one file each."""

from zhuchao.rules.flow import Flow
from zhuchao.rules.flows import appeal, hazard

FLOWS: dict[str, Flow] = {f.kind: f for f in (appeal.FLOW, hazard.FLOW)}


def flow(kind: str) -> Flow:
    """The flow of a kind. Raises KeyError for an unknown kind."""
    return FLOWS[kind]
