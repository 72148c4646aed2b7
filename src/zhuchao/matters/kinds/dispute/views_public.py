"""The shelf as anybody sees it: desks near him, mediators, services; and the rights notice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.matters.forms import divisions
from zhuchao.matters.forms_matter import categories
from zhuchao.matters.kinds.dispute.desks import DisputeDesk, desks
from zhuchao.matters.kinds.dispute.rights import BINDING, DUTIES, RIGHTS
from zhuchao.matters.kinds.dispute.shelf import field_names, fits, on_duty, on_shelf, services
from zhuchao.matters.models import ShelfMediator
from zhuchao.places.atlas import atlas
from zhuchao.places.site_kinds import LEVELS
from zhuchao.rules.hours import UNKNOWN
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written


@require_GET
def market(request: HttpRequest) -> HttpResponse:
    """Desks by level, mediators and services; narrowed to one's place and one's dispute."""
    place = atlas().by_code.get(request.GET.get("division", ""))
    field = request.GET.get("field", "")
    found = [d for d in desks() if place is None or place.path.startswith(d.area.path)]
    near = {d.office.id for d in found}
    people = [r for r in on_shelf() if r.desk_id in near and (not field or fits(r, field))]
    context = {
        "levels": [
            (_(label), [_shown(d) for d in found if d.level == level]) for level, label in LEVELS
        ],
        "mediators": [_card(row) for row in people],
        "services": [s for s in services() if s.desk_id is None or s.desk_id in near],
        "divisions": divisions(),
        "division": place.code if place else "",
        "fields": categories("dispute"),
        "field": field,
    }
    return render(request, "matters/dispute/market.html", context)


def _shown(desk: DisputeDesk) -> dict[str, object]:
    hours = from_text(desk.site.hours) if desk.site else UNKNOWN
    return {
        "name": desk.site.name if desk.site else desk.office.name,
        "office": desk.office.name,
        "address": desk.site.address if desk.site else "",
        "phone": desk.office.phone,
        "hours": "" if hours == UNKNOWN else written(hours, _),
        "state": desk.state,
    }


def _card(row: ShelfMediator) -> dict[str, object]:
    """What is public of a mediator: never more than a working name and when he is where."""
    return {
        "id": row.pk,
        "name": row.person.label,
        "fields": field_names(row.fields),
        "languages": row.languages,
        "desk": row.desk.name,
        "duty": on_duty(row),
    }


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """The notice of rights and duties, to be read before one agrees, or printed."""
    lists = {"rights": RIGHTS, "duties": DUTIES, "binding": BINDING}
    context = {name: [_(line) for line in lines] for name, lines in lists.items()}
    return render(request, "matters/dispute/rights.html", context)
