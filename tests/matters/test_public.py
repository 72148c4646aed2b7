"""The pages of anybody: what is asked, guessed, refused, and shown to whom."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.cast import District, appeal, dispatched, hazard, step
from zhuchao.matters.models import Matter, Participant
from zhuchao.matters.receipts import query_code

SAID = {"text": "春风社区门口路面塌了", "address": "北门", "checked": "yes"}


def words(client: Client, receipt: str, code: str = "") -> str:
    """The progress page of a receipt."""
    return client.get(f"/track/{receipt}/", {"code": code or query_code(receipt)}).content.decode()


def act(client: Client, matter: Matter, way: str, **said: Any) -> Any:
    """Send one of the asker's forms, as the version just seen."""
    matter.refresh_from_db()
    given = {"code": query_code(matter.receipt), "version": matter.version, **said}
    return client.post(f"/track/{matter.receipt}/{way}/", given, follow=True)


def test_an_appeal_is_sent_once_its_guesses_were_seen(client: Client, district: District) -> None:
    first = client.post("/appeal/", {**SAID, "checked": ""})
    page = first.content.decode()
    assert "请核对一下" in page
    assert re.search(r'value="road"[^>]*checked', page)
    assert "柳林街道 · 春风社区" in page
    assert not Matter.objects.exists()
    client.post("/appeal/", {**SAID, "category": "road"})
    matter = Matter.objects.get()
    assert (matter.category, matter.division_path, matter.address) == ("road", "/D/S1/C11/", "北门")


def test_the_place_that_was_guessed_can_be_corrected(client: Client, district: District) -> None:
    client.post("/appeal/", {**SAID, "division": "C21"})
    assert Matter.objects.get().division_path == "/D/S2/C21/"


def test_the_same_key_again_shows_the_same_slip(client: Client, district: District) -> None:
    said = {**SAID, "intake_key": str(uuid4())}
    slips = [client.post("/appeal/", said) for _ in range(2)]
    assert slips[0]["Location"] == slips[1]["Location"]
    assert Matter.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(client: Client, district: District) -> None:
    key = str(uuid4())
    client.post("/appeal/", {**SAID, "intake_key": key})
    again = client.post("/appeal/", {**SAID, "intake_key": key, "text": "别的事"})
    assert again.status_code == 409
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "name", "told"),
    [
        ({"text": ""}, "text", "必填"),
        ({"address": ""}, "address", "请用当前位置"),
        ({"phone": "张三"}, "phone", "号码写得不对"),
        ({"lon": "181", "lat": "31"}, "address", "经纬度超出范围"),
        ({"photos": "x"}, "photos", "照片没有传好"),
        ({"photos": str(uuid4())}, "photo", "请重新上传"),
        ({"category": "nothing"}, "category", "nothing"),
        ({"text": "路" * 20_001}, "text", "20000"),
        ({"intake_key": "x"}, "intake_key", "UUID"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    client: Client, district: District, wrong: dict[str, str], name: str, told: str
) -> None:
    answer = client.post("/appeal/", {**SAID, **wrong})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert told in str(errors[name])
    assert told in answer.content.decode()
    assert not Matter.objects.exists()


def test_the_phone_is_for_the_accepting_office_unless_he_agrees(
    client: Client, district: District
) -> None:
    client.post("/appeal/", {**SAID, "phone": "138-0000-0001"})
    asker = Participant.objects.get(role="asker")
    assert not asker.share
    matter = asker.matter
    assert "只有受理单位看得到" in words(client, matter.receipt)
    page = act(client, matter, "sharing", share="yes").content.decode()
    assert "处理单位看得到您的联系方式" in page
    asker.refresh_from_db()
    assert asker.share
    act(client, matter, "sharing", share="")
    asker.refresh_from_db()
    assert not asker.share


def test_a_driver_climbs_his_chain_sees_what_is_ahead_and_skips(
    client: Client, district: District
) -> None:
    client.post("/appeal/", {**SAID, "driver": "on", "skip": ["floating_branch"]})
    matter = Matter.objects.get()
    assert matter.payload["trade"] == "driver"
    page = words(client, matter.receipt)
    assert "党员司机联络组" in page
    assert "行业党委（如果这一站没有办成）" in page
    page = act(client, matter, "skip").content.decode()
    assert "货运流动党支部" in page or "货运行业党委" in page
    assert "跳过这一站" in page


def test_the_asker_reopens_and_at_last_confirms_and_rates(
    client: Client, district: District
) -> None:
    matter = dispatched(district).matter
    for office in ("roads", "water"):
        step(district.scope(office), matter, "answer", note="补好了", evidence="note")
    assert "补好了" in words(client, matter.receipt)
    blank = act(client, matter, "reopen", reason="")
    assert blank.status_code == 422
    page = act(client, matter, "reopen", reason="又塌了").content.decode()
    assert "要求重办" in page
    assert "又塌了" in page
    for office in ("roads", "water"):
        step(district.scope(office), matter, "answer", note="重新压实", evidence="note")
    page = act(client, matter, "confirm", resolved="yes", satisfied="5").content.decode()
    assert "已办结" in page
    matter.refresh_from_db()
    assert matter.closed_at


def test_a_page_that_grew_old_changes_nothing(client: Client, district: District) -> None:
    matter = appeal().matter
    old = {"code": query_code(matter.receipt), "version": 0}
    page = client.post(f"/track/{matter.receipt}/withdraw/", old, follow=True)
    assert "刚被他人处理过" in page.content.decode()
    matter.refresh_from_db()
    assert matter.state == "raised"


@pytest.mark.parametrize("version", ["", "-1", "x", "²", "9" * 400])
def test_a_broken_version_is_only_stale(client: Client, district: District, version: str) -> None:
    matter = appeal().matter
    given = {"code": query_code(matter.receipt), "version": version}
    answer = client.post(f"/track/{matter.receipt}/withdraw/", given)
    assert answer.status_code == 302


def test_a_step_of_the_offices_is_refused_to_the_asker(client: Client, district: District) -> None:
    matter = appeal().matter
    assert act(client, matter, "accept").status_code == 403
    matter.refresh_from_db()
    assert matter.state == "raised"


def test_a_wrong_code_and_an_unknown_receipt_are_refused_alike(
    client: Client, district: District
) -> None:
    receipt = appeal().matter.receipt
    answers = [
        client.get(f"/track/{number}/", {"code": code})
        for number, code in [
            (receipt, "AAAAAA"),
            ("261122-AAAAAA", query_code("261122-AAAAAA")),
            ("x", "y"),
        ]
    ]
    assert {a.status_code for a in answers} == {404}
    told = {
        re.sub(r"csrfmiddlewaretoken.*?>|/track/[^\"]*", "", a.content.decode()) for a in answers
    }
    assert len(told) == 1


def test_a_code_cannot_be_guessed_by_trying(client: Client, district: District) -> None:
    receipt = hazard().matter.receipt
    tries = [
        client.get(f"/receipt/{receipt}/", {"code": f"A{n:05}"}).status_code for n in range(30)
    ]
    assert tries[0] == 404
    assert tries[-1] == 429


def test_a_receipt_is_found_however_it_is_typed(client: Client, district: District) -> None:
    receipt = appeal().matter.receipt
    typed = {
        "receipt": f" {receipt.lower().replace('-', ' ')}",
        "code": query_code(receipt).lower(),
    }
    found = client.post("/track/", typed, follow=True)
    assert "办到哪一步" in found.content.decode()
    wrong = client.post("/track/", {**typed, "code": "AAAAAA"})
    assert wrong.status_code == 422
    assert "回执号或者查询码不对" in wrong.content.decode()


def test_a_receipt_without_its_code_asks_for_it(client: Client, district: District) -> None:
    receipt = appeal().matter.receipt
    page = client.get(f"/track/{receipt}/").content.decode()
    assert f'value="{receipt}"' in page
    assert "路面塌了" not in page


def test_appeals_nearby_are_shown_to_nobody(client: Client, district: District) -> None:
    appeal(lon=117.83, lat=31.6)
    hazard(text="路面塌了", lon=117.83, lat=31.6)
    given = {"text": "路面塌了一块", "lon": "117.83", "lat": "31.6"}
    assert client.post("/appeal/guess/", given).json()["near"] == ""
    assert "路面塌了" in client.post("/report/guess/", given).json()["near"]


@pytest.mark.parametrize("near", ["", "x", "1"])
def test_only_what_was_shown_can_be_followed(client: Client, district: District, near: str) -> None:
    hazard()
    assert client.post("/follow/", {"near": near}).status_code == 422
    assert not Participant.objects.filter(role="follower").exists()


def test_guessing_and_creating_keep_to_their_statements(client: Client, district: District) -> None:
    said = {**SAID, "category": "road", "division": "C11", "phone": "13800000001"}
    client.post("/appeal/", {**said, "intake_key": str(uuid4())})
    with CaptureQueriesContext(
        connection,
    ) as guess:
        client.post("/report/guess/", {**SAID, "lon": "117.83", "lat": "31.6"})
    with CaptureQueriesContext(connection) as create:
        client.post("/appeal/", {**said, "intake_key": str(uuid4())})
    counted = [q for q in create if not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", q["sql"])]
    assert len(guess) <= 6
    assert len(counted) <= 8, "\n".join(q["sql"][:120] for q in counted)


def test_the_map_draws_what_the_district_has(client: Client, district: District) -> None:
    drawn = json.loads(client.get("/map.json").content)
    assert "春风社区" in [p["name"] for p in drawn["places"]]
    assert drawn["tiles"] == ""


def test_a_script_in_a_matter_stays_words(client: Client, district: District) -> None:
    matter = hazard(text="<script>alert(1)</script>井盖", lon=117.83, lat=31.6).matter
    for page in (
        words(client, matter.receipt),
        client.post("/report/guess/", {"text": "井盖", "lon": "117.83", "lat": "31.6"}).json()[
            "near"
        ],
    ):
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("path", ["/", "/about/", "/report/", "/appeal/", "/track/"])
def test_every_page_speaks_english_too(client: Client, district: District, path: str) -> None:
    client.post("/language/setlang/", {"language": "en", "next": path})
    page = client.get(path).content.decode()
    assert '<html lang="en"' in page
    with override("zh-hans"):
        assert client.get(path, headers={"accept-language": "zh"}).status_code == 200
