"""随手报 hazard: what is asked at intake (M14)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Intake:
    """Whether somebody may come to harm; it sets the urgency."""

    version: int = 1
    danger: bool = False
