"""Contacts of a day as an Excel file: each unit with its contact, then the units without one."""

from collections.abc import Iterator

from django.http import FileResponse
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.access.sheets import Cells, excel
from zhuchao.places.atlas import atlas
from zhuchao.registry.contacts.queries import ContactFilters, Contacts, contacts
from zhuchao.registry.models import Organisation

MOST_ROWS = 50_000


def contact_sheet(scope: Scope, f: ContactFilters) -> FileResponse:
    """The contacts that fit."""
    titles = (
        _("单位"), _("代码"), _("区划"), _("联系的领导"), _("从哪天起"), _("今年走访次数"),
        _("最近一次走访"),
    )  # fmt: skip
    found = contacts(scope, f, most=MOST_ROWS)
    return excel(scope, _("一对一联系"), "contact.exported", titles, _rows(found))


def _rows(found: Contacts) -> Iterator[Cells]:
    for pair in found.pairs:
        unit, tie = pair.tie.whom_organisation, pair.tie
        if unit is not None:
            who = tie.who_person.label if tie.who_person else None
            yield (*_named(unit), who, tie.valid_from, pair.visits, pair.last)
    for unit in found.gaps:
        yield (*_named(unit), None, None, 0, None)


def _named(unit: Organisation) -> tuple[str, str, str]:
    return unit.name, unit.code, atlas().full_name(str(unit.division.path))
