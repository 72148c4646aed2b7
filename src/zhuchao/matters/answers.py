"""What a person gives with a step, and what is missing from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.matters.asking import ask_faults, codes_of, words_of
from zhuchao.rules.flow import Step

EVIDENCE = {
    "photo": gettext_noop("照片"),
    "note": gettext_noop("文字说明"),
    "word": gettext_noop("诉求人口头确认"),
}
"""Evidence is a photo or a note or the asker's word: nobody is made to photograph work."""


@dataclass(frozen=True)
class Answers:
    """Everything a step may need; each step uses what its `needs` name."""

    note: str = ""
    reason: str = ""
    evidence: str = "note"
    photos: tuple[UUID, ...] = ()
    lead: int | None = None
    assists: tuple[int, ...] = ()
    category: str = ""
    urgency: str = ""
    resolved: bool | None = None
    satisfied: int | None = None
    target: str = ""
    participant: int | None = None
    """Whose part a job acts on, where a clock ran for each of several people."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What only this step asks: the name of an Ask → the answer."""

    def words(self, step: Step) -> str:
        """The free words given with a step, for the erasable remark."""
        said = (self.reason.strip(), self.note.strip(), words_of(step.asks, self.more))
        return "\n".join(w for w in said if w)

    def codes(self, step: Step) -> dict[str, Any]:
        """The codes, numbers and dates given with a step, for the entry's facets."""
        return codes_of(step.asks, self.more)


def missing(step: Step, answers: Answers) -> Iterator[tuple[str, str]]:
    """The fields a step still needs, as (field, message)."""
    for need in step.needs:
        found = _CHECKS[need](answers)
        if found:
            yield found
    yield from ask_faults(step.asks, answers.more)


def _note(a: Answers) -> tuple[str, str] | None:
    return None if a.note.strip() else ("note", _("请填写说明"))


def _reason(a: Answers) -> tuple[str, str] | None:
    return None if a.reason.strip() else ("reason", _("请写明理由"))


def _evidence(a: Answers) -> tuple[str, str] | None:
    if a.evidence not in EVIDENCE:
        return "evidence", _("请选择办理凭据：照片、文字说明或诉求人口头确认")
    if a.evidence == "photo" and not a.photos:
        return "photos", _("选择了照片作凭据，请上传至少一张")
    return None


def _lead(a: Answers) -> tuple[str, str] | None:
    if a.lead is None:
        return "lead", _("请选择主办单位")
    return ("assists", _("主办单位不能同时是协办单位")) if a.lead in a.assists else None


def _rating(a: Answers) -> tuple[str, str] | None:
    if a.resolved is None:
        return "resolved", _("请选择问题是否解决")
    if a.satisfied is not None and a.satisfied not in range(1, 6):
        return "satisfied", _("满意度为 1 到 5 分")
    return None


def _target(a: Answers) -> tuple[str, str] | None:
    return None if a.target.strip() else ("target", _("请填写并入哪一件的受理编号"))


def _photos(a: Answers) -> tuple[str, str] | None:
    return None if a.photos else ("photos", _("请上传至少一张照片"))


def _participant(a: Answers) -> tuple[str, str] | None:
    return None if a.participant is not None else ("participant", _("请选择是哪一位"))


_CHECKS = {
    "note": _note,
    "reason": _reason,
    "evidence": _evidence,
    "lead": _lead,
    "rating": _rating,
    "target": _target,
    "participant": _participant,
    "photos": _photos,
}
