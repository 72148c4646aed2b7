"""Boards on walls: the list, a new one, one of them with its photo, and what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhuchao.access.door import staff
from zhuchao.access.files import store_photo
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.labels import verb_label
from zhuchao.marks.board_actions import change_board, decide_board, record_board
from zhuchao.marks.boards import BoardDetail, BoardFilters, board_detail, board_page, board_tally
from zhuchao.marks.forms import BoardFilterForm
from zhuchao.marks.forms_board import BoardForm, DecideForm, written_board
from zhuchao.marks.models import OUTCOMES, Board
from zhuchao.marks.paging import onward
from zhuchao.marks.queries import names_of
from zhuchao.marks.sheets import board_sheet
from zhuchao.marks.site_page import Line, who_label
from zhuchao.places.atlas import atlas
from zhuchao.registry.site_policy import manages, territory

TONES = {
    "pending": "waiting",
    "kept": "active",
    "standardised": "good",
    "merged": "good",
    "removed": "quiet",
}


@require_GET
@staff
def boards(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list, narrowed by the address, under the numbers counted from it."""
    form = BoardFilterForm(request.GET)
    sound = form.is_valid()
    f = form.filters() if sound else BoardFilters()
    found = board_page(scope, f, after=form.page_after if sound else 0, size=20 if sound else 1)
    path = reverse("marks:boards")
    context = {
        "form": form,
        "rows": [_row(b) for b in found.rows if sound],
        "next": onward(request, found.after),
        "first": onward(request, None),
        "query": request.GET.urlencode(),
        "narrowed": any(v for k, v in request.GET.items() if k != "after"),
        "tiles": [
            {"to": f"{path}?outcome={name}", "count": n, "label": label}
            for name, label, n in board_tally(scope)
        ],
        "may_record": bool(territory(scope)),
    }
    return render(request, "marks/boards.html", context, status=200 if sound else 422)


def _row(board: Board) -> dict[str, Any]:
    return {
        "board": board,
        "place": atlas().full_name(board.division_path),
        "outcome": _(dict(OUTCOMES)[board.outcome]),
        "tone": TONES[board.outcome],
    }


@require_GET
@staff
def sheet(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """The list as an Excel file."""
    form = BoardFilterForm(request.GET)
    if not form.is_valid():
        raise Refused("invalid", _("筛选条件有误，请回到列表修改"))
    return board_sheet(scope, form.filters())


@require_http_methods(["GET", "POST"])
@staff
def record(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Write down a board that hangs somewhere."""
    demand(bool(territory(scope)), _("只有属地街道、社区的工作人员和管理员可以登记和清理牌子"))
    if request.method == "GET":
        return _edit(request, BoardForm(initial={"version": 0}))
    form = BoardForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edit(request, form, status=422)
    try:
        made = record_board(scope, form.board(), _photos(form))
    except Refused as refused:
        form.blame(refused)
        return _edit(request, form, status=refused.status)
    messages.success(request, _("已登记。"))
    return redirect("marks:board", made.pk)


def _photos(form: BoardForm) -> list[UUID]:
    photo = form.cleaned_data["photo"]
    return [store_photo(photo).pk] if photo else []


def _edit(
    request: HttpRequest, form: BoardForm, board: Board | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "marks/board_edit.html", {"form": form, "board": board}, status=status)


@require_http_methods(["GET", "POST"])
@staff
def edit(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Correct what is written of a board."""
    row = board_detail(scope, number).board
    if request.method == "GET":
        return _edit(request, BoardForm(initial=written_board(row)), row)
    form = BoardForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edit(request, form, row, status=422)
    version = form.cleaned_data["version"]
    try:
        change_board(scope, number, form.board(), _photos(form), version=version)
    except Refused as refused:
        form.blame(refused)
        return _edit(request, form, row, status=refused.status)
    messages.success(request, _("已修改。"))
    return redirect("marks:board", number)


@require_GET
@staff
def board(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One board."""
    return _board(request, scope, board_detail(scope, number))


def _board(
    request: HttpRequest,
    scope: Scope,
    found: BoardDetail,
    form: DecideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    names = names_of(found.entries)
    context = {
        **_row(found.board),
        "files": found.files,
        "lines": [
            Line(verb_label(e), e.recorded_at, who_label(e.who, names), e.words)
            for e in found.entries
        ],
        "may": manages(scope, found.board.division_path),
        "form": form or DecideForm(initial={"version": found.board.version}),
    }
    return render(request, "marks/board.html", context, status=status)


@require_POST
@staff
def decide(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Say what became of a board."""
    form = DecideForm(request.POST)
    found = board_detail(scope, number)
    if not form.is_valid():
        return _board(request, scope, found, form, 422)
    said = form.cleaned_data
    try:
        decide_board(
            scope,
            number,
            said["outcome"],
            on=said["on"],
            reason=said["reason"],
            version=said["version"],
        )
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form.blame(refused)
        return _board(request, scope, found, form, 422)
    messages.success(request, _("已记下处理结果。"))
    return redirect("marks:board", number)
