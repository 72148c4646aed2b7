"""Plan a run: every row of its file read, matched, and kept with what it would do."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.inserting import insert_rows
from zhuchao.places.atlas import atlas
from zhuchao.registry.imports.fields import Field, Understood, understood
from zhuchao.registry.imports.files import guessed
from zhuchao.registry.imports.kinds import KINDS, ImportKind
from zhuchao.registry.imports.lookup import places, register
from zhuchao.registry.imports.organisation_plans import OrganisationPlanner
from zhuchao.registry.imports.person_plans import PersonPlanner
from zhuchao.registry.imports.planned import counted, plan_of, row_of
from zhuchao.registry.imports.tie_plans import TiePlanner
from zhuchao.registry.models import ImportRow, ImportRun
from zhuchao.text.grid_reading import Reading

CHUNK = 1000
WHOLE = 10_000
"""Party organisations refer to each other, so they are looked at and written together."""
T = TypeVar("T")

Choices = Mapping[int, tuple[str, int | None]]
"""Row → what somebody said of it, and which of the known ones it is."""


def planner(scope: Scope, run: ImportRun) -> OrganisationPlanner | PersonPlanner | TiePlanner:
    """The planner of a register, with all it looks up read once."""
    kind = KINDS[run.kind]
    paths, home, today = kind.paths(scope), atlas().by_id[run.division_id], local_day(now())
    if kind.name == "people":
        return PersonPlanner(paths, register(), today)
    if kind.name == "ties":
        return TiePlanner(paths, home, register(), places())
    return OrganisationPlanner(kind, paths, home, register(), places(), today)


def plan_rows(
    scope: Scope, run: ImportRun, reading: Reading, told: Callable[[int], None]
) -> Counter[str]:
    """Plan all rows of a run anew, inside the caller's transaction; action → rows."""
    run.rows.all().delete()
    kind, making = KINDS[run.kind], planner(scope, run)
    columns = columns_of(run, reading, kind)
    counts: Counter[str] = Counter()
    for chunk in batches(reading.rows(), chunk_of(run)):
        rows = [(number, understood(line, columns, kind.needed)) for number, line in chunk]
        plans = making.plan(rows, {})
        insert_rows([row_of(run, one) for one in plans])
        counts += counted(plans)
        told(sum(counts.values()))
    return counts


def chunk_of(run: ImportRun) -> int:
    """How many rows are looked at, written and undone at a time."""
    return WHOLE if run.kind == "organisations" else CHUNK


def columns_of(run: ImportRun, reading: Reading, kind: ImportKind) -> dict[int, Field]:
    """Column → field, as settled or guessed."""
    return {guess.column: kind.by_name[guess.field] for guess in guessed(run, reading)}


def plan_again(scope: Scope, run: ImportRun, rows: Iterable[ImportRow], choices: Choices) -> None:
    """Plan some rows anew with the answers somebody gave; inside the caller's transaction."""
    making = planner(scope, run)
    if isinstance(making, OrganisationPlanner) and run.kind == "organisations":
        plans = map(plan_of, run.rows.filter(action="create").exclude(number__in=list(choices)))
        making.fresh = {str(one.values["name"]): one for one in plans}
    if not isinstance(making, TiePlanner):
        others = run.rows.exclude(number__in=list(choices)).values_list("target", "number")
        making.taken = {target: row for target, row in others if target}
    kept = {row.number: row for row in rows}
    given = [(number, Understood(plan_of(row).values)) for number, row in kept.items()]
    for one in making.plan(given, choices):
        row, fresh = kept[one.number], row_of(run, one)
        fresh.pk = row.pk
        fresh.save(force_update=True)


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most so many."""
    found = iter(rows)
    while chunk := list(islice(found, size)):
        yield chunk
