"""The first two pages of the desk: what needs you today, and the list of matters."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.access.waiting import waiting
from zhuchao.matters import export
from zhuchao.matters.desk_queries import Today
from zhuchao.matters.desk_queries import today as found_today
from zhuchao.matters.desk_rows import SHOWN, rows
from zhuchao.matters.door import staff
from zhuchao.matters.forms import DUE, FilterForm, after_text, written_options
from zhuchao.matters.links import drop_link, save_link, saved_links
from zhuchao.matters.policy import MEMBERS
from zhuchao.matters.queries import Page, counted, open_requests, page
from zhuchao.matters.queries import matters as found_matters
from zhuchao.matters.views_enter import may_enter
from zhuchao.rules.flows import FLOWS


@require_GET
@staff
def today(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What needs you today: counts that open their list, what is urgent, what waits for you."""
    found = found_today(scope)
    requests = open_requests(scope)
    others = waiting(scope)
    context = {
        "tiles": [*_tiles(scope, found, len(requests)), *others],
        "rows": rows(found.urgent),
        "requests": [(r, _(FLOWS[r.matter.kind].request(r.kind).label)) for r in requests[:20]],
        "idle": not (found.urgent or requests or others),
    }
    return render(request, "matters/desk/today.html", context)


def _tiles(scope: Scope, found: Today, rulings: int) -> list[dict[str, Any]]:
    """The tiles: address, count, words and tone. Those of no use to the role are left out."""
    whole = bool(scope.paths("intake", "supervisor"))
    where = "" if whole else "&mine=on"
    shown = [
        (f"?due=late{where}", found.late, _("已超时"), "bad"),
        (f"?due=today{where}", found.today, _("今天到期"), "waiting"),
        (f"?due=week{where}", found.week, _("七天内到期"), ""),
    ]
    if scope.organisations(*MEMBERS):
        shown.append(("?unsigned=on&open=on", found.unsigned, _("待我单位签收"), ""))
    if scope.paths("intake") or found.new:
        shown.append((f"?tone=new{where}", found.new, _("待受理"), ""))
    shown += [
        (f"?tone=bad{where}", found.reopened, _("要求重办"), "bad"),
        (f"?tone=waiting&open=on{where}", found.waiting, _("已答复，待确认"), ""),
    ]
    tiles = [
        {"to": reverse("desk:matters") + to, "count": n, "label": label, "tone": tone if n else ""}
        for to, n, label, tone in shown
    ]
    if rulings:
        tiles.append(
            {"to": "#rulings", "count": rulings, "label": _("等我裁定"), "tone": "waiting"}
        )
    return tiles


@require_GET
@staff
def matters(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list, narrowed by the address."""
    form = FilterForm(request.GET)
    sound = form.is_valid()
    found, total = _listed(scope, form) if sound else (Page([], None), "")
    query = _query(request.GET)
    context = {
        "form": form,
        "rows": rows(found.rows),
        "total": total,
        "next": _next(query, after_text(found.after)),
        "first": f"?{query.urlencode()}" if request.GET.get("after") else "",
        "query": query.urlencode(),
        "narrowed": bool(set(query) - {"size"}),
        "said": {name: query.get(name, "") for name in ("words", "since", "until")},
        "selects": _selects(scope, form, query),
        "detailed": bool(set(query) & DETAILED),
        "hidden": [(name, query[name]) for name in HIDDEN if name in query],
        "quick": _quick(query),
        "links": saved_links(scope),
        "may_enter": may_enter(scope),
    }
    return render(request, "matters/desk/list.html", context, status=200 if sound else 422)


def _listed(scope: Scope, form: FilterForm) -> tuple[Page, str]:
    """The page asked for and, on the first one, how many there are; counted when more follow."""
    fitting, after = found_matters(scope, form.filters()), form.after_key()
    found = page(fitting, SHOWN, after=after, size=form.size_of_page())
    if after:
        return found, ""
    number, capped = counted(fitting) if found.after else (len(found.rows), False)
    return found, f"{number}+" if capped else str(number)


DETAILED = {"state", "category", "urgency", "division", "office", "since", "until"}
"""Filters that are folded away until one of them is set."""
HIDDEN = ("kind", "tone", "due", "mine", "unsigned", "open", "size")
"""Filters that the switches set; the form carries them on."""


def _selects(scope: Scope, form: FilterForm, query: QueryDict) -> list[dict[str, Any]]:
    """The choices of the filters, plain: widgets would take longer than the list itself."""
    shown = ["state", "category", "urgency", "division"]
    if scope.paths("intake", "supervisor"):
        shown.append("office")
    return [
        {
            "name": name,
            "label": form.fields[name].label,
            "options": written_options(name, query.get(name, "")),
        }
        for name in shown
    ]


def _query(given: QueryDict) -> QueryDict:
    """The filters of an address, without its empty ones and its page."""
    kept = QueryDict(mutable=True)
    for name, value in given.items():
        if value and name != "after":
            kept[name] = str(value)
    return kept


def _next(query: QueryDict, after: str) -> str:
    if not after:
        return ""
    onward = query.copy()
    onward["after"] = after
    return f"?{onward.urlencode()}"


def _quick(query: QueryDict) -> list[tuple[str, str, bool]]:
    """The filters one touches all day, as switches: address, words, whether on."""
    wanted = [("mine", "on", _("在我单位手里")), ("open", "on", _("在办"))]
    wanted += [("due", value, str(label)) for value, label in DUE]
    wanted += [("kind", f.kind, _(f.label)) for f in FLOWS.values()]
    found = []
    for name, value, label in wanted:
        on = query.get(name) == value
        other = query.copy()
        if on:
            del other[name]
        else:
            other[name] = value
        found.append((f"?{other.urlencode()}", label, on))
    return found


@require_POST
@staff
def keep_link(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Save the filters of the list under a name, or forget a saved one."""
    query = request.POST.get("query", "")
    try:
        if request.POST.get("drop", "").isdecimal():
            drop_link(scope, int(request.POST["drop"]))
        else:
            save_link(scope, request.POST.get("name", ""), query)
            messages.success(request, _("已保存，以后一点就到。"))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(f"{reverse('desk:matters')}?{QueryDict(query).urlencode()}")


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return export.sheet(scope, form.filters())
