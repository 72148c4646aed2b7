"""Organisations of an import written many at a time, each with its span version, and undone."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.inserting import insert_rows
from zhuchao.journal.writing import Log
from zhuchao.places.models import Division
from zhuchao.registry.codes import drawn_code
from zhuchao.registry.imports.organisation_plans import COLUMNS, as_stored
from zhuchao.registry.imports.planned import Planned, TieStep
from zhuchao.registry.imports.tie_writing import (
    Before,
    changed_ties,
    entries_of,
    undo_ties,
    write_ties,
)
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.telling import organisation_fact, withdrawn


def write_organisations(log: Log, plans: Sequence[Planned]) -> list[Before]:
    """Write new and changed organisations with their ties; what each needs to be taken back.

    Raises Refused("stale") when one was changed or registered by somebody else since.
    """
    divisions = Division.objects.in_bulk()
    fresh = [_fresh(one, divisions) for one in plans if one.target is None]
    try:
        with transaction.atomic():
            insert_rows(fresh)
    except IntegrityError as error:
        message = _("有的单位刚被他人登记（代码或信用代码相同），请重新核对")
        raise Refused("stale", message) from error
    stored = _locked(one.target for one in plans if one.target)
    made, befores = iter(fresh), []
    for one in plans:
        if one.target is None:
            organisation = next(made)
            one.target = organisation.pk
            befores.append(_told(log, organisation, None, "founded"))
        else:
            befores.append(_change(log, one, stored.get(one.target), divisions))
    _save(stored.values())
    _write_ties(log, plans, befores)
    return befores


def _change(
    log: Log, one: Planned, stored: Organisation | None, divisions: dict[int, Division]
) -> Before:
    if stored is None or str(stored.version) != one.seen:
        name = stored.name if stored else one.values["name"]
        raise Refused("stale", _("“%(name)s”刚被他人修改，请重新核对") % {"name": name})
    if not one.changes:
        return {"id": stored.pk, "stamp": stamp(stored), "before": None, "kept": True}
    before = as_stored(stored)
    _put(stored, one.changes, divisions)
    return _told(log, stored, {k: before[k] for k in one.changes}, "changed")


def _told(log: Log, stored: Organisation, before: Any, verb: str) -> Before:
    log.add(organisation_fact(stored, verb))
    return {"id": stored.pk, "stamp": stamp(stored), "before": before, "kept": False}


def stamp(stored: Organisation) -> str:
    """A digest of what stands of an organisation, to see whether it was changed since.

    Not its version: an undo counts that on, and the import before must still be undone then.
    """
    said = json.dumps([*as_stored(stored).values(), str(stored.valid_to)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _write_ties(log: Log, plans: Sequence[Planned], befores: list[Before]) -> None:
    made = {-one.number: one.target for one in plans if one.target}
    steps = [(one.target or 0, _resolved(step, made)) for one in plans for step in one.ties]
    written = iter(write_ties(log, steps))
    for one, before in zip(plans, befores, strict=True):
        before["ties"] = [next(written) for _step in one.ties]


def _resolved(step: TieStep, made: Mapping[int, int]) -> TieStep:
    """A tie to another row of the file, now that this one is written."""
    if step.other >= 0:
        return step
    if step.other not in made:
        words = _("第 %(row)s 行没有导入，而别的行隶属于它") % {"row": -step.other}
        raise Refused("conflict", words)
    return replace(step, other=made[step.other])


def changed_organisations(befores: Sequence[Before]) -> set[int]:
    """The ids of those that somebody changed, or tied to something, since the import."""
    wanted = {b["id"]: b["stamp"] for b in befores}
    stored = {one.pk: stamp(one) for one in Organisation.objects.filter(pk__in=wanted)}
    found = {number for number, seen in wanted.items() if stored.get(number) != seen}
    ours = [tie for b in befores for tie in b["ties"]]
    late = changed_ties(ours)
    found |= {b["id"] for b in befores if any(tie["id"] in late for tie in b["ties"])}
    new = [b["id"] for b in befores if _is_new(b)]
    others = Tie.objects.filter(Q(who_organisation__in=new) | Q(whom_organisation__in=new))
    for who, whom in others.exclude(pk__in=[t["id"] for t in ours]).values_list(
        "who_organisation", "whom_organisation"
    ):
        found |= {who, whom} & set(new)
    return found


def undo_organisations(log: Log, befores: Sequence[Before]) -> None:
    """Put everything back: what was changed as it was, what was new is gone.

    Raises Refused("conflict") when something else came to depend on a new one.
    """
    touched = [b for b in befores if not b["kept"]]
    divisions = Division.objects.in_bulk()
    stored = _locked(b["id"] for b in touched)
    entries = entries_of(f"organisation:{b['id']}" for b in touched)
    for b in touched:
        one, entry = stored[b["id"]], entries.get(f"organisation:{b['id']}")
        if _is_new(b):
            fact = replace(organisation_fact(one, "closed"), voids=entry)
            log.add(withdrawn(fact, one.valid_from or local_day(now())))
        else:
            _put(one, b["before"], divisions)
            log.add(replace(organisation_fact(one, "changed"), voids=entry))
    new = {b["id"] for b in touched if _is_new(b)}
    _save(one for number, one in stored.items() if number not in new)
    # After the places of their ends are as they were: the spans of ties lie there.
    undo_ties(log, [tie for b in befores for tie in b["ties"]])
    try:
        Organisation.objects.filter(pk__in=new).delete()
    except ProtectedError as error:
        raise Refused("conflict", _("有的单位已经用在办件或别的地方，不能撤销")) from error


def _is_new(before: Before) -> bool:
    return before["before"] is None and not before["kept"]


def _fresh(one: Planned, divisions: dict[int, Division]) -> Organisation:
    code = str(one.values.get("code", "")) or drawn_code(10)
    covered = one.values.get("cover_since")
    today = local_day(now())
    began = min(today, date.fromisoformat(str(covered))) if covered else today
    made = Organisation(code=code, valid_from=began)
    _put(made, one.changes, divisions)
    made.version = 1
    return made


def _put(stored: Organisation, changes: dict[str, Any], divisions: dict[int, Division]) -> None:
    for column, value in changes.items():
        if column == "division_id":
            stored.division = divisions[value]
        elif column == "valid_from":
            stored.valid_from = date.fromisoformat(value) if value else None
        else:
            setattr(stored, column, value)
    stored.version += 1


def _locked(numbers: Iterable[int | None]) -> dict[int, Organisation]:
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("division")
    return {o.pk: o for o in rows.filter(pk__in=list(numbers))}


def _save(stored: Iterable[Organisation]) -> None:
    columns = [column.removesuffix("_id") for column in COLUMNS.values()]
    Organisation.objects.bulk_update(list(stored), [*columns, "version"], batch_size=80)
