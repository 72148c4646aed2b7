"""Plates: what hangs and what wants a recheck, award, take away, print, and their standards."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.marks.actions import add_standard, award, withdraw
from zhuchao.marks.forms import MarkFilterForm
from zhuchao.marks.forms_check import StandardForm, WithdrawForm
from zhuchao.marks.models import Mark
from zhuchao.marks.models import Standard as StoredStandard
from zhuchao.marks.paging import onward
from zhuchao.marks.plaque import plaque_of
from zhuchao.marks.plates import MarkFilters, due_count, mark_page, passed, plate_count
from zhuchao.marks.sheets import mark_sheet
from zhuchao.marks.site_page import grade_label, plate
from zhuchao.marks.site_words import kind_of
from zhuchao.marks.standards import every_version, labels, shipped_source, standards
from zhuchao.places.atlas import atlas
from zhuchao.registry.site_policy import manages, territory


@require_GET
@staff
def marks(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The plates, narrowed by the address; above them how many sites carry them, each once."""
    form = MarkFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else MarkFilters()
    found = mark_page(f, after=form.page_after if sound else 0, size=20 if sound else 1)
    counted, named, areas = plate_count(), labels(), atlas()
    context = {
        "form": form,
        "rows": [(plate(m), areas.full_name(m.site.division.path)) for m in found.rows if sound],
        "next": onward(request, found.after),
        "first": onward(request, None),
        "query": request.GET.urlencode(),
        "narrowed": any(v for k, v in request.GET.items() if k != "after"),
        "tiles": _tiles(scope, counted.each, counted.sites, counted.several),
        "together": [(named.get(a, a), named.get(b, b), n) for a, b, n in counted.together],
        "passed": [
            (row, named.get(row.standard, row.standard), _grade(row)) for row in passed(scope)
        ],
    }
    return render(request, "marks/marks.html", context, status=200 if sound else 422)


def _grade(row: Any) -> str:
    return grade_label(row.standard, row.standard_version, row.grade)


def _tiles(scope: Scope, each: dict[str, int], sites: int, several: int) -> list[dict[str, Any]]:
    path, places = reverse("marks:marks"), reverse("marks:sites")
    shown = [(f"{path}?state=valid", sites, _("处场所有牌子"), "")]
    shown += [
        (f"{places}?plate={key}", each.get(key, 0), label, "") for key, label in labels().items()
    ]
    shown.append((f"{path}?state=valid", several, _("处有两块以上"), ""))
    if territory(scope):
        shown.append((f"{path}?state=due", due_count(scope), _("块该复查"), "waiting"))
    return [
        {"to": to, "count": n, "label": label, "tone": tone if n else ""}
        for to, n, label, tone in shown
    ]


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    form = MarkFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return mark_sheet(scope, form.filters())


@require_POST
@staff
def hang(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Hang or renew the plate a check earned."""
    mark = award(scope, number, number=request.POST.get("number", "")[:40])
    words = _("已挂牌，编号 %(number)s，有效到 %(until)s。")
    messages.success(request, words % {"number": mark.number, "until": mark.valid_until})
    return redirect("marks:mark", mark.pk)


@require_GET
@staff
def mark(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One plate."""
    return _mark(request, scope, _seen(number))


def _seen(number: int) -> Mark:
    found = Mark.objects.filter(pk=number).select_related("site__division").first()
    if found is None:
        raise Refused("not_found", _("没有这块牌子"))
    return found


def _mark(
    request: HttpRequest,
    scope: Scope,
    row: Mark,
    form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "plate": plate(row),
        "kind": kind_of(row.site),
        "place": atlas().full_name(row.site.division.path),
        "may": manages(scope, str(row.site.division.path)) and row.state == "valid",
        "form": form or WithdrawForm(initial={"version": row.version}),
    }
    return render(request, "marks/mark.html", context, status=status)


@require_POST
@staff
def take_away(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Withdraw a plate with the reason."""
    row = _seen(number)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _mark(request, scope, row, form, 422)
    said = form.cleaned_data
    withdraw(scope, row.pk, reason=said["reason"], version=said["version"])
    messages.success(request, _("已摘牌。"))
    return redirect("marks:mark", row.pk)


@require_GET
@staff
def plaque(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The plaque to print: SVG, A4 across, with a QR that leads to the site's public page."""
    row = _seen(number)
    if not plate(row).valid:
        raise Refused("conflict", _("这块牌子已经不在有效期内，不能打印"))
    public = f"/sites/{row.site.code}/"
    address = f"{settings.ZHUCHAO_URL}{public}" if settings.ZHUCHAO_URL else ""
    words = plaque_of(plate(row), address or request.build_absolute_uri(public))
    svg = render_to_string("marks/plaque.svg", {"plaque": words})
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Content-Disposition"] = f'inline; filename="{row.site.code}-{row.standard}.svg"'
    return response


@require_http_methods(["GET", "POST"])
@staff
def standards_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every standard and its versions; an administrator of the whole district loads a new one."""
    key = request.GET.get("from", "")
    if request.method == "GET":
        return _standards(request, scope, StandardForm(initial={"source": _source(key)}), key)
    form = StandardForm(request.POST)
    if not form.is_valid():
        return _standards(request, scope, form, key, 422)
    try:
        made = add_standard(scope, form.cleaned_data["source"])
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        form.blame(refused)
        return _standards(request, scope, form, key, refused.status)
    messages.success(request, _("已载入“%(label)s”的新版本。") % {"label": made.label})
    return redirect("marks:standards")


def _source(key: str) -> str:
    """The text of the newest version of a standard, to be written on."""
    row = StoredStandard.objects.filter(key=key).order_by("in_force_from", "pk").last()
    return row.source if row else shipped_source(key)


def _standards(
    request: HttpRequest, scope: Scope, form: StandardForm, key: str, status: int = 200
) -> HttpResponse:
    today = standards()
    context = {
        "today": list(today.values()),
        "older": [one for one in every_version() if today[one.key] is not one],
        "form": form,
        "opened": bool(key) or form.is_bound,
        "may_load": scope.system or scope.holds("administrator"),
    }
    return render(request, "marks/standards.html", context, status=status)
