"""M43, told through the pages of the neighbour who asks, of those who help, and of the desk.

"智慧社区 求助专区: a neighbour asks for help, verified helpers offer, one is accepted, both
confirm; the community's mutual-aid board; link to an existing smart-community platform"
"""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import desk, html, lines, one, steps, submit
from tests.help_cast import HOME, NAME, PHONE, PUBLIC, STORY, add_helpers, offer, request_help
from tests.wish_cast import found_community
from zhuchao.access.models import Account, Notice
from zhuchao.access.notices import words
from zhuchao.journal.clock import at
from zhuchao.journal.models import Entry
from zhuchao.matters.models import Deadline, Matter
from zhuchao.matters.receipts import query_code
from zhuchao.matters.tick import tick

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SAID = {
    "summary": PUBLIC,
    "text": STORY,
    "category": "carry",
    "division": "C11",
    "name": NAME,
    "phone": PHONE,
    "home": HOME,
    "when": "today",
    "who": "adult",
}


@pytest.fixture
def district(db: None) -> District:
    """春风社区, its worker and its verified neighbours."""
    made = found_community()
    add_helpers(made)
    return made


@pytest.fixture(autouse=True)
def _text_messages(settings: Any) -> None:
    settings.ZHUCHAO_SMS = "console"


def ask(**changes: str) -> Matter:
    """Ask on a phone, with the code from the text message."""
    client, said = Client(), {**SAID, **changes}
    page = html(client.post("/help/ask/", said))
    check = re.search(r'name="check" value="([^"]+)"', page)
    assert check, page
    notice = Notice.objects.filter(template="code").latest("created_at")
    code = re.search(r"\d{6}", words(notice)[1])
    assert code
    slip = client.post("/help/ask/", {**said, "check": check[1], "code": code[0]}, follow=True)
    matter = Matter.objects.latest("pk")
    assert matter.receipt in html(slip)
    return matter


def state(matter: Matter) -> str:
    """Its state now."""
    return Matter.objects.get(pk=matter.pk).state


def track(matter: Matter) -> str:
    """The asker's page."""
    return html(Client().get(f"/track/{matter.receipt}/?code={query_code(matter.receipt)}"))


def act(matter: Matter, step: str, **said: Any) -> Any:
    """Take a step on the asker's page."""
    version = Matter.objects.get(pk=matter.pk).version
    given = {"code": query_code(matter.receipt), "version": version, **said}
    return Client().post(f"/track/{matter.receipt}/{step}/", given, follow=True)


def offers(matter: Matter) -> list[int]:
    """The offers that wait for a word."""
    rows = matter.participants.filter(role="offerer", until=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def helps(client: Client, matter: Matter, step: str, **said: Any) -> Any:
    """Take a step on the helper's page."""
    version = Matter.objects.get(pk=matter.pk).version
    path = f"/help/mine/{matter.receipt}/{step}/"
    return client.post(path, {"version": version, **said}, follow=True)


def test_a_neighbour_asks_one_is_accepted_and_both_confirm(district: District) -> None:
    matter = ask()
    assert "待邻里响应" in track(matter)
    aunt, uncle = desk(district, "aunt"), desk(district, "uncle")
    near = html(aunt.get("/help/near/"))
    assert PUBLIC in near
    assert "搬东西" in near
    assert "春风社区" in near
    html(aunt.post(f"/help/near/{matter.receipt}/offer/", {"word": "下班后六点"}, follow=True))
    html(uncle.post(f"/help/near/{matter.receipt}/offer/", {}, follow=True))
    board = html(Client().get("/help/?division=C11"))
    assert "2 位邻居愿意帮" in board
    page = track(matter)
    assert "下班后六点" in page
    html(act(matter, "choose", participant=offers(matter)[0]))
    assert state(matter) == "accepted"

    html(uncle.get(f"/help/mine/{matter.receipt}/"), 404)
    page = html(aunt.get(f"/help/mine/{matter.receipt}/"))
    assert NAME not in page
    page = html(aunt.post(f"/help/mine/{matter.receipt}/", {"purpose": "上门搬米"}))
    for shown in (NAME, PHONE, HOME, "腰伤"):
        assert shown in page
    assert Entry.objects.filter(verb="identity.opened").count() == 1
    assert Entry.objects.filter(verb="statement.opened").count() == 1

    html(helps(aunt, matter, "report_done"))
    assert state(matter) == "helped"
    page = html(aunt.get(f"/help/mine/{matter.receipt}/"))
    assert "电话和住址不再显示" in page
    html(aunt.post(f"/help/mine/{matter.receipt}/", {"purpose": "再看看"}), 403)
    html(act(matter, "confirm_done"))
    assert state(matter) == "closed"
    html(aunt.get(f"/help/mine/{matter.receipt}/"), 404)
    told = Notice.objects.filter(account__isnull=False).values_list("account__username", "template")
    assert {("aunt", "offer_chosen"), ("uncle", "offer_ended")} <= set(told)
    assert "30 天内帮到" in html(Client().get("/help/"))


def test_it_may_be_the_asker_who_confirms_first(district: District) -> None:
    matter = request_help(district).matter
    offer(district.scope("aunt"), matter)
    html(act(matter, "choose", participant=offers(matter)[0]))
    html(act(matter, "confirm_first"))
    aunt = desk(district, "aunt")
    html(aunt.post(f"/help/mine/{matter.receipt}/", {"purpose": "再看看"}), 403)
    html(helps(aunt, matter, "report_last"))
    assert state(matter) == "closed"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("我妈胸痛，喘不上气", ["120"]),
        ("厨房着火了", ["119"]),
        ("他又家暴，打我", ["110"]),
        ("门口车祸", ["122"]),
        ("我不想活了", ["12356"]),
        ("闻到煤气，人昏迷了", ["119", "120"]),
    ],
)
def test_safety_words_lead_to_the_numbers_before_anything_else(
    district: District, text: str, numbers: list[str]
) -> None:
    page = html(Client().post("/help/ask/", {**SAID, "text": text}))
    for number in numbers:
        assert f'href="tel:{number}"' in page
    assert not Notice.objects.exists()
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    kept.pop("csrfmiddlewaretoken", None)
    assert kept["text"] == text
    page = html(Client().post("/help/ask/", {**kept, "safe": "on"}))
    assert "验证码" in page
    assert 'name="safe" value="on"' in page


def test_the_numbers_come_even_before_the_faults_of_the_form(district: District) -> None:
    page = html(Client().post("/help/ask/", {"text": "着火"}))
    assert 'href="tel:119"' in page


def test_a_worker_sees_the_numbers_too(district: District) -> None:
    client = desk(district, "worker")
    page = html(client.get("/desk/enter/?kind=help"))
    key = re.search(r'name="intake_key" value="([^"]+)"', page)
    assert key
    said = {**SAID, "intake_key": key[1], "kind": "help", "text": "胸痛"}
    page = html(client.post("/desk/enter/?kind=help", said), 422)
    assert "急救 120" in page
    slip = html(client.post("/desk/enter/?kind=help", {**said, "safe": "on"}, follow=True))
    assert Matter.objects.get().receipt in slip


def test_without_a_phone_the_worker_does_it_all_for_her(district: District) -> None:
    matter = request_help(district, contact={"name": NAME, "phone": "", "address": HOME}).matter
    offer(district.scope("aunt"), matter)
    worker = desk(district, "worker")
    html(worker.get(f"/desk/matters/{matter.receipt}/slip/"))
    html(submit(worker, matter, "step/choose", participant=offers(matter)[0]))
    html(helps(desk(district, "aunt"), matter, "report_done"))
    html(submit(worker, matter, "step/confirm_done"))
    assert state(matter) == "closed"


def test_only_verified_neighbours_of_that_place_may_offer(district: District) -> None:
    matter = request_help(district).matter
    path = f"/help/near/{matter.receipt}/offer/"
    assert Client().post(path)["Location"].startswith("/accounts/login/")
    html(desk(district, "roads").post(path), 403)
    stranger = desk(district, "stranger")
    assert PUBLIC not in html(stranger.get("/help/near/"))
    html(stranger.post(path), 404)
    assert state(matter) == "asked"


def test_the_desk_verifies_a_neighbour_and_ends_him(district: District) -> None:
    worker = desk(district, "worker")
    said = {"name": "周大勇", "phone": "13933334444", "division": "C11", "age": "adult"}
    assert html(worker.post("/desk/neighbours/", said), 422)
    page = html(worker.post("/desk/neighbours/", {**said, "seen": "on"}))
    account = Account.objects.latest("pk")
    assert account.username in page
    password = re.findall(r'receipt-no">([^<]+)<', page)[1]
    assert account.check_password(unescape(password))
    assert "周大勇" not in page
    assert "周*" in page
    matter = request_help(district).matter
    client = Client()
    client.force_login(account)
    first = client.get("/help/near/").headers["Location"]
    assert first == "/accounts/password/?next=/help/near/"
    own = {"password1": "Chunfeng-2026-bang", "password2": "Chunfeng-2026-bang"}
    changed = client.post(first, {"oldpassword": unescape(password), **own}, follow=True)
    assert PUBLIC in html(changed)
    account.refresh_from_db()
    html(client.post(f"/help/near/{matter.receipt}/offer/", {}, follow=True))
    ended = re.search(
        r'action="(/desk/neighbours/\d+/end/)"', html(worker.get("/desk/neighbours/"))
    )
    assert ended
    html(desk(district, "worker2").post(ended[1]), 404)
    html(worker.post(ended[1], follow=True))
    with at(datetime.now(UTC) + timedelta(days=1)):
        client = Client()
        client.force_login(account)
        html(client.get("/help/near/"), 403)
    html(desk(district, "roads").get("/desk/neighbours/"), 403)
    outside = {**said, "seen": "on", "division": "C21"}
    html(worker.post("/desk/neighbours/", outside), 422)


def test_taking_an_offer_back_costs_nothing(district: District) -> None:
    matter = request_help(district).matter
    aunt = desk(district, "aunt")
    html(aunt.post(f"/help/near/{matter.receipt}/offer/", {}, follow=True))
    html(aunt.post(f"/help/near/{matter.receipt}/offer/", {}), 409)
    offer(district.scope("uncle"), matter)
    html(aunt.post(f"/help/near/{matter.receipt}/back/", {}, follow=True))
    assert state(matter) == "offered"
    html(desk(district, "uncle").post(f"/help/near/{matter.receipt}/back/", {}, follow=True))
    assert state(matter) == "asked"


def test_what_falls_through_is_asked_again(district: District) -> None:
    matter = request_help(district).matter
    offer(district.scope("aunt"), matter)
    html(act(matter, "choose", participant=offers(matter)[0]))
    html(helps(desk(district, "aunt"), matter, "fall_through", reason="临时加班"))
    assert state(matter) == "asked"
    html(desk(district, "aunt").get(f"/help/mine/{matter.receipt}/"), 404)
    assert PUBLIC in html(desk(district, "uncle").get("/help/near/"))


def test_nobody_answers_for_a_day_and_the_desk_is_told(district: District) -> None:
    with at(NOON):
        matter = request_help(district).matter
    due = Deadline.objects.get(clock="first_answer").due_at
    assert due == NOON + timedelta(hours=24)
    with at(due + timedelta(minutes=1)):
        assert tick() == 1
        overdue = Notice.objects.filter(template="overdue")
        assert list(overdue.values_list("account__username", flat=True)) == ["worker"]
        html(submit(desk(district, "worker"), matter, "step/by_desk", note="网格员已上门搬好"))
    assert state(matter) == "by_desk"
    assert "网格员已上门搬好" in track(matter)


def test_silence_ends_it_after_a_week(district: District) -> None:
    with at(NOON):
        matter = request_help(district).matter
        offer(district.scope("aunt"), matter)
        html(act(matter, "choose", participant=offers(matter)[0]))
        html(helps(desk(district, "aunt"), matter, "report_done"))
    with at(NOON + timedelta(days=8)):
        tick()
    assert state(matter) == "lapsed"


def test_a_minor_needs_a_guardian(district: District) -> None:
    page = html(Client().post("/help/ask/", {**SAID, "who": "minor"}), 422)
    assert "监护人知道并同意" in page
    ask(who="minor", guardian="on")


def test_what_gives_her_away_to_the_helpers_is_refused(district: District) -> None:
    page = html(Client().post("/help/ask/", {**SAID, "summary": "到荷塘里3幢201搬米"}), 422)
    assert "公开的文字里要去掉" in page
    assert not Matter.objects.exists()


def test_it_can_stand_on_the_smart_community_platform_too(
    district: District, settings: Any
) -> None:
    settings.ZHUCHAO_SMART_COMMUNITY = "https://community.example/help"
    assert "https://community.example/help" in html(Client().get("/help/"))
    matter = request_help(district).matter
    page = html(submit(desk(district, "worker"), matter, "step/push", no="ZH-0007"))
    assert "smart_community ZH-0007" in page
    assert Matter.objects.get().pushed_at
    other = request_help(district).matter
    html(submit(desk(district, "worker"), other, "step/push", no="ZH-0007"), 409)


def test_without_text_messages_the_board_leads_to_the_desk(
    district: District, settings: Any
) -> None:
    settings.ZHUCHAO_SMS = ""
    assert "还没有开通短信" in html(Client().get("/help/"))
    assert Client().get("/help/ask/")["Location"] == "/help/"
    said = {"kind": "help", "text": "搬米", "summary": "搬米", "division": "C11"}
    answers = {"when": "today", "who": "adult"}
    body = {**said, "answers": answers}
    assert Client().post("/api/matters", body, content_type="application/json").status_code == 403


def test_the_desk_sees_the_whole_story(district: District) -> None:
    matter = request_help(district).matter
    offer(district.scope("aunt"), matter, "我有车")
    worker = desk(district, "worker")
    page = one(worker, matter)
    assert any("愿意帮忙" in line and "我有车" in line for line in lines(page))
    assert "choose" in steps(page)
    assert NAME not in page
