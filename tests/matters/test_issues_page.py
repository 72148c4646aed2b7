"""The page of hot issues: whose matters, which kinds, how many statements, and what it says."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import District, appeal, hazard
from tests.desk import LIST, desk, html
from zhuchao.journal.clock import at, now
from zhuchao.matters import hot
from zhuchao.matters.hot import HotIssues, hot_issues
from zhuchao.matters.models import Matter
from zhuchao.places.memory import one_look
from zhuchao.places.scheme import HIGH, WIDE, scheme

PAGE = "/desk/issues/"
KILN = (
    "云岭新城小区附近的砖窑粉尘太大，日夜冒烟，不敢开窗",
    "投诉云岭新城旁砖窑污染环境，粉尘和黑烟让老人孩子咳嗽",
    "砖窑黑烟熏得云岭新城居民开不了窗，粉尘落满阳台",
)
OTHER = "春水路公交站牌上的末班车时间写错了"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    hot._kept.clear()
    yield
    hot._kept.clear()


def kiln(**changes: Any) -> list[Matter]:
    return [appeal(text=text, **changes).matter for text in KILN]


def found(district: District, who: str = "intake", days: int = 30) -> HotIssues:
    return hot_issues(district.scope(who), days)


def receipts(page: str) -> set[str]:
    return set(re.findall(rf'href="{LIST}([\w-]+)/"', page))


def test_what_several_say_of_one_place_is_shown_with_its_matters(district: District) -> None:
    said, other = kiln(), appeal(text=OTHER).matter
    page = html(desk(district, "intake").get(PAGE))
    assert receipts(page) == {m.receipt for m in said}
    assert other.receipt not in page
    assert "云岭新城" in page
    assert "起一周 3 件" in page


def test_appeals_and_hazards_meet_and_sealed_kinds_are_never_read(district: District) -> None:
    said = kiln()
    report = hazard(text="云岭新城小区旁砖窑冒黑烟，粉尘很大，不敢开窗").matter
    Matter.objects.filter(pk=said[0].pk).update(kind="petition")
    issues = found(district).issues
    assert [{m.pk for m in one.matters} for one in issues] == [{said[1].pk, said[2].pk, report.pk}]


def test_each_sees_only_what_is_his_to_see(district: District) -> None:
    kiln(division="C21")
    assert len(found(district, "street2").issues) == 1
    assert found(district, "street1").issues == ()
    assert found(district, "street1").read == 0
    assert len(found(district, "supervisor").issues) == 1


@pytest.mark.parametrize("name", ["roads", "auditor", "driver"])
def test_it_is_for_intake_and_supervisors(district: District, name: str) -> None:
    client = desk(district, name)
    html(client.get(PAGE), 403)
    assert PAGE not in html(client.get("/desk/"))


def test_the_rail_leads_there(district: District) -> None:
    assert f'href="{PAGE}"' in html(desk(district, "supervisor").get("/desk/"))


def test_the_window_is_chosen_and_nonsense_means_the_usual_one(district: District) -> None:
    with at(now() - timedelta(days=40)):
        kiln()
    client = desk(district, "intake")
    assert "这段时间没有不止一人说起的问题" in html(client.get(PAGE))
    assert "这段时间没有不止一人说起的问题" in html(client.get(f"{PAGE}?days=x"))
    page = html(client.get(f"{PAGE}?days=90"))
    assert "云岭新城" in page
    assert re.search(r'href="\?days=90" aria-current="true"', page)
    (one,) = found(district, days=90).issues
    assert len(one.weeks) == 13
    assert sum(count for _day, count in one.weeks) == 3


def test_three_statements_the_first_time_and_two_once_remembered(district: District) -> None:
    kiln()
    scope = district.scope("intake")
    hot_issues(scope, 7)
    for expected in (3, 2, 2):
        if expected == 3:
            hot._kept.clear()
        with one_look(), CaptureQueriesContext(connection) as asked:
            hot_issues(scope, 30)
        told = [q["sql"] for q in asked if "matters_matter" in q["sql"]]
        assert len(told) == expected


def test_the_page_takes_the_same_statements_for_many_as_for_few(district: District) -> None:
    kiln()
    client = desk(district, "intake")
    few = _statements(client)
    for _ in range(3):
        kiln(lon=117.83, lat=31.6)
    assert _statements(client) == few <= 8


def _statements(client: Client) -> int:
    client.get(PAGE)
    hot._kept.clear()
    with CaptureQueriesContext(connection) as asked:
        html(client.get(PAGE))
    return len(asked)


def test_a_change_is_seen_at_once_and_no_words_are_kept(district: District) -> None:
    said = kiln()
    assert len(found(district).issues[0].matters) == 3
    kept = next(iter(hot._kept.values()))
    assert all(not m.text and not m.title for issue in kept for m in issue.messages)
    Matter.objects.filter(pk=said[0].pk).update(text=OTHER, title=OTHER, version=9)
    assert len(found(district).issues[0].matters) == 2


def test_only_the_newest_are_read(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "MOST", 3)
    for days, text in enumerate([*KILN, OTHER], 1):
        with at(now() - timedelta(days=days)):
            appeal(text=text)
    seen = found(district)
    assert (seen.read, seen.capped, len(seen.issues)) == (3, True, 1)
    assert "只读了最新的" in html(desk(district, "intake").get(PAGE))


def test_points_are_drawn_and_words_stay_words(district: District) -> None:
    kiln(lon=117.83, lat=31.6)
    hazard(text="<b>云岭新城</b>小区旁砖窑冒黑烟，粉尘很大", lon=117.84, lat=31.61)
    page = html(desk(district, "intake").get(PAGE))
    assert page.count('<circle class="dot"') == 4
    assert "<b>云岭" not in page
    assert "style=" not in page.replace("stylesheet", "")


def test_a_scheme_keeps_north_up_and_everything_inside() -> None:
    assert scheme([], []) is None
    drawn = scheme([], [(117.0, 31.0), (117.02, 31.0), (117.0, 31.02)])
    assert drawn
    (west, south), (east, _), (_, north) = ((float(x), float(y)) for x, y in drawn.points)
    assert west < east
    assert north < south
    assert all(0 <= float(x) <= WIDE and 0 <= float(y) <= HIGH for x, y in drawn.points)
    alone = scheme([], [(117.0, 31.0)])
    assert alone
    assert alone.points == ((f"{WIDE / 2:.1f}", f"{HIGH / 2:.1f}"),)
