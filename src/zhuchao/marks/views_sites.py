"""The desk's pages of sites: the list with its worklists, one site, and everything done to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.actions import retire
from zhuchao.marks.forms import SiteFilterForm
from zhuchao.marks.forms_site import HostForm, PauseForm, RetireForm, SiteForm, written_site
from zhuchao.marks.paging import onward, safe_next
from zhuchao.marks.queries import SiteFilters, seen_site, site_detail, site_page, tally
from zhuchao.marks.sheets import site_sheet
from zhuchao.marks.site_page import page_of
from zhuchao.marks.site_words import rows
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import FACTS
from zhuchao.registry.actions import end_tie, host
from zhuchao.registry.models import Organisation
from zhuchao.registry.site_actions import change_site, close_until, confirm_facts, found_site
from zhuchao.registry.site_policy import hosts, territory


@require_GET
@staff
def sites(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list, narrowed by the address, under the numbers counted from it."""
    form = SiteFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else SiteFilters()
    found = site_page(scope, f, after=form.page_after if sound else 0, size=20 if sound else 1)
    context = {
        "form": form,
        "rows": rows(scope, found.rows) if sound else [],
        "total": found.count,
        "next": onward(request, found.after),
        "first": onward(request, None) if request.GET.get("after") else "",
        "query": request.GET.urlencode(),
        "narrowed": any(v for k, v in request.GET.items() if k != "after"),
        "tiles": _tiles(scope),
        "may_found": bool(territory(scope)),
        "here": request.get_full_path(),
    }
    return render(request, "marks/sites.html", context, status=200 if sound else 422)


def _tiles(scope: Scope) -> list[dict[str, Any]]:
    """The counts, each leading to its rows."""
    counted, path = tally(scope), reverse("marks:sites")
    shown: list[tuple[str, int, Any, str]] = [
        (f"?group={name}&status=open", n, label, "") for name, label, n in counted.groups
    ]
    if counted.building:
        shown.append(("?status=building", counted.building, _("在建（不计入）"), ""))
    if territory(scope):
        shown += [
            ("?freshness=doubted&mine=on", counted.doubted, _("有人反映不对"), "bad"),
            ("?freshness=stale&mine=on", counted.stale, _("要去确认"), "waiting"),
        ]
    return [
        {"to": f"{path}{to}", "count": n, "label": label, "tone": tone if n else ""}
        for to, n, label, tone in shown
    ]


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    form = SiteFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return site_sheet(scope, form.filters())


@require_GET
@staff
def site(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One site in full."""
    return _site(request, scope, code)


def _site(
    request: HttpRequest, scope: Scope, code: str, given: dict[str, Any] | None = None
) -> HttpResponse:
    page = page_of(scope, site_detail(scope, code))
    version = {"version": page.site.version}
    context = {
        "page": page,
        "pause": PauseForm(initial=version, auto_id="pause_%s"),
        "retire": RetireForm(initial=version, auto_id="retire_%s"),
        "host": HostForm(auto_id="host_%s"),
        **(given or {}),
    }
    return render(request, "marks/site.html", context, status=422 if given else 200)


@require_http_methods(["GET", "POST"])
@staff
def found(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Write down a new site."""
    demand(bool(territory(scope)), _("只有属地街道、社区的工作人员和管理员可以登记场所"))
    if request.method == "GET":
        begin = {"version": 0, "status": "open", "kind": request.GET.get("kind", "")}
        return _edit(request, SiteForm(initial=begin))
    form = SiteForm(request.POST)
    if not form.is_valid():
        return _edit(request, form, status=422)
    try:
        made = found_site(scope, form.site())
    except Refused as refused:
        form.blame(refused)
        return _edit(request, form, status=refused.status)
    messages.success(request, _("已登记。"))
    return redirect("marks:site", made.code)


@require_http_methods(["GET", "POST"])
@staff
def edit(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Change a site; what was written stays on the screen when somebody was first."""
    place = seen_site(scope, code)
    if request.method == "GET":
        return _edit(request, SiteForm(initial=written_site(place)), place)
    form = SiteForm(request.POST)
    if not form.is_valid():
        return _edit(request, form, place, status=422)
    try:
        change_site(scope, place.pk, form.changes(), version=form.cleaned_data["version"])
    except Refused as refused:
        form.blame(refused)
        return _edit(request, form, place, status=refused.status)
    messages.success(request, _("已修改。"))
    return redirect("marks:site", code)


def _edit(
    request: HttpRequest, form: SiteForm, place: Site | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "marks/edit.html", {"form": form, "place": place}, status=status)


@require_POST
@staff
def confirm(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Say that one fact, or all of them, are as written."""
    place = seen_site(scope, code)
    names = [request.POST["fact"]] if "fact" in request.POST else [name for name, _l in FACTS]
    confirm_facts(scope, place.pk, names, version=_version(request))
    messages.success(request, _("“%(name)s”已确认。") % {"name": place.name})
    return redirect(safe_next(request) or reverse("marks:site", args=[code]))


def _version(request: HttpRequest) -> int:
    """The version that was seen; none is as stale as can be."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
@staff
def pause(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Close until a day, or open again."""
    place = seen_site(scope, code)
    if "again" in request.POST:
        close_until(scope, place.pk, None, version=_version(request))
        messages.success(request, _("已恢复开放。"))
        return redirect("marks:site", code)
    form = PauseForm(request.POST, auto_id="pause_%s")
    if not form.is_valid():
        return _site(request, scope, code, {"pause": form})
    said = form.cleaned_data
    try:
        close_until(scope, place.pk, said["until"], version=said["version"])
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _site(request, scope, code, {"pause": form})
    messages.success(request, _("已写明暂停开放。"))
    return redirect("marks:site", code)


@require_POST
@staff
def end(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Retire a site with its plates."""
    place = seen_site(scope, code)
    form = RetireForm(request.POST, auto_id="retire_%s")
    if not form.is_valid():
        return _site(request, scope, code, {"retire": form})
    said = form.cleaned_data
    try:
        retire(scope, place.pk, on=said["on"], reason=said["reason"], version=said["version"])
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _site(request, scope, code, {"retire": form})
    messages.success(request, _("已撤销，挂的牌子一并摘除。"))
    return redirect("marks:site", code)


@require_POST
@staff
def add_host(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Name an organisation that runs the site."""
    place = seen_site(scope, code)
    form = HostForm(request.POST, auto_id="host_%s")
    if not form.is_valid():
        return _site(request, scope, code, {"host": form})
    office = Organisation.objects.get(pk=form.cleaned_data["organisation"])
    if office.pk not in {tie.who_organisation_id for tie in hosts(place)}:
        host(scope, "host", office, place)
    messages.success(request, _("承办单位已写入。"))
    return redirect("marks:site", code)


@require_POST
@staff
def end_host(request: HttpRequest, scope: Scope, code: str, number: int) -> HttpResponse:
    """End a hosting; today is its last day."""
    place = seen_site(scope, code)
    tie = next((t for t in hosts(place) if t.pk == number), None)
    if tie is None:
        raise Refused("not_found", _("没有这个承办单位"))
    end_tie(scope, tie, on=local_day(now()))
    messages.success(request, _("已终止，今天是最后一天。"))
    return redirect("marks:site", code)
