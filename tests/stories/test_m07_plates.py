"""M07, told through the pages of the street office, of a host, and of anybody with a telephone.

"九个有 建设标准, 友好小区/街区/商圈, 整合党群服务中心与驿站: one place may carry several plates
(counted once in each figure, overlap shown); a versioned checklist, self-check, on-site photo
check, score, plaque, yearly recheck, withdrawal"
"""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from tests.cast import JOB, District
from tests.desk import desk, html
from tests.sites import office_people, site
from zhuchao.journal.clock import at, now
from zhuchao.journal.models import Span
from zhuchao.marks.models import Assessment, Mark
from zhuchao.marks.standards import shipped
from zhuchao.places.models import Site
from zhuchao.registry.actions import host

NINE = tuple(item.key for item in shipped()["nine_haves"].items)


@pytest.fixture
def estate(district: District) -> Site:
    """A friendly estate whose host is a merchant at its gate."""
    office_people(district)
    place = site(district, "春风花园", kind="friendly_quarter")
    host(JOB, "host", district.offices["shop"], place)
    return place


def photo() -> BytesIO:
    """A photo as a telephone sends it."""
    out = BytesIO()
    Image.new("RGB", (32, 24), "green").save(out, "JPEG")
    out.name = "gate.jpg"
    out.seek(0)
    return out


def check(client: Client, place: Site, key: str, manner: str, **changes: Any) -> Any:
    """Fill the checklist: everything is there and was seen, but for the changes."""
    path = f"/desk/sites/{place.code}/check/{key}/{manner}/"
    after = re.search(r'name="after" value="(\d+)"', html(client.get(path)))
    assert after
    said: dict[str, Any] = {"after": after[1]}
    for item in shipped()[key].items:
        said |= {item.key: "yes", f"{item.key}-note": "门口看得到"}
    return client.post(path, {**said, **changes}, follow=True)


def hang(client: Client, page: str) -> str:
    """Touch the button that hangs the plate."""
    form = re.search(r'action="(/desk/marks/award/\d+/)"', page)
    assert form, "no plate may be hung"
    return html(client.post(form[1], follow=True))


def tiles(page: str) -> dict[str, int]:
    """The numbers on top of a page, by their words."""
    found = re.findall(r"<b>([\d,]+)</b><span>([^<]+)</span>", page)
    return {label: int(n) for n, label in found}


def plated(district: District, place: Site, key: str = "nine_haves") -> Mark:
    """A plate, from the check to the wall, by the pages."""
    client = desk(district, "street")
    html(check(client, place, key, "onsite"))
    hang(client, html(client.get(f"/desk/sites/{place.code}/")))
    return Mark.objects.latest("pk")


def test_nine_items_stand_in_a_version_that_says_it_is_a_local_default(
    district: District, estate: Site
) -> None:
    page = html(desk(district, "street").get("/desk/marks/standards/"))
    nine = page.split("友好场景“九个有”")[1].split("</section>")[0]
    assert len(re.findall(r"<li>", nine)) == 9
    assert "地方默认，未经证实" in nine
    assert "default-1" in nine


def test_the_host_checks_itself_and_that_alone_hangs_nothing(
    district: District, estate: Site
) -> None:
    shop = desk(district, "shop")
    page = html(check(shop, estate, "nine_haves", "self", meals="no"))
    assert "已记下：8/9 分" in page
    assert "/award/" not in html(shop.get(f"/desk/sites/{estate.code}/"))
    assert "/award/" not in html(desk(district, "street").get(f"/desk/sites/{estate.code}/"))


def test_staff_look_on_the_spot_with_a_photo_or_a_note(district: District, estate: Site) -> None:
    street = desk(district, "street")
    bare = {f"{key}-note": "" for key in NINE}
    page = html(check(street, estate, "nine_haves", "onsite", **bare), 422)
    assert "请拍一张照片，或写一句看到了什么" in page
    assert not Assessment.objects.exists()
    seen = {"sign-note": "", "sign-photo": photo(), "meals": "no", "meals-note": ""}
    page = html(check(street, estate, "nine_haves", "onsite", **seen))
    assert "8/9 分" in page
    assert "合格" in page
    picture = re.search(r'<img src="(/files/[0-9a-f-]+)"', page)
    assert picture
    assert b"".join(street.get(picture[1]).streaming_content)  # type: ignore[attr-defined]
    assert desk(district, "other").get(picture[1]).status_code == 404


def test_a_photo_that_was_sent_is_not_asked_for_again(district: District, estate: Site) -> None:
    street = desk(district, "street")
    sent = {"sign-note": "", "sign-photo": photo(), "map-note": ""}
    page = html(check(street, estate, "nine_haves", "onsite", **sent), 422)
    kept = re.search(r'name="sign-kept" value="([0-9a-f-]{36})"', page)
    assert kept
    assert "照片已收到" in page
    html(check(street, estate, "nine_haves", "onsite", **{"sign-note": "", "sign-kept": kept[1]}))
    assert Assessment.objects.get().answers["sign"]["photo"] == kept[1]


def test_what_passed_gets_a_plate_and_a_plaque_that_leads_to_the_public_page(
    district: District, estate: Site
) -> None:
    street = desk(district, "street")
    html(check(street, estate, "nine_haves", "onsite"))
    assert "检查合格，待挂牌" in html(street.get("/desk/marks/"))
    page = hang(street, html(street.get("/desk/marks/")))
    assert "已挂牌" in page
    assert "检查合格，待挂牌" not in html(street.get("/desk/marks/"))
    link = re.search(r'href="(/desk/marks/\d+/plaque.svg)"', page)
    assert link
    answer = street.get(link[1])
    svg = answer.content.decode()
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "春风花园" in svg
    address = re.search(r"http://testserver(/sites/[^<]+/)<", svg)
    assert address
    assert svg.count('width="1" height="1"') > 200
    public = html(Client().get(address[1]))
    assert "友好场景“九个有”" in public


def test_one_place_with_two_plates_counts_once_in_each_figure(
    district: District, estate: Site
) -> None:
    plated(district, estate)
    plated(district, estate, "station_six")
    plated(district, site(district, "夏荷驿站", where="C12"), "station_six")
    page = html(desk(district, "street").get("/desk/marks/"))
    counted = tiles(page)
    assert counted["处场所有牌子"] == 2
    assert counted["友好场景“九个有”"] == 1
    assert counted["户外劳动者服务站点“六有”"] == 2
    assert counted["处有两块以上"] == 1
    assert "友好场景“九个有” + 户外劳动者服务站点“六有” 1 处" in page


def test_the_friendly_scenes_of_a_past_day_can_be_counted_from_the_journal(
    district: District, estate: Site
) -> None:
    """C-06: sites by kind with a valid plate, from spans alone."""
    plated(district, estate)
    day = now().date() + timedelta(days=100)
    held = Span.objects.filter(
        subject_kind="mark", valid_from__lte=day, valid_to__gte=day, facets__contains="nine_haves"
    )
    kinds = {s.facets["site"]: s.facets["kind"] for s in held}
    assert kinds == {estate.pk: "friendly_quarter"}


def test_after_a_year_it_wants_a_recheck_which_renews_it(district: District, estate: Site) -> None:
    mark = plated(district, estate)
    with at(now() + timedelta(days=330)):
        street = desk(district, "street")
        assert tiles(html(street.get("/desk/marks/")))["块该复查"] == 1
        assert "春风花园" in html(street.get("/desk/marks/?state=due"))
        html(check(street, estate, "nine_haves", "onsite"))
        page = hang(street, html(street.get(f"/desk/sites/{estate.code}/")))
        assert mark.number in page
        assert tiles(html(street.get("/desk/marks/")))["块该复查"] == 0
    assert Mark.objects.count() == 1


def test_a_plate_that_ran_out_is_printed_and_shown_no_more(
    district: District, estate: Site
) -> None:
    mark = plated(district, estate)
    with at(now() + timedelta(days=400)):
        street = desk(district, "street")
        assert "已过期" in html(street.get(f"/desk/marks/{mark.pk}/"))
        html(street.get(f"/desk/marks/{mark.pk}/plaque.svg"), 409)
        assert "九个有" not in html(Client().get(f"/sites/{estate.code}/"))


def test_it_is_taken_away_with_the_reason(district: District, estate: Site) -> None:
    mark = plated(district, estate)
    street, path = desk(district, "street"), f"/desk/marks/{mark.pk}/"
    html(desk(district, "other").post(f"{path}withdraw/", {"version": 1, "reason": "x"}), 403)
    html(street.post(f"{path}withdraw/", {"version": 1, "reason": ""}), 422)
    said = {"version": 1, "reason": "大门又锁上了"}
    assert "已摘牌" in html(street.post(f"{path}withdraw/", said, follow=True))
    assert "大门又锁上了" in html(street.get(f"/desk/sites/{estate.code}/"))
    assert "九个有" not in html(Client().get(f"/sites/{estate.code}/"))
    html(street.post(f"{path}withdraw/", {"version": 2, "reason": "再摘"}), 409)
