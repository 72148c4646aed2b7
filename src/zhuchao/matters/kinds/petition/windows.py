"""Until when a petitioner may ask for review or re-review: counted from the day of service."""

from dataclasses import dataclass

from zhuchao.journal.clock import now
from zhuchao.journal.models import Entry
from zhuchao.matters.clocks import due_of
from zhuchao.matters.models import Matter
from zhuchao.rules.deadline import Due

WINDOW = {"opinion_issued": "D7", "review_issued": "D8"}
"""State → the right that then runs (信访工作条例第三十五条、第三十六条)."""
ISSUED = {"opinion_issued": "matter.issue", "review_issued": "matter.issue_review"}


@dataclass(frozen=True)
class Window:
    """A right that runs now."""

    clock: str
    due: Due

    @property
    def open(self) -> bool:
        """Whether it may still be used: the petitioner is given the shifted day."""
        return now() <= self.due.shifted


def window(matter: Matter) -> Window | None:
    """The right that runs in this state, or None before its opinion was served."""
    clock = WINDOW.get(matter.state)
    if clock is None:
        return None
    about = Entry.objects.filter(subject_kind=matter.kind, subject_id=matter.pk)
    issued = about.filter(verb=ISSUED[matter.state]).order_by("-pk").values("pk")[:1]
    served = about.filter(verb="matter.serve", pk__gt=issued).order_by("-pk").first()
    return Window(clock, due_of(matter, clock, served.occurred_at)) if served else None
