"""The reference data a program needs to fill in a demand: divisions, categories, offices."""

from django.http import HttpRequest

from zhuchao.matters.api_access import acting
from zhuchao.matters.api_out import CategoryOut, DivisionOut, OfficeOut
from zhuchao.matters.api_rows import office_out
from zhuchao.places.atlas import atlas
from zhuchao.registry.routing import desk


def list_divisions(request: HttpRequest) -> list[DivisionOut]:
    """Every division of this installation, from the top down."""
    acting(request, "place.read")
    found = atlas()
    return [
        DivisionOut(
            code=a.code,
            name=a.name,
            kind=a.kind,
            path=a.path,
            parent=found.by_id[a.parent].code if a.parent else "",
            lon=a.lon,
            lat=a.lat,
        )
        for a in found.areas
    ]


def list_categories(request: HttpRequest) -> list[CategoryOut]:
    """What a matter can be about."""
    acting(request, "place.read")
    return [
        CategoryOut(
            code=lab.code, name=lab.name, kind=lab.kind, parent=lab.parent, urgency=lab.urgency
        )
        for lab in desk().labels
    ]


def list_offices(request: HttpRequest) -> list[OfficeOut]:
    """Every organisation that can hold matters."""
    acting(request, "place.read")
    return [office for number in desk().offices if (office := office_out(number))]
