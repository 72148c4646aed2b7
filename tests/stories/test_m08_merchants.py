"""M08, told through the pages a merchant, a rider, the street and the keeper use.

"错峰就餐, 7折, 优先取餐, 热水: staff nominate at the door or a merchant applies; offers with hours,
a cap, seats of the off-peak area; accredited; visits counted by a printed or rotating QR or the
owner's +1 (scan and hand tally apart); the merchant gets a weekly sheet and no rider identity"
"""

import re
from datetime import date, datetime, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from PIL import Image
from python_calamine import CalamineWorkbook

from tests.cast import BEGINNING, JOB, District
from tests.desk import desk, html
from tests.sites import checked, office_people, site
from zhuchao.access.models import Account, Identity
from zhuchao.circle.merchants.codes import current_token
from zhuchao.circle.merchants.visits import forget_devices
from zhuchao.circle.models import Application, DeviceVisit, Offer
from zhuchao.journal.clock import at, now, zone
from zhuchao.journal.models import Entry
from zhuchao.matters.receipts import query_code
from zhuchao.places.models import Site
from zhuchao.registry.actions import host
from zhuchao.registry.site_actions import change_site
from zhuchao.rules.hours_data import as_text
from zhuchao.rules.hours_reading import read_hours

ASKED = {
    "name": "巢上面馆",
    "offer": "meal_off_peak",
    "division": "C11",
    "address": "春风路 15 号",
    "contact": "王掌柜",
    "phone": "13812341234",
}
PASSWORD = "Mianguan-2026-tang"


@pytest.fixture
def people(district: District) -> District:
    """The cast with the offices of the streets."""
    office_people(district)
    return district


def moment(text: str) -> Any:
    """Act at a local moment."""
    return at(datetime.fromisoformat(text).replace(tzinfo=zone()))


def photo() -> BytesIO:
    """A small picture of a door, as a phone sends it."""
    out = BytesIO()
    Image.new("RGB", (80, 60), "#b0441a").save(out, "JPEG")
    out.seek(0)
    out.name = "door.jpg"
    return out


def cells(answer: Any) -> list[list[Any]]:
    """The rows of an Excel file below the line that says who took it."""
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
    return book.get_sheet_by_index(0).to_python()[1:]


def hidden(page: str, name: str) -> str:
    """What a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name}"
    return unescape(found[1])


def shop_of(people: District, *, words: str = "每天 6:00-22:00") -> Site:
    """A shop that is there already, kept by the account "shop"."""
    place = site(people, "巢上面馆", kind="merchant", words=words, code="sh-1")
    host(JOB, "host", people.offices["shop"], place, since=BEGINNING)
    return place


def rider_at(place: Site, phone: Client | None = None, token: str = "", **said: Any) -> str:
    """A rider opens the code and taps; the page he sees then."""
    phone = phone or Client()
    path = f"/v/{place.code}/{token}"
    phone.get(path)
    answer = phone.post(path, said, follow=True)
    return str(answer.content.decode())


def test_from_the_application_to_the_daily_mean(people: District) -> None:
    with moment("2026-11-16T09:00"):
        answer = Client().post("/shop/apply/", {**ASKED, "photo": photo()}, follow=True)
        slip = html(answer)
        assert "待审核" in slip
        row = Application.objects.get()
        assert row.receipt in slip
        assert "13812341234" not in slip

        street = desk(people, "street")
        path = f"/desk/merchants/applications/{row.receipt}/"
        page = html(street.get(path))
        assert "王*" in page
        assert "138****1234" in page
        assert "王掌柜" not in page
        picture = re.search(r'<img src="(/files/[^"]+)"', page)
        assert picture
        assert b"".join(street.get(picture[1])).startswith(b"\xff\xd8")
        assert desk(people, "other").get(picture[1]).status_code == 404

        form = {"version": hidden(page, "version"), "decision": "open"}
        assert "已通过" in html(street.post(f"{path}decide/", form, follow=True))
        shop = Site.objects.get(kind="merchant")
        assert (shop.name, shop.status) == ("巢上面馆", "open")
        change_site(
            people.scope("street"), shop.pk,
            {"hours": as_text(read_hours("每天 6:00-22:00"))}, version=shop.version,
        )  # fmt: skip

        checked(people, shop, "warm_merchant")
        page = html(street.get(f"/desk/sites/{shop.code}/"))
        award = re.search(r'action="(/desk/marks/award/\d+/)"', page)
        assert award
        hung = html(street.post(award[1], {"number": "NX-1"}, follow=True))
        assert "NX-1" in hung

        keeper = joined(row)
        page = html(keeper.get("/shop/"))
        assert "暖新商户" in page
        offer = {
            "version": 0, "kind": "price_factor", "tenths": "7", "words": "小哥套餐",
            "hours": "每天 10:00-15:00", "cap": "20", "valid_from": "2026-11-16",
        }  # fmt: skip
        page = html(keeper.post(f"/shop/{shop.code}/offers/new/", offer, follow=True))
        assert "套餐打折 小哥套餐 7 折" in page
        assert "7 折" in html(Client().get(f"/sites/{shop.code}/"))

    with moment("2026-11-16T12:00"):
        phone = Client()
        wanted = html(phone.get(f"/v/{shop.code}/"))
        number = re.search(r'name="offer" value="(\d+)"', wanted)
        assert number
        assert "记下了" in rider_at(shop, phone, offer=number[1], thanks="面很热")
        assert "这一顿已经记过了" in rider_at(shop, phone)
        keeper = again("laowang")
        page = html(keeper.post(f"/shop/{shop.code}/tally/", {"offer": ""}, follow=True))
        assert re.search(r"<b>2</b>", page)
        assert "扫码 1 · 手点 1" in page

    with moment("2026-11-18T20:00"):
        keeper = again("laowang")
        sheet = html(keeper.get(f"/shop/{shop.code}/week/"))
        assert "扫码 1 · 手点 1" in sheet
        assert "面很热" in sheet
        assert "1 次道谢" in sheet
        rows = cells(keeper.get(f"/shop/{shop.code}/week.xlsx"))
        assert rows[0] == ["日期", "几点", "优惠", "怎么记的", "人次"]
        assert rows[1:] == [
            ["2026-11-16", "12:00", "", "店主点数", 1],
            ["2026-11-16", "12:00", "套餐打折 小哥套餐 7 折", "扫印刷码", 1],
        ]

        street = desk(people, "street")
        page = html(street.get("/desk/merchants/?first=2026-11-16&last=2026-11-17"))
        assert "<b>1.0</b><span>人次，每开门日" in page
        records = re.search(r'href="(/desk/merchants/records/\?[^"]*shop=[^"]*way=scan)"', page)
        assert records
        behind = html(street.get(unescape(records[1])))
        assert "1 条" in behind
        assert "扫印刷码" in behind


def joined(row: Application) -> Client:
    """The keeper scans his slip, makes his account and logs in."""
    phone, code = Client(), query_code(row.receipt)
    page = html(phone.get(f"/shop/applied/{row.receipt}/?code={code}"))
    link = re.search(r'href="(/shop/join/[^"]+)"', page)
    assert link
    html(phone.get(unescape(link[1])))
    form = {"code": code, "username": "laowang", "name": "王掌柜", "password": PASSWORD}
    answer = phone.post(f"/shop/join/{row.receipt}/", form)
    assert answer["Location"].startswith("/accounts/login/")
    assert phone.post(f"/shop/join/{row.receipt}/", form)["Location"].startswith("/shop/applied/")
    return again("laowang")


def again(username: str) -> Client:
    """A keeper logs in with his password."""
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    assert client.get("/shop/").status_code == 200
    return client


def test_who_is_not_taken_in_reads_why_and_gets_no_account(people: District) -> None:
    Client().post("/shop/apply/", ASKED)
    row = Application.objects.get()
    street, path = desk(people, "street"), f"/desk/merchants/applications/{row.receipt}/"
    assert "<b>1</b><span>商户申请待审核" in html(street.get("/desk/"))
    assert "商户申请待审核" not in html(desk(people, "other").get("/desk/"))
    form = {"version": row.version, "decision": "refuse", "reason": ""}
    assert "请写明原因" in html(street.post(f"{path}decide/", form), 422)
    street.post(f"{path}decide/", {**form, "reason": "没有食品经营许可证"})
    html(street.post(f"{path}decide/", {**form, "decision": "open"}), 409)
    code = query_code(row.receipt)
    page = html(Client().get(f"/shop/applied/{row.receipt}/?code={code}"))
    assert "没有食品经营许可证" in page
    assert Client().get(f"/shop/join/{row.receipt}/?code={code}").status_code == 302
    html(Client().get(f"/shop/applied/{row.receipt}/?code=AAAAAA"), 404)
    assert not Site.objects.filter(kind="merchant").exists()
    assert not Account.objects.filter(username="laowang").exists()


def test_staff_nominate_at_the_door_in_their_own_territory_only(people: District) -> None:
    form = {**ASKED, "contact": "", "phone": "", "lon": "117.83", "lat": "31.6"}
    path = "/desk/merchants/nominate/"
    html(desk(people, "roads").post(path, {**form, "photo": photo()}), 403)
    page = html(desk(people, "street").post(path, {**form, "photo": photo()}, follow=True))
    assert "巢上面馆" in page
    row = Application.objects.get()
    assert (row.via, row.contact, row.lon) == ("nominated", None, 117.83)
    html(desk(people, "other").get(f"/desk/merchants/applications/{row.receipt}/"), 404)
    assert "巢上面馆" not in html(desk(people, "other").get("/desk/merchants/applications/"))


def test_bad_input_is_named_at_its_field_and_nothing_is_written(people: District) -> None:
    wrong = {**ASKED, "phone": "12", "offer": "gold", "division": "X9", "name": ""}
    page = html(Client().post("/shop/apply/", wrong), 422)
    for name in ("name", "offer", "division", "phone"):
        assert re.search(rf'href="#id_{name}', page), name
    broken = BytesIO(b"no picture")
    broken.name = "door.jpg"
    assert "打不开这张照片" in html(Client().post("/shop/apply/", {**ASKED, "photo": broken}), 422)
    assert not Application.objects.exists()
    assert not Identity.objects.exists()


def test_the_phone_of_who_applied_is_opened_for_a_purpose_that_is_journaled(
    people: District,
) -> None:
    Client().post("/shop/apply/", ASKED)
    row = Application.objects.get()
    street, path = desk(people, "street"), f"/desk/merchants/applications/{row.receipt}/contact/"
    html(street.post(path, {"purpose": " "}), 422)
    assert "13812341234" in html(street.post(path, {"purpose": "约时间上门看店"}))
    opened = Entry.objects.get(verb="identity.opened")
    assert opened.words == "约时间上门看店"
    html(desk(people, "other").post(path, {"purpose": "看看"}), 404)


def test_the_shop_is_closed_for_today_in_two_taps_and_opens_again(people: District) -> None:
    place = shop_of(people)
    with moment("2026-11-25T12:00"):
        keeper = desk(people, "shop")
        page = html(keeper.get("/shop/"))
        form = {"version": hidden(page, "version")}
        page = html(keeper.post(f"/shop/{place.code}/today/", form, follow=True))
        assert "现在不开放" in page
        assert "这次没有记" in rider_at(place)
        html(keeper.post(f"/shop/{place.code}/today/", form), 409)
        form = {"version": hidden(page, "version"), "again": "yes"}
        assert "开放中" in html(keeper.post(f"/shop/{place.code}/today/", form, follow=True))
        form = {"version": hidden(html(keeper.get("/shop/")), "version"), "hours": "周八休息"}
        path = f"/shop/{place.code}/hours/"
        assert "周八" in html(keeper.post(path, form), 422)
        html(keeper.post(path, {**form, "hours": "每天 7:00-9:00"}, follow=True))
        assert "现在不开放" in html(keeper.get("/shop/"))


def test_the_changing_code_on_the_counter_leads_to_the_tap_and_grows_old(people: District) -> None:
    place = shop_of(people)
    with moment("2026-11-25T12:00"):
        keeper = desk(people, "shop")
        assert 'src="data:image/svg' in html(keeper.get("/shop/"))
        piece = html(keeper.get(f"/shop/{place.code}/code/", headers={"HX-Request": "true"}))
        assert piece.lstrip().startswith("<img")
        whole = html(keeper.get(f"/shop/{place.code}/code/"))
        assert '<noscript><meta http-equiv="refresh"' in whole
        token = current_token(place, now())
        assert "记下了" in rider_at(place, token=f"{token}/")
    with moment("2026-11-25T12:10"):
        page = html(Client().get(f"/v/{place.code}/{token}/"))
        assert "这个码已经换了" in page
        assert "我来过了</button>" not in page
    html(desk(people, "roads").get(f"/shop/{place.code}/code/"), 403)
    assert Client().get(f"/shop/{place.code}/code/").status_code == 302


def test_a_change_of_an_offer_leaves_its_past_in_the_journal(people: District) -> None:
    place = shop_of(people)
    with moment("2026-11-20T12:00"):
        keeper = desk(people, "shop")
        form = {"version": 0, "kind": "price_factor", "tenths": "7", "valid_from": "2026-11-20"}
        keeper.post(f"/shop/{place.code}/offers/new/", form)
        number = Offer.objects.get(site=place).pk
    path = f"/shop/{place.code}/offers/{number}/"
    with moment("2026-11-22T12:00"):
        keeper = desk(people, "shop")
        page = html(keeper.get(path))
        assert 'value="7"' in page
        changed = {"version": hidden(page, "version"), "tenths": "8.5", "valid_from": "2026-11-20"}
        assert "8.5 折" in html(keeper.post(path, changed, follow=True))
        html(keeper.post(path, changed), 409)
        assert "0.1" in html(keeper.post(path, {**changed, "tenths": "0"}), 422)
        html(
            keeper.post(
                f"{path}end/", {"version": Offer.objects.get(site=place).version}, follow=True
            )
        )
    told = Entry.objects.filter(span_id=f"offer:{number}").order_by("id")
    assert [(one.verb, one.facets["factor"]) for one in told] == [
        ("offer.made", 70), ("offer.changed", 85), ("offer.ended", 85),
    ]  # fmt: skip
    assert told[2].valid_to == date(2026, 11, 22)
    with moment("2026-11-23T12:00"):
        assert "8.5 折" not in html(Client().get(f"/sites/{place.code}/"))


def test_no_offer_can_be_written_that_makes_no_sense(people: District) -> None:
    place = shop_of(people)
    keeper = desk(people, "shop")
    path, base = f"/shop/{place.code}/offers/new/", {"version": 0, "valid_from": "2026-11-20"}
    for wrong, field in (
        ({"kind": "price_factor"}, "tenths"),
        ({"kind": "meal_off_peak"}, "seats"),
        ({"kind": "free_water", "tenths": "7"}, "tenths"),
        ({"kind": "free_water", "seats": "4"}, "seats"),
        ({"kind": "free_water", "hours": "25:00"}, "hours"),
        ({"kind": "free_water", "valid_to": "2026-11-19"}, "valid_to"),
        ({"kind": "free_water", "cap": "0"}, "cap"),
        ({"kind": "gold"}, "kind"),
    ):
        page = html(keeper.post(path, {**base, **wrong}), 422)
        assert re.search(rf'href="#id_{field}', page), wrong
    html(desk(people, "roads").post(path, {**base, "kind": "free_water"}), 403)
    assert not Offer.objects.filter(site=place).exists()


def test_the_keeper_undoes_the_last_one_and_words_that_do_not_belong(people: District) -> None:
    place = shop_of(people)
    with moment("2026-11-25T12:00"):
        keeper = desk(people, "shop")
        keeper.post(f"/shop/{place.code}/tally/", {"offer": ""})
        form = {"entry": hidden(html(keeper.get("/shop/")), "entry")}
        assert "撤回了一位" in html(keeper.post(f"/shop/{place.code}/undo/", form, follow=True))
        html(keeper.post(f"/shop/{place.code}/undo/", form), 409)
        assert "<b>0</b>" in html(keeper.get("/shop/"))
        rider_at(place, thanks="骂人的话")
        page = html(keeper.get(f"/shop/{place.code}/week/"))
        away = re.search(r'action="(/shop/sh-1/thanks/\d+/)"', page)
        assert away
        page = html(keeper.post(away[1], follow=True))
        assert "骂人的话" not in page
        assert "1 次道谢" in page


def test_a_telephone_that_keeps_no_cookie_is_told_and_not_counted(people: District) -> None:
    place = shop_of(people)
    with moment("2026-11-25T12:00"):
        assert "请允许 Cookie" in html(Client().post(f"/v/{place.code}/", {}), 409)
    assert not Entry.objects.filter(verb="visit.counted").exists()


def test_the_telephone_forgets_its_mark_at_midnight(people: District) -> None:
    place, phone = shop_of(people), Client()
    with moment("2026-11-25T23:00"):
        answer = phone.get(f"/v/{place.code}/")
        assert answer.cookies["visitor"]["max-age"] == 3600
        assert answer.cookies["visitor"]["httponly"]
        first = answer.cookies["visitor"].value
        assert "visitor" not in phone.get(f"/v/{place.code}/").cookies
    assert Client().get(f"/v/{place.code}/").cookies["visitor"].value != first


def test_the_list_counts_by_open_day_and_by_calendar_day_and_exports_both(
    people: District,
) -> None:
    with moment("2026-11-01T09:00"):
        place = shop_of(people, words="周一至周五 6:00-22:00；周末休息")
    for day in ("2026-11-16", "2026-11-17"):
        with moment(f"{day}T12:00"):
            for _ in range(5):
                rider_at(place)
    with moment("2026-11-23T09:00"):
        query = "first=2026-11-16&last=2026-11-22"
        page = html(desk(people, "street").get(f"/desk/merchants/?{query}"))
        assert "<b>2.0</b><span>人次，每开门日" in page
        assert "<b>1.4</b><span>人次，每日历日" in page
        rows = cells(desk(people, "street").get(f"/desk/merchants/sheet.xlsx?{query}"))
        line = dict(zip(*rows[:2], strict=True))
        assert (line["开门天数"], line["日历天数"]) == (5, 7)
        assert (line["扫码人次"], line["点数人次"], line["合计人次"]) == (10, 0, 10)
        assert (line["每开门日人次"], line["每日历日人次"]) == ("2.0", "1.4")
        html(desk(people, "street").get("/desk/merchants/?first=2026-11-22&last=2026-11-16"), 422)
        assert "还没有商户" in html(desk(people, "other").get("/desk/merchants/"))


def test_nothing_that_is_kept_links_two_days_of_a_rider(
    people: District, caplog: pytest.LogCaptureFixture
) -> None:
    """No column, log line or journal entry holds a word that two days of one telephone share."""
    place, phone = shop_of(people), Client()
    devices, cookies = set(), set()
    caplog.set_level("DEBUG")
    for day in range(2):
        with at(datetime(2026, 11, 24, 12, tzinfo=zone()) + timedelta(days=day)):
            # Even one that keeps its cookie over night is somebody else the next day.
            assert "记下了" in rider_at(place, phone)
            cookies.add(phone.cookies["visitor"].value)
            devices |= set(DeviceVisit.objects.values_list("device", flat=True))
    assert len(cookies) == 1
    assert len(devices) == 2
    with moment("2026-11-26T00:30"):
        forget_devices()
    secrets = [*devices, *cookies]
    for model in apps.get_models():
        for row in model._default_manager.values():
            assert not [s for s in secrets if s in str(row)], model
    assert not [s for s in secrets if s in caplog.text]
    told: list[dict[str, Any]] = [
        {**one} for one in Entry.objects.filter(verb="visit.counted").order_by("id").values()
    ]
    for one in told:
        for name in ("id", "occurred_at", "recorded_at", "day", "hmac"):
            one.pop(name)
    assert told[0] == told[1], "two visits differ by their moments only"
