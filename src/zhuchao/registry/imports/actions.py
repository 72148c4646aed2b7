"""What is done with an import: begun, its columns settled, doubts answered, applied, undone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import now
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.models import Division
from zhuchao.registry.imports.files import (
    MOST_BYTES,
    digest_of,
    file_of,
    keep_file,
    read_file,
    short_name,
)
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.registry.imports.planning import Choices, plan_again
from zhuchao.registry.imports.policy import demand_import, visible_runs
from zhuchao.registry.models import ImportRow, ImportRun

SMALL = 1500
"""An import of at most so many rows is done at once; a larger one by the worker."""
UNDO = timedelta(days=30)
"""So long an import can be undone; then what was before is erased."""
STALE = gettext_noop("这次导入刚被他人动过，请看过最新情况再决定")
CHOICES = ("same", "new", "skip")


def begin(
    scope: Scope,
    kind: str,
    raw: bytes,
    *,
    file_name: str,
    division: Division,
    sheet: str = "",
    columns: Mapping[str, str] | None = None,
) -> ImportRun:
    """Keep a file and understand its heading; nothing of it is written yet.

    Raises Refused outside of the scope's territory, and for a file that is no table.
    """
    demand_import(scope, kind, str(division.path))
    if len(raw) > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise Refused("invalid", _("文件超过 %(most)s MB") % {"most": most}, "file")
    run = ImportRun(
        kind=kind,
        account_id=scope.account_id,
        division=division,
        file_name=short_name(file_name),
        digest=digest_of(raw),
        sheet=sheet,
        columns=dict(columns or {}),
        created_at=now(),
    )
    _understand(run, raw)
    with writing(scope.who) as log:
        run.save()
        keep_file(run, raw)
        log.add(told("import.begun", run, rows=run.counts["rows"]))
    return run


def _understand(run: ImportRun, raw: bytes) -> None:
    reading = read_file(run, raw)
    run.headings = list(reading.names)
    run.counts = {"rows": sum(1 for _row in reading.rows())}
    run.skipped = [(one.row, one.what) for one in reading.skipped[:200]]


def read_otherwise(
    scope: Scope, number: int, *, sheet: str, heading: int, version: int
) -> ImportRun:
    """Read another sheet, or take another row for the heading; the columns are guessed anew."""
    with stepping(scope, number, version, ("read", "previewed")) as (run, log):
        run.sheet, run.heading, run.columns, run.state = sheet, heading, {}, "read"
        run.rows.all().delete()
        _understand(run, file_of(run))
        log.add(told("import.read", run, rows=run.counts["rows"]))
    return run


def settle_columns(
    scope: Scope, number: int, columns: Mapping[str, str], *, version: int
) -> ImportRun:
    """Say what each column means ("" for nothing) and have every row looked at.

    Raises Refused for a field named twice, unknown, or needed and missing.
    """
    with stepping(scope, number, version, ("read", "previewed")) as (run, log):
        fields = [name for name in columns.values() if name]
        kind = KINDS[run.kind]
        if set(fields) - set(kind.by_name):
            raise Refused("invalid", _("没有这个字段"), "columns")
        if twice := [name for name, count in Counter(fields).items() if count > 1]:
            words = {"field": _(kind.by_name[twice[0]].label)}
            raise Refused("invalid", _("有两列都选了“%(field)s”") % words, "columns")
        if missing := [_(one.label) for one in kind.needed if one.name not in fields]:
            words = {"fields": "、".join(missing)}
            raise Refused("invalid", _("还没有列对应：%(fields)s") % words, "columns")
        run.columns, run.state, run.failure = dict(columns), "planning", ""
        log.add(told("import.columns", run))
    return run


def choose(scope: Scope, number: int, choices: Choices, *, version: int) -> ImportRun:
    """Answer possible duplicates: the same as a known one, a new one, or not to be brought in.

    `choices` is row → (same, new or skip, id of the known one). Raises Refused for a row that is
    not in doubt and for an answer that is none.
    """
    with stepping(scope, number, version, ("previewed",)) as (run, log):
        rows = list(run.rows.filter(number__in=choices, action__in=("duplicate", "skip")))
        if len(rows) != len(choices) or {c for c, _id in choices.values()} - set(CHOICES):
            raise Refused("invalid", _("没有这个选项"), "choice")
        plan_again(scope, run, rows, choices)
        run.counts = {"rows": run.counts["rows"], **count_rows(run)}
        log.add(told("import.chosen", run, rows=len(rows)))
    return run


def count_rows(run: ImportRun) -> dict[str, int]:
    """Action → rows."""
    found = run.rows.order_by().values_list("action").annotate(n=Count("pk"))
    return dict(found.values_list("action", "n"))


def ask_to_apply(scope: Scope, number: int, *, version: int, sound_only: bool = False) -> ImportRun:
    """Have everything written, all or nothing.

    Raises Refused while rows have faults (unless only the sound ones are asked for), while
    possible duplicates are undecided, and when there is nothing to write.
    """
    with stepping(scope, number, version, ("previewed",)) as (run, log):
        counts = run.counts
        if counts.get("duplicate"):
            words = {"n": counts["duplicate"]}
            raise Refused("conflict", _("还有 %(n)s 行可能重复，请先逐行选定") % words)
        if counts.get("fault") and not sound_only:
            words = {"n": counts["fault"]}
            raise Refused("conflict", _("还有 %(n)s 行有错，什么也没有写入") % words)
        if not counts.get("create") and not counts.get("change"):
            raise Refused("conflict", _("没有要写入的内容"))
        run.state, run.sound_only, run.failure = "applying", sound_only, ""
        log.add(told("import.asked", run))
    return run


def ask_to_undo(scope: Scope, number: int, *, version: int) -> ImportRun:
    """Have everything put back as it was. Raises Refused after UNDO."""
    with stepping(scope, number, version, ("applied",)) as (run, log):
        if run.applied_at is None or run.applied_at < now() - UNDO:
            raise Refused("conflict", _("导入超过 30 天，已经不能撤销"))
        run.state, run.failure = "undoing", ""
        log.add(told("import.asked", run))
    return run


def discard(scope: Scope, number: int, *, version: int) -> ImportRun:
    """Give an import up before anything was written; the file and its rows are erased."""
    with stepping(scope, number, version, ("read", "previewed")) as (run, log):
        run.state, run.closed_at = "discarded", now()
        erase(run)
        log.add(told("import.discarded", run))
    return run


def erase(run: ImportRun) -> None:
    """Forget the file and the rows."""
    run.parts.all().delete()
    run.rows.all().delete()


@contextmanager
def stepping(
    scope: Scope, number: int, version: int, states: tuple[str, ...]
) -> Iterator[tuple[ImportRun, Log]]:
    """One run in one transaction: its version first, so that nobody is between."""
    with writing(scope.who) as log:
        same = ImportRun.objects.filter(pk=number, version=version).update(version=F("version") + 1)
        run = visible_runs(scope).filter(pk=number).first()
        if run is None:
            raise Refused("not_found", _("没有这次导入"))
        demand_import(scope, run.kind, str(run.division.path))
        if not same or run.state not in states:
            raise Refused("stale", _(STALE))
        yield run, log
        run.save()


def told(verb: str, run: ImportRun, *, rows: int | None = None, **facets: Any) -> Fact:
    """What the journal knows of a run: its register and counts, never a name."""
    counts = {"rows": rows} if rows is not None else {}
    return Fact(
        verb,
        ("import", run.pk),
        str(run.division.path),
        facets={"kind": run.kind, **counts, **facets},
    )


def sweep_imports() -> int:
    """Erase what nobody came back to in a week, and what can no longer be undone; how many runs."""
    week, month = now() - timedelta(days=7), now() - UNDO
    left = ImportRun.objects.filter(state__in=("read", "previewed"), created_at__lt=week)
    swept = left.update(state="discarded", closed_at=now(), version=F("version") + 1)
    for run in ImportRun.objects.filter(state="discarded", parts__isnull=False).distinct():
        erase(run)
    for run in ImportRun.objects.filter(state="applied", applied_at__lt=week):
        run.parts.all().delete()
        run.rows.filter(action="fault").delete()
    ImportRow.objects.filter(run__state="applied", run__applied_at__lt=month).delete()
    return swept
