"""The units behind a number of coverage, each with how it is covered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.places.atlas import atlas
from zhuchao.registry.coverage.queries import Day, Filters
from zhuchao.registry.coverage.words import kind_label
from zhuchao.registry.models import Organisation
from zhuchao.registry.trades import LABELS
from zhuchao.rules.coverage import Unit

WHICH = {
    "base": gettext_noop("在营单位"),
    "covered": gettext_noop("组织覆盖的单位"),
    "own": gettext_noop("单独组建的单位"),
    "reached": gettext_noop("工作覆盖的单位"),
    "unknown": gettext_noop("不清楚是否在营的单位"),
}


@dataclass(frozen=True)
class Line:
    """A unit on a list."""

    organisation: Organisation
    kind: str
    place: str
    trade: str
    how: str
    members: int | None


def units_behind(found: Day, f: Filters, which: str) -> list[Line]:
    """The units that a number counts, by place and name; one statement beside those of the day."""
    units = {u.id: u for u in found.units if f.fits(u) and _counted(found, u, which)}
    rows = Organisation.objects.filter(pk__in=units).select_related("division")
    lines = [_line(found, units[row.pk], row) for row in rows]
    return sorted(lines, key=lambda one: (one.place, one.organisation.name))


def _counted(found: Day, unit: Unit, which: str) -> bool:
    if which == "unknown":
        return unit.operating == "unknown"
    with_one = unit.id in found.covered | found.own
    counted = {
        "base": True,
        "own": unit.id in found.own,
        "covered": with_one,
        "reached": with_one or unit.id in found.reached,
    }
    return unit.operating == "yes" and counted[which]


def _line(found: Day, unit: Unit, row: Organisation) -> Line:
    return Line(
        organisation=row,
        kind=kind_label(row.kind),
        place=atlas().full_name(unit.path),
        trade=_(LABELS.get(unit.trade, "")) if unit.trade else "",
        how=how(found, unit),
        members=unit.members,
    )


def how(found: Day, unit: Unit) -> str:
    """How a unit is covered, in words."""
    if unit.id in found.own:
        return _("单独组建")
    if unit.id in found.covered:
        return _("联合组建")
    return _("工作覆盖") if unit.id in found.reached else _("未覆盖")
