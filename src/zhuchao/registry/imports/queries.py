"""Reads of imports: the list of runs, one of them, and its rows page by page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.registry.imports.policy import visible_runs
from zhuchao.registry.models import ImportRow, ImportRun

PAGE = 50
RUNS = 20


@dataclass(frozen=True)
class Page:
    """Some rows, and the number after which the next page begins; None at the end."""

    rows: list[ImportRow]
    after: int | None


def runs(scope: Scope, *, before: int = 0) -> tuple[list[ImportRun], int | None]:
    """The runs a scope may see, the newest first, and the key of the next page."""
    found = visible_runs(scope).order_by("-pk")
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: RUNS + 1])
    return page[:RUNS], page[RUNS - 1].pk if len(page) > RUNS else None


def seen_run(scope: Scope, number: int) -> ImportRun:
    """One run. Raises Refused("not_found") for what a scope may not see."""
    run = visible_runs(scope).filter(pk=number).first()
    if run is None:
        raise Refused("not_found", _("没有这次导入"))
    return run


def rows_of(run: ImportRun, action: str, *, after: int = 0, size: int = PAGE) -> Page:
    """The rows of one action ("" for all) by their number."""
    found = run.rows.filter(number__gt=after).order_by("number")
    if action:
        found = found.filter(action=action)
    page = list(found[: size + 1])
    return Page(page[:size], page[size - 1].number if len(page) > size else None)
