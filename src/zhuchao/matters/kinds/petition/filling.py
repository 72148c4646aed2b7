"""What a paper of a petition is filled from, and how papers write days and blanks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhuchao.journal.models import Entry
from zhuchao.matters.kinds.petition.asides import Opinion
from zhuchao.matters.kinds.petition.windows import Window
from zhuchao.matters.models import Batch
from zhuchao.registry.routing import desk
from zhuchao.rules.flows import flow

if TYPE_CHECKING:
    from zhuchao.matters.queries import Detail

BLANK = "＿＿＿＿＿＿"
"""Left for a pen."""
LAW = "《信访工作条例》"


@dataclass(frozen=True)
class Filling:
    """What a paper is filled from: the file, and what was opened for it."""

    found: "Detail"
    who: Mapping[str, str]
    """Plain fields of the petitioner; empty for who left none."""
    original: str
    opinions: tuple[Opinion, ...]
    visits: tuple[Batch, ...]
    right: Window | None

    @property
    def name(self) -> str:
        """How the paper addresses him."""
        return self.who.get("name") or BLANK

    def last(self, *verbs: str) -> Entry:
        """The last entry of these steps. Raises StopIteration where there is none."""
        names = {f"matter.{verb}" for verb in verbs}
        return next(e for e in reversed(self.found.entries) if e.verb in names)

    def office(self, entry: Entry) -> str:
        """The office an entry is about."""
        office = desk().offices.get(entry.organisation or 0)
        return office.name if office else BLANK

    def label(self, step: str, ask: str, entry: Entry) -> str:
        """What was chosen with a step, in words."""
        asked = next(a for a in flow("petition").step(step).asks if a.name == ask)
        return dict(asked.choices).get(str(entry.facets.get(ask)), "")


def day(moment: date) -> str:
    """A day as official papers write it."""
    return f"{moment.year}年{moment.month}月{moment.day}日"
