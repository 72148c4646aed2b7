"""Sites through the JSON API: what anybody may read, narrowed, near a point, page by page."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import JOB, District
from tests.sites import checked, office_people, site
from zhuchao.marks.actions import award
from zhuchao.registry.site_actions import contradict_fact


@pytest.fixture
def people(district: District) -> District:
    """The cast with the street's office."""
    office_people(district)
    return district


def get(path: str, status: int = 200) -> Any:
    """What the API answers anybody."""
    answer = Client().get(f"/api/sites{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_site_is_told_in_codes_and_words(people: District) -> None:
    place = site(people, words="8:00-20:00；周末不详")
    award(JOB, checked(people, place).pk)
    contradict_fact(JOB, place.pk, "hours", version=1)
    told = get(f"/{place.code}")
    assert told["kind"] == {"code": "worker_station", "name": "户外工作者服务站"}
    assert told["hours"]["week"][0] == ["08:00-20:00"]
    assert told["hours"]["week"][6] is None
    assert told["hours_text"] == "周一至周五 8:00-20:00；周末 不详"
    assert told["plates"] == ["户外劳动者服务站点“六有”"]
    hours = next(f for f in told["facts"] if f["name"] == "hours")
    assert (hours["state"], hours["no"], hours["confirmed_by"]) == ("doubted", 1, "staff")
    assert told["division"]["code"] == "C11"
    assert told["metres"] is None


def test_nobody_outside_sees_a_plan(people: District) -> None:
    place = site(people, status="planned", opened_on=None)
    assert get("") == {"items": [], "next": None}
    assert get("?status=") == {"items": [], "next": None}
    get(f"/{place.code}", 404)


def test_the_list_is_narrowed_and_goes_on(people: District) -> None:
    for n in range(3):
        site(people, f"驿站{n}", code=f"s{n}")
    site(people, "友好小区", kind="friendly_quarter", code="q")
    site(people, "在建站", status="building", opened_on=None)
    first = get("?kind=worker_station&size=2")
    assert [one["code"] for one in first["items"]] == ["s0", "s1"]
    second = Client().get(first["next"]).json()
    assert [one["code"] for one in second["items"]] == ["s2"]
    assert second["next"] is None
    assert [one["name"] for one in get("?status=building")["items"]] == ["在建站"]
    assert len(get("?equipment=water&division=S1")["items"]) == 4


def test_around_a_point_the_nearest_comes_first(people: District) -> None:
    site(people, "远", code="far", lon=117.838)
    site(people, "近", code="close", lon=117.831)
    found = get("?lon=117.83&lat=31.6&within=1000")["items"]
    assert [(one["code"], one["metres"]) for one in found] == [("close", 95), ("far", 758)]
    assert get("?lon=117.83&lat=31.6&within=50")["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=palace", "kind"),
        ("level=top", "level"),
        ("equipment=piano", "equipment"),
        ("lon=117", "lon"),
        ("colour=red", "colour"),
    ],
)
def test_what_nobody_knows_is_refused_by_name(people: District, query: str, field: str) -> None:
    assert field in get(f"?{query}", 422)["fields"]
