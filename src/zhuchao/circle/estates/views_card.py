"""The pages of anybody: which gate, which way to building 7, and on to a map application."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.estates.card import card_of
from zhuchao.circle.estates.queries import plan_of, seen_estate
from zhuchao.marks.public_views import ways_to

MOST_ASKED = 40


@never_cache
@require_GET
def estate(request: HttpRequest, code: str) -> HttpResponse:
    """The card; with ?building= the way there."""
    asked = request.GET.get("building", "")[:MOST_ASKED]
    card = card_of(seen_estate(PUBLIC, code), asked)
    status = 404 if card.unknown else 200
    return render(request, "estates/public/card.html", {"card": card}, status=status)


@require_GET
def gate_way(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The map applications one may have, each given the place of a gate and nothing else."""
    found = seen_estate(PUBLIC, code)
    gates = plan_of(found).gates
    gate = gates[number] if number < len(gates) else None
    if gate is None or gate.at is None:
        raise Refused("not_found", _("这个出入口没有登记位置"))
    name = f"{found.site.name} {gate.name}"
    context = {"site": found.site, "name": name, "ways": ways_to(name, *gate.at)}
    return render(request, "estates/public/way.html", context)
