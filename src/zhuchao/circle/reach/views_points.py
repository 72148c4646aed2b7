"""The files of points: what lies here, bring one, drop one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.models import PointFile
from zhuchao.circle.reach.actions import bring_points, drop_points
from zhuchao.circle.reach.forms import PointsForm
from zhuchao.circle.reach.kinds import COLUMNS, POINT_KINDS
from zhuchao.circle.reach.policy import demand_planner, within
from zhuchao.circle.reach.reading import read_upload
from zhuchao.places.atlas import atlas


@require_http_methods(["GET", "POST"])
@staff
def points(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list with the form below it."""
    demand_planner(scope)
    if request.method == "GET":
        return _page(request, scope, PointsForm(initial={"kind": request.GET.get("kind", "")}))
    form = PointsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, scope, form, 422)
    said = form.cleaned_data
    try:
        rows, read = read_upload(said["file"], said["kind"])
        made = bring_points(scope, said["kind"], said["name"], rows, read=read)
    except Refused as refused:
        form.blame(refused)
        return _page(request, scope, form, refused.status)
    words = _("“%(name)s”已载入：%(read)s 行，归并成 %(kept)s 条。")
    told = {"name": made.name, "read": made.read, "kept": len(made.rows)}
    messages.success(request, words % told)
    return redirect("reach:points")


def _page(request: HttpRequest, scope: Scope, form: PointsForm, status: int = 200) -> HttpResponse:
    labels, areas = dict(POINT_KINDS), atlas()
    rows: list[dict[str, Any]] = [
        {
            "file": file,
            "kind": _(labels[file.kind]),
            "kept": len(file.rows),
            "where": areas.full_name(str(file.division_path)),
        }
        for file in PointFile.objects.filter(within(scope, "division_path")).order_by("-pk")
    ]
    columns = [(_(label), COLUMNS[kind]) for kind, label in POINT_KINDS]
    context = {"form": form, "rows": rows, "columns": columns, "here": "points"}
    return render(request, "circle/reach/points.html", context, status=status)


@require_POST
@staff
def drop(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Delete a file."""
    drop_points(scope, number)
    messages.success(request, _("已删除。"))
    return redirect("reach:points")
