"""The pages on which a keeper writes, changes and ends what riders get."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.forms_shop import OfferForm, new_offer, written_offer
from zhuchao.circle.merchants.offers import CHANGEABLE, change_offer, end_offer, make_offer
from zhuchao.circle.merchants.views_shop import counter
from zhuchao.circle.models import Offer
from zhuchao.places.models import Site


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Write an offer."""
    site = counter(scope, code)
    if request.method == "GET":
        kind = request.GET.get("kind", "")
        return _page(request, site, OfferForm(initial={**new_offer(), "kind": kind}))
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _page(request, site, form, status=422)
    try:
        make_offer(scope, Offer(site=site, **form.changes()))
    except Refused as refused:
        form.blame(refused)
        return _page(request, site, form, status=refused.status)
    messages.success(request, _("优惠已写上，公开页马上能看到。"))
    return redirect("shop_at", code)


@require_http_methods(["GET", "POST"])
@staff
def one(request: HttpRequest, scope: Scope, code: str, number: int) -> HttpResponse:
    """Change an offer; what was written stays on the screen when somebody was first."""
    site = counter(scope, code)
    offer = _offer(site, number)
    if request.method == "GET":
        return _page(request, site, OfferForm(initial=written_offer(offer)), offer)
    form = OfferForm({**request.POST.dict(), "kind": offer.kind})
    if not form.is_valid():
        return _page(request, site, form, offer, status=422)
    changes: dict[str, Any] = {n: v for n, v in form.changes().items() if n in CHANGEABLE}
    try:
        change_offer(scope, offer.pk, changes, version=form.cleaned_data["version"])
    except Refused as refused:
        form.blame(refused)
        return _page(request, site, form, offer, status=refused.status)
    messages.success(request, _("优惠已改，原来的样子留在记录里。"))
    return redirect("shop_at", code)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, code: str, number: int) -> HttpResponse:
    """End an offer; today is its last day."""
    offer = _offer(counter(scope, code), number)
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    end_offer(scope, offer.pk, version=version)
    messages.success(request, _("已结束，今天是最后一天。"))
    return redirect("shop_at", code)


def _offer(site: Site, number: int) -> Offer:
    offer = Offer.objects.filter(site=site, pk=number).first()
    if offer is None:
        raise Refused("not_found", _("没有这项优惠"))
    return offer


def _page(
    request: HttpRequest,
    site: Site,
    form: OfferForm,
    offer: Offer | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"site": site, "form": form, "offer": offer}
    return render(request, "merchants/offer.html", context, status=status)
