"""What is wrong with a file: one reason for all of it, or the cells it lies in."""

from collections.abc import Sequence
from dataclasses import dataclass


class Unusable(ValueError):
    """`words` is a message in Chinese that may hold %(given)s; `given` is what stood there."""

    def __init__(self, words: str, given: str = "") -> None:
        super().__init__(words % {"given": given})
        self.words, self.given = words, given


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be used: its row as a spreadsheet counts, its column, and why."""

    row: int
    column: str
    words: str
    given: str


class BadRows(ValueError):
    """The faults of one file; nothing of it was taken."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(f"{file}: {first.row} {first.column}: {first.words}")
        self.file, self.faults = file, tuple(sorted(faults, key=lambda fault: fault.row))
