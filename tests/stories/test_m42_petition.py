"""M42, through the pages: online and counter in one list, forward, assign, supervise, answer.

"线上+线下 转交办": 《信访工作条例》第二十一条 "使网上信访、来信、来访、来电在网上流转"; 第二十二条
"要求其在指定办理期限内反馈结果，提交办结报告"; 第三十二条 "信访处理意见书应当载明……".
"""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import desk, html, lines, one, steps, submit
from tests.petition_cast import OPINION, found_petition_district
from zhuchao.journal.clock import at
from zhuchao.matters.models import Deadline, Matter
from zhuchao.matters.receipts import query_code

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its petition office."""
    return found_petition_district()


def noon(month: int, day: int) -> datetime:
    """Noon of a day in 2026."""
    return datetime(2026, month, day, 12, tzinfo=CHINA)


def write_online(client: Client, **said: Any) -> Matter:
    """Fill the public form; send again what it wants checked."""
    first = client.get("/petition/")
    key = re.search(r'name="intake_key" value="([^"]+)"', html(first))
    assert key
    given = {
        "intake_key": key[1],
        "purpose": "claim",
        "text": "我家的征地补偿款少算了八千元，要求补足",
        "name": "赵甲",
        "phone": "13800000001",
        "home": "春风路 1 号",
        "address": "春风社区",
        **said,
    }
    check = html(client.post("/petition/", given))
    assert "请核对一下" in check
    slip = client.post("/petition/", {**given, "checked": "yes", "category": "land"}, follow=True)
    assert "回执" in html(slip)
    return Matter.objects.latest("pk")


def track(client: Client, matter: Matter) -> str:
    """The petitioner's own page."""
    return html(client.get(f"/track/{matter.receipt}/?code={query_code(matter.receipt)}"))


def ask(client: Client, matter: Matter, step: str, **said: Any) -> str:
    """The petitioner takes a step of his own."""
    matter.refresh_from_db()
    given = {"code": query_code(matter.receipt), "version": matter.version, **said}
    return html(client.post(f"/track/{matter.receipt}/{step}/", given, follow=True))


def test_a_petition_goes_from_the_page_to_its_opinion_and_its_review(
    client: Client, district: District
) -> None:
    with at(noon(8, 1)):
        matter = write_online(client)
        assert "证件" not in html(client.get("/petition/"))
    office, roads = desk(district, "xinfang"), desk(district, "roads")
    assert (matter.state, matter.title) == ("registered", "信访")
    assert "八千元" not in html(office.get("/desk/matters/"))

    with at(noon(8, 2)):
        submit(office, matter, "sort", summary="征地补偿款争议")
        page = one(office, matter)
        assert {"forward", "assign", "guide_out", "not_accept"} <= set(steps(page))
        roads_id = district.office("roads")
        submit(office, matter, "step/assign", lead=roads_id, due_on="2026-09-30")
    assert "区城管局" in track(client, matter)

    with at(noon(8, 3)):
        submit(roads, matter, "step/take_up", branch="ordinary", accepted_on="2026-08-03")
        page = track(client, matter)
    clock = Deadline.objects.get(clock="D5")
    assert (day(clock.due_at), day(clock.shifted_at)) == (date(2026, 10, 2), date(2026, 10, 8))
    assert "2026-10-08" in page or "10 月 8 日" in page or "10月8日" in page

    with at(noon(8, 20)):
        submit(desk(district, "ducha"), matter, "step/supervise", note="请抓紧", cause="important")
        submit(roads, matter, "step/respond", note="正在测量")
        submit(roads, matter, "step/issue", **OPINION)
        assert "现在可以办" in one(roads, matter)
        submit(roads, matter, "step/report_done", note="已办结")
        submit(roads, matter, "step/serve", served_on="2026-08-20", served_by="in_person")
        page = track(client, matter)
        for words in ("予以支持", "补足征地补偿款八千元", "《土地管理法》第四十八条", "请求复查"):
            assert words in page
        assert "八千元" not in one(desk(district, "ducha"), matter)

    # The thirtieth day is Saturday 09-19; Sunday 09-20 is a make-up working day.
    with at(noon(9, 21)):
        assert "已经过了" in ask(client, matter, "ask_review", reason="面积还是不对")
    with at(noon(9, 20)):
        ask(client, matter, "ask_review", reason="面积还是不对")
        matter.refresh_from_db()
        assert matter.state == "review"
        submit(office, matter, "step/send_review", organ=district.office("council"))
    council = desk(district, "council")
    with at(noon(10, 8)):
        review = {**OPINION, "reviewed": "maintain"}
        review.pop("result")
        submit(council, matter, "step/issue_review", **review)
        submit(council, matter, "step/serve", served_on="2026-10-09", served_by="post")
    with at(noon(10, 20)):
        ask(client, matter, "ask_re_review", reason="请再看一次")
        submit(office, matter, "step/send_review", organ=district.office("city"))
        review["re_reviewed"] = review.pop("reviewed")
        submit(desk(district, "city"), matter, "step/issue_re_review", **review)
        matter.refresh_from_db()
        assert matter.state == "terminated"
        ask(client, matter, "rate", desk_rating="satisfied", unit_rating="fair")
    told = " ".join(lines(one(office, matter)))
    for words in ("交办", "受理并告知", "督办", "出具处理意见书", "请求复查", "评价"):
        assert words in told


def day(moment: datetime) -> date:
    """Its day in China."""
    return moment.astimezone(CHINA).date()


def test_online_and_counter_stand_in_one_list_and_the_counter_says_who_received_it(
    client: Client, district: District
) -> None:
    online = write_online(client)
    office = desk(district, "xinfang")
    form = html(office.get("/desk/enter/?kind=petition"))
    key = re.search(r'name="intake_key" value="([^"]+)"', form)
    assert key
    assert "收到的机关、单位" in form
    said = {
        "intake_key": key[1],
        "kind": "petition",
        "text": "社保断缴两年，要求补缴",
        "summary": "社保断缴",
        "category": "labour",
        "division": "C11",
        "way": "letter",
        "purpose": "claim",
        "received_by": "organ",
        "name": "钱乙",
        "phone": "13800000004",
    }
    lacking = html(office.post("/desk/enter/?kind=petition", said), 422)
    assert "请填写“收到的机关、单位”" in lacking
    said["organ"] = district.office("water")
    assert "查询码" in html(office.post("/desk/enter/?kind=petition", said, follow=True))
    letter = Matter.objects.latest("pk")
    assert letter.holder_id == district.office("water")
    listed = html(office.get("/desk/matters/?kind=petition"))
    assert online.receipt in listed
    assert letter.receipt in listed
    assert Deadline.objects.get(matter=letter).clock == "D2"
    assert "take_up" in steps(one(desk(district, "water"), letter))


def test_an_accusation_is_written_without_a_name_and_its_office_never_sees_it(
    client: Client, district: District
) -> None:
    roads = district.office("roads")
    said = {"purpose": "accusation", "accused": roads, "name": "", "phone": "", "home": ""}
    matter = write_online(client, text="收件不给回执，办事拖延", **said)
    assert matter.receipt not in html(desk(district, "roads").get("/desk/matters/"))
    answer = desk(district, "roads").get(f"/desk/matters/{matter.receipt}/")
    assert answer.status_code == 404
    office = desk(district, "xinfang")
    page = html(office.get(f"/desk/matters/{matter.receipt}/petition/"))
    assert "区城管局" in page[page.index("回避") :]
