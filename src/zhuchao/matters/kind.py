"""The form of a kind of matter: what the kernel asks of each, beside its flow."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhuchao.matters.effects import Effect
from zhuchao.rules.flow import Ask

if TYPE_CHECKING:
    from zhuchao.access.scope import Scope
    from zhuchao.matters.actions.requests import Ruling
    from zhuchao.matters.changing import Change
    from zhuchao.matters.drafts import Draft, Placed
    from zhuchao.matters.models import Matter, Request

    Fault = tuple[str, str]
    Grant = Callable[[Change, Request, Ruling], None]


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
    headcount: "Callable[[Draft], int | None] | None" = None
    """How many people stand behind it: never summed from batches (domain.md §1, Counting)."""
    effects: Mapping[str, Effect] = field(default_factory=dict)
    """By step name; over the common ones."""
    grants: "Mapping[str, Grant]" = field(default_factory=dict)
    """By request name; over the common ones."""

    def urgency_of(self, draft: "Draft") -> str:
        """The urgency its answers call for; "" for none."""
        return self.urgency(draft) if self.urgency else ""
