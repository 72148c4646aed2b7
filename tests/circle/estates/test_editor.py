"""The editor: rows and lines, a table, a pasted list; whatever is wrong stays on the screen."""

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import District
from tests.desk import desk, html
from tests.estate_cast import PLAN, at, card
from zhuchao.circle.estates.forms import PlanForms
from zhuchao.circle.estates.lines import as_lines, read_lines, read_points
from zhuchao.circle.estates.plan import Building
from zhuchao.circle.estates.queries import plan_of
from zhuchao.circle.estates.reading import merged
from zhuchao.circle.models import Estate
from zhuchao.places.datum import to_gcj02
from zhuchao.places.models import Site

EDIT = "/desk/estates/eaves/"


@pytest.fixture
def street(district: District, place: Site) -> Client:
    """The street's clerk at the desk."""
    return desk(district, "street")


def filled(forms: PlanForms) -> dict[str, Any]:
    """A form as it stands on the page, to be sent again."""
    sent: dict[str, Any] = {}
    parts: list[Any] = [forms.form, *forms.gates.forms, *forms.spots.forms]
    for rows in (forms.gates, forms.spots):
        parts.append(rows.management_form)
    for part in parts:
        for bound in part:
            empty = {"kinds": [], "kind": "bay"}.get(bound.name, "")
            sent[bound.html_name] = empty if bound.value() is None else bound.value()
    return sent


def begun(estate: Estate | None = None) -> dict[str, Any]:
    """What a fresh page would send."""
    plan = plan_of(estate) if estate else PLAN
    return filled(PlanForms(plan, estate.version if estate else 0))


def test_a_card_is_written_by_rows(street: Client, place: Site) -> None:
    assert "还没有指路图" in html(street.get(EDIT))
    answer = street.post(EDIT, begun())
    assert answer.status_code == 302
    assert plan_of(Estate.objects.get()) == PLAN
    assert "estate-picture" in html(street.get(EDIT))


def test_what_is_sent_unchanged_is_the_same_card(street: Client, place: Site) -> None:
    made = card(place)
    street.post(EDIT, begun(made))
    made.refresh_from_db()
    assert (plan_of(made), made.version) == (PLAN, 2)


def test_an_emptied_row_is_gone(street: Client, place: Site) -> None:
    sent = begun(card(place))
    sent |= {f"gates-1-{name}": "" for name in ("name", "lon", "lat", "hours")}
    street.post(EDIT, sent)
    assert [gate.name for gate in plan_of(Estate.objects.get()).gates] == ["东门", "西门"]


def test_faults_stand_at_their_rows_and_nothing_is_written(street: Client, place: Site) -> None:
    sent = begun(card(place))
    sent |= {
        "gates-0-hours": "周八 休息",
        "gates-2-lat": "",
        "buildings": "1号楼 117.83,31.6\n2号楼 117.83 有电梯",
        "route": "117.83",
    }
    text = html(street.post(EDIT, sent), 422)
    assert "周八" in text
    assert "经度和纬度要一起写" in text
    assert text.count("第 2 行：应写作：1号楼") >= 1
    assert "第 1 行：应写作：117.01138,31.55484" in text
    assert Estate.objects.get().version == 1


def test_rules_of_the_whole_card_are_told_at_the_building(street: Client, place: Site) -> None:
    sent = begun() | {"buildings": "1号楼 117.83,31.6\n1号楼 117.83,31.601\n9号楼 118.83,31.6"}
    text = html(street.post(EDIT, sent), 422)
    assert "1号楼：“1号楼”写了两次" in text
    assert "有的点相距超过 5 公里" in text
    assert not Estate.objects.exists()


def test_the_second_of_two_keeps_what_he_wrote(street: Client, place: Site) -> None:
    sent = begun(card(place)) | {"rules": "请推行"}
    street.post(EDIT, sent)
    text = html(street.post(EDIT, sent | {"rules": "请慢行"}), 409)
    assert "刚被他人修改过" in text
    assert "请慢行" in text


def test_only_new_points_of_a_chinese_map_are_shifted_back(street: Client, place: Site) -> None:
    sent = begun(card(place))
    lon, lat = to_gcj02(*at(10, 10))
    lines = f"{as_lines(PLAN.buildings)}\n12号楼 {lon:.6f},{lat:.6f}"
    street.post(EDIT, sent | {"datum": "GCJ02", "buildings": lines})
    found = plan_of(Estate.objects.get())
    assert found.buildings[:11] == PLAN.buildings
    assert found.gates == PLAN.gates
    assert found.buildings[11].at == pytest.approx(at(10, 10), abs=2e-6)


def sheet(rows: list[Any]) -> SimpleUploadedFile:
    """A workbook of these rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("楼栋.xlsx", file.getvalue())


HEAD = ["名称", "经度", "纬度", "单元", "层数", "电梯"]


def test_a_table_updates_buildings_of_the_same_name(street: Client, place: Site) -> None:
    card(place)
    rows: list[list[Any]] = [
        ["某小区楼栋"],
        HEAD,
        ["2号楼", "", "", "", 33, "有"],
        [12, 117.831, 31.6, 2, 6, "无"],
    ]
    street.post(f"{EDIT}table/", {"version": 1, "file": sheet(rows)})
    found = plan_of(Estate.objects.get()).buildings
    second = PLAN.buildings[1]
    assert found[1] == Building("2号楼", second.at, second.units, 33, "yes")
    assert found[11] == Building("12", (117.831, 31.6), 2, 6, "no")


def test_faults_of_a_table_name_their_cells_and_nothing_is_written(
    street: Client, place: Site
) -> None:
    card(place)
    rows: list[list[Any]] = [
        HEAD,
        ["2号楼", "东经", 31.6, "约3", 6, "也许"],
        ["", 117.83, 31.6, 1, 1, "有"],
    ]
    text = html(street.post(f"{EDIT}table/", {"version": 1, "file": sheet(rows)}), 422)
    for cell in ("B2：应为经纬度的小数", "D2：", "F2：", "A3：请写名称"):
        assert cell in text
    assert Estate.objects.get().version == 1


def test_what_is_no_table_is_refused_clearly(street: Client, place: Site) -> None:
    for raw in (b"PK\x03\x04broken", "甲,乙\n1,2\n".encode()):
        file = SimpleUploadedFile("x.csv", raw)
        html(street.post(f"{EDIT}table/", {"version": 0, "file": file}), 422)
    assert not Estate.objects.exists()


def test_strangers_do_not_see_the_editor(district: District, place: Site) -> None:
    assert desk(district, "other").get(EDIT).status_code == 403
    assert desk(district, "shop").get(EDIT).status_code == 200


def test_the_list_reads_a_page_with_few_statements(
    street: Client, place: Site, django_assert_max_num_queries: Any
) -> None:
    card(place)
    with django_assert_max_num_queries(8):
        text = html(street.get("/desk/estates/"))
    assert 'href="/desk/estates/eaves/"' in text
    assert "没有可以填写的友好场景" in html(street.get("/desk/estates/?words=没有的"))


def test_lines_say_what_is_known_and_come_back_the_same() -> None:
    text = "1号楼 117.830000,31.600000 3单元 18层 有电梯\n物业楼\n3栋 117.830000,31.600000 没有电梯"
    found = read_lines(text)
    assert found.faults == []
    assert as_lines(found.buildings) == text
    assert read_points("117.83，31.6\n\n117.84 31.61")[0] == [(117.83, 31.6), (117.84, 31.61)]


def test_a_list_never_takes_away_what_is_known() -> None:
    known = [Building("1号楼", (117.8, 31.6), 3, 18, "yes")]
    assert list(merged(known, [Building("1号楼", None)])) == known
