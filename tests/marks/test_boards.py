"""Boards on walls: written down, decided, corrected; seen where they hang and by whom they are."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import District
from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.verifying import verify
from zhuchao.marks.board_actions import change_board, decide_board, record_board
from zhuchao.marks.boards import BoardFilters, board_tally, boards
from zhuchao.marks.models import Board


def board(district: District, who: str = "street", **fields: Any) -> Board:
    """A board at the door of 春风社区."""
    given: dict[str, Any] = {
        "text": "春风社区示范站",
        "owner": district.offices["roads"],
        "division": district.divisions["C11"],
        "place": "大门左侧",
    }
    return record_board(district.scope(who), Board(**{**given, **fields}))


def test_a_board_is_written_down_by_its_territory(district: District) -> None:
    made = board(district)
    assert made.division_path == "/D/S1/C11/"
    told = Entry.objects.get(verb="board.recorded")
    assert (told.organisation, told.facets) == (district.office("roads"), {"outcome": "pending"})
    for who in ("other", "roads", "shop"):
        with pytest.raises(Refused) as refused:
            board(district, who)
        assert refused.value.code == "forbidden"
    assert verify().ok


def test_the_owner_sees_it_and_strangers_do_not(district: District) -> None:
    made = board(district)
    for who, seen in (("street", 1), ("roads", 1), ("admin", 1), ("other", 0), ("water", 0)):
        assert boards(district.scope(who), BoardFilters()).count() == seen, who
    with pytest.raises(Refused) as refused:
        decide_board(district.scope("other"), made.pk, "removed", on=local_day(now()), version=1)
    assert refused.value.code == "not_found"
    with pytest.raises(Refused) as refused:
        decide_board(district.scope("roads"), made.pk, "removed", on=local_day(now()), version=1)
    assert refused.value.code == "forbidden"


def test_a_decision_counts_on_its_day_and_another_takes_it_back(district: District) -> None:
    made, street = board(district), district.scope("street")
    before = local_day(now()) - timedelta(days=3)
    decide_board(street, made.pk, "kept", on=before, version=1)
    first = Entry.objects.get(verb="board.decided")
    assert first.day == before
    decide_board(street, made.pk, "removed", on=before, reason="看错了", version=2)
    second = Entry.objects.filter(verb="board.decided").latest("pk")
    assert (second.voids, second.words) == (first.pk, "看错了")
    assert Span.objects.get(id=f"board:{made.pk}").valid_to == before
    counted = {name: n for name, _label, n in board_tally(street)}
    assert (counted["cleared"], counted["removed"], counted["kept"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("outcome", "days", "version", "code"),
    [
        ("gone", 0, 1, "invalid"),
        ("pending", 0, 1, "invalid"),
        ("removed", 1, 1, "invalid"),
        ("removed", 0, 2, "stale"),
    ],
)
def test_a_wrong_decision_is_refused(
    district: District, outcome: str, days: int, version: int, code: str
) -> None:
    made = board(district)
    with pytest.raises(Refused) as refused:
        decide_board(
            district.scope("street"),
            made.pk,
            outcome,
            on=local_day(now()) + timedelta(days=days),
            version=version,
        )
    assert refused.value.code == code
    assert Board.objects.get().outcome == "pending"


def test_what_is_written_is_corrected_and_the_decision_stays(district: District) -> None:
    made, street = board(district), district.scope("street")
    decide_board(street, made.pk, "removed", on=local_day(now()), version=1)
    wanted = Board(
        text="春风社区示范点",
        owner=district.offices["water"],
        division=district.divisions["C12"],
        place="后门",
    )
    change_board(street, made.pk, wanted, version=2)
    made.refresh_from_db()
    assert (made.text, made.division_path, made.outcome) == (
        "春风社区示范点",
        "/D/S1/C12/",
        "removed",
    )
    wanted.division = district.divisions["C21"]
    with pytest.raises(Refused) as refused:
        change_board(street, made.pk, wanted, version=3)
    assert refused.value.code == "forbidden"


def test_empty_words_are_told_at_their_field(district: District) -> None:
    with pytest.raises(Refused) as refused:
        board(district, text=" ", place="")
    assert set(refused.value.fields) == {"text", "place"}


def test_the_list_is_narrowed(district: District) -> None:
    made = board(district)
    board(district, text="另一块", division=district.divisions["C12"])
    street = district.scope("street")
    today = local_day(now())
    decide_board(street, made.pk, "merged", on=today, version=1)
    for narrowed in (
        BoardFilters(outcome="cleared"),
        BoardFilters(outcome="merged"),
        BoardFilters(division="C11"),
        BoardFilters(words="示范站"),
        BoardFilters(since=today, until=today),
        BoardFilters(owner=district.office("roads"), words="大门 示范"),
    ):
        assert list(boards(street, narrowed)) == [made]
