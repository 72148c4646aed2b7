"""What a row proposes, and how that is kept sealed in its ImportRow."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from zhuchao.access.sealing import seal, unseal
from zhuchao.registry.imports.fields import Fault, Values
from zhuchao.registry.models import ImportRow, ImportRun

TWICE = gettext_noop("与第 %(given)s 行重复")


@dataclass(frozen=True)
class TieStep:
    """A tie to make (`tie` 0), or one in force to correct or to end; seen at `version`.

    `other` is the id of the end that is not the row's own; `own` says which end the row is.
    """

    kind: str
    own: str
    end: str
    other: int
    since: str
    until: str = ""
    terms: dict[str, Any] = field(default_factory=dict)
    tie: int = 0
    version: int = 0

    @property
    def begins(self) -> date:
        """Its first day."""
        return date.fromisoformat(self.since)

    @property
    def ends(self) -> date | None:
        """Its last day, if it has one."""
        return date.fromisoformat(self.until) if self.until else None


@dataclass
class Planned:
    """A row understood and matched: what would be done with it, and why not.

    `diff` maps a field to (old, new) as shown; `changes` holds what is written, by column of the
    table; `seen` is the version of the target the diff was made against.
    """

    number: int
    values: Values
    faults: list[Fault] = field(default_factory=list)
    action: str = "create"
    target: int | None = None
    seen: str = ""
    path: str = ""
    diff: dict[str, tuple[str, str]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    candidates: list[int] = field(default_factory=list)
    ties: list[TieStep] = field(default_factory=list)
    choice: str = ""

    def wrong(self, name: str, words: str, given: object = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(name, words, str(given)[:80]))

    def settle(self) -> None:
        """The action that follows from what was found."""
        if self.faults:
            self.action = "fault"
        elif self.choice == "skip":
            self.action = "skip"
        elif self.candidates and not self.choice:
            self.action = "duplicate"
        elif self.target is None:
            self.action = "create"
        else:
            self.action = "change" if self.diff or self.ties else "same"


def once(plans: Iterable[Planned], taken: dict[int, int]) -> None:
    """Two rows may lead to the same known one by different numbers: the second is a fault.

    `taken` is target → row of all rows so far.
    """
    for one in plans:
        first = taken.setdefault(one.target, one.number) if one.target else one.number
        if first != one.number:
            one.wrong("", TWICE, first)


SEALED = ("values", "seen", "path", "changes", "candidates")


def row_of(run: ImportRun, one: Planned) -> ImportRow:
    """The unsaved row that keeps a plan."""
    blob, key_id = seal({"plan": _text(one)})
    return ImportRow(
        run=run,
        number=one.number,
        action=one.action,
        target=one.target,
        choice=one.choice,
        sealed=blob,
        key_id=key_id,
    )


def plan_of(row: ImportRow) -> Planned:
    """The plan a row keeps."""
    said = json.loads(unseal(row.sealed, row.key_id)["plan"])
    return Planned(
        number=row.number,
        action=row.action,
        target=row.target,
        choice=row.choice,
        faults=[Fault(*fault) for fault in said["faults"]],
        ties=[TieStep(**step) for step in said["ties"]],
        diff={name: (old, new) for name, (old, new) in said["diff"].items()},
        **{name: said[name] for name in SEALED},
    )


def _text(one: Planned) -> str:
    said: dict[str, Any] = {name: getattr(one, name) for name in SEALED}
    said["diff"] = one.diff
    said["faults"] = [(f.field, f.words, f.given) for f in one.faults]
    said["ties"] = [asdict(step) for step in one.ties]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def sealed_before(before: dict[str, Any]) -> tuple[bytes, str]:
    """What a written row keeps: how things stood, to be put back by an undo."""
    return seal({"before": json.dumps(before, ensure_ascii=False, separators=(",", ":"))})


def before_of(row: ImportRow) -> dict[str, Any]:
    """How things stood before a written row."""
    found: dict[str, Any] = json.loads(unseal(row.sealed, row.key_id)["before"])
    return found


def counted(rows: Iterable[Planned]) -> Counter[str]:
    """Action → rows."""
    return Counter(one.action for one in rows)
