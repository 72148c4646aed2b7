"""The poster: one sheet, the same each time, and never a box in place of a sign."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.desk import html
from tests.estate_cast import PLAN, card
from zhuchao.circle.estates.fonts import chinese_face
from zhuchao.circle.estates.plan import Building, Gate, Plan
from zhuchao.circle.estates.poster import poster
from zhuchao.circle.estates.poster_words import said
from zhuchao.places.models import UNKNOWN_HOURS, Site

pytestmark = pytest.mark.one_database

FONTS = Path(os.environ.get("ZHUCHAO_FONTS", "/usr/share/fonts"))
PDF, PNG = "/estates/eaves/poster.pdf", "/estates/eaves/poster.png"
LINK = "https://example.cn/estates/eaves/"

needs_font = pytest.mark.skipif(
    not FONTS.is_dir() or chinese_face(FONTS) is None,
    reason="no Chinese font (apt-get install fonts-noto-cjk)",
)


@needs_font
def test_the_sheet_is_one_page_and_the_same_each_time(place: Site, settings: Any) -> None:
    settings.ZHUCHAO_FONTS = FONTS
    made = card(place)
    first = poster(made, LINK, "pdf")
    poster.__globals__["_set"].cache_clear()
    assert poster(made, LINK, "pdf") == first
    assert first.startswith(b"%PDF")
    assert b"/Count 1" in first


@needs_font
def test_anybody_prints_it_and_sees_it_first(place: Site, settings: Any) -> None:
    settings.ZHUCHAO_FONTS = FONTS
    card(place)
    sheet, seen = Client().get(PDF), Client().get(PNG)
    assert (sheet["Content-Type"], seen["Content-Type"]) == ("application/pdf", "image/png")
    assert 'filename="eaves-1.pdf"' in sheet["Content-Disposition"]
    assert seen.content.startswith(b"\x89PNG")


@needs_font
@pytest.mark.parametrize("count", [0, 1, 20, 60, 200])
def test_however_many_buildings_it_stays_one_page(place: Site, settings: Any, count: int) -> None:
    settings.ZHUCHAO_FONTS = FONTS
    names = [f"筑巢花园综合{n}号楼" for n in range(count)]
    gates = tuple(Gate(f"很长很长的名字的门{n}", None, (), UNKNOWN_HOURS) for n in range(12))
    spots = [None if n % 9 else (117.83 + n / 1e5, 31.6) for n in range(count)]
    words = {"registration": "always", "rules": "规矩" * 100, "lift_words": "电梯" * 50}
    buildings = tuple(Building(*one) for one in zip(names, spots, strict=True))
    made = card(place, Plan(gates, buildings, words=words))
    place.name = "名字" * 40
    made.site = place
    assert b"/Count 1" in poster(made, LINK, "pdf")


def test_it_says_what_the_card_says(place: Site) -> None:
    words = said(card(place), PLAN, LINK)
    assert words["title"] == "青檐花园"
    assert [gate["who"] for gate in words["gates"]] == ["电动车、行人", "行人", "汽车、快递货车"]
    assert len(words["buildings"]) == 11
    assert words["rules"][:2] == ["登记：第一次来登记", "车停停车点。"]
    assert "工作人员" in words["words"]["checked"]


def test_without_a_chinese_font_it_says_so(place: Site, settings: Any, tmp_path: Path) -> None:
    card(place)
    settings.ZHUCHAO_FONTS = tmp_path
    text = html(Client().get(PDF), 409)
    assert "服务器上没有中文字体" in text
    assert "fonts-noto-cjk" in text


def test_a_folder_that_is_not_there_has_no_font(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert chinese_face(tmp_path) is None
    shutil.rmtree(tmp_path)
    assert chinese_face(tmp_path) is None


@needs_font
def test_a_sign_no_font_has_is_named_instead_of_a_box(place: Site, settings: Any) -> None:
    settings.ZHUCHAO_FONTS = FONTS
    made = card(place)
    Site.objects.filter(pk=place.pk).update(name="青檐\U00030000花园")
    made.site.refresh_from_db()
    text = html(Client().get(PDF), 409)
    assert "里没有这些字：\U00030000" in text
