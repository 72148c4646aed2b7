"""What the reading room answers: a category, how sure it is, and why."""

from dataclasses import dataclass
from typing import Literal

Source = Literal["model", "keywords"]


@dataclass(frozen=True)
class Proposal:
    """One proposed category; a person decides.

    `confidence` of a model is a calibrated probability, the same over all categories
    summing to 1; that of keywords is only a share of the matches. `words` occur in the
    message and spoke for the category, strongest first.
    """

    label: str
    confidence: float
    words: tuple[str, ...]
    source: Source
