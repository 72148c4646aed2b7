"""The file of a mediation (卷宗): which papers it must hold, which it has, and where.

Required and as needed: domain.md §8, File [P63]; 《人民调解法》第二十七条. Pure: computed from what
was told and attached, never ticked by hand, except that a paper kept in the office says where.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from zhuchao.matters.kinds.dispute.confirmation import Told
from zhuchao.rules.flows.dispute_asks import PAPERS

PURPOSE = "paper:"
"""Photos in the file carry this before the code of the paper they show."""


class Said(Told, Protocol):
    """An entry with its words."""

    @property
    def words(self) -> str:
        """What was said with it."""


@dataclass(frozen=True)
class Paper:
    """One line of the list. `here` says how it is kept: not at all, here, as a photo, on paper."""

    code: str
    label: str
    required: bool
    here: Literal["", "record", "photo", "paper"]
    where: str = ""

    @property
    def missing(self) -> bool:
        """Whether the file cannot be closed without it."""
        return self.required and not self.here


def file_list(told: Sequence[Said], purposes: Collection[str]) -> list[Paper]:
    """The list of a file, from its entries (oldest first) and the purposes of its photos."""
    steps = {e.verb.removeprefix("matter.") for e in told if e.verb.startswith("matter.")}
    needed, recorded, kept = _needed(steps), _recorded(told, steps), _kept(told)
    return [
        Paper(
            code,
            label,
            code in needed,
            _how(code, recorded, purposes, kept),
            kept.get(code, ""),
        )
        for code, label in PAPERS
    ]


def missing(papers: Iterable[Paper]) -> list[Paper]:
    """What still has to come before it can be closed."""
    return [paper for paper in papers if paper.missing]


def _how(
    code: str, recorded: set[str], purposes: Collection[str], kept: Mapping[str, str]
) -> Literal["", "record", "photo", "paper"]:
    if code in kept:
        return "paper"
    if f"{PURPOSE}{code}" in purposes:
        return "photo"
    return "record" if code in recorded else ""


AGREED = {"agree_orally", "agree_in_writing"}


def _needed(steps: set[str]) -> set[str]:
    """An agreement needs all five; sessions without one a record; a refusal only the intake."""
    found = {"application"}
    if "hold" in steps:
        found |= {"notice", "identity", "record"}
    if steps & AGREED:
        found |= {"notice", "identity", "record", "agreement"}
    if "visit" in steps:
        found.add("visit")
    if "confirm_result" in steps:
        found.add("confirmation")
    return found


def _recorded(told: Iterable[Told], steps: set[str]) -> set[str]:
    found = {"application"}
    if "notify" in steps:
        found.add("notice")
    if "hold" in steps:
        found.add("record")
    if steps & {"agree_orally", "put_in_force"}:
        found.add("agreement")
    if _sides_seen(told) >= {"asker", "other"}:
        found.add("identity")
    if "visit" in steps:
        found.add("visit")
    if "confirm_result" in steps:
        found.add("confirmation")
    return found


def _sides_seen(told: Iterable[Told]) -> set[str]:
    sides = {str(e.facets.get("side")) for e in told if e.verb == "matter.see_identity"}
    return {"asker", "other"} if "both" in sides else sides


def _kept(told: Iterable[Said]) -> dict[str, str]:
    """Paper → where it is, as last said."""
    rows = (e for e in told if e.verb == "matter.keep_paper")
    return {str(e.facets["item"]): e.words.partition("：")[2] for e in rows}
