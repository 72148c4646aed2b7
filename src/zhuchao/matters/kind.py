"""The form of a kind of matter: what the kernel asks of each, beside its flow."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhuchao.matters.effects import Effect
from zhuchao.rules.flow import Ask

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.actions.requests import Ruling
    from zhuchao.matters.changing import Change
    from zhuchao.matters.drafts import Draft, Placed
    from zhuchao.matters.models import Matter, Request
    from zhuchao.matters.queries import Detail

    Fault = tuple[str, str]
    Grant = Callable[[Change, Request, Ruling], None]
    Aside = tuple[str, Callable[[Detail, str], Any]]
    DeskAside = tuple[str, Callable[[Scope, Detail], Any]]


@dataclass(frozen=True)
class Rows:
    """The rows an ask of the kind "row" picks from: those offered, and what any one is called."""

    offered: "Callable[[Matter | None], Iterable[tuple[int, str]]]"
    """For a matter, or None while it is only being written."""
    named: Callable[[int], str]


@dataclass(frozen=True)
class Kind:
    """A kind as the kernel needs it, beside its flow."""

    intake: type[Any]
    """A frozen, versioned dataclass of the intake answers: what `Matter.payload` holds."""
    asks: tuple[Ask, ...] = ()
    """How those of its fields are asked for that people fill in; the names are the fields'."""
    check: "Callable[[Draft], Iterator[Fault]] | None" = None
    """What is wrong with a draft beside what is wrong with any, as (field, message)."""
    urgency: "Callable[[Draft], str] | None" = None
    """The urgency the answers call for, over that of the category; "" for none."""
    begun: "Callable[[Scope, Placed, Matter], None] | None" = None
    """What is written with a new matter, in its transaction: holders and participants."""
    start: "Callable[[Draft], str] | None" = None
    """The state it begins in, where that is not always the flow's first one."""
    since: "Callable[[Draft], datetime | None] | None" = None
    """When the first clock began, if not now: the day a letter arrived."""
    headcount: "Callable[[Draft], int | None] | None" = None
    """How many people stand behind it: never summed from batches (domain.md §1, Counting)."""
    effects: Mapping[str, Effect] = field(default_factory=dict)
    """By step name; over the common ones."""
    grants: "Mapping[str, Grant]" = field(default_factory=dict)
    """By request name; over the common ones."""
    moves: "Mapping[str, Callable[[Change], bool]]" = field(default_factory=dict)
    """By step name: whether it brings the matter to its target yet, where several have shares."""
    summary: "Callable[[Matter, str], str] | None" = None
    """What is wrong with a summary that staff put over a sealed original; "" for nothing."""
    aside: "Aside | None" = None
    """What else the page of a receipt shows of this kind: (its template, what it is given)."""
    desk_aside: "DeskAside | None" = None
    """The same for the desk's page of a matter."""
    rows: Mapping[str, Rows] = field(default_factory=dict)
    """What its asks of the kind "row" pick from, by the name of the ask."""
    out_of: "Callable[[Scope, Detail], str] | None" = None
    """Where a matter of another kind is turned into one of this; "" for one that is not."""
    idle: "Mapping[str, Callable[[Matter, Scope], bool]]" = field(default_factory=dict)
    """By step name: whether it makes no sense to this scope just now, and is not offered."""
    entered_at: str = ""
    """The desk's own page (its name) on which it is taken down, where not on the common one."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """What a holder's part is called in its states, where it is not called what it usually is."""
    ways: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Steps of those who hold a receipt, in their own words: the button, and what it does."""

    def urgency_of(self, draft: "Draft") -> str:
        """The urgency its answers call for; "" for none."""
        return self.urgency(draft) if self.urgency else ""
