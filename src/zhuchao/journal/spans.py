"""Spans as the journal states them: made anew from the entries, and compared with them."""

from django.db import connection

from zhuchao.journal.models import Span
from zhuchao.journal.rows import select, undisturbed
from zhuchao.journal.writing import SPAN_COLUMNS

_SHARED = [c for c in SPAN_COLUMNS if c != "entry_id"]
_LATEST = "SELECT span_id, MAX(id) AS id FROM journal_entry WHERE span_id <> '' GROUP BY span_id"


def rebuild_spans() -> int:
    """Replace all spans by what the latest entry of each says; how many there are."""
    return undisturbed(_rebuild)


def _rebuild() -> int:
    Span.objects.all().delete()
    shared = ", ".join(_SHARED)
    taken = ", ".join(f"e.{c}" for c in _SHARED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO journal_span (id, entry_id, {shared}) "  # noqa: S608 (own column names)
            f"SELECT e.span_id, e.id, {taken} FROM journal_entry e "
            f"JOIN ({_LATEST}) latest ON latest.id = e.id"
        )
    return Span.objects.count()


def false_span() -> tuple[str, str] | None:
    """The first span that is not what its latest entry says, and why; None when all agree."""
    return _changed() or _outdated()


def _changed() -> tuple[str, str] | None:
    unlike = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    differs = " OR ".join(f"s.{c} {unlike} e.{c}" for c in _SHARED)
    found = select(
        "SELECT s.id, e.id FROM journal_span s "  # noqa: S608 (own column names)
        "LEFT JOIN journal_entry e ON e.id = s.entry_id AND e.span_id = s.id "
        f"WHERE e.id IS NULL OR {differs} ORDER BY s.id LIMIT 1"
    )
    if not found:
        return None
    span, entry = found[0]
    return span, f"is not what entry {entry} says" if entry else "has no entry"


def _outdated() -> tuple[str, str] | None:
    found = select(
        f"SELECT latest.span_id, latest.id FROM ({_LATEST}) latest "  # noqa: S608 (constant)
        "LEFT JOIN journal_span s ON s.id = latest.span_id "
        "WHERE s.id IS NULL OR s.entry_id <> latest.id ORDER BY latest.id LIMIT 1"
    )
    return (found[0][0], f"does not know entry {found[0][1]}") if found else None
