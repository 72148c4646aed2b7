"""M13: train, appoint with a letter, report, verify, collect, exchange, redeem: all voluntary."""

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from docx import Document

from tests.cast import JOB, District, add_account, step
from tests.desk import desk, html
from tests.sites import office_people
from zhuchao.access.models import Account
from zhuchao.circle.models import Coupon, Credited, Offer
from zhuchao.journal.clock import at, local_day, now
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Matter
from zhuchao.matters.receipts import query_code
from zhuchao.places.models import Site
from zhuchao.registry.actions import host
from zhuchao.registry.models import Person, Tie
from zhuchao.rules.points_file import shipped_points

ON = replace(shipped_points(), enabled=True)


@pytest.fixture
def place(district: District) -> District:
    """A rider with an account, a community desk, a merchant with an offer worth points."""
    office_people(district)
    for name, role, where in (
        ("community", "community_desk", "S1"),
        ("community2", "community_desk", "S2"),
    ):
        district.accounts[name] = add_account(district, name, role, where)
    district.accounts["rider"] = Account.objects.create_user("rider", name="甲rider")
    Person.objects.create(label="甲rider", account=district.accounts["rider"])
    site = Site.objects.create(
        code="noodle",
        name="巢上面馆",
        kind="merchant",
        division=district.divisions["C11"],
        status="open",
    )
    host(JOB, "host", district.offices["shop"], site, since=date(2025, 1, 1))
    Offer.objects.create(site=site, kind="price_factor", factor=80, valid_from=date(2025, 1, 1))
    return district


def appointed(place: District, **changed: Any) -> Any:
    """The answer to the form that trains and appoints the rider."""
    today = local_day(now())
    said = {
        "account": "rider",
        "trained_on": today - timedelta(3),
        "hours": 4,
        "level": "street",
        "kind": "rider_grid",
        "division": "S1",
        "since": today,
        "months": 12,
    }
    return desk(place, "community").post("/desk/appointments/new/", {**said, **changed})


def reported(place: District, client: Client, text: str = "井盖破了一块") -> Matter:
    """A hazard the rider reported on his phone, logged in."""
    said = {"text": text, "category": "manhole", "division": "C11"}
    check = html(client.post("/report/", said))
    hidden = dict(re.findall(r'name="(photos|checked)"[^>]*value="([^"]*)"', check))
    assert client.post("/report/", {**said, **hidden}).status_code == 302
    return Matter.objects.latest("pk")


def claimed(client: Client, matter: Matter) -> Any:
    """The answer to crediting a report by its receipt."""
    said = {"receipt": matter.receipt, "code": query_code(matter.receipt)}
    return client.post("/me/points/credit/", said)


def left(client: Client) -> int:
    """The points on somebody's own page."""
    found = re.search(r'<b class="number">(\d+)</b> 分可用', html(client.get("/me/")))
    assert found
    return int(found[1])


def test_he_is_trained_appointed_and_gets_a_dated_letter(place: District) -> None:
    """The letter says who, what, where and until when, and no identity number."""
    assert appointed(place).status_code == 302
    tie = Tie.objects.get(kind="rider_grid")
    page = html(desk(place, "rider").get("/me/"))
    assert "骑手网格员" in page
    assert "柳林街道" in page
    taken = desk(place, "rider").get(f"/me/appointments/{tie.pk}/letter.docx")
    words = "\n".join(p.text for p in Document(BytesIO(taken.content)).paragraphs)
    assert "甲rider" in words
    assert f"任期自{tie.valid_from.year}年" in words
    assert "可以随时提出不再担任" in words
    assert not re.search(r"\d{15,}", words)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"trained_on": "2020-01-01"}, "先培训，再聘任"),
        ({"months": 99}, "months"),
        ({"account": "nobody"}, "没有这个账号"),
        ({"account": "", "label": ""}, "写工作称呼"),
        ({"division": "S2"}, "没有权限"),
        ({"kind": "food_supervisor"}, "kind"),
    ],
)
def test_without_training_or_the_right_nobody_is_appointed(
    place: District, changed: dict[str, Any], told: str
) -> None:
    """And nothing is half-written: neither a training nor a new person."""
    before = Entry.objects.count()
    page = html(appointed(place, **changed), 403 if changed.get("division") == "S2" else 422)
    assert told in page
    assert not Tie.objects.filter(kind__in=("rider_grid", "food_supervisor")).exists()
    assert Entry.objects.count() == before


def test_ending_it_oneself_needs_no_reason_and_others_see_nothing(place: District) -> None:
    """One button; another street's desk never saw it."""
    appointed(place)
    tie = Tie.objects.get(kind="rider_grid")
    assert "甲rider" not in html(desk(place, "community2").get("/desk/appointments/"))
    assert desk(place, "water").post(f"/me/appointments/{tie.pk}/end/").status_code == 404
    html(desk(place, "rider").post(f"/me/appointments/{tie.pk}/end/", follow=True))
    tie.refresh_from_db()
    assert tie.valid_to == local_day(now())
    assert Entry.objects.get(verb="appointment.ended").facets["own"] is True


def test_points_are_off_until_the_district_turns_them_on(place: District) -> None:
    """Nothing is shown, and joining is refused."""
    rider = desk(place, "rider")
    assert "积分" not in html(rider.get("/me/"))
    assert rider.post("/me/points/join/").status_code == 403


def test_only_verified_reports_after_joining_count_and_a_coupon_names_nobody(
    place: District, settings: Any
) -> None:
    """Report, verify, collect under the cap, exchange, redeem once; the counter learns no name."""
    settings.ZHUCHAO_POINTS = replace(ON, daily_cap=30)
    rider = desk(place, "rider")
    matters = [reported(place, rider, f"第{n}处井盖破了") for n in "一二三四五"]
    assert claimed(rider, matters[0]).status_code == 409
    rider.post("/me/points/join/")
    assert claimed(rider, matters[0]).status_code == 409
    for matter in matters[:4]:
        step(place.scope("street1"), matter, "verify")
        assert claimed(rider, matter).status_code == 302
    assert claimed(rider, matters[3]).status_code == 409
    assert claimed(desk(place, "water"), matters[3]).status_code == 409
    assert claimed(rider, matters[4]).status_code == 409
    wrong = {"receipt": matters[4].receipt, "code": "AAAAAA"}
    assert rider.post("/me/points/credit/", wrong).status_code == 422
    assert left(rider) == 30
    offer = Offer.objects.get()
    page = html(rider.post(f"/me/points/draw/{offer.pk}/", follow=True))
    coupon = Coupon.objects.get()
    assert coupon.code in page
    assert rider.post(f"/me/points/draw/{offer.pk}/").status_code == 409
    shop = desk(place, "shop")
    page = html(shop.post("/shop/noodle/coupons/", {"code": coupon.code.upper()}, follow=True))
    assert "已核销" in page
    assert "甲rider" not in page
    assert "已经用过" in html(shop.post("/shop/noodle/coupons/", {"code": coupon.code}), 409)
    assert {f.name for f in Coupon._meta.get_fields()} == {
        "id",
        "code",
        "offer",
        "last_day",
        "redeemed_on",
    }
    redeemed = Entry.objects.get(verb="coupon.redeemed")
    assert redeemed.who == place.scope("shop").who
    assert place.scope("rider").who not in str(redeemed.facets)


def test_what_several_reported_counts_once(place: District, settings: Any) -> None:
    """Merged into one: the first reporter's, the second gets none."""
    settings.ZHUCHAO_POINTS = ON
    first, second = desk(place, "rider"), desk(place, "water")
    for client in (first, second):
        client.post("/me/points/join/")
    one = reported(place, first)
    two = reported(place, second, "同一个井盖破了")
    step(place.scope("street1"), two, "merge", target=one.receipt)
    step(place.scope("street1"), one, "verify")
    assert [claimed(first, one).status_code, claimed(second, two).status_code] == [302, 302]
    assert (left(first), left(second)) == (10, 0)


def test_leaving_stops_the_counting_and_points_expire(place: District, settings: Any) -> None:
    """Out is out; what was collected is gone after its months."""
    settings.ZHUCHAO_POINTS = ON
    rider = desk(place, "rider")
    rider.post("/me/points/join/")
    one, two = reported(place, rider), reported(place, rider, "又一处井盖破了")
    for matter in (one, two):
        step(place.scope("street1"), matter, "verify")
    claimed(rider, one)
    rider.post("/me/points/leave/")
    assert claimed(rider, two).status_code == 409
    rider.post("/me/points/join/")
    assert left(rider) == 10
    with at(now() + timedelta(days=400)):
        assert left(desk(place, "rider")) == 0


def test_nothing_stored_leads_from_a_rider_to_his_report(place: District, settings: Any) -> None:
    """No entry of his names the matter, and no entry of the matter names him."""
    settings.ZHUCHAO_POINTS = ON
    rider = desk(place, "rider")
    rider.post("/me/points/join/")
    matter = reported(place, rider)
    step(place.scope("street1"), matter, "verify")
    claimed(rider, matter)
    told = Entry.objects.get(verb="points.credited")
    assert dict(told.facets) == {"kind": "hazard", "reporters": 1, "first": True}
    assert matter.receipt not in Credited.objects.get().mark
    of_matter = Entry.objects.filter(subject_kind="hazard", subject_id=matter.pk)
    assert place.scope("rider").who not in set(of_matter.values_list("who", flat=True))


def test_no_page_and_no_table_ranks_people_by_points() -> None:
    """There is no column of points anywhere to sort persons by (red line 4)."""
    of_people = [
        model
        for model in apps.get_models()
        if {f.related_model for f in model._meta.get_fields()} & {Person, Account}
    ]
    columns = {f.name for model in of_people for f in model._meta.get_fields()}
    assert not columns & {"points", "score", "rank", "balance"}
