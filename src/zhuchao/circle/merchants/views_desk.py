"""The desk's list of merchants with both daily means, and the facts behind each number."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.counts import Visits, facts
from zhuchao.circle.merchants.drawing import drawn
from zhuchao.circle.merchants.forms_desk import MerchantFilterForm, RecordsForm
from zhuchao.circle.merchants.kinds import SCANS, WAYS
from zhuchao.circle.merchants.listing import ListFilters, Listing, listing, mean_words, narrowed
from zhuchao.circle.merchants.policy import application_rule, kept, reviews
from zhuchao.circle.merchants.queries import offer_words
from zhuchao.circle.merchants.sheets import merchant_sheet
from zhuchao.circle.models import Application, Offer
from zhuchao.journal.models import Entry
from zhuchao.marks.paging import onward

PAGE = 50


@require_GET
@staff
def merchants(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list, under the means of all together."""
    form = MerchantFilterForm(request.GET)
    if not form.is_valid():
        nothing = {"form": form, "found": None, "narrowed": True, "waiting": 0}
        return render(request, "merchants/desk/list.html", nothing, status=422)
    f = form.filters()
    found = listing(scope, f)
    context = {
        "form": form,
        "found": found,
        "rows": [_row(row, f) for row in found.rows],
        "total": _means(found.total),
        "records": _records(f),
        "query": request.GET.urlencode(),
        "narrowed": any(v for k, v in request.GET.items() if k != "after"),
        "reviews": reviews(scope),
        "keeps": kept(scope).exists(),
        "waiting": Application.objects.filter(application_rule(scope), state="waiting").count(),
        "days": len(found.days),
        "drawn": drawn(found.days, gap=8, every=max(1, len(found.days) // 8)),
    }
    return render(request, "merchants/desk/list.html", context)


def _row(row: Any, f: ListFilters) -> dict[str, Any]:
    return {
        "site": row,
        **_means(row.visits),
        "to": reverse("marks:site", args=[row.code]),
        "records": _records(f, shop=row.code),
        "scans": _records(f, shop=row.code, way="scan"),
        "tallies": _records(f, shop=row.code, way="tally"),
    }


def _means(found: Visits) -> dict[str, Any]:
    return {
        "visits": found,
        "by_open": mean_words(found.means.by_open_day),
        "by_calendar": mean_words(found.means.by_calendar_day),
        "scan_by_open": mean_words(found.scan_means.by_open_day),
        "tally_by_open": mean_words(found.tally_means.by_open_day),
    }


def _records(f: ListFilters, **more: str) -> str:
    said = {
        "first": f.first.isoformat(),
        "last": f.last.isoformat(),
        "division": f.division,
        "plate": f.plate,
        "words": f.words,
        **more,
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('merchants:records')}?{query}"


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    return merchant_sheet(scope, _listing(request, scope))


def _listing(request: HttpRequest, scope: Scope) -> Listing:
    form = MerchantFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return listing(scope, form.filters())


@require_GET
@staff
def records(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The facts a number was counted from, newest first."""
    form = RecordsForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("地址不完整，请从商户列表点数字进来"))
    sites = narrowed(scope, form.filters())
    if form.cleaned_data["shop"]:
        sites = sites.filter(code=form.cleaned_data["shop"])
    names = dict(sites.values_list("pk", "name"))
    found = facts(names, form.cleaned_data["first"], form.cleaned_data["last"])
    found = _of_way(found, form.cleaned_data["way"])
    rows = found.filter(pk__lt=form.page_after) if form.page_after else found
    shown = list(rows.order_by("-id")[: PAGE + 1])
    more = shown[PAGE - 1].pk if len(shown) > PAGE else None
    context = {
        "form": form,
        "count": found.count(),
        "rows": _lines(shown[:PAGE], names),
        "first": onward(request, None),
        "next": onward(request, more) if more else "",
        "back": f"{reverse('merchants:merchants')}?{_back(form)}",
    }
    return render(request, "merchants/desk/records.html", context)


def _of_way(found: Any, way: str) -> Any:
    """By way: facets are canonical text, in which a code stands quoted."""
    if not way:
        return found
    named = {"scan": SCANS}.get(way, (way,))
    either = found.none()
    for one in named:
        either = either | found.filter(facets__contains=f'"way":"{one}"')
    return either


def _back(form: RecordsForm) -> str:
    said = {"first": form.cleaned_data["first"], "last": form.cleaned_data["last"]}
    return urlencode({name: value.isoformat() for name, value in said.items()})


def _lines(rows: list[Entry], names: dict[int, str]) -> list[dict[str, Any]]:
    numbers = {row.facets["offer"] for row in rows} - {None}
    offers = {one.pk: offer_words(one) for one in Offer.objects.filter(pk__in=numbers)}
    ways = dict(WAYS)
    return [
        {
            "id": row.pk,
            "when": row.occurred_at,
            "shop": names[row.subject_id],
            "way": _(ways[row.facets["way"]]),
            "offer": offers.get(row.facets["offer"], ""),
        }
        for row in rows
    ]
