"""What each kind of matter asks at intake, beside its flow: one file each."""

from dataclasses import asdict
from typing import Any

from zhuchao.matters.kinds import appeal, hazard

PAYLOADS: dict[str, type] = {"appeal": appeal.Intake, "hazard": hazard.Intake}


def payload(kind: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The intake answers of a kind as stored: a frozen, versioned dataclass, unknown keys dropped.

    Raises KeyError for an unknown kind.
    """
    made = PAYLOADS[kind]
    known = {k: v for k, v in answers.items() if k in made.__dataclass_fields__}
    return asdict(made(**known))
