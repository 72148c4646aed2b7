"""M11, told through the pages of the street office and of the merchant.

"治理联系点和服务站点: contact points and stations agreed with platforms and merchants"
"""

import re

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import desk, html
from tests.sites import office_people
from zhuchao.journal.models import Entry, Span
from zhuchao.places.models import Site

FORM = {
    "version": "0",
    "name": "巢上面馆治理联系点",
    "kind": "contact_point",
    "status": "open",
    "division": "C11",
    "address": "春风路 3 号",
    "datum": "CGCS2000",
    "lon": "117.83",
    "lat": "31.6",
    "hours": "每天 9:00-21:00",
    "equipment": ["water"],
}


@pytest.fixture
def people(district: District) -> District:
    """The cast with the merchant."""
    office_people(district)
    return district


def test_a_point_agreed_with_a_merchant_carries_the_merchant_as_its_host(
    people: District,
) -> None:
    street = desk(people, "street")
    html(street.post("/desk/sites/new/", FORM, follow=True))
    place = Site.objects.get()
    said = {"organisation": people.office("shop")}
    page = html(street.post(f"/desk/sites/{place.code}/hosts/", said, follow=True))
    assert "承办单位已写入" in page
    public = html(Client().get(f"/sites/{place.code}/"))
    assert "治理联系点" in public
    assert "巢上面馆" in public
    tie = Span.objects.get(verb="tie.made", facets__contains='"host"')
    assert tie.facets == {"kind": "host", "whom_site": place.pk}
    assert tie.organisation == people.office("shop")


def test_contact_points_are_counted_by_themselves_and_exported(people: District) -> None:
    street = desk(people, "street")
    html(street.post("/desk/sites/new/", FORM, follow=True))
    page = html(street.get("/desk/sites/?group=contact"))
    assert re.search(r"<b>1</b><span>联系点</span>", page)
    assert "巢上面馆治理联系点" in page
    counted = Span.objects.filter(subject_kind="site", facets__contains='"kind":"contact_point"')
    assert [s.facets["status"] for s in counted] == ["open"]


def test_the_merchant_who_withdraws_is_host_no_longer_and_the_past_stays_told(
    people: District,
) -> None:
    street = desk(people, "street")
    html(street.post("/desk/sites/new/", FORM, follow=True))
    place = Site.objects.get()
    path = f"/desk/sites/{place.code}/hosts/"
    html(street.post(path, {"organisation": people.office("shop")}, follow=True))
    tie = place.tied.get()
    html(desk(people, "other").post(f"{path}{tie.pk}/end/"), 403)
    assert "今天是最后一天" in html(street.post(f"{path}{tie.pk}/end/", follow=True))
    assert Entry.objects.filter(verb="tie.ended", span_id=f"tie:{tie.pk}").count() == 1
