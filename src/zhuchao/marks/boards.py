"""Boards on walls as lists and pages read them, and how many were cleared."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.models import File
from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.journal.queries import timeline
from zhuchao.marks.models import CLEARED, OUTCOMES, Board
from zhuchao.marks.policy import board_rule
from zhuchao.places.atlas import atlas

PAGE = 20


@dataclass(frozen=True)
class BoardFilters:
    """What the list is narrowed to; the days are those of the decision."""

    outcome: str = ""
    """One of OUTCOMES, or "cleared" for all of CLEARED."""
    owner: int | None = None
    division: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True)
class BoardPage:
    """A page of boards, keyed by id, newest first."""

    rows: list[Board]
    after: int | None


def boards(scope: Scope, f: BoardFilters) -> QuerySet[Board]:
    """The visible boards that fit."""
    found = Board.objects.filter(board_rule(scope) & _narrow(f))
    return found.select_related("owner", "division").order_by("-pk")


def _narrow(f: BoardFilters) -> Q:
    narrow = Q()
    if f.outcome:
        narrow &= Q(outcome__in=CLEARED if f.outcome == "cleared" else [f.outcome])
    if f.owner:
        narrow &= Q(owner=f.owner)
    area = atlas().by_code.get(f.division)
    if area:
        narrow &= under("division_path", [area.path])
    if f.since:
        narrow &= Q(decided_on__gte=f.since)
    if f.until:
        narrow &= Q(decided_on__lte=f.until)
    for word in f.words.split():
        narrow &= Q(text__icontains=word) | Q(place__icontains=word)
    return narrow


def board_page(scope: Scope, f: BoardFilters, *, after: int = 0, size: int = PAGE) -> BoardPage:
    """A page of the list in one statement."""
    found = boards(scope, f).filter(pk__lt=after) if after else boards(scope, f)
    rows = list(found[: size + 1])
    return BoardPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def board_tally(scope: Scope) -> list[tuple[str, str, int]]:
    """Outcome, words and count of the visible boards, and first the cleared ones together."""
    rows = Board.objects.filter(board_rule(scope)).values_list("outcome").annotate(n=Count("pk"))
    counted = dict(rows)
    cleared = sum(counted.get(name, 0) for name in CLEARED)
    each = [(name, _(label), counted.get(name, 0)) for name, label in OUTCOMES]
    return [("cleared", _("已规范清理"), cleared), *each]


@dataclass(frozen=True)
class BoardDetail:
    """A board with its photos and history."""

    board: Board
    files: list[File]
    entries: list[Entry]


def board_detail(scope: Scope, number: int) -> BoardDetail:
    """One board. Raises Refused("not_found") when the scope may not see it."""
    found = Board.objects.filter(board_rule(scope), pk=number)
    board = found.select_related("owner", "division").first()
    if board is None:
        raise Refused("not_found", _("没有这块牌子，或者您不能查看"))
    files = File.objects.filter(subject_kind="board", subject_id=number).order_by("uploaded_at")
    return BoardDetail(board, list(files), timeline(("board", number))[::-1])
