"""The desk's page of reunions: whom to receive, whom to verify, who lives in the branch, posts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.actions.intake import raise_matter
from zhuchao.matters.door import staff
from zhuchao.matters.kinds.reunion.figures import floating_branches, found_by_trade
from zhuchao.matters.kinds.reunion.forms import FoundForm, PostForm
from zhuchao.matters.kinds.reunion.parts import full_on
from zhuchao.matters.kinds.reunion.posts import close, post, posts, trades
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import visible_to
from zhuchao.rules.flows import flow
from zhuchao.rules.flows.reunion import BEFORE, PLACED

ROLES = ("party_desk", "secretary")
MOST = 200


@dataclass(frozen=True)
class Line:
    """A reunion in the list: masked, with what has to happen next."""

    receipt: str
    who: str
    trade: str
    branch: str
    state: str
    tone: str
    following: str
    due: datetime | None
    full_on: date | None
    full: bool
    since: date | None


def lines(scope: Scope, *, placed: bool) -> list[Line]:
    """The open reunions a scope sees: those under way, or those who live in a branch."""
    rows = visible_to(scope).filter(kind="reunion", closed_at__isnull=True)
    rows = rows.filter(state__in=PLACED) if placed else rows.exclude(state__in=PLACED)
    rows = rows.select_related("reunion__tie", "holder").prefetch_related("participants__identity")
    known = trades()
    return [_line(m, known) for m in rows.order_by("due_at", "-pk")[:MOST]]


def _line(matter: Matter, known: dict[str, str]) -> Line:
    row, state = matter.reunion, flow("reunion").state(matter.state)
    full = full_on(matter)
    return Line(
        receipt=matter.receipt,
        who=_mask(matter),
        trade=known.get(row.trade, row.trade),
        branch=matter.holder.name if matter.holder else "",
        state=_(state.label),
        tone=state.tone,
        following=_next(matter),
        due=matter.due_at,
        full_on=full,
        full=full is not None and full <= local_day(now()),
        since=row.tie.valid_from if row.tie else None,
    )


def _mask(matter: Matter) -> str:
    people = (p.identity for p in matter.participants.all() if p.role == "asker")
    return next((p.name_mask or p.phone_mask for p in people if p), "＊")


def _next(matter: Matter) -> str:
    """What is waited for, in the words of who waits."""
    row = matter.reunion
    if matter.state not in BEFORE:
        return {
            "verified_with_home": _("登记为流动党员"),
            "registered": _("编入流动党支部"),
            "placed_in_branch": _("参加组织生活"),
        }.get(matter.state, "")
    waits = (
        (row.received_on, _("等支部答复愿意接收")),
        (row.agreed_on, _("等本人同意")),
        (row.told_on, _("告诉原支部")),
    )
    return next((words for done, words in waits if not done), _("等原支部核实"))


@require_http_methods(["GET", "POST"])
@staff
def room(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The page; a post is made here, too."""
    demand(scope.holds(*ROLES), _("这里只给党建岗和支部书记"))
    form = PostForm(scope, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            post(scope, **form.cleaned_data)
        except Refused as refused:
            form.blame(refused)
        else:
            messages.success(request, _("已发布。"))
            return redirect("desk:reunion")
    today = local_day(now())
    context = {
        "form": form,
        "coming": lines(scope, placed=False),
        "living": lines(scope, placed=True),
        "posts": [p for p in posts(scope) if p.mine],
        "by_trade": found_by_trade(scope, today),
        "branches": floating_branches(scope, today) if scope.holds("party_desk") else None,
        "day": today,
    }
    status = 422 if form.errors else 200
    return render(request, "matters/reunion/room.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff
def found(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take down a floating member who was found; the matter's page opens."""
    demand(scope.holds(*ROLES), _("这里只给党建岗和支部书记"))
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            raised = raise_matter(scope, form.draft())
        except Refused as refused:
            form.blame(refused)
        else:
            messages.success(request, _("已登记。"))
            return redirect("desk:matter", raised.matter.receipt)
    status = 422 if form.errors else 200
    return render(request, "matters/reunion/found.html", {"form": form}, status=status)


@require_POST
@staff
def take_down(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Close a post."""
    close(scope, number)
    messages.success(request, _("已撤下。"))
    return redirect("desk:reunion")
