"""The desk's pages of estates: which scenes have a card, and the card written by rows."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.estates.actions import write_estate
from zhuchao.circle.estates.forms import PlanForms, TableForm
from zhuchao.circle.estates.picture import picture_of
from zhuchao.circle.estates.plan import Plan
from zhuchao.circle.estates.queries import plan_of, scenes, written_estate
from zhuchao.circle.estates.reading import merged, read_table
from zhuchao.circle.models import Estate
from zhuchao.marks.paging import onward
from zhuchao.places.models import Site

MOST_FAULTS = 30


@require_GET
@staff
def estates(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The friendly scenes whose card one writes, and whether there is one."""
    given = request.GET
    text = given.get("after", "")
    after = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    state = given.get("state", "") if given.get("state") in ("done", "missing") else ""
    words = given.get("words", "")[:40]
    found = scenes(scope, after=after, state=state, words=words)
    context = {
        "rows": [(site, getattr(site, "estate", None)) for site in found.rows],
        "state": state,
        "words": words,
        "next": onward(request, found.after),
        "first": onward(request, None) if after else "",
    }
    return render(request, "estates/desk/list.html", context)


@require_http_methods(["GET", "POST"])
@staff
def edit(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Write the card; what was written stays on the screen when it cannot be kept."""
    site, estate = written_estate(scope, code)
    given = request.POST if request.method == "POST" else None
    forms = _forms(estate, given)
    if given is None:
        return _page(request, site, estate, forms)
    if not forms.is_valid():
        return _page(request, site, estate, forms, status=422)
    try:
        write_estate(scope, site.pk, forms.plan(), version=forms.version)
    except Refused as refused:
        if refused.code not in ("invalid", "stale"):
            raise
        forms.blame(refused)
        return _page(request, site, estate, forms, status=refused.status)
    messages.success(request, _("指路图已写入，算您刚刚核对过。"))
    return redirect("estates:edit", code)


def _forms(estate: Estate | None, given: object = None) -> PlanForms:
    """The form as it stands in the table, or as it was sent."""
    plan = plan_of(estate) if estate else Plan(words={"registration": "unknown"})
    return PlanForms(plan, estate.version if estate else 0, given)


def _page(
    request: HttpRequest,
    site: Site,
    estate: Estate | None,
    forms: PlanForms,
    table: TableForm | None = None,
    status: int = 200,
) -> HttpResponse:
    version = estate.version if estate else 0
    context = {
        "site": site,
        "estate": estate,
        "form": forms.form,
        "parts": forms,
        "table": table or TableForm(initial={"version": version}, auto_id="table_%s"),
        "picture": picture_of(plan_of(estate)) if estate else None,
    }
    return render(request, "estates/desk/edit.html", context, status=status)


@require_POST
@staff
def table(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Take the buildings of a table into the card; nothing of it when a cell is wrong."""
    site, estate = written_estate(scope, code)
    form = TableForm(request.POST, request.FILES, auto_id="table_%s")
    if form.is_valid():
        read = read_table(form.cleaned_data["file"].read())
        for where, why in read.faults[:MOST_FAULTS]:
            form.add_error("file", f"{where}：{why}" if where else why)
    if not form.is_valid():
        return _page(request, site, estate, _forms(estate), form, status=422)
    plan = plan_of(estate) if estate else Plan(words={"registration": "unknown"})
    plan = replace(plan, buildings=tuple(merged(plan.buildings, read.buildings)))
    try:
        write_estate(scope, site.pk, plan, version=form.cleaned_data["version"])
    except Refused as refused:
        if refused.code not in ("invalid", "stale"):
            raise
        form.add_error("file", "；".join(_told(plan, refused)))
        return _page(request, site, estate, _forms(estate), form, status=refused.status)
    messages.success(request, _("表里的 %(n)s 栋楼已写入。") % {"n": len(read.buildings)})
    return redirect("estates:edit", code)


def _told(plan: Plan, refused: Refused) -> list[str]:
    """The faults of a refusal, each with the building it is of."""
    names = {f"buildings-{n}": one.name for n, one in enumerate(plan.buildings)}
    found = refused.fields or {"": refused.message}
    told = [(names.get(key.rpartition("-")[0], ""), words) for key, words in found.items()]
    return [f"{name}：{words}" if name else words for name, words in told[:MOST_FAULTS]]
