"""Who sees instructors and writes about them: the desk of the area, and each one himself."""

from django.db.models import Q

from zhuchao.access.policy import EVERYTHING, NOTHING, either, under
from zhuchao.access.scope import Scope
from zhuchao.registry.coverage.policy import acts, areas


def guides(scope: Scope, person_id: int, path: str) -> bool:
    """Whether a scope logs visits of an instructor to a unit at a path."""
    return acts(scope, path) or (scope.person_id is not None and scope.person_id == person_id)


def visible_postings(scope: Scope) -> Q:
    """The postings a scope may see: to units of its area, and its own."""
    if scope.system:
        return EVERYTHING & Q(kind="instructor")
    mine = NOTHING if scope.person_id is None else Q(who_person_id=scope.person_id)
    area = under("whom_organisation__division__path", areas(scope))
    return Q(kind="instructor") & either(area, mine)


def kept_in_reach(scope: Scope) -> Q:
    """The times in a pool of the scope's area, or of an area around it."""
    kept = Q(kind="instructor_reserve")
    if scope.system:
        return kept
    around = {p for path in areas(scope) for p in _around(path)}
    return kept & either(
        under("whom_division__path", areas(scope)), Q(whom_division__path__in=around)
    )


def _around(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts))]
