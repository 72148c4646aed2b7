"""Carry out what a run waits for: plan it, apply it, undo it; each in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.policy import over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.inserting import insert_rows
from zhuchao.journal.writing import Log, writing
from zhuchao.places.memory import changed
from zhuchao.registry.imports import progress
from zhuchao.registry.imports.actions import told
from zhuchao.registry.imports.files import file_of, read_file
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.registry.imports.organisation_writing import (
    changed_organisations,
    undo_organisations,
    write_organisations,
)
from zhuchao.registry.imports.person_writing import changed_people, undo_people, write_people
from zhuchao.registry.imports.planned import Planned, before_of, plan_of, sealed_before
from zhuchao.registry.imports.planning import chunk_of, plan_rows
from zhuchao.registry.imports.tie_writing import (
    Before,
    changed_ties,
    undo_ties,
    write_ties,
)
from zhuchao.registry.models import ImportRow, ImportRun
from zhuchao.registry.models.imports import WAITING
from zhuchao.registry.scope import scope_of

OUTSIDE = gettext_noop("第 %(row)s 行已不在您管辖的范围，请重新核对")
SHOWN = 20


@dataclass(frozen=True)
class Writer:
    """How rows of a register are written, found changed since (by target), and undone."""

    write: Callable[[Log, Sequence[Planned]], list[Before]]
    changed: Callable[[Sequence[Before]], set[int]]
    undo: Callable[[Log, Sequence[Before]], None]


def _write_tie_rows(log: Log, plans: Sequence[Planned]) -> list[Before]:
    steps = [(int(one.changes["own"]), step) for one in plans for step in one.ties]
    befores = write_ties(log, steps)
    for one, before in zip(plans, befores, strict=True):
        one.target = before["id"]
    return befores


_ORGANISATIONS = Writer(write_organisations, changed_organisations, undo_organisations)
WRITERS = {
    "organisations": _ORGANISATIONS,
    "units": _ORGANISATIONS,
    "people": Writer(write_people, changed_people, undo_people),
    "ties": Writer(_write_tie_rows, changed_ties, undo_ties),
}


def carry_out(run: ImportRun, scope: Scope) -> ImportRun:
    """Do what a run waits for. A refusal is kept with the run, which goes back to where it was."""
    before = {"planning": "read", "applying": "previewed", "undoing": "applied"}[run.state]
    work = {"planning": _plan, "applying": _apply, "undoing": _undo}[run.state]
    try:
        work(scope, run)
    except Refused as refused:
        _back(run, before, refused.message)
    except Exception:
        # Not to be tried for ever: the others wait behind it.
        _back(run, before, _("处理时出了意外，什么也没有写入；请告诉系统管理员"))
        raise
    finally:
        progress.forget(run.pk)
    run.refresh_from_db()
    return run


def _back(run: ImportRun, state: str, why: str) -> None:
    ImportRun.objects.filter(pk=run.pk, state=run.state).update(
        state=state, failure=why[:400], version=F("version") + 1
    )


def carry_out_next() -> int:
    """The worker's turn: the run that has waited longest; how many there were, 0 or 1."""
    run = (
        ImportRun.objects.filter(state__in=WAITING, account__isnull=False)
        .select_related("account", "division")
        .order_by("pk")
        .first()
    )
    if run is None or run.account is None:
        return 0
    carry_out(run, scope_of(run.account))
    return 1


def _claimed(run: ImportRun, state: str) -> None:
    """Take the work: whoever is second finds nothing to do. Locks the row until the commit."""
    mine = ImportRun.objects.filter(pk=run.pk, state=run.state)
    if not mine.update(state=state, version=F("version") + 1):
        raise Refused("stale", _("这次导入已经由别的进程处理"))


def _plan(scope: Scope, run: ImportRun) -> None:
    with writing(scope.who) as log:
        _claimed(run, "previewed")
        reading = read_file(run, file_of(run))
        counts = plan_rows(scope, run, reading, lambda done: progress.tell(run.pk, done))
        skipped = [(one.row, one.what) for one in reading.skipped[:200]]
        ImportRun.objects.filter(pk=run.pk).update(
            counts={"rows": sum(counts.values()), **counts}, skipped=skipped
        )
        log.add(told("import.previewed", run, **counts))


def _apply(scope: Scope, run: ImportRun) -> None:
    writer, paths = WRITERS[run.kind], KINDS[run.kind].paths(scope)
    with writing(scope.who) as log:
        _claimed(run, "applied")
        done = 0
        for rows in _chunks(run, ("create", "change")):
            plans = [plan_of(row) for row in rows]
            _still_within(plans, paths)
            with writing(scope.who) as part:
                befores = writer.write(part, plans)
            _keep(run, rows, plans, befores)
            done += len(rows)
            progress.tell(run.pk, done)
        run.rows.filter(action__in=("same", "skip")).delete()
        if not run.counts.get("fault"):
            run.parts.all().delete()
        ImportRun.objects.filter(pk=run.pk).update(applied_at=now())
        changed()
        counts = {name: run.counts.get(name, 0) for name in ("create", "change")}
        log.add(told("import.applied", run, **counts))


def _still_within(plans: Sequence[Planned], paths: tuple[str, ...]) -> None:
    """Authority may have been taken back since the rows were looked at."""
    for one in plans:
        if one.path and not over(one.path, paths):
            raise Refused("forbidden", _(OUTSIDE) % {"row": one.number})
    if not paths:
        raise Refused("forbidden", _("没有权限在这里导入这一类名册"))


def _keep(
    run: ImportRun, rows: Sequence[ImportRow], plans: Sequence[Planned], befores: Sequence[Before]
) -> None:
    """Of a written row only what was before stays; written anew, which is quicker than updated."""
    run.rows.filter(pk__in=[row.pk for row in rows]).delete()
    kept = []
    for one, before in zip(plans, befores, strict=True):
        blob, key_id = sealed_before(before)
        kept.append(
            ImportRow(
                run=run,
                number=one.number,
                action=one.action,
                target=one.target,
                choice=one.choice,
                written=True,
                sealed=blob,
                key_id=key_id,
            )
        )
    insert_rows(kept)


def _undo(scope: Scope, run: ImportRun) -> None:
    writer = WRITERS[run.kind]
    with writing(scope.who) as log:
        _claimed(run, "undone")
        _unchanged(writer, run)
        done = 0
        for rows in _chunks(run, ("create", "change")):
            with writing(scope.who) as part:
                writer.undo(part, [before_of(row) for row in rows])
            done += len(rows)
            progress.tell(run.pk, done)
        run.rows.all().delete()
        run.parts.all().delete()
        ImportRun.objects.filter(pk=run.pk).update(closed_at=now())
        changed()
        log.add(told("import.undone", run, rows=done))


def _unchanged(writer: Writer, run: ImportRun) -> None:
    """Raise Refused with the rows that somebody changed after the import."""
    late: list[int] = []
    for rows in _chunks(run, ("create", "change")):
        ids = writer.changed([before_of(row) for row in rows])
        late += [row.number for row in rows if row.target in ids]
    if late:
        words = {"n": len(late), "rows": "、".join(map(str, late[:SHOWN]))}
        message = _("导入后有 %(n)s 行又被改动过，不能整批撤销：第 %(rows)s 行")
        raise Refused("conflict", message % words)


def _chunks(run: ImportRun, actions: tuple[str, ...]) -> Iterator[list[ImportRow]]:
    """The rows of some actions by number, a chunk at a time."""
    last = 0
    while rows := list(
        run.rows.filter(action__in=actions, number__gt=last).order_by("number")[: chunk_of(run)]
    ):
        yield rows
        last = rows[-1].number
