"""The addresses of the JSON API of this room, each with who may call it and what it answers."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Router

from zhuchao.matters import api_coverage as coverage
from zhuchao.matters import api_out as out
from zhuchao.matters import api_places as places
from zhuchao.matters import api_public as public
from zhuchao.matters import api_sites as sites
from zhuchao.matters import api_staff as staff
from zhuchao.matters.api_access import Key, Session, anybody

ANYBODY: dict[str, Any] = {"auth": [Key(), anybody], "openapi_extra": {"security": [{}]}}
"""A key is looked at if there is one; none is needed."""
STAFF: dict[str, Any] = {"auth": [Key(), Session()]}

Address = tuple[str, str, str, Callable[..., Any], Any]
"""Method, path, purpose, function, and what it answers: one shape, or one for each status."""

ONE = "/matters/{receipt}"
RULING = f"{ONE}/requests/{{number}}/ruling"
RAISED = {200: out.RaisedOut, 201: out.RaisedOut}

PUBLIC: tuple[Address, ...] = (
    ("POST", "/matters", _("提出办件"), public.raise_one, RAISED),
    ("POST", "/guess", _("预判类别、地点和紧急程度"), public.guess_one, out.GuessOut),
    ("GET", "/track/{receipt}", _("凭回执和查询码查进度"), public.track, out.TrackOut),
    (
        "POST",
        "/track/{receipt}/steps/{step}",
        _("诉求人确认、评价、要求重办、跳过一站或撤回"),
        public.asker_step,
        out.TrackOut,
    ),
    ("GET", "/divisions", _("区划"), places.list_divisions, list[out.DivisionOut]),
    ("GET", "/categories", _("类别"), places.list_categories, list[out.CategoryOut]),
    ("GET", "/sites", _("场所列表"), sites.list_sites, sites.SitesOut),
    ("GET", "/sites/{code}", _("一处场所"), sites.show_site, sites.SiteOut),
)
DESK: tuple[Address, ...] = (
    ("GET", "/matters", _("办件列表"), staff.list_matters, out.PageOut),
    ("GET", ONE, _("办件详情"), staff.show_matter, out.DetailOut),
    ("POST", f"{ONE}/steps/{{step}}", _("办理一步"), staff.staff_step, out.MatterOut),
    (
        "POST",
        f"{ONE}/requests",
        _("申请退单、延期或不计入考核"),
        staff.ask_request,
        out.RequestOut,
    ),
    ("POST", RULING, _("裁定申请"), staff.rule_request, out.RequestOut),
    (
        "PATCH",
        f"{ONE}/sorting",
        _("更正类别、区划或紧急程度"),
        staff.correct_sorting,
        out.MatterOut,
    ),
    (
        "PUT",
        f"{ONE}/external",
        _("登记外部系统的编号和时限"),
        staff.put_external,
        out.MatterOut,
    ),
    ("GET", "/rates", _("三率"), staff.show_rates, out.RatesOut),
    ("GET", "/coverage", _("两个覆盖"), coverage.show_coverage, coverage.CoverageOut),
    ("GET", "/offices", _("单位"), places.list_offices, list[out.OfficeOut]),
)


def router(*, public_face: bool, desk_face: bool) -> Router:
    """The addresses of the faces that run here."""
    made = Router()
    if public_face:
        _add(made, PUBLIC, ANYBODY)
    if desk_face:
        _add(made, DESK, STAFF)
    return made


def _add(made: Router, addresses: Iterable[Address], who: dict[str, Any]) -> None:
    for method, path, purpose, function, answers in addresses:
        made.add_api_operation(path, [method], function, summary=purpose, response=answers, **who)
