"""Rows of a run as its page shows them: what is new, old → new, what is wrong in which cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.identities import mask_phone
from zhuchao.registry.imports.fields import Fault, Field
from zhuchao.registry.imports.kinds import KINDS, ImportKind
from zhuchao.registry.imports.lookup import labels_of
from zhuchao.registry.imports.person_plans import mask_number
from zhuchao.registry.imports.planned import Planned, TieStep, plan_of
from zhuchao.registry.kinds import BY_NAME
from zhuchao.registry.models import ImportRow, ImportRun, Organisation, Person
from zhuchao.registry.models.imports import ACTIONS

TONES = {
    "create": "new",
    "change": "active",
    "same": "quiet",
    "duplicate": "waiting",
    "fault": "bad",
    "skip": "quiet",
}
MOVED = gettext_noop("调整")
MADE = gettext_noop("建立")
ENDED = gettext_noop("终止")


@dataclass(frozen=True)
class Cell:
    """A faulty cell: its address in the sheet, the heading over it, what stands there, and why."""

    address: str
    heading: str
    given: str
    why: str


@dataclass(frozen=True)
class Candidate:
    """A known one that a row may be."""

    id: int
    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass
class Line:
    """One row on the page."""

    number: int
    action: str
    label: str
    tone: str
    title: str
    facts: list[tuple[str, str, bool]] = field(default_factory=list)
    """Label, value, and whether the value is as somebody wrote it."""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    may_be_new: bool = True


def lines(run: ImportRun, rows: Sequence[ImportRow]) -> list[Line]:
    """The rows of a page; names that they refer to are read in a few statements."""
    kind = KINDS[run.kind]
    plans = [plan_of(row) for row in rows if not row.written]
    known = _candidates(kind, plans)
    named = labels_of((step.end, step.other) for one in plans for step in one.ties)
    return [_line(run, kind, one, known, named) for one in plans]


def _line(
    run: ImportRun,
    kind: ImportKind,
    one: Planned,
    known: Mapping[int, Candidate],
    named: Mapping[tuple[str, int], str],
) -> Line:
    said = one.values
    found = Line(
        one.number,
        one.action,
        _(dict(ACTIONS)[one.action]),
        TONES[one.action],
        _shown(kind.fields[0], said.get(kind.fields[0].name, "")),
    )
    columns = {name: int(column) for column, name in run.columns.items() if name}
    found.cells = [_cell(run, kind, fault, columns) for fault in one.faults]
    found.facts = [
        (_(f.label), _shown(f, said[f.name]), not f.options)
        for f in kind.fields[1:]
        if f.name in said
    ]
    found.changes = [
        (_(kind.by_name[name].label), _shown(kind.by_name[name], old, masked=True),
         _shown(kind.by_name[name], new, masked=True))
        for name, (old, new) in one.diff.items()
    ]  # fmt: skip
    found.ties = [_tie(step, named) for step in one.ties]
    if one.action == "duplicate":
        found.candidates = [known[n] for n in one.candidates if n in known]
        found.may_be_new = not _bound(one, found.candidates)
    return found


def _bound(one: Planned, candidates: Iterable[Candidate]) -> bool:
    """Whether it has the number of the one it may be: then it can be no other."""
    number = str(one.values.get("credit_code") or one.values.get("code") or "")
    return bool(number) and any(number in dict(c.facts).values() for c in candidates)


def _cell(run: ImportRun, kind: ImportKind, fault: Fault, columns: Mapping[str, int]) -> Cell:
    column = columns.get(fault.field)
    heading = run.headings[column] if column is not None else ""
    if not heading and fault.field:
        heading = _(kind.by_name[fault.field].label)
    address = letters(column) if column is not None else ""
    return Cell(address, heading, fault.given, fault.why)


def letters(column: int) -> str:
    """A column as a spreadsheet calls it.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def _shown(one: Field, value: Any, *, masked: bool = False) -> str:
    """A value in the reader's words; numbers of people by their masks."""
    text = str(value)
    if one.name == "id_number" and not masked:
        return mask_number(text)
    if one.secret and one.shape == "phone" and not masked:
        return mask_phone(text)
    if one.secret and text.isdigit():
        return mask_phone(text) if len(text) < 15 else mask_number(text)
    labels = dict(one.options)
    return _(labels[text]) if text in labels else text


def _tie(step: TieStep, named: Mapping[tuple[str, int], str]) -> str:
    verb = MADE if not step.tie else (ENDED if step.until else MOVED)
    words = _("%(verb)s%(kind)s：%(other)s（%(since)s起%(until)s）")
    until = _("，%(until)s止") % {"until": step.until} if step.until else ""
    return words % {
        "verb": _(verb),
        "kind": _(BY_NAME[step.kind].label),
        "other": _other(step, named),
        "since": step.since,
        "until": until,
    }


def _other(step: TieStep, named: Mapping[tuple[str, int], str]) -> str:
    if step.other < 0:
        return _("表里第 %(n)s 行") % {"n": -step.other}
    return named.get((step.end, step.other), "")


def _candidates(kind: ImportKind, plans: Iterable[Planned]) -> dict[int, Candidate]:
    numbers = {n for one in plans if one.action == "duplicate" for n in one.candidates}
    if not numbers:
        return {}
    if kind.name == "people":
        people = Person.objects.filter(pk__in=numbers).select_related("identity")
        return {p.pk: _person(p) for p in people}
    rows = Organisation.objects.filter(pk__in=numbers)
    return {o.pk: _organisation(o) for o in rows}


def _person(person: Person) -> Candidate:
    identity = person.identity
    phone = identity.phone_mask if identity else ""
    number = _("已登记") if identity and identity.id_hash else _("没有登记")
    return Candidate(person.pk, person.label, ((_("手机号"), phone), (_("身份证号"), number)))


def _organisation(one: Organisation) -> Candidate:
    facts = (
        (_("代码"), one.code),
        (_("统一社会信用代码"), one.credit_code or ""),
        (_("单位类别"), _(one.get_kind_display())),
        (_("公开电话"), one.phone),
    )
    return Candidate(one.pk, one.name, tuple((label, value) for label, value in facts if value))
