"""Rule sets: the limits a law or a district fixes, as versioned data with their source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhuchao.rules.dated import DatedStep
from zhuchao.rules.flow import Unit
from zhuchao.rules.quiet import Quiet

Urgency = Literal["emergency", "timely", "general", "difficult"]


@dataclass(frozen=True)
class Limit:
    """So much of a unit, for every matter or for those of one category, one urgency, or both.

    `article` cites in full where it stands, for one set may gather clocks of several texts.
    """

    amount: int
    unit: Unit
    category: str = ""
    urgency: Urgency | Literal[""] = ""
    article: str = ""


@dataclass(frozen=True)
class Term:
    """A deadline (期限) in the words of the rule: what starts it, what stops it, how long it is.

    The first of `limits` is the general one; the others are its exceptions.
    """

    name: str
    label: str
    start: str
    stop: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Threshold:
    """A number that is no time, such as how many may speak for a group, with its source.

    `upto` holds (size of the group, number) for smaller groups, the smallest first.
    """

    name: str
    label: str
    amount: int
    article: str
    upto: tuple[tuple[int, int], ...] = ()

    def of(self, size: int) -> int:
        """The number for a group of that size.

        >>> Threshold("deputies", "代表", 5, "", ((10, 3),)).of(10)
        3
        """
        return next((amount for most, amount in self.upto if size <= most), self.amount)


@dataclass(frozen=True)
class RuleSet:
    """One version of the rules of one kind of matter, in force from and to (both included).

    A matter keeps the version it began under (domain.md, rule 1). Names of clocks: those of the
    flow; `hop.…` for the stations of its chain; `escalate.…` for the time from the due moment
    until a superior is told; `extension` for the most that may be added.
    """

    key: str
    version: str
    label: str
    basis: str
    in_force_from: date
    in_force_to: date | None
    clocks: Mapping[str, Term]
    quiet: Quiet | None = None
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Closed lists with the district's own labels: list → code → label."""
    steps: Mapping[str, DatedStep] = field(default_factory=dict)
    """Steps whose days are bounded by the days of others, in their order (发展党员)."""

    def in_force(self, day: date) -> bool:
        """Whether a matter beginning on `day` falls under this version."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


def limit(rules: RuleSet, clock: str, category: str = "", urgency: str = "") -> Limit:
    """The most specific limit of a clock for a matter of this category and urgency.

    A row naming both goes before one naming the urgency, that before one naming the category:
    no subject loosens the clock of a danger. Raises KeyError for a clock the rules do not have.

    >>> from zhuchao.rules.catalogue import shipped
    >>> found = limit(shipped()["appeal"], "answer", urgency="emergency")
    >>> found.amount, found.unit
    (2, 'hour')
    """
    fitting = (
        row
        for row in rules.clocks[clock].limits
        if row.category in ("", category) and row.urgency in ("", urgency)
    )
    return max(fitting, key=lambda row: (bool(row.urgency), bool(row.category)))
