"""M39, told through the public page of a station and the desk of its street.

"三级服务站, 户外工作者服务站, 爱心驿站: stations by level, equipment, hours, freshness of each
fact; those under construction are not counted"
"""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import JOB, District
from tests.desk import desk, html
from tests.sites import office_people, site
from zhuchao.journal.clock import at, now, zone
from zhuchao.journal.models import Entry, Span
from zhuchao.places.models import Site
from zhuchao.registry.site_actions import change_site

LIST = "/desk/sites/"


@pytest.fixture
def people(district: District) -> District:
    """The cast with the street's office."""
    office_people(district)
    return district


def tap(place: Site, fact: str, said: str, phone: Client | None = None) -> str:
    """One tap on the public page, as a telephone sends it."""
    phone = phone or Client()
    page = html(phone.get(f"/sites/{place.code}/"))
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    form = {"fact": fact, "said": said, "version": version[1]}
    return html(phone.post(f"/sites/{place.code}/fact/", form, follow=True))


def moment(text: str) -> Any:
    """Act at a local moment."""
    return at(datetime.fromisoformat(text).replace(tzinfo=zone()))


def test_a_rider_sees_what_there_is_and_until_when_it_is_open(people: District) -> None:
    place = site(people, words="8:00-20:00；节假日休息")
    with moment("2026-11-25T12:00"):
        page = html(Client().get(f"/sites/{place.code}/"))
        assert "开放中" in page
        assert "开到 20:00" in page
        assert "饮水" in page
    with moment("2026-11-25T21:00"):
        page = html(Client().get(f"/sites/{place.code}/"))
        assert "现在不开放" in page
        assert "11月26日 周四 08:00 开门" in page


def test_what_nobody_knows_is_not_called_closed(people: District) -> None:
    place = site(people, words="周一至周五 8:00-20:00")
    with moment("2026-11-28T12:00"):
        page = html(Client().get(f"/sites/{place.code}/"))
        assert "开放时间不详" in page
        assert "现在不开放" not in page


def test_stations_stand_in_three_levels_and_those_under_construction_are_not_counted(
    people: District,
) -> None:
    """A-34, A-35: the numbers are those of the rows, and of the spans."""
    for n, level in enumerate(("district", "street", "community")):
        site(people, f"{n}级站", kind="station", level=level, lon=117.83 + n / 1000)
    coming = site(people, "在建站", kind="station", level="street", status="building",
                  opened_on=None)  # fmt: skip
    page = html(desk(people, "street").get(LIST))
    assert re.search(r"<b>3</b><span>站点</span>", page)
    assert re.search(r"<b>1</b><span>在建（不计入）</span>", page)
    assert "1级站" in html(desk(people, "street").get(f"{LIST}?level=street&status=open"))
    open_spans = Span.objects.filter(subject_kind="site", facets__contains='"status":"open"')
    assert open_spans.count() == 3
    change_site(JOB, coming.pk, {"status": "open"}, version=1)
    assert re.search(r"<b>4</b><span>站点</span>", html(desk(people, "street").get(LIST)))
    assert Span.objects.get(id=f"site:{coming.pk}").valid_from == now().astimezone(zone()).date()


def test_anybody_says_with_one_tap_that_it_is_so_or_not(people: District) -> None:
    place = site(people)
    assert "收到，谢谢您确认" in tap(place, "hours", "yes")
    page = tap(place, "equipment", "no")
    assert "已请工作人员去核实" in page
    assert "有人反映不对" in page
    told = Entry.objects.filter(verb__in=("site.confirmed", "site.contradicted"))
    assert {(e.who, e.headcount) for e in told} == {("public", 1)}
    assert {e.facets["fact"] for e in told} == {"hours", "equipment"}


def test_one_telephone_counts_once_a_day_and_nothing_of_it_is_kept(people: District) -> None:
    place, phone = site(people), Client()
    tap(place, "hours", "no", phone)
    again = html(
        phone.post(f"/sites/{place.code}/fact/", {"fact": "hours", "said": "no", "version": 1},
                   follow=True)
    )  # fmt: skip
    assert "今天已经收到您的反映" in again
    assert Entry.objects.filter(verb="site.contradicted").count() == 1
    assert tap(place, "position", "no", phone)
    assert Entry.objects.filter(verb="site.contradicted").count() == 2


def test_taps_are_limited_and_nonsense_is_refused(people: District, settings: Any) -> None:
    place = site(people)
    path = f"/sites/{place.code}/fact/"
    html(Client().post(path, {"fact": "colour", "said": "yes", "version": 1}), 422)
    html(Client().post(path, {"fact": "hours", "said": "yes", "version": 7}), 409)
    html(Client().post("/sites/nobody/fact/", {"fact": "hours", "version": 1}), 404)
    settings.ZHUCHAO_RATE_PUBLIC = 1
    answers = [
        Client().post(path, {"fact": "hours", "said": "yes", "version": 1}).status_code
        for _ in range(3)
    ]
    assert 429 in answers


def test_what_was_contradicted_stands_before_the_staff_who_settle_it_with_one_tap(
    people: District,
) -> None:
    place = site(people)
    tap(place, "equipment", "no")
    street = desk(people, "street")
    page = html(street.get(LIST))
    assert re.search(r"<b>1</b><span>有人反映不对</span>", page)
    worklist = html(street.get(f"{LIST}?freshness=doubted&mine=on"))
    assert "春风驿站" in worklist
    assert "都对" in worklist
    said = {"version": 1, "next": f"{LIST}?freshness=doubted&mine=on"}
    page = html(street.post(f"{LIST}{place.code}/confirm/", said, follow=True))
    assert "“春风驿站”已确认" in page
    assert "没有符合条件的场所" in page
    assert "有人反映不对" not in html(Client().get(f"/sites/{place.code}/"))


def test_a_fact_nobody_confirmed_for_long_reads_unconfirmed(
    people: District, settings: Any
) -> None:
    place = site(people)
    with at(now() + timedelta(days=settings.ZHUCHAO_FRESH_DAYS + 1)):
        page = html(Client().get(f"/sites/{place.code}/"))
        assert page.count("未确认") == 4 + 1  # each fact, and the sentence that explains it
        street = desk(people, "street")
        assert re.search(r"<b>1</b><span>要去确认</span>", html(street.get(LIST)))
        html(
            street.post(
                f"{LIST}{place.code}/confirm/", {"version": 1, "fact": "hours"}, follow=True
            )
        )
        page = html(Client().get(f"/sites/{place.code}/"))
        assert page.count("未确认") == 3 + 1
        assert "工作人员确认" in page


def test_the_public_page_names_a_role_and_never_a_colleague(people: District) -> None:
    place = site(people)
    html(desk(people, "street").post(f"{LIST}{place.code}/confirm/", {"version": 1}, follow=True))
    page = html(Client().get(f"/sites/{place.code}/"))
    assert "工作人员确认" in page
    assert "甲street" not in page
    assert "甲street" in html(desk(people, "street").get(f"{LIST}{place.code}/"))


def test_the_way_there_hands_the_place_to_a_map_and_nothing_else(people: District) -> None:
    place = site(people, lon=116.404, lat=39.915)
    page = html(Client().get(f"/sites/{place.code}/way/"))
    assert 'href="geo:39.915000,116.404000?q=39.915000,116.404000' in page
    assert "dlat=39.91640" in page
    assert "latlng:39.91640" in page
    assert page.count("noreferrer") == 5
    assert "<script" not in page.split("<main")[1]
    nowhere = site(people, "无处站", lon=None, lat=None)
    html(Client().get(f"/sites/{nowhere.code}/way/"), 404)
    assert "导航去" not in html(Client().get(f"/sites/{nowhere.code}/"))


def test_a_place_that_is_only_planned_is_nobodys_business(people: District) -> None:
    place = site(people, status="planned", opened_on=None)
    html(Client().get(f"/sites/{place.code}/"), 404)
    assert Client().get("/map.json").json()["sites"] == []
    coming = site(people, "在建站", status="building", opened_on=None)
    page = html(Client().get(f"/sites/{coming.code}/"))
    assert "在建" in page
    assert "对不对" not in page


def test_dispute_desks_stand_at_three_levels_too(people: District) -> None:
    """The sites of M44 (A-39)."""
    for n, level in enumerate(("district", "street", "community")):
        site(people, f"{n}级化解超市", kind="dispute_desk", level=level, lon=117.83 + n / 1000)
    page = html(desk(people, "street").get(f"{LIST}?kind=dispute_desk"))
    assert re.search(r"<b>3</b><span>调解</span>", page)
    for label in ("区级化解超市", "街道（镇）级化解超市", "社区（村）级化解超市"):
        assert label in page
