"""M34, told through the pages of the street office, of an owner, and of a resident.

"清理牌子 324 块; 减证明: boards with photo, keep or remove, removed on; certificates that must not
be asked for, with the right office"
"""

import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from tests.cast import District
from tests.desk import desk, html
from tests.sites import office_people
from zhuchao.journal.models import Entry
from zhuchao.marks.certificates import certificates
from zhuchao.marks.models import Board


@pytest.fixture
def people(district: District) -> District:
    """The cast with the street's office."""
    office_people(district)
    return district


def photo() -> BytesIO:
    """A photo of a wall."""
    out = BytesIO()
    Image.new("RGB", (32, 24), "white").save(out, "JPEG")
    out.name = "wall.jpg"
    out.seek(0)
    return out


def recorded(people: District, text: str = "春风社区智慧示范点") -> Board:
    """A board with its photo, written down at the desk."""
    said = {
        "version": "0",
        "text": text,
        "owner": people.office("roads"),
        "division": "C11",
        "place": "大门左侧",
        "photo": photo(),
    }
    html(desk(people, "street").post("/desk/boards/new/", said, follow=True))
    return Board.objects.latest("pk")


def decide(people: District, board: Board, outcome: str, **more: str) -> str:
    """Say what becomes of it."""
    board.refresh_from_db()
    said = {"version": board.version, "outcome": outcome, "on": "2026-11-02", **more}
    path = f"/desk/boards/{board.pk}/decide/"
    return html(desk(people, "street").post(path, said, follow=True))


def test_a_board_is_photographed_and_its_owner_sees_it(people: District) -> None:
    board = recorded(people)
    page = html(desk(people, "roads").get(f"/desk/boards/{board.pk}/"))
    assert "春风社区智慧示范点" in page
    picture = re.search(r'<img src="(/files/[0-9a-f-]+)"', page)
    assert picture
    assert b"".join(desk(people, "roads").get(picture[1]).streaming_content)  # type: ignore[attr-defined]
    assert desk(people, "water").get(picture[1]).status_code == 404
    assert "定去留" not in page
    html(desk(people, "water").get(f"/desk/boards/{board.pk}/"), 404)


def test_what_is_removed_merged_or_made_regular_counts_as_cleared(people: District) -> None:
    for outcome in ("removed", "merged", "standardised", "kept"):
        decide(people, recorded(people, f"{outcome}的牌子"), outcome)
    recorded(people, "还没定的牌子")
    page = html(desk(people, "street").get("/desk/boards/"))
    counted = {label: n for n, label in re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", page)}
    assert counted == {
        "已规范清理": "3",
        "待定": "1",
        "保留": "1",
        "规范": "1",
        "合并": "1",
        "摘除": "1",
    }
    cleared = html(desk(people, "street").get("/desk/boards/?outcome=cleared&since=2026-11-01"))
    assert cleared.count("的牌子</a>") == 3
    assert "还没定的牌子" not in cleared


def test_the_journal_holds_the_day_and_a_correction_takes_the_first_word_back(
    people: District,
) -> None:
    board = recorded(people)
    decide(people, board, "kept")
    page = decide(people, board, "removed", reason="现场看已经摘了")
    assert "现场看已经摘了" in page
    told = list(Entry.objects.filter(verb="board.decided").order_by("pk"))
    assert [str(e.day) for e in told] == ["2026-11-02", "2026-11-02"]
    assert told[1].voids == told[0].pk


def test_a_decision_that_cannot_be_is_told_at_its_field(people: District) -> None:
    board = recorded(people)
    path = f"/desk/boards/{board.pk}/decide/"
    client = desk(people, "street")
    said = {"version": 1, "outcome": "removed", "on": "2099-01-01"}
    assert "不能在今天以后" in html(client.post(path, said), 422)
    assert "处理结果" in html(client.post(path, {"version": 1, "on": "2026-11-02"}), 422)
    html(client.post(path, {**said, "on": "2026-11-02", "version": 9}), 409)


def test_a_board_is_corrected_on_its_page(people: District) -> None:
    board = recorded(people)
    client, path = desk(people, "street"), f"/desk/boards/{board.pk}/edit/"
    assert 'value="春风社区智慧示范点"' in html(client.get(path))
    said = {
        "version": "1",
        "text": "春风社区示范点",
        "owner": people.office("water"),
        "division": "C11",
        "place": "二楼",
        "basis": "区文件",
    }
    assert "春风社区示范点" in html(client.post(path, said, follow=True))
    assert "刚被他人动过" in html(client.post(path, said), 409)


def test_twenty_certificates_are_refused_and_the_right_office_is_named(people: District) -> None:
    page = html(Client().get("/certificates/"))
    assert len(certificates()) == 20
    assert "民发〔2020〕20号" in page
    for one in certificates():
        assert one.name in page
        alone = html(Client().get(f"/certificates/{one.code}/"))
        assert "村（居）委会不出具这个证明" in alone
        assert one.office in alone
    html(Client().get("/certificates/everything/"), 404)
