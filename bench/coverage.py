"""`python -m bench.coverage`: the coverage of any day over a million spans, on either database."""

import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

UNITS = 20_000
SPANS = 1_000_000
CHUNK = 5_000
FIRST = date(2016, 1, 1)
DAYS = 3_900
ROW = "{:<58}{:>12}"


def main() -> None:
    """Write the spans, then time days spread over ten years beside one plain SQL statement."""
    with tempfile.TemporaryDirectory(prefix="zhuchao-coverage-") as home:
        os.environ["ZHUCHAO_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhuchao.web.settings"
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        _write()
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")
        _measure()


def _write() -> None:
    from zhuchao.journal.models import Span

    chance = random.Random(7)
    rows: list[Span] = []
    for number in range(UNITS + SPANS):
        rows.append(_unit(number) if number < UNITS else _cover(number, chance))
        if len(rows) == CHUNK:
            Span.objects.bulk_create(rows)
            rows.clear()
    Span.objects.bulk_create(rows)


def _unit(number: int) -> Any:
    from zhuchao.journal.models import Span

    facets = {
        "kind": "enterprise",
        "members_known": number % 7,
        "operating": "no" if number % 11 == 0 else "yes",
        "sector": "economic",
        "trade": ("courier", "freight", "retail")[number % 3],
    }
    return Span(
        id=f"organisation:{number}",
        entry_id=number + 1,
        verb="organisation.founded",
        subject_kind="organisation",
        subject_id=number,
        organisation=number,
        division_path=f"/D/S{number % 12}/C{number % 120}/",
        facets=facets,
        valid_from=FIRST,
    )


def _cover(number: int, chance: random.Random) -> Any:
    from zhuchao.journal.models import Span

    begin = FIRST + timedelta(days=chance.randrange(DAYS))
    length = chance.choice((30, 200, 700, None))
    unit = chance.randrange(UNITS)
    topic = ("own", "joint", "reach")[number % 3]
    return Span(
        id=f"tie:{number}",
        entry_id=number + 1,
        verb=f"{topic}.made" if length is None else f"{topic}.ended",
        subject_kind="organisation",
        subject_id=number % 5_000,
        organisation=unit,
        division_path=f"/D/S{unit % 12}/C{unit % 120}/",
        facets={
            "form": "own" if number % 3 else "joint",
            "kind": "covers",
            "whom_organisation": unit,
        },
        valid_from=begin,
        valid_to=None if length is None else begin + timedelta(days=length),
    )


def _measure() -> None:
    from zhuchao.registry.coverage.queries import Filters, on_day

    days = [FIRST + timedelta(days=n) for n in range(200, DAYS, 370)]
    print(ROW.format(f"{UNITS:,} units, {SPANS:,} spans", "worst, s"))
    for day in days[:1]:
        on_day(day)
    print(ROW.format("organisation and work coverage of a day", _worst(days, on_day)))
    area = Filters(path="/D/S3/", trade="courier")
    print(
        ROW.format(
            "the same, of one street and trade", _worst(days, lambda d: on_day(d).coverage(area))
        )
    )
    print(ROW.format("reference: one COUNT(DISTINCT) of the covered", _worst(days, _plain)))


def _plain(day: date) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(DISTINCT organisation) FROM journal_span"
            " WHERE verb IN ('own.made', 'own.ended') AND valid_from <= %s"
            " AND (valid_to IS NULL OR valid_to >= %s)",
            [day, day],
        )
        cursor.fetchone()


def _worst(days: list[date], act: Callable[[date], Any]) -> str:
    took = []
    for day in days:
        started = time.perf_counter()
        act(day)
        took.append(time.perf_counter() - started)
    return f"{max(took):.2f}"


if __name__ == "__main__":
    main()
