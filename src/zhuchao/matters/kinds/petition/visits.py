"""Visits: each is a batch of its own, whose people are counted apart (domain.md §1, Counting)."""

from datetime import date, datetime
from decimal import Decimal

from zhuchao.journal.clock import moment_of
from zhuchao.journal.writing import Fact, Log
from zhuchao.matters.changing import subject
from zhuchao.matters.kinds.petition.limits import is_collective, rules_at
from zhuchao.matters.models import Batch, Matter
from zhuchao.rules.units import Measure


def add_batch(
    log: Log,
    matter: Matter,
    day: date,
    headcount: int,
    deputies: int,
    reception: int | None = None,
) -> Batch:
    """Record a visit on a matter as part of an action: one batch, so many person-visits."""
    batch = Batch.objects.create(
        matter=matter,
        reception_id=reception,
        day=day,
        headcount=headcount,
        deputies=deputies,
        collective=is_collective(rules_at(matter.division_path, day), headcount),
    )
    log.add(batch_fact("petition.visited", batch, moment_of(day)))
    return batch


def batch_fact(verb: str, batch: Batch, occurred_at: datetime | None = None) -> Fact:
    """A fact of one batch: its quantity is 1 批次, its headcount the person-visits; never mixed."""
    matter, held = batch.matter, batch.reception
    return Fact(
        verb,
        subject(matter),
        matter.division_path,
        organisation=matter.holder_id,
        headcount=batch.headcount,
        quantity=Decimal(1),
        unit=Measure.BATCH.value,
        facets={
            "batch": batch.pk,
            "collective": int(batch.collective),
            "reception": batch.reception_id or 0,
            "mode": held.mode if held else "",
        },
        occurred_at=occurred_at,
    )
