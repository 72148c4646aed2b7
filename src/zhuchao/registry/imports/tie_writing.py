"""Ties of an import written many at a time, each with its span version, and taken back again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import now
from zhuchao.journal.inserting import insert_rows
from zhuchao.journal.models import Span
from zhuchao.journal.writing import Log
from zhuchao.places.models import Division, Site
from zhuchao.registry.imports.planned import TieStep
from zhuchao.registry.kinds import BY_NAME
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.telling import tie_fact, withdrawn

Before = dict[str, Any]


def write_ties(log: Log, steps: Sequence[tuple[int, TieStep]]) -> list[Before]:
    """Make, correct and end ties; `steps` come with the id of the row's own end.

    Gives, in the same order, what each needs to be taken back. Raises Refused("stale") when one
    was changed since it was planned.
    """
    present = _locked(step.tie for _own, step in steps if step.tie)
    ties: list[Tie] = []
    befores: list[Before | None] = []
    for own, step in steps:
        if step.tie:
            tie = present.get(step.tie)
            if tie is None or tie.version != step.version:
                raise Refused("stale", _("有的关系刚被他人修改，请重新核对"))
            befores.append(_state(tie))
            _set(tie, step.begins, step.ends, step.terms)
        else:
            tie = _fresh(own, step)
            befores.append(None)
        ties.append(tie)
    insert_rows([tie for tie, before in zip(ties, befores, strict=True) if before is None])
    _save(tie for tie, before in zip(ties, befores, strict=True) if before is not None)
    with_ends(ties)
    for tie, before in zip(ties, befores, strict=True):
        log.add(tie_fact(tie, _verb(tie, before)))
    return [
        {"id": tie.pk, "after": _state(tie), "before": before}
        for tie, before in zip(ties, befores, strict=True)
    ]


def changed_ties(befores: Iterable[Before]) -> set[int]:
    """The ids of those that are no longer as the import left them."""
    wanted = {b["id"]: b["after"] for b in befores}
    stored = {tie.pk: _state(tie) for tie in Tie.objects.filter(pk__in=wanted)}
    return {number for number, after in wanted.items() if stored.get(number) != after}


def undo_ties(log: Log, befores: Sequence[Before]) -> None:
    """Put corrected ties back as they were; those that were made are gone, as if never made."""
    ties = with_ends(list(_locked(b["id"] for b in befores).values()))
    entries = entries_of(f"tie:{tie.pk}" for tie in ties)
    by_id = {b["id"]: b["before"] for b in befores}
    made = []
    for tie in ties:
        before, entry = by_id[tie.pk], entries.get(f"tie:{tie.pk}")
        if before is None:
            fact = tie_fact(tie, "ended")
            log.add(withdrawn(replace(fact, voids=entry), tie.valid_from))
            made.append(tie.pk)
        else:
            until = before["until"]
            last = date.fromisoformat(until) if until else None
            _set(tie, date.fromisoformat(before["since"]), last, before["terms"])
            log.add(replace(tie_fact(tie, "changed"), voids=entry))
    _save(tie for tie in ties if by_id[tie.pk] is not None)
    Tie.objects.filter(pk__in=made).delete()


def entries_of(spans: Iterable[str]) -> dict[str, int]:
    """Span → the entry that states what is believed of it now."""
    wanted = Span.objects.filter(pk__in=list(spans))
    return dict(wanted.values_list("pk", "entry_id"))


def with_ends(ties: list[Tie]) -> list[Tie]:
    """The ties with what stands at their far end loaded at once."""
    places = Organisation.objects.select_related("division")
    tables = {
        "who_organisation": places,
        "whom_organisation": places,
        "whom_division": Division.objects.all(),
        "whom_person": Person.objects.all(),
        "whom_site": Site.objects.select_related("division"),
    }
    for end, rows in tables.items():
        wanted = {getattr(tie, f"{end}_id") for tie in ties} - {None}
        known = rows.in_bulk(wanted) if wanted else {}
        for tie in ties:
            if number := getattr(tie, f"{end}_id"):
                setattr(tie, end, known[number])
    return ties


def _locked(numbers: Iterable[int]) -> dict[int, Tie]:
    return {t.pk: t for t in Tie.objects.select_for_update().filter(pk__in=list(numbers))}


def _fresh(own: int, step: TieStep) -> Tie:
    far = "whom" if step.own == "who" else "who"
    ends = {f"{step.own}_{_near(step)}_id": own, f"{far}_{step.end}_id": step.other}
    return Tie(
        kind=step.kind,
        valid_from=step.begins,
        valid_to=step.ends,
        terms=step.terms,
        recorded_at=now(),
        **ends,
    )


def _near(step: TieStep) -> str:
    """What the row's own end is."""
    kind = BY_NAME[step.kind]
    return kind.who if step.own == "who" else kind.whom


def _state(tie: Tie) -> Before:
    last = tie.valid_to.isoformat() if tie.valid_to else ""
    return {"since": tie.valid_from.isoformat(), "until": last, "terms": tie.terms}


def _set(tie: Tie, since: date, until: date | None, terms: dict[str, Any]) -> None:
    tie.valid_from, tie.valid_to, tie.terms = since, until, terms
    tie.version += 1


def _save(ties: Iterable[Tie]) -> None:
    Tie.objects.bulk_update(
        list(ties), ["valid_from", "valid_to", "terms", "version"], batch_size=200
    )


def _verb(tie: Tie, before: Before | None) -> str:
    if before is None:
        return "made"
    return "ended" if tie.valid_to and not before["until"] else "changed"
