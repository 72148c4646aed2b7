"""The pages of reach, siting and the files of points, as staff use them."""

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import District
from tests.circle_town import fronts, trips, wants
from tests.desk import desk, html
from zhuchao.circle.models import PointFile
from zhuchao.journal.models import Entry
from zhuchao.roads.roads import Roads

REACH, SITING, POINTS = "/desk/circle/reach/", "/desk/circle/siting/", "/desk/circle/points/"
PLANNERS = ("supervisor", "street")


def text(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("path", [REACH, SITING, POINTS])
def test_only_who_manages_sites_of_a_territory_looks(path: str, district: District) -> None:
    for name in PLANNERS:
        html(desk(district, name).get(path))
    for name in ("roads", "auditor"):
        html(desk(district, name).get(path), 403)


def test_without_roads_the_page_says_what_to_do(district: District) -> None:
    for path in (REACH, SITING):
        assert "还没有路网" in html(desk(district, "supervisor").get(path))


def test_a_broken_network_is_told_and_not_met_with_an_error(
    district: District, roads: Roads, home: Any
) -> None:
    (home / "roads" / "demo").write_bytes(b"no network")
    assert "路网文件已损坏" in html(desk(district, "supervisor").get(REACH), 409)


def test_reach_shows_two_hours_side_by_side(district: District, roads: Roads) -> None:
    wants()
    page = html(desk(district, "supervisor").get(REACH))
    said = text(page)
    assert "13:00 与 02:00 相比" in said
    for state in ("sign open", "sign closed", "sign unknown", "cover both", "cover lost"):
        assert f'class="{state}"' in page
    assert "generated, not real" in said


def test_an_hour_chosen_in_the_browser_brings_the_answer_only(
    district: District, roads: Roads
) -> None:
    wants()
    client = desk(district, "supervisor")
    part = html(client.get(REACH, {"hour": 2}, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert 'id="over" hx-swap-oob="true"' in part
    assert "02:00 的需求能到开放站点" in part
    assert "road side" not in part


@pytest.mark.parametrize(
    "query", ["hour=24", "hour=x", "minutes=0", "minutes=61", "mode=car", "site=none", "demand=99"]
)
def test_an_address_that_asks_nonsense_is_told_so(
    query: str, district: District, roads: Roads
) -> None:
    client = desk(district, "supervisor")
    assert "有几处需要改" in html(client.get(f"{REACH}?asked=1&{query}"), 422)


def test_one_station_is_looked_at_alone(district: District, roads: Roads) -> None:
    wants()
    client = desk(district, "supervisor")
    code = re.search(r'<option value="([^"]+)">夜站', html(client.get(REACH)))
    assert code
    said = text(html(client.get(REACH, {"site": code[1], "compare": ""})))
    assert "1 个站点在 13:00" in said


def test_trips_are_told_by_how_many_lead_past(district: District, roads: Roads) -> None:
    wants()
    trips()
    said = text(html(desk(district, "supervisor").get(REACH, {"hour": "2", "mode": "ebike"})))
    assert "每天 4 趟行程，有 3 趟（75.0%）" in said


def test_squares_with_few_behind_them_are_left_out_of_the_file(
    district: District, roads: Roads
) -> None:
    wants()
    answer = desk(district, "supervisor").get(f"{REACH}squares.csv")
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 1 + 4 + 2
    assert "另有 1 格不足 3 条，未列出" in lines[-2][0]
    assert all(line[2] != "31.610" for line in lines[1:-2])


def test_siting_explains_its_choice_and_what_longer_hours_would_do(
    district: District, roads: Roads
) -> None:
    wants()
    fronts()
    said = text(html(desk(district, "supervisor").get(SITING, {"amount": "1"})))
    assert "已证明：没有别的选法能到得更多" in said
    assert "东门 每天多 30 次" in said
    assert "日站 全天开放 每天多 10 次 ，相当于单建一个最好的新站的 33%" in said


def test_a_budget_needs_costs(district: District, roads: Roads) -> None:
    wants()
    file = fronts()
    client = desk(district, "supervisor")
    wanted = [str(PointFile.objects.earliest("pk").pk)]
    asked: dict[str, Any] = {"asked": "1", "by": "budget", "demand": wanted}
    said = text(html(client.get(SITING, {**asked, "amount": "500", "candidates": [str(file.pk)]})))
    assert "东门 每天多 30 次" in said
    assert "北门" not in said.split("选中的地点")[1].split("不建新站")[0]
    less = text(html(client.get(SITING, {**asked, "amount": "499", "candidates": [str(file.pk)]})))
    assert "这些地点都不能让更多需求到达站点" in less


def test_chosen_places_come_as_a_file_no_spreadsheet_runs(district: District, roads: Roads) -> None:
    wants()
    file = fronts()
    file.rows[0][0] = "=1+1"
    file.save()
    answer = desk(district, "supervisor").get(f"{SITING}chosen.csv", {"amount": "1"})
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[1][0] == "'=1+1"
    assert lines[1][5:7] == ["30.00", "30.00"]


def upload(client: Any, kind: str, name: str, body: str) -> Any:
    file = SimpleUploadedFile(name, body.encode())
    return client.post(POINTS, {"kind": kind, "name": "甲", "file": file}, follow=True)


def test_a_file_of_demand_is_kept_as_squares(district: District) -> None:
    client = desk(district, "street")
    body = "lon,lat,weight,hour\n117.80812,31.59391,2,13\n117.80839,31.59412,3,13\n117.9,31.6,1,\n"
    assert "已载入：3 行，归并成 2 条" in html(upload(client, "demand", "d.csv", body))
    file = PointFile.objects.get()
    assert file.rows == [[117808, 31594, 13, 500, 2], [117900, 31600, -1, 100, 1]]
    assert file.division_path == "/D/S1/"
    entry = Entry.objects.get(verb="points.brought")
    assert entry.facets == {"points": "demand", "read": 3, "kept": 2}


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("demand", "lon,lat\n1,x\n", "第 2 行 lat 列：不是数字：x"),
        ("demand", "lon,lat,hour\n1,2,24\n", "第 2 行 hour 列：超出范围：24"),
        ("demand", "lon\n1\n", "缺少列：lat"),
        ("trips", "lon,lat\n1,2\n", "缺少列：to_lon"),
        ("candidates", "id,lon,lat,cost\na,1,2,-1\n", "第 2 行 cost 列：超出范围：-1"),
        ("candidates", "id,lon,lat\na,1,2\na,1,2\n", "第 3 行 id 列：重复：a"),
        ("demand", "", "空"),
    ],
)
def test_bad_cells_are_named_and_nothing_is_kept(
    kind: str, body: str, said: str, district: District
) -> None:
    page = html(upload(desk(district, "street"), kind, "d.csv", body), 422)
    assert said in unescape(page)
    assert not PointFile.objects.exists()


def test_files_are_dropped_by_whoever_answers_for_their_territory(district: District) -> None:
    file = wants()
    assert desk(district, "street").post(f"{POINTS}{file.pk}/drop/").status_code == 404
    html(desk(district, "supervisor").post(f"{POINTS}{file.pk}/drop/", follow=True))
    assert not PointFile.objects.exists()
    assert Entry.objects.filter(verb="points.dropped", subject_id=file.pk).exists()


def test_a_page_costs_a_fixed_number_of_statements(
    district: District, roads: Roads, django_assert_num_queries: Any
) -> None:
    wants()
    trips()
    client = desk(district, "supervisor")
    client.get(REACH)
    with django_assert_num_queries(12):
        client.get(REACH)


def test_the_picture_holds_whole_numbers_only(district: District, roads: Roads) -> None:
    wants()
    page = html(desk(district, "supervisor").get(REACH))
    paths = re.findall(r' d="([^"]+)"', page.split('class="city"')[1].split("legend")[0])
    assert len(paths) >= 4
    assert all(re.fullmatch(r"[MlhvzZ\d .-]+", path) for path in paths)
    assert np.mean([len(path) for path in paths]) > 100
