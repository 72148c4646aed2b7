"""Boards on walls: write one down with its photo, correct it, decide what becomes of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.files import attach
from zhuchao.access.policy import demand
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, moment_of, now
from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.marks.models import OUTCOMES, Board
from zhuchao.marks.policy import board_rule
from zhuchao.registry.site_policy import manages

NOT_YOURS = gettext_noop("只有属地街道、社区的工作人员和管理员可以登记和清理牌子")
STALE = gettext_noop("这块牌子刚被他人动过，请看过最新情况再决定")
FIELDS = ("text", "owner", "division", "division_path", "place", "basis")


def record_board(scope: Scope, board: Board, photos: Sequence[UUID] = ()) -> Board:
    """Write a board down (an unsaved row). Raises Refused outside of the scope's territory."""
    board.division_path = str(board.division.path)
    demand(manages(scope, board.division_path), _(NOT_YOURS))
    _demand_words(board)
    board.recorded_at = now()
    with writing(scope.who) as log:
        board.save()
        attach(photos, ("board", board.pk), "evidence")
        log.add(_told("board.recorded", board))
    return board


def change_board(
    scope: Scope, board_id: int, wanted: Board, photos: Sequence[UUID] = (), *, version: int
) -> Board:
    """Correct what is written of a board, as the version seen; the decision stays."""
    with _changing(scope, board_id, version) as (board, log):
        wanted.division_path = str(wanted.division.path)
        demand(manages(scope, wanted.division_path), _(NOT_YOURS))
        for name in FIELDS:
            setattr(board, name, getattr(wanted, name))
        _demand_words(board)
        attach(photos, ("board", board.pk), "evidence")
        log.add(_told("board.changed", board))
    return board


def decide_board(
    scope: Scope, board_id: int, outcome: str, *, on: date, reason: str = "", version: int
) -> Board:
    """Say what became of a board and on which day; another decision takes the earlier one back.

    Raises Refused for an unknown outcome, a day that has not come, and when somebody was first.
    """
    if outcome not in dict(OUTCOMES) or outcome == "pending":
        raise Refused("invalid", _("请选一种处理结果"), "outcome")
    if on > local_day(now()):
        raise Refused("invalid", _("处理日期不能在今天以后"), "on")
    with _changing(scope, board_id, version) as (board, log):
        earlier = _standing(board)
        board.outcome, board.decided_on = outcome, on
        log.add(_told("board.decided", board, reason.strip(), earlier, moment_of(on)))
    return board


def _standing(board: Board) -> int | None:
    """The entry of the decision in force, which a new one voids."""
    told = Entry.objects.filter(subject_kind="board", subject_id=board.pk, verb="board.decided")
    return told.order_by("-pk").values_list("pk", flat=True).first()


@contextmanager
def _changing(scope: Scope, board_id: int, version: int) -> Iterator[tuple[Board, Log]]:
    with writing(scope.who) as log:
        same = Board.objects.filter(pk=board_id, version=version).update(version=F("version") + 1)
        seen = Board.objects.filter(board_rule(scope), pk=board_id)
        board = seen.select_related("division", "owner").first()
        if board is None:
            raise Refused("not_found", _("没有这块牌子，或者您不能查看"))
        demand(manages(scope, board.division_path), _(NOT_YOURS))
        if not same:
            raise Refused("stale", _(STALE))
        yield board, log
        board.save(update_fields=[*FIELDS, "outcome", "decided_on"])


def _demand_words(board: Board) -> None:
    empty = {n: _("不能为空") for n in ("text", "place") if not getattr(board, n).strip()}
    if empty:
        raise Refused("invalid", next(iter(empty.values())), fields=empty)


def _told(
    verb: str,
    board: Board,
    remark: str = "",
    voids: int | None = None,
    moment: datetime | None = None,
) -> Fact:
    """A version of the board's span: it hangs until it was removed or merged into another."""
    gone = board.outcome in ("removed", "merged")
    return Fact(
        verb,
        ("board", board.pk),
        board.division_path,
        organisation=board.owner_id,
        facets={"outcome": board.outcome},
        voids=voids,
        span=f"board:{board.pk}",
        valid_to=board.decided_on if gone else None,
        occurred_at=moment,
        remark=remark,
    )
