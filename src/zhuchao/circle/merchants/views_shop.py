"""The counter, `/shop/`: today's visits, the changing code, +1, hours, closing for today."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.codes import current_token, outside, picture
from zhuchao.circle.merchants.forms_shop import HoursForm, VisitForm
from zhuchao.circle.merchants.policy import demand_counter, kept
from zhuchao.circle.merchants.queries import open_merchant
from zhuchao.circle.merchants.shop_words import today_of
from zhuchao.circle.merchants.visits import count_tally, undo_tally
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.site_words import hours_of, now_of
from zhuchao.places.models import Site
from zhuchao.places.site_queries import Clock
from zhuchao.registry.site_actions import change_hours, close_until
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written


@require_GET
@staff
def mine(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The shop one keeps; of several the list, of none the way to apply."""
    found = list(kept(scope)[:50])
    if len(found) == 1:
        return _shop(request, found[0])
    return render(request, "merchants/mine.html", {"shops": found})


@require_GET
@staff
def shop(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One shop."""
    return _shop(request, counter(scope, code))


def counter(scope: Scope, code: str) -> Site:
    """A shop at whose counter the scope works. Raises Refused otherwise."""
    site = open_merchant(code)
    demand_counter(scope, site)
    return site


def _shop(request: HttpRequest, site: Site, told: Any = None, status: int = 200) -> HttpResponse:
    today, moment = today_of(site, now()), Clock()
    until = from_text(site.hours).closed_until
    context = {
        "site": site,
        "today": today,
        "form": told or VisitForm(today.choices),
        "now": now_of(site, moment, ahead=True),
        "hours": hours_of(site),
        "paused": until if until and until >= local_day(now()) else None,
        "code": _code(request, site),
    }
    return render(request, "merchants/shop.html", context, status=status)


def _code(request: HttpRequest, site: Site) -> str:
    path = reverse("visit_now", args=[site.code, current_token(site, now())])
    return picture(outside(request, path))


@require_GET
@staff
def code_page(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The changing code alone: large on a counter, or the piece the shop's page renews."""
    site = counter(scope, code)
    piece = "code" if request.headers.get("HX-Request") else "code_page"
    context = {"site": site, "code": _code(request, site)}
    return render(request, f"merchants/{piece}.html", context)


@require_GET
@staff
def poster(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The code to print and hang up; it does not change, so it counts in opening hours only."""
    site = counter(scope, code)
    link = outside(request, reverse("visit", args=[code]))
    return render(request, "merchants/poster.html", {"site": site, "code": picture(link)})


@require_POST
@staff
def tally(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """+1 by hand."""
    site = counter(scope, code)
    form = VisitForm(today_of(site, now()).choices, request.POST)
    if not form.is_valid():
        return _shop(request, site, form, status=422)
    count_tally(scope, code, form.cleaned_data["offer"])
    messages.success(request, _("记了一位。"))
    return redirect("shop_at", code)


@require_POST
@staff
def undo(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Take the last +1 back."""
    text = request.POST.get("entry", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    undo_tally(scope, code, number)
    messages.success(request, _("撤回了一位。"))
    return redirect("shop_at", code)


@require_POST
@staff
def today(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Close for the rest of today, or open again."""
    site = counter(scope, code)
    again = "again" in request.POST
    until = None if again else local_day(now())
    close_until(scope, site.pk, until, version=_version(request))
    messages.success(request, _("已恢复营业。") if again else _("今天先关门，明天照常。"))
    return redirect("shop_at", code)


def _version(request: HttpRequest) -> int:
    """The version that was seen; none is as stale as can be."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_http_methods(["GET", "POST"])
@staff
def hours(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Change when the shop is open."""
    site = counter(scope, code)
    begin = {"version": site.version, "hours": written(from_text(site.hours))}
    form = HoursForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change_hours(scope, site.pk, said["hours"], version=said["version"])
        except Refused as refused:
            form.blame(refused)
        else:
            messages.success(request, _("营业时间已改。"))
            return redirect("shop_at", code)
    status = 422 if form.errors else 200
    return render(request, "merchants/hours.html", {"site": site, "form": form}, status=status)
