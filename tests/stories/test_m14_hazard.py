"""M14, told through the pages of the reporter, without JavaScript.

"report a hazard with photo and place in under 30 seconds …; nearby duplicates merge; verify,
dispatch, fix, photo of the fix, feedback"
"""

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import District, hazard, step
from zhuchao.access.files import store_photo
from zhuchao.access.models import File
from zhuchao.matters.models import Matter

WHERE = {"address": "春风社区北门", "lon": "117.83", "lat": "31.6"}


def picture(name: str = "a.jpg") -> SimpleUploadedFile:
    """A small photo as a phone would send it."""
    out = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def field(page: Any, name: str) -> str:
    """The value a hidden or chosen field of a page has."""
    html = page.content.decode()
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found.group(1) if found else ""


def report(client: Client, **said: Any) -> Any:
    """Fill the form, then send again what the page asks to be checked; the slip."""
    asked = client.get("/report/")
    said = {"intake_key": field(asked, "intake_key"), **WHERE, **said}
    check = client.post("/report/", said)
    assert "请核对一下" in check.content.decode()
    said.pop("photo", None)
    again = {**said, "photos": field(check, "photos"), "checked": field(check, "checked")}
    chosen = re.search(r'name="category" value="(\w+)"[^>]*checked', check.content.decode())
    again["category"] = chosen.group(1) if chosen else ""
    return client.post("/report/", again, follow=True)


def track(client: Client, slip: Any) -> str:
    """The progress page that a slip leads to."""
    return client.get(progress(slip)).content.decode()


def progress(slip: Any) -> str:
    """The address of the progress page on a slip."""
    found = re.search(r'href="(/track/[^"]+)"', slip.content.decode())
    assert found
    return found.group(1)


def test_a_hazard_goes_from_photo_to_feedback(client: Client, district: District) -> None:
    slip = report(client, text="井盖破了，夜里看不见", photo=picture())
    matter = Matter.objects.get()
    assert matter.receipt in slip.content.decode()
    assert (matter.category, matter.division_path) == ("manhole", "/D/S1/C11/")
    assert File.objects.get(subject_id=matter.pk).purpose == "report"
    assert "待核实" in track(client, slip)

    intake, roads = district.scope("intake"), district.scope("roads")
    step(intake, matter, "verify")
    step(intake, matter, "dispatch", lead=district.office("roads"))
    step(roads, matter, "sign")
    page = track(client, slip)
    assert "处置中" in page
    assert "区城管局" in page
    assert "处置时限" in page

    shot = store_photo(picture("fixed.jpg"))
    step(roads, matter, "fix", note="井盖已换新", evidence="photo", photos=(shot.pk,))
    page = track(client, slip)
    assert "井盖已换新" in page
    assert "办理后的照片" in page
    link = re.search(rf'href="(/files/{shot.pk}[^"]+)"', page)
    assert link
    shown = client.get(link.group(1).replace("&amp;", "&"))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.getvalue().startswith(b"\xff\xd8")

    code = dict(p.split("=") for p in urlsplit(progress(slip)).query.split("&"))["code"]
    matter.refresh_from_db()
    done = {"code": code, "version": matter.version}
    closed = client.post(f"/track/{matter.receipt}/feed_back/", done, follow=True)
    assert "已销号" in closed.content.decode()


def test_a_near_duplicate_is_followed_and_its_follower_is_told_without_seeing_the_reporter(
    client: Client, district: District
) -> None:
    first = hazard(
        text="井盖破了，我家在 3 栋", lon=117.83, lat=31.6, contact={"phone": "13800000001"}
    )
    check = client.post("/report/", {**WHERE, "text": "井盖破了"})
    token = re.search(r'name="near" value="([^"]+)"', check.content.decode())
    assert token
    slip = client.post("/follow/", {"near": token.group(1)}, follow=True)
    assert "已跟进" in slip.content.decode()
    assert Matter.objects.count() == 1
    step(district.scope("intake"), first.matter, "verify")
    page = track(client, slip)
    assert "核实属实" in page
    assert "您写的" not in page
    assert "13800000001" not in page
    assert "撤回" not in page


def test_merged_duplicates_tell_every_reporter_from_his_own_slip(
    client: Client, district: District
) -> None:
    kept = hazard(text="井盖破了").matter
    slip = report(client, text="井盖碎了")
    twin = Matter.objects.exclude(pk=kept.pk).get()
    step(district.scope("intake"), twin, "merge", target=kept.receipt)
    step(district.scope("intake"), kept, "fix_at_once", note="已换新", evidence="note")
    page = track(client, slip)
    assert "已换新" in page
    assert twin.receipt in page


def test_danger_makes_it_urgent(client: Client, district: District) -> None:
    report(client, text="井盖没了", danger="on")
    assert Matter.objects.get().urgency == "emergency"


@pytest.mark.parametrize("missing", ["place", "everything"])
def test_what_cannot_be_found_is_asked_for(
    client: Client, district: District, missing: str
) -> None:
    said = {"text": "井盖破了"} if missing == "place" else {}
    page = client.post("/report/", said)
    assert page.status_code == 422
    assert "请用当前位置，或者写几个字说在哪里" in page.content.decode()
    assert Matter.objects.count() == 0
