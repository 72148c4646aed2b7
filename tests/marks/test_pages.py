"""The desk's pages of sites, plates and boards: lists, filters, sheets, faults at their fields."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import load_workbook

from tests.cast import JOB, District
from tests.desk import desk, html
from tests.doors import logged_in
from tests.sites import checked, site
from zhuchao.marks.actions import award
from zhuchao.marks.models import Board, Mark
from zhuchao.marks.standards import shipped_source
from zhuchao.places.models import Site
from zhuchao.registry.actions import host
from zhuchao.registry.site_actions import contradict_fact

pytestmark = pytest.mark.one_database

LIST = "/desk/sites/"
FORM = {
    "version": "0",
    "name": "秋实司机驿站",
    "kind": "driver_post",
    "status": "open",
    "division": "C11",
    "datum": "CGCS2000",
    "hours": "每天 8:00-20:00；节假日休息",
    "equipment": ["water", "table"],
}


def names(page: str) -> list[str]:
    """The names in the table of a list."""
    body = page.split("<tbody>")[1] if "<tbody>" in page else ""
    return re.findall(r'<th scope="row" class="title"><a [^>]*>([^<]+)</a>', body)


def sheet(client: Client, path: str) -> list[list[Any]]:
    """The rows of an Excel export."""
    answer = client.get(path)
    assert answer.status_code == 200
    file = BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return load_workbook(file).get_sheet_by_index(0).to_python()


@pytest.fixture
def three(district: District) -> District:
    """A station, an estate that is open around the clock, and one under construction."""
    place = site(district)
    award(JOB, checked(district, place).pk)
    site(district, "友好小区", kind="friendly_quarter", words="24小时", where="C12", code="q")
    site(district, "在建站", status="building", opened_on=None, code="b", level="community",
         kind="station", where="C21")  # fmt: skip
    return district


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["春风驿站", "友好小区", "在建站"]),
        ("kind=friendly_quarter", ["友好小区"]),
        ("group=station", ["春风驿站", "在建站"]),
        ("level=community", ["在建站"]),
        ("status=building", ["在建站"]),
        ("state=open&kind=friendly_quarter", ["友好小区"]),
        ("state=unknown", []),
        ("plate=station_six", ["春风驿站"]),
        ("plate=none", ["友好小区", "在建站"]),
        ("freshness=fresh", ["春风驿站", "友好小区"]),
        ("freshness=stale", []),
        ("division=S2", ["在建站"]),
        ("equipment=water", ["春风驿站", "友好小区", "在建站"]),
        ("equipment=aed", []),
        ("words=友好 春风路", ["友好小区"]),
        ("mine=on", ["春风驿站", "友好小区"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(three: District, query: str, found: list[str]) -> None:
    assert names(html(desk(three, "street").get(f"{LIST}?{query}"))) == found


def test_what_a_fresh_list_counts(three: District) -> None:
    page = html(desk(three, "street").get(LIST))
    tiles = dict(re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", page))
    shown = {label: n for n, label in re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", page)}
    assert tiles
    assert shown == {
        "站点": "1",
        "友好场景": "1",
        "在建（不计入）": "1",
        "有人反映不对": "0",
        "要去确认": "0",
    }


@pytest.mark.parametrize("query", ["kind=palace", "after=x", "freshness=old", "state=maybe"])
def test_a_wrong_filter_is_told(three: District, query: str) -> None:
    client = desk(three, "street")
    assert names(html(client.get(f"{LIST}?{query}"), 422)) == []
    assert client.get(f"{LIST}sheet.xlsx?{query}").status_code == 422


def test_pages_go_on_by_key(district: District) -> None:
    for n in range(23):
        site(district, f"驿站{n:02}", lon=117.8 + n / 1000)
    client = desk(district, "street")
    first = html(client.get(f"{LIST}?kind=worker_station"))
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    second = html(client.get(f"{LIST}{onward[1].replace('&amp;', '&')}"))
    assert names(first) + names(second) == [f"驿站{n:02}" for n in range(23)]
    assert "回到第一页" in second


@pytest.mark.parametrize("count", [2, 18])
def test_the_lists_ask_the_same_however_long_they_are(
    district: District, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        place = site(district, f"驿站{n:02}", lon=117.8 + n / 1000)
        award(JOB, checked(district, place).pk)
        contradict_fact(JOB, place.pk, "hours", version=1)
    client = desk(district, "street")
    client.get(LIST)
    with django_assert_num_queries(LIST_STATEMENTS):
        html(client.get(LIST))
    with django_assert_num_queries(SITE_STATEMENTS):
        html(client.get(f"{LIST}{Site.objects.latest('pk').code}/"))
    with django_assert_num_queries(MARKS_STATEMENTS):
        html(client.get("/desk/marks/"))
    with django_assert_num_queries(PUBLIC_STATEMENTS):
        html(Client().get(f"/sites/{Site.objects.latest('pk').code}/"))


LIST_STATEMENTS = 11
SITE_STATEMENTS = 13
MARKS_STATEMENTS = 8
PUBLIC_STATEMENTS = 6


def test_a_site_is_founded_and_changed_at_the_desk(district: District) -> None:
    client = desk(district, "street")
    html(client.get(f"{LIST}new/"))
    gcj = {"lon": "116.41024", "lat": "39.91640", "datum": "GCJ02"}
    page = html(client.post(f"{LIST}new/", {**FORM, **gcj}, follow=True))
    made = Site.objects.get()
    assert "秋实司机驿站" in page
    assert "每天 8:00-20:00；节假日 休息" in page
    assert made.datum == "CGCS2000"
    assert made.lon == pytest.approx(116.404, abs=2e-5)
    assert made.lat == pytest.approx(39.915, abs=2e-5)
    form = html(client.get(f"{LIST}{made.code}/edit/"))
    assert 'value="每天 8:00-20:00；节假日 休息"' in form
    said = {**FORM, "version": "1", "capacity": "9", "hours": ""}
    page = html(client.post(f"{LIST}{made.code}/edit/", said, follow=True))
    assert "9 个座位" in page
    assert "不详" in page
    stale = client.post(f"{LIST}{made.code}/edit/", said)
    assert "刚被他人修改过" in html(stale, 409)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "名称"),
        ({"hours": "周一 8:00-9:00；周八休息"}, "“周八休息”：看不懂这一段"),
        ({"kind": "station"}, "请选是哪一级"),
        ({"lon": "117"}, "经度和纬度要一起给出"),
        ({"lon": "217", "lat": "31"}, "经度"),
        ({"equipment": ["piano"]}, "设施"),
        ({"status": "building", "opened_on": "2025-01-01"}, "还没有开放"),
        ({"opened_on": "2025-02-30"}, "开放日期"),
        ({"capacity": "0"}, "座位"),
        ({"division": "X"}, "所在社区"),
    ],
)
def test_what_is_wrong_with_a_site_is_told_at_its_field(
    district: District, changes: dict[str, Any], told: str
) -> None:
    page = html(desk(district, "street").post(f"{LIST}new/", {**FORM, **changes}), 422)
    assert told in page
    assert 'class="error"' in page
    assert not Site.objects.exists()


def test_another_street_founds_nothing_here_and_a_clerk_nothing_at_all(
    district: District,
) -> None:
    html(desk(district, "other").post(f"{LIST}new/", FORM), 403)
    html(desk(district, "roads").get(f"{LIST}new/"), 403)
    assert "登记场所" not in html(desk(district, "roads").get(LIST))


def test_a_host_pauses_and_checks_his_own_place_and_edits_nothing(district: District) -> None:
    place = site(district)
    host(JOB, "host", district.offices["shop"], place)
    path, client = f"{LIST}{place.code}/", desk(district, "shop")
    page = html(client.get(path))
    assert "写明暂停" in page
    assert "/check/station_six/self/" in page
    assert "/check/station_six/onsite/" not in page
    assert "/edit/" not in page
    html(client.post(f"{path}edit/", {**FORM, "version": "1"}), 403)
    html(client.get(f"{path}check/station_six/onsite/"), 403)
    wrong = client.post(f"{path}pause/", {"version": "1", "until": "2020-01-01"})
    assert "这一天已经过去" in html(wrong, 422)
    html(client.post(f"{path}pause/", {"version": "1", "until": ""}), 422)
    page = html(client.post(f"{path}pause/", {"version": "1", "until": "2099-01-01"}, follow=True))
    assert "恢复开放" in page
    page = html(client.post(f"{path}pause/", {"version": "2", "again": "yes"}, follow=True))
    assert "写明暂停" in page


def test_hosts_come_and_go_on_the_page(district: District) -> None:
    place = site(district)
    path, client = f"{LIST}{place.code}/", desk(district, "street")
    html(client.post(f"{path}hosts/", {"organisation": ""}), 422)
    for _ in range(2):
        said = {"organisation": district.office("shop")}
        page = html(client.post(f"{path}hosts/", said, follow=True))
    assert page.count("巢上面馆</") + page.count("巢上面馆<br>") >= 1
    tie = place.tied.get()
    html(client.post(f"{path}hosts/{tie.pk}/end/", follow=True))
    html(client.post(f"{path}hosts/999/end/"), 404)
    tie.refresh_from_db()
    assert tie.valid_to is not None


def test_a_site_is_retired_on_the_page_with_its_plates(district: District) -> None:
    place = site(district)
    award(JOB, checked(district, place).pk)
    path, client = f"{LIST}{place.code}/", desk(district, "street")
    html(client.post(f"{path}retire/", {"version": "1", "on": "2099-01-01", "reason": "x"}), 422)
    html(client.post(f"{path}retire/", {"version": "1", "on": "", "reason": ""}), 422)
    said = {"version": "1", "on": "2026-01-05", "reason": "房子拆了"}
    page = html(client.post(f"{path}retire/", said, follow=True))
    assert "已撤" in page
    assert "房子拆了" in page
    assert Mark.objects.get().state == "withdrawn"


def test_the_sheets_hold_what_the_lists_hold(three: District) -> None:
    client = desk(three, "street")
    rows = sheet(client, f"{LIST}sheet.xlsx?kind=worker_station")
    assert "甲street" in rows[0][0]
    found = dict(zip(rows[1], rows[2], strict=True))
    assert found["名称"] == "春风驿站"
    assert found["开放时间"] == "每天 8:00-20:00"
    assert found["牌子"] == "户外劳动者服务站点“六有”"
    assert len(rows) == 3
    rows = sheet(client, "/desk/marks/sheet.xlsx")
    assert rows[2][1] == "春风驿站"
    assert len(sheet(client, "/desk/marks/sheet.xlsx?state=withdrawn")) == 2
    assert client.get("/desk/marks/sheet.xlsx?state=x").status_code == 422


def test_nothing_is_shown_to_who_is_not_logged_in(district: District) -> None:
    place = site(district)
    for path in (LIST, f"{LIST}{place.code}/", "/desk/marks/", "/desk/boards/"):
        assert Client().get(path).headers["Location"].startswith("/accounts/login/")


def test_what_is_not_there_is_not_found(district: District) -> None:
    client = desk(district, "street")
    place = site(district)
    for path in (
        f"{LIST}nobody/",
        f"{LIST}checks/9/",
        f"{LIST}{place.code}/check/nine_haves/onsite/",
        f"{LIST}{place.code}/check/station_six/blind/",
        "/desk/marks/9/",
        "/desk/boards/9/",
    ):
        html(client.get(path), 404)


def test_an_administrator_writes_a_new_version_of_a_standard(district: District) -> None:
    client = logged_in(district.accounts["admin"], second_factor=True)
    page = html(client.get("/desk/marks/standards/?from=nine_haves"))
    assert "default-1" in page
    source = shipped_source("nine_haves")
    wrong = client.post("/desk/marks/standards/", {"source": "key ="})
    assert "TOML" in html(wrong, 422)
    html(client.post("/desk/marks/standards/", {"source": source}), 409)
    said = {"source": source.replace("default-1", "2027")}
    page = html(client.post("/desk/marks/standards/", said, follow=True))
    assert "的新版本" in page
    assert "载入新版本" not in html(desk(district, "street").get("/desk/marks/standards/"))


def test_a_board_is_wrong_at_its_field(district: District) -> None:
    client = desk(district, "street")
    said = {"version": "0", "text": "牌子", "owner": district.office("roads"), "division": "C11"}
    assert "挂在哪里" in html(client.post("/desk/boards/new/", said), 422)
    html(desk(district, "roads").get("/desk/boards/new/"), 403)
    said |= {"place": "门口", "photo": BytesIO(b"no picture")}
    assert "打不开这张照片" in html(client.post("/desk/boards/new/", said), 422)
    assert not Board.objects.exists()
    html(client.get("/desk/boards/?since=2026-13-01"), 422)
    assert client.get("/desk/boards/sheet.xlsx?outcome=x").status_code == 422
