"""The two writes of this part: bring a file of points, drop it again."""

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.models import PointFile
from zhuchao.circle.reach.kinds import POINT_KINDS
from zhuchao.circle.reach.policy import demand_planner, widest, within
from zhuchao.circle.reach.reading import Rows
from zhuchao.journal.clock import now
from zhuchao.journal.writing import Fact, writing

MOST_FILES = 40
"""Of one kind in one territory; each is held in memory while a page is made."""


def bring_points(
    scope: Scope, kind: str, name: str, rows: Rows, *, read: int, path: str = ""
) -> PointFile:
    """Keep the rows of a file for the scope's territory (or `path`, which a job must name).

    Raises Refused for strangers, an empty name, and where too many files lie already.
    """
    demand_planner(scope)
    if kind not in dict(POINT_KINDS) or not name.strip():
        raise Refused("invalid", _("请写明名称"), "name")
    where = path or widest(scope)
    with writing(scope.who) as log:
        if PointFile.objects.filter(kind=kind, division_path=where).count() >= MOST_FILES:
            raise Refused("conflict", _("这类文件太多了，请先删去不用的"), "file")
        made = PointFile.objects.create(
            kind=kind,
            name=name.strip(),
            division_path=where,
            rows=rows,
            read=read,
            brought_at=now(),
        )
        log.add(_told("points.brought", made))
    return made


def drop_points(scope: Scope, number: int) -> None:
    """Delete a file of the scope's territory with all its rows. Raises Refused("not_found")."""
    demand_planner(scope)
    with writing(scope.who) as log:
        row = PointFile.objects.filter(within(scope, "division_path"), pk=number).first()
        if row is None:
            raise Refused("not_found", _("没有这个文件，或者刚被删掉"))
        log.add(_told("points.dropped", row))
        row.delete()


def _told(verb: str, row: PointFile) -> Fact:
    facets = {"points": row.kind, "read": row.read, "kept": len(row.rows)}
    return Fact(verb, ("points", row.pk), str(row.division_path), facets=facets)
