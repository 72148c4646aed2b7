"""What each kind of matter asks at intake, beside its flow: one file each."""

from dataclasses import asdict, fields
from typing import Any

from zhuchao.matters.kinds import appeal, hazard

Intake = appeal.Intake | hazard.Intake
PAYLOADS: dict[str, type[Intake]] = {"appeal": appeal.Intake, "hazard": hazard.Intake}


def payload(kind: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The intake answers of a kind as stored: a frozen, versioned dataclass, unknown keys dropped.

    Raises KeyError for an unknown kind.
    """
    made = PAYLOADS[kind]
    names = {f.name for f in fields(made)}
    known = {k: v for k, v in answers.items() if k in names}
    return asdict(made(**known))
