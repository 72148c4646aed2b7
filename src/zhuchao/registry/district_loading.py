"""Write what a district's folder says of organisations, categories and duties; never authority."""

from collections.abc import Iterable, Mapping

from zhuchao.access.scope import Scope
from zhuchao.journal.writing import Fact, Log
from zhuchao.places.models import Division
from zhuchao.places.settling import Settled, settle
from zhuchao.registry.actions import assign_duty, tell_duty
from zhuchao.registry.models import Category, Duty, Organisation
from zhuchao.registry.telling import organisation_fact


def lay_organisations(
    log: Log, wanted: Mapping[str, Organisation], divisions: Mapping[str, Division]
) -> tuple[dict[str, Organisation], Settled[Organisation]]:
    """Write the organisations; all stored ones by code, and what was done."""
    for row in wanted.values():
        row.division = divisions[row.division.code]
    stored = {o.code: o for o in Organisation.objects.all()}
    fields = ("name", "kind", "division_id", "phone", "valid_from", "valid_to")
    done = settle(wanted.values(), stored.values(), lambda o: o.code, fields)
    for row in (*done.created, *done.changed):
        log.add(organisation_fact(row, "loaded"))
    return stored | {o.code: o for o in done.created}, done


def give_way(log: Log, wanted: Mapping[tuple[str, str], Category], root: Division) -> None:
    """Remove the categories of a district taken over, in the kinds for which there are others.

    No matter carries them: a district with matters cannot be taken over.
    """
    kinds = {kind for kind, _ in wanted}
    for row in Category.objects.filter(kind__in=kinds):
        if (row.kind, row.code) not in wanted:
            facets = {"kind": row.kind, "code": row.code}
            log.add(Fact("category.removed", ("category", row.pk), root.path, facets=facets))
            row.delete()


def lay_categories(log: Log, wanted: Iterable[Category], root: Division) -> Settled[Category]:
    """Write the categories; those that matters may already carry are never removed."""
    fields = ("name", "parent", "keywords", "urgency", "order")
    done = settle(wanted, Category.objects.all(), lambda c: (c.kind, c.code), fields)
    for row in (*done.created, *done.changed):
        facets = {"kind": row.kind, "code": row.code, "urgency": row.urgency}
        log.add(Fact("category.loaded", ("category", row.pk), root.path, facets=facets))
    return done


def lay_duties(
    scope: Scope,
    log: Log,
    wanted: Iterable[Duty],
    divisions: Mapping[str, Division],
    organisations: Mapping[str, Organisation],
) -> Settled[Duty]:
    """Write the duty rows that were never loaded; a ruling that came after one of them stands.

    A row is the same when what, where, who and its first day are; its words may change, and it
    may be given a last day.
    """
    known = {_key(d): d for d in Duty.objects.select_related("division")}
    done: Settled[Duty] = Settled()
    for row in wanted:
        row.division = divisions[row.division.code]
        row.organisation = organisations[row.organisation.code]
        old = known.get(_key(row))
        if old is None:
            done.created.append(assign_duty(scope, log, row))
        elif _differs(old, row):
            old.item, old.basis, old.valid_to = row.item, row.basis, row.valid_to or old.valid_to
            old.save(update_fields=["item", "basis", "valid_to"])
            tell_duty(log, old)
            done.changed.append(old)
        else:
            done.same += 1
    return done


def _key(duty: Duty) -> tuple[object, ...]:
    return (
        duty.kind,
        duty.category,
        duty.division_id,
        duty.position,
        duty.organisation_id,
        duty.valid_from,
    )


def _differs(old: Duty, row: Duty) -> bool:
    ends = row.valid_to is not None and row.valid_to != old.valid_to
    return ends or (old.item, old.basis) != (row.item, row.basis)
