"""M09, told as the street, the rider with a delivery and a neighbour live it at an estate.

"the estate's own map: gates, building numbers, e-bike route, parking, lockers, lifts; a printable
A3 gate poster with QR"
"""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import xlsxwriter
from django.conf import settings
from django.test import Client
from PIL import Image

from tests.cast import District
from tests.desk import desk, html
from tests.estate_cast import quarter
from tests.sites import office_people
from zhuchao.circle.estates.fonts import chinese_face
from zhuchao.circle.estates.poster_words import said
from zhuchao.circle.estates.queries import plan_of
from zhuchao.circle.models import Estate
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.places.models import Site

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
DESK, CARD, POSTER = "/desk/estates/eaves/", "/estates/eaves/", "/estates/eaves/poster"
WRITTEN = {
    "version": "0",
    "datum": "CGCS2000",
    "gates-TOTAL_FORMS": "2",
    "gates-INITIAL_FORMS": "0",
    "gates-0-name": "东门",
    "gates-0-lon": "117.832",
    "gates-0-lat": "31.6",
    "gates-0-kinds": ["ebike", "walk"],
    "gates-0-hours": "6:00-23:00",
    "gates-0-note": "register",
    "spots-TOTAL_FORMS": "1",
    "spots-INITIAL_FORMS": "0",
    "spots-0-kind": "shelf",
    "spots-0-name": "门卫室外卖架",
    "spots-0-lon": "117.8319",
    "spots-0-lat": "31.6001",
    "buildings": "6号楼 117.8300,31.6001 3单元 6层 没有电梯\n"
    "7号楼 117.8305,31.6011 18层 有电梯\n"
    "8号楼",
    "route": "117.832,31.6\n117.8306,31.6",
    "outline": "",
    "registration": "once",
    "rules": "车停门卫室旁。",
    "lift_words": "",
}
needs_font = pytest.mark.skipif(
    chinese_face(settings.ZHUCHAO_FONTS) is None, reason="no Chinese font is installed"
)


@pytest.fixture
def town(district: District) -> District:
    """The cast with the offices of both streets and a quarter without a card."""
    office_people(district)
    quarter(district)
    return district


def written(town: District, who: str = "street", **changes: Any) -> Any:
    """The form sent by somebody of the cast."""
    return desk(town, who).post(DESK, {**WRITTEN, **changes})


def test_the_street_writes_it_and_a_rider_finds_building_seven(town: District) -> None:
    assert "还没有指路图" in html(desk(town, "street").get(DESK))
    assert written(town).status_code == 302
    with at(NOON):
        text = html(Client().get(f"{CARD}?building=7号楼"))
    assert "去7号楼走 <b>东门</b>" in text
    for said_there in ("从东门进，电动车可以进", "进门：要登记", "有电梯", "门卫室外卖架"):
        assert said_there in text
    assert Client().get(f"{CARD}gates/0/way/").status_code == 200
    assert Entry.objects.get(verb="estate.written").facets["buildings"] == 3


def test_the_site_leads_to_it_and_a_neighbour_confirms_what_it_stands_on(town: District) -> None:
    written(town)
    place = Site.objects.get(code="eaves")
    assert f'href="{CARD}"' in html(Client().get("/sites/eaves/"))
    given = {"fact": "position", "said": "no", "version": place.version}
    assert Client().post("/sites/eaves/fact/", given).status_code == 302
    assert "有人反映不对" in html(Client().get(CARD))
    desk(town, "street").post("/desk/sites/eaves/confirm/", {"version": place.version})
    assert "有人反映不对" not in html(Client().get(CARD))
    given["said"] = "yes"
    assert Client().post("/sites/eaves/fact/", given).status_code == 302
    assert Entry.objects.filter(verb="site.confirmed", who="public").count() == 1


@needs_font
def test_the_poster_at_the_gate_leads_to_the_card_and_is_the_same_each_time(
    town: District,
) -> None:
    written(town)
    pdf = Client().get(f"{POSTER}.pdf")
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.content == Client().get(f"{POSTER}.pdf").content
    picture = Image.open(io.BytesIO(Client().get(f"{POSTER}.png").content))
    assert picture.size == (842, 1191)
    card = Estate.objects.select_related("site").get()
    words = said(card, plan_of(card), "https://zhuchao.example/estates/eaves/")
    assert html(Client().get(urlsplit(words["link"]).path))
    assert [gate["name"] for gate in words["gates"]] == ["东门"]
    assert [one["name"] for one in words["buildings"]] == ["6号楼", "7号楼", "8号楼"]


def test_without_a_chinese_font_nothing_is_printed_and_the_page_says_why(
    town: District, settings: Any, tmp_path: Path
) -> None:
    written(town)
    settings.ZHUCHAO_FONTS = tmp_path
    assert "没有中文字体" in html(Client().get(f"{POSTER}.pdf"), 409)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"buildings": "7号楼 117.83"}, "第 1 行"),
        ({"gates-0-lat": ""}, "经度和纬度要一起写"),
        ({"gates-0-hours": "周八"}, "读到“周八”"),
        ({"buildings": "7号楼\n7号楼"}, "“7号楼”写了两次"),
        ({"outline": "117.83,31.6"}, "至少 3 个点"),
        ({"gates-0-lon": "118.832"}, "相距超过 5 公里"),
        ({"gates-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_what_cannot_be_read_is_told_where_it_stands_and_nothing_is_written(
    town: District, changes: dict[str, str], words: str
) -> None:
    answer = written(town, **changes)
    assert answer.status_code == 422
    if words != "ManagementForm":
        assert words in html(answer, 422)
    assert not Estate.objects.exists()


def test_positions_of_a_phone_map_are_turned_into_true_ones(town: District) -> None:
    written(town, datum="GCJ02")
    lon, lat = plan_of(Estate.objects.get()).gates[0].at or (0, 0)
    assert 200 < (117.832 - lon) * 94_700 < 700
    written(town, version="1", datum="GCJ02", **{"gates-0-lon": f"{lon}", "gates-0-lat": f"{lat}"})
    assert plan_of(Estate.objects.get()).gates[0].at == (lon, lat)


def test_the_second_of_two_writers_is_told_and_keeps_his_words(town: District) -> None:
    written(town)
    answer = written(town, rules="别走西门。")
    assert "刚被他人修改过" in html(answer, 409)
    assert "别走西门。" in html(answer, 409)


def test_another_street_neither_sees_nor_writes_it(town: District) -> None:
    assert written(town, "other").status_code in (403, 404)
    assert desk(town, "other").get(DESK).status_code in (403, 404)
    assert "青檐花园" not in html(desk(town, "other").get("/desk/estates/"))
    assert "青檐花园" in html(desk(town, "street").get("/desk/estates/"))


def table(rows: list[list[Any]]) -> io.BytesIO:
    """A workbook as an estate office keeps it."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw)
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    raw.seek(0)
    raw.name = "楼栋.xlsx"
    return raw


def test_the_buildings_come_from_the_table_of_the_estate_office(town: District) -> None:
    written(town)
    head = ["名称", "经度", "纬度", "单元", "层数", "电梯"]
    wrong = table([head, ["8号楼", "东边", 31.6001, 2, 18, "有"], ["", 117.83, 31.6, "", "", ""]])
    client = desk(town, "street")
    page = html(client.post(f"{DESK}table/", {"version": "1", "file": wrong}), 422)
    assert "B2" in page
    assert "A3" in page
    good = table(
        [head, ["8号楼", 117.8315, 31.6011, 2, 18, "有"], [9, 117.8295, 31.6011, "", "", ""]]
    )
    assert client.post(f"{DESK}table/", {"version": "1", "file": good}).status_code == 302
    buildings = {one.name: one for one in plan_of(Estate.objects.get()).buildings}
    assert list(buildings) == ["6号楼", "7号楼", "8号楼", "9"]
    assert (buildings["8号楼"].lift, buildings["8号楼"].at) == ("yes", (117.8315, 31.6011))
