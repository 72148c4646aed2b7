"""The map of instructors: which units have one, and how many more each street's pool can take."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from zhuchao.registry.instructors.queries import Instructor
from zhuchao.registry.models import Organisation
from zhuchao.registry.unit_map import UnitMap, street_of, unit_map


def posted_units(rows: Iterable[Instructor]) -> frozenset[int]:
    """The units that have an instructor."""
    return frozenset(tie.whom_organisation_id or 0 for one in rows for tie in one.postings)


def room_by_street(rows: Iterable[Instructor], most: int) -> dict[str, int]:
    """How many units the instructors kept in reserve can still take, by the street of the pool.

    `most`: units the limit allows each. The pool of a whole district stands under its own path.
    """
    found: dict[str, int] = defaultdict(int)
    for one in rows:
        if one.kept and one.kept.whom_division:
            found[street_of(str(one.kept.whom_division.path))] += max(0, most - one.load)
    return dict(found)


def load_map(
    units: Sequence[Organisation], rows: Sequence[Instructor], most: int
) -> UnitMap | None:
    """The map of some units; None when no place of theirs is known."""
    room = room_by_street(rows, most).items()
    words = {path: _("还能派 %(n)s 家") % {"n": n} for path, n in room if n}
    return unit_map(units, posted_units(rows), words)
