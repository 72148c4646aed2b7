"""Bring stored rows to what is wanted: make the new, change the different, leave the same."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


@dataclass
class Settled(Generic[M]):
    """What was done; rows left as they were are only counted."""

    created: list[M] = field(default_factory=list)
    changed: list[M] = field(default_factory=list)
    same: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """For the report."""
        return {"created": len(self.created), "changed": len(self.changed), "same": self.same}


def settle(
    wanted: Iterable[M], stored: Iterable[M], key: Callable[[M], Any], fields: Sequence[str]
) -> Settled[M]:
    """Compare by `key`, then in `fields`; two statements for each thousand rows at most.

    Part of a larger action, which journals it. Stored rows that nobody wants stay.
    """
    known = {key(row): row for row in stored}
    done: Settled[M] = Settled()
    for row in wanted:
        old = known.get(key(row))
        if old is None:
            done.created.append(row)
        elif _take_over(old, row, fields):
            done.changed.append(old)
        else:
            done.same += 1
    manager = type(row)._default_manager if done.created or done.changed else None
    if manager and done.created:
        manager.bulk_create(done.created, batch_size=1000)
    if manager and done.changed:
        manager.bulk_update(done.changed, fields, batch_size=200)
    return done


def _take_over(old: M, new: M, fields: Sequence[str]) -> bool:
    different = [f for f in fields if getattr(old, f) != getattr(new, f)]
    for name in different:
        setattr(old, name, getattr(new, name))
    return bool(different)
