"""The services of the shelf in a district's folder: mediation_services.csv, loaded with the rest.

Mediators are never loaded: who may mediate is an appointment.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.journal.writing import Fact, Log
from zhuchao.matters.models import ShelfService
from zhuchao.places.models import Division
from zhuchao.places.settling import Settled, settle
from zhuchao.places.sheets import Folder, Line
from zhuchao.registry.district import Part
from zhuchao.registry.models import Organisation

FILE = "mediation_services.csv"
FIELDS = ("name", "about", "desk_id", "valid_from", "valid_to")


def read_services(folder: Folder) -> list[ShelfService]:
    """The services as unsaved rows, their desk standing in only by its code."""
    seen: dict[str, Line] = {}
    found = []
    known = _offices(folder)
    for line in folder.lines(FILE, ("code", "name", "valid_from"), ("about", "desk", "valid_to")):
        code = line.needed("code", 40)
        line.needed("valid_from")
        if folder.once(seen, code, line, "code"):
            since, until = line.day("valid_from"), line.day("valid_to")
            if since and until and until < since:
                line.wrong("valid_to", _("早于 valid_from"))
            found.append(
                ShelfService(
                    code=code,
                    name=line.needed("name", 40),
                    about=line.text("about", 160),
                    desk=_desk(line, known),
                    valid_from=since or date.max,
                    valid_to=until,
                )
            )
    return found


def _offices(folder: Folder) -> set[str]:
    """Codes of organisations: those of the folder, whose faults are told elsewhere, and ours."""
    columns = ("code", "name", "kind", "division")
    lines = Folder(folder.path).lines(
        "organisations.csv", columns, ("phone", "valid_from", "valid_to")
    )
    stored = Organisation.objects.values_list("code", flat=True)
    return {line.text("code") for line in lines} | set(stored)


def _desk(line: Line, known: set[str]) -> Organisation | None:
    if not line.text("desk"):
        return None
    return Organisation(code=line.one_of("desk", known))


def lay_services(log: Log, rows: Sequence[ShelfService], root: Division) -> Settled[ShelfService]:
    """Write the services that are new or differ."""
    offices = {o.code: o for o in Organisation.objects.select_related("division")}
    for row in rows:
        row.desk = offices[row.desk.code] if row.desk else None
    done = settle(rows, ShelfService.objects.all(), lambda s: s.code, FIELDS)
    for row in (*done.created, *done.changed):
        log.add(
            Fact(
                "shelf.service_loaded",
                ("service", row.pk),
                _path(row, root),
                organisation=row.desk_id,
                span=f"service:{row.pk}",
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
        )
    return done


def _path(row: ShelfService, root: Division) -> str:
    """Where a service is offered: at its desk, or in the whole district."""
    return str(row.desk.division.path) if row.desk else str(root.path)


SERVICES = Part("mediation_services", read_services, lay_services)
