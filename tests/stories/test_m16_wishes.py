"""M16, told through the pages of the worker, of those who give, and of the one who wished.

"扫码认领微心愿: a wish is collected by a worker, checked, published without identity, claimed as a
lease with a deadline, handed over at the community desk or in a worker's company (a stranger never
gets a lone elder's address), confirmed by the one who wished, thanked"
"""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import desk, html, one, steps, submit
from tests.stories.test_m14_hazard import picture
from tests.wish_cast import (
    HOME,
    NAME,
    PHONE,
    PUBLIC,
    STORY,
    claimed,
    found_community,
    published,
)
from zhuchao.access.models import Notice, PhoneCode
from zhuchao.access.notices import deliver, words
from zhuchao.access.one_time import one_time_code
from zhuchao.journal.clock import at
from zhuchao.matters.models import CardBatch, Matter, Participant
from zhuchao.matters.receipts import query_code
from zhuchao.matters.tick import tick

GIVER = "13700000001"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def district(db: None) -> District:
    """春风社区 and its worker."""
    return found_community()


@pytest.fixture(autouse=True)
def _text_messages(settings: Any) -> None:
    settings.ZHUCHAO_SMS = "console"


def collect(district: District, **changes: Any) -> Any:
    """The worker takes the wish down and gets the slip for the old neighbour."""
    client = desk(district, "worker")
    page = html(client.get("/desk/enter/?kind=wish"))
    key = re.search(r'name="intake_key" value="([^"]+)"', page)
    assert key
    said = {
        "intake_key": key[1],
        "kind": "wish",
        "text": STORY,
        "summary": PUBLIC,
        "name": NAME,
        "phone": PHONE,
        "home": HOME,
        "division": "C11",
        "category": "home",
        "age": "elder",
        "form": "goods",
        "price": "60",
        "parts": "1",
        **changes,
    }
    return client.post("/desk/enter/?kind=wish", said, follow=True)


def shown(district: District, **changes: Any) -> Matter:
    """Collected, checked at home and published, each on its page."""
    html(collect(district, **changes))
    matter = Matter.objects.latest("pk")
    html(submit(desk(district, "worker"), matter, "step/check", visited="on", consent="on"))
    html(submit(desk(district, "worker"), matter, "step/publish", sure="on"))
    return matter


def state(matter: Matter) -> str:
    """Its state now."""
    return Matter.objects.get(pk=matter.pk).state


def scan(matter: Matter) -> str:
    """The page a card leads to."""
    code = CardBatch.objects.get(matter=matter).code
    return str(Client().get(f"/w/{code}/")["Location"])


def sent_code() -> str:
    """The six digits in the last text message, as the phone shows them."""
    notice = Notice.objects.filter(template="code").latest("created_at")
    found = re.search(r"\d{6}", words(notice)[1])
    assert found
    return found[0]


def claim(matter: Matter, phone: str = GIVER, **said: Any) -> str:
    """Claim on a phone: the code by text message, then the address of the slip."""
    page, client = scan(matter), Client()
    given = {"phone": phone, "name": "钱多多", "parts": "1", "pledge": "周六送来", **said}
    asked = html(client.post(f"{page}claim/", given))
    check = re.search(r'name="check" value="([^"]+)"', asked)
    assert check, asked
    answer = client.post(f"{page}claim/", {**given, "check": check[1], "code": sent_code()})
    assert answer.status_code == 302, html(answer, 409)
    return str(answer["Location"])


def tracking(slip: str) -> str:
    """The page of progress a slip leads to."""
    found = re.search(r'href="(/track/[^"]+)"', html(Client().get(slip)))
    assert found
    return html(Client().get(unescape(found[1])))


def receipts() -> list[str]:
    """The receipts of the claims, in their order."""
    rows = Participant.objects.filter(role="claimer").order_by("pk")
    return list(rows.values_list("receipt", flat=True))


def act(receipt: str, step: str, **said: Any) -> str:
    """Take a step on the page of a receipt."""
    code, version = query_code(receipt), Matter.objects.get().version
    path = f"/track/{receipt}/{step}/"
    return html(Client().post(path, {"code": code, "version": version, **said}, follow=True))


def hand_over(district: District, matter: Matter, claimer: int, **said: Any) -> str:
    """The worker took it and brings it."""
    given = {"participant": claimer, "way": "desk", "what": "一盏小夜灯", **said}
    return html(submit(desk(district, "worker"), matter, "step/hand_over", **given))


def test_a_wish_goes_from_the_workers_visit_to_the_givers_thanks(district: District) -> None:
    slip = html(collect(district))
    matter = Matter.objects.get()
    assert matter.receipt in slip
    assert Client().get("/wishes/").content.decode().count(PUBLIC) == 0
    worker = desk(district, "worker")
    assert steps(one(worker, matter)) == ["check", "decline", "replace", "withdraw"]
    html(submit(worker, matter, "step/check", visited="on", consent="on", seen="灯坏了"))
    html(submit(worker, matter, "step/publish"))
    shelf = html(Client().get("/wishes/?category=home&division=S1"))
    assert PUBLIC in shelf
    assert "60 岁以上" in shelf
    assert "柳林街道" in shelf
    assert PUBLIC not in html(Client().get("/wishes/?division=S2"))

    slip_of_giver = claim(matter)
    assert state(matter) == "claimed"
    assert "已认领" in html(Client().get(slip_of_giver))
    page = tracking(slip_of_giver)
    assert "送到期限" in page
    assert "春风社区居委会" in page
    assert "周六送来" in page
    assert PUBLIC not in html(Client().get("/wishes/"))

    row = Participant.objects.get(role="claimer")
    hand_over(district, matter, row.pk)
    assert state(matter) == "handed_over"
    said = {"asked_by": "call", "said": "很亮，不怕摔了"}
    html(submit(worker, matter, "step/received", **said))
    thanks = {"note": "谢谢你的小灯，晚上不怕了", "evidence": "note"}
    html(submit(worker, matter, "step/thank", **thanks))
    assert state(matter) == "thanked"
    assert "谢谢你的小灯" in tracking(slip_of_giver)
    told = Notice.objects.filter(identity=row.identity).values_list("template", flat=True)
    assert list(told) == ["claimer_thanked"]


def test_the_code_is_short_lived_tried_few_times_and_good_once(district: District) -> None:
    matter = shown(district)
    page, client = scan(matter), Client()
    said = {"phone": GIVER, "parts": "1"}
    asked = html(client.post(f"{page}claim/", said))
    check = re.search(r'name="check" value="([^"]+)"', asked)
    assert check
    given = {**said, "check": check[1]}
    code = one_time_code(PhoneCode.objects.get().pk)
    wrong = "000000" if code != "000000" else "111111"
    assert "验证码不对" in html(client.post(f"{page}claim/", {**given, "code": wrong}), 422)
    other = {**given, "phone": "13700000009", "code": code}
    assert "验证码不对" in html(client.post(f"{page}claim/", other), 422)
    with at(NOON + timedelta(days=400)):
        late = client.post(f"{page}claim/", {**given, "code": code})
    assert "验证码已失效" in html(late, 422)
    for _ in range(3):
        client.post(f"{page}claim/", {**given, "code": wrong})
    assert "验证码已失效" in html(client.post(f"{page}claim/", {**given, "code": code}), 422)
    assert not Participant.objects.filter(role="claimer").exists()
    for _ in range(2):
        html(client.post(f"{page}claim/", said))
    assert "验证码太多了" in html(client.post(f"{page}claim/", said), 429)


def test_the_code_stands_in_no_table_and_reaches_only_the_message(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    matter = shown(district)
    Notice.objects.all().delete()
    html(Client().post(f"{scan(matter)}claim/", {"phone": GIVER, "parts": "1"}))
    code = sent_code()
    rows = [*PhoneCode.objects.values(), *Notice.objects.values()]
    assert code not in str(rows)
    assert deliver() == 1
    log = capsys.readouterr().err
    assert code in log
    assert GIVER not in log


def test_without_text_messages_it_is_claimed_at_the_community_desk(
    district: District, settings: Any
) -> None:
    settings.ZHUCHAO_SMS = ""
    matter = shown(district)
    page = html(Client().get(scan(matter)))
    assert "还没有开通短信" in page
    assert "春风社区居委会" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    refused = Client().post(f"{scan(matter)}claim/", {"phone": GIVER, "parts": "1"})
    assert refused.status_code == 409
    client = desk(district, "worker")
    assert "/claim/" in one(client, matter)
    given = {"name": "钱多多", "parts": "1"}
    slip = html(client.post(f"/desk/wishes/{matter.receipt}/claim/", given))
    assert receipts()[0] in slip
    assert query_code(receipts()[0]) in slip
    assert state(matter) == "claimed"
    html(desk(district, "worker2").get(f"/desk/wishes/{matter.receipt}/claim/"), 404)


def test_he_is_reminded_and_what_is_late_returns_to_the_wall(district: District) -> None:
    with at(NOON):
        matter = shown(district)
        slip = claim(matter)
        Notice.objects.exclude(template="claimer_remind").update(sent_at=NOON)
    with at(NOON + timedelta(days=4)):
        assert deliver() == 0
    with at(NOON + timedelta(days=6)):
        assert [deliver(), deliver()] == [1, 0]
        assert tick() == 0
    with at(NOON + timedelta(days=8)):
        assert tick() == 1
        assert tick() == 0
        assert state(matter) == "published"
        assert PUBLIC in html(Client().get("/wishes/"))
        assert "已退回心愿墙" in tracking(slip)
        again = claim(matter, "13700000002")
        assert "送到期限" in tracking(again)
    templates = Notice.objects.order_by("created_at").values_list("template", flat=True)
    assert list(templates)[2:4] == ["claimer_remind", "claimer_returned"]


def test_whoever_cannot_do_it_gives_it_back_and_hears_no_more_of_it(district: District) -> None:
    matter = shown(district)
    claim(matter)
    page = act(receipts()[0], "give_back", why="出差")
    assert "已退回心愿墙" in page
    assert "退回认领</button>" not in page
    assert state(matter) == "published"
    assert not Notice.objects.filter(template="claimer_remind").exists()
    code, version = query_code(receipts()[0]), Matter.objects.get().version
    again = {"code": code, "version": version}
    html(Client().post(f"/track/{receipts()[0]}/give_back/", again), 403)


def test_several_share_in_a_wish_each_with_his_own_lease(district: District) -> None:
    with at(NOON):
        matter = shown(district, parts="3", summary="想给活动室添三把折叠椅")
        first = claim(matter, "13700000001", parts="2")
    with at(NOON + timedelta(days=3)):
        second = claim(matter, "13700000002")
        assert state(matter) == "claimed"
        refused = Client().post(f"{scan(matter)}claim/", {"phone": "13700000003", "parts": "1"})
        assert "13700000003" not in str(Participant.objects.values())
        assert refused.status_code in (200, 409)
    with at(NOON + timedelta(days=5)):
        rows = list(Participant.objects.filter(role="claimer").order_by("pk"))
        hand_over(district, matter, rows[1].pk)
        assert state(matter) == "claimed"
    with at(NOON + timedelta(days=8)):
        assert tick() == 1
        assert state(matter) == "published"
        assert "已退回" in tracking(first)
        assert "已交接" in tracking(second)
        assert "还剩 2 份，共 3 份" in html(Client().get("/wishes/"))
        page = html(submit(desk(district, "worker"), matter, "step/enough", reason="已有一把"))
        assert "已交接，待本人确认" in page


def test_what_gives_her_away_is_refused_and_named(district: District) -> None:
    for summary, named in (
        ("赵桂兰想要一盏小灯", "赵桂兰"),
        ("家住杏花苑，想要一盏小灯", "杏花苑"),
        ("想要一盏灯，电话13900001111", "13900001111"),
        ("有糖尿病，想要无糖点心", "糖尿病"),
        ("住7栋502室，想要一盏小灯", "7栋502室"),
        ("想要一个红包", "红包"),
    ):
        page = html(collect(district, summary=summary), 422)
        assert f"“{named}" in unescape(page), summary
        assert "要去掉" in page
    assert not Matter.objects.exists()


def test_what_is_doubtful_a_person_decides(district: District) -> None:
    html(collect(district, summary="独居，想要一盏小灯"))
    matter, worker = Matter.objects.get(), desk(district, "worker")
    html(submit(worker, matter, "step/check", visited="on", consent="on"))
    page = html(submit(worker, matter, "step/publish"), 422)
    assert "“独居”像是家庭困难" in unescape(page)
    assert state(matter) == "checked"
    page = html(submit(worker, matter, "sort", summary="赵桂兰想要一盏小灯"), 422)
    assert "“赵桂兰”像是姓名" in unescape(page)
    html(submit(worker, matter, "sort", summary="想要一盏小灯"))
    html(submit(worker, matter, "step/publish"))
    assert state(matter) == "published"
    page = html(submit(worker, matter, "sort", summary="独居，想要一盏小灯"), 422)
    assert "“独居”像是家庭困难" in unescape(page)


def test_no_cash_a_ceiling_and_a_guardian(district: District, settings: Any) -> None:
    settings.ZHUCHAO_WISH_CEILING = 200
    assert "微心愿最高 200 元" in html(collect(district, price="200.01"), 422)
    assert "监护人" in html(collect(district, age="child"), 422)
    html(collect(district, age="child", guardian="on", price="200"))


def test_only_the_community_desk_collects_wishes(district: District) -> None:
    assert "微心愿" not in html(desk(district, "roads").get("/desk/enter/?kind=wish"))
    said = {"kind": "wish", "text": "想要一千元", "summary": "想要东西", "division": "C11"}
    answer = Client().post("/api/matters", said, content_type="application/json")
    assert answer.status_code in (403, 422)
    assert not Matter.objects.exists()


def test_she_confirms_and_thanks_by_herself_if_she_likes(district: District) -> None:
    matter = shown(district)
    claim(matter)
    hand_over(district, matter, Participant.objects.get(role="claimer").pk)
    act(matter.receipt, "received", asked_by="self")
    page = act(matter.receipt, "thank", note="我是赵桂兰，谢谢你", evidence="note")
    assert "赵桂兰" in unescape(page)
    assert state(matter) == "confirmed"
    act(matter.receipt, "thank", note="谢谢你的灯", evidence="note")
    assert state(matter) == "thanked"


def test_thanks_are_never_owed(district: District) -> None:
    with at(NOON):
        matter = shown(district)
        claim(matter)
        hand_over(district, matter, Participant.objects.get(role="claimer").pk)
        html(submit(desk(district, "worker"), matter, "step/received", asked_by="visit"))
    with at(NOON + timedelta(days=17)):
        assert tick() == 1
    assert state(matter) == "closed"


def test_a_picture_of_thanks_has_no_face(district: District) -> None:
    matter = shown(district)
    slip = claim(matter)
    hand_over(district, matter, Participant.objects.get(role="claimer").pk)
    worker = desk(district, "worker")
    html(submit(worker, matter, "step/received", asked_by="visit"))
    given = {"note": "谢谢", "evidence": "photo"}
    page = html(submit(worker, matter, "step/thank", photos=picture(), **given), 422)
    assert "没有人脸" in page
    html(submit(worker, matter, "step/thank", photos=picture(), faceless="on", **given))
    assert "表示感谢的照片" in tracking(slip)


def test_in_company_only_if_she_wants_it(district: District) -> None:
    matter = shown(district)
    claim(matter)
    row, worker = Participant.objects.get(role="claimer"), desk(district, "worker")
    said = {"participant": row.pk, "way": "company"}
    assert "本人愿意当面收" in html(submit(worker, matter, "step/hand_over", **said), 422)
    html(submit(worker, matter, "step/hand_over", agreed="on", **said))
    assert HOME not in tracking(f"/receipt/{row.receipt}/?code={query_code(row.receipt)}")


def test_what_was_not_of_use_goes_back_to_the_desk(district: District) -> None:
    matter = shown(district)
    claim(matter)
    hand_over(district, matter, Participant.objects.get(role="claimer").pk)
    html(submit(desk(district, "worker"), matter, "step/amiss", reason="灯不亮"))
    assert state(matter) == "checked"
    html(submit(desk(district, "worker"), matter, "step/publish"))
    claim(matter, "13700000005")
    assert state(matter) == "claimed"


def test_a_wish_that_is_replaced_frees_whoever_had_claimed_it(district: District) -> None:
    matter = shown(district)
    slip = claim(matter)
    html(submit(desk(district, "worker"), matter, "step/replace", reason="家人已经买了"))
    assert state(matter) == "replaced"
    assert Notice.objects.filter(template="claimer_ended").count() == 1
    assert "已更换" in tracking(slip)
    code = CardBatch.objects.get(matter=matter).code
    html(Client().get(f"/wishes/{code}/"), 404)


def test_one_phone_does_not_collect_promises(district: District) -> None:
    for _ in range(5):
        claimed(district, published(district), GIVER)
    page = scan(published(district))
    asked = html(Client().post(f"{page}claim/", {"phone": GIVER, "parts": "1"}))
    check = re.search(r'name="check" value="([^"]+)"', asked)
    assert check
    said = {"phone": GIVER, "parts": "1", "check": check[1], "code": sent_code()}
    assert "同时最多认领" in html(Client().post(f"{page}claim/", said), 409)
    assert Participant.objects.filter(role="claimer").count() == 5
