"""The weekly sheet of a shop: the page, printable, and the file; and words that are taken away."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.policy import shops, works_at
from zhuchao.circle.merchants.sheets import week_sheet
from zhuchao.circle.merchants.visits import remove_thanks
from zhuchao.circle.merchants.week import monday_of, week_of
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Site


def read_shop(scope: Scope, code: str) -> Site:
    """A shop whose visits the scope may read. Raises Refused("not_found") otherwise."""
    site = shops(scope).filter(code=code).first()
    if site is None:
        raise Refused("not_found", _("没有这家店"))
    return site


def _day(request: HttpRequest) -> date:
    """A day of the week that is asked for; this week's where nothing sound is said."""
    today = local_day(now())
    try:
        found = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return min(max(found, date(2000, 1, 3)), today)


@require_GET
@staff
def week(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Visits of a week by hour, day and offer, and what was said."""
    site, day = read_shop(scope, code), _day(request)
    first = monday_of(day)
    later = first + timedelta(days=7)
    context = {
        "site": site,
        "week": week_of(site, day),
        "before": first - timedelta(days=7),
        "after": later if later <= local_day(now()) else None,
        "works": works_at(scope, site),
    }
    return render(request, "merchants/week.html", context)


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope, code: str) -> HttpResponseBase:
    """The same as a file."""
    return week_sheet(scope, read_shop(scope, code), _day(request))


@require_POST
@staff
def take_away(request: HttpRequest, scope: Scope, code: str, number: int) -> HttpResponse:
    """Erase the words of one thanks."""
    remove_thanks(scope, read_shop(scope, code).code, number)
    messages.success(request, _("这句话已删，道谢的次数不变。"))
    return redirect("shop_week", code)
