"""Where a code at the counter leads: one tap, 我来过了. Who taps is not asked and not kept."""

import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhuchao.access.limits import allow
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.merchants.codes import taken
from zhuchao.circle.merchants.forms_shop import VisitForm
from zhuchao.circle.merchants.queries import open_merchant
from zhuchao.circle.merchants.shop_words import choices
from zhuchao.circle.merchants.visits import Scan, count_scan
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.places.models import Site

VISITOR = "visitor"
"""Cookie with a random word that is thrown away at midnight, here and on the telephone."""
LONGEST = 60


@never_cache
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """The page of a code, and the tap on it."""
    site = open_merchant(code)
    if request.method == "GET":
        return _asking(request, site, token)
    if not allow(f"visit:{request.META.get('REMOTE_ADDR')}", settings.ZHUCHAO_RATE_PUBLIC):
        raise Refused("too_many", _("点得太频繁了，请一分钟后再试"))
    form = VisitForm(choices(site, now()), request.POST)
    if not form.is_valid():
        return _page(request, site, form, status=422)
    try:
        count_scan(PUBLIC, code, _scan(request, token, form))
    except Refused as refused:
        if refused.fields:
            form.blame(refused)
            return _page(request, site, form, status=refused.status)
        return _page(request, site, form, told=refused.message, status=refused.status)
    return redirect("visit_done", code)


def _scan(request: HttpRequest, token: str, form: VisitForm) -> Scan:
    device = request.COOKIES.get(VISITOR, "")
    if not device or len(device) > LONGEST:
        raise Refused("conflict", _("浏览器没有留下今天的记号，请允许 Cookie 后再扫一次"))
    return Scan(token, device, form.cleaned_data["offer"], form.cleaned_data["thanks"])


def _asking(request: HttpRequest, site: Site, token: str) -> HttpResponse:
    form = VisitForm(choices(site, now()))
    old = bool(token) and not taken(site, token, now())
    told = _("这个码已经换了，请扫柜台上现在的码") if old else ""
    response = _page(request, site, form, told=told, ready=not old)
    if VISITOR not in request.COOKIES:
        _mark(response)
    return response


def _mark(response: HttpResponse) -> None:
    """A new random word for the telephone, good until the district's midnight."""
    today = now().astimezone(zone())
    midnight = datetime.combine(local_day(now()) + timedelta(days=1), time(), today.tzinfo)
    response.set_cookie(
        VISITOR,
        secrets.token_urlsafe(16),
        max_age=max(1, int((midnight - today).total_seconds())),
        path="/v/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _page(
    request: HttpRequest,
    site: Site,
    form: VisitForm,
    *,
    told: str = "",
    ready: bool = True,
    status: int = 200,
) -> HttpResponse:
    """The page; `told` is a friendly word instead of a count, `ready` whether the tap is shown."""
    context = {"site": site, "form": form, "told": told, "ready": ready and not told}
    return render(request, "merchants/visit.html", context, status=status)


@never_cache
@require_GET
def done(request: HttpRequest, code: str) -> HttpResponse:
    """It was counted."""
    site = open_merchant(code)
    context = {"site": site, "page": reverse("site", args=[code])}
    return render(request, "merchants/visit_done.html", context)
