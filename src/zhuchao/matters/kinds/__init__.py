"""What each kind of matter adds to its flow: intake answers, checks and effects; one file each."""

from dataclasses import asdict, fields
from typing import Any

from zhuchao.matters.asking import plain
from zhuchao.matters.effects import EFFECTS, Effect
from zhuchao.matters.kind import Kind
from zhuchao.matters.kinds import (
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

KINDS: dict[str, Kind] = {
    "appeal": appeal.KIND,
    "hazard": hazard.KIND,
    "petition": petition.KIND,
    "dispute": dispute.KIND,
    "whistle": whistle.KIND,
    "difficulty": difficulty.KIND,
    "tip": tip.KIND,
    "wish": wish.KIND,
    "help": help.KIND,
    "reunion": reunion.KIND,
    "admission": admission.KIND,
    "founding": founding.KIND,
    "reorganisation": reorganisation.KIND,
    "charter": charter.KIND,
    "refund": refund.KIND,
    "project": project.KIND,
}


def effect_of(kind: str, step: str) -> Effect | None:
    """What a step of a kind does besides changing the state."""
    return KINDS[kind].effects.get(step) or EFFECTS.get(step)


def payload(kind: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The intake answers of a kind as stored: a frozen, versioned dataclass, unknown keys dropped.

    Raises KeyError for an unknown kind.
    """
    made = KINDS[kind].intake
    names = {f.name for f in fields(made)}
    known = {k: plain(v) for k, v in answers.items() if k in names}
    return asdict(made(**known))
