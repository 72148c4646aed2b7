"""Today's page and the list: what is shown, to whom, and with how few statements."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import District, appeal, dispatched, hazard, step
from tests.desk import LIST, desk, html
from zhuchao.journal.clock import at, now
from zhuchao.matters import queries
from zhuchao.matters.models import SavedLink


def tiles(page: str) -> dict[str, int]:
    """Words of a tile → its count."""
    found = re.findall(r"<b>([\d,]+)</b><span>([^<]+)</span>", page)
    return {label: int(count) for count, label in found}


@pytest.mark.parametrize("path", ["", "matters/", "enter/", "handover/", "routing/", "rates/"])
def test_nobody_sees_the_desk_without_logging_in(db: None, path: str) -> None:
    answer = Client().get(f"/desk/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next=/desk/{path}"


def test_nothing_of_the_desk_is_kept_in_a_cache(district: District) -> None:
    answer = desk(district, "roads").get("/desk/")
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_empty_day_says_what_will_come_and_where_to_look(district: District) -> None:
    page = html(desk(district, "roads").get("/desk/"))
    assert "现在没有要您办的事" in page
    assert 'href="/desk/matters/"' in page


def test_today_counts_what_needs_the_office_and_each_count_opens_its_list(
    district: District,
) -> None:
    dispatched(district)
    appeal()
    client = desk(district, "roads")
    page = html(client.get("/desk/"))
    assert tiles(page)["待我单位签收"] == 1
    assert tiles(page)["今天到期"] + tiles(page)["七天内到期"] >= 1
    for address in re.findall(r'class="tile"[^>]* href="(/desk/matters/[^"]+)"', page):
        html(client.get(address.replace("&amp;", "&")))
    listed = html(client.get(f"{LIST}?unsigned=on&open=on"))
    assert listed.count('class="title"') == 1


def test_today_of_the_accepting_office_counts_its_whole_territory(district: District) -> None:
    appeal()
    hazard()
    found = tiles(html(desk(district, "intake").get("/desk/")))
    assert found["待受理"] == 2
    assert tiles(html(desk(district, "street2").get("/desk/")))["待受理"] == 0


def test_what_is_late_comes_first_and_is_counted(district: District) -> None:
    appeal(text="早的一件")
    with at(now() + timedelta(days=2)):
        client = desk(district, "intake")
        page = html(client.get("/desk/"))
        assert tiles(page)["已超时"] == 1
        assert 'data-urgency="late"' in page
        assert "早的一件" in html(client.get(f"{LIST}?due=late"))
        assert "没有符合条件的办件" in html(client.get(f"{LIST}?due=today"))


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("kind=appeal", {"路面"}),
        ("kind=hazard", {"井盖"}),
        ("state=raised", {"路面"}),
        ("tone=new", {"路面", "井盖"}),
        ("category=manhole", {"井盖"}),
        ("urgency=emergency", {"井盖"}),
        ("division=C12", {"井盖"}),
        ("division=S1", {"路面", "井盖"}),
        ("division=S2", set()),
        ("words=路面", {"路面"}),
        ("words=路面 塌", {"路面"}),
        ("words=路面 井盖", set()),
        ("open=on", {"路面", "井盖"}),
        ("until=2020-01-01", set()),
        ("since=2020-01-01", {"路面", "井盖"}),
    ],
)
def test_the_address_narrows_the_list(district: District, query: str, seen: set[str]) -> None:
    appeal(title="路面塌了")
    hazard(title="井盖破了", division="C12", payload={"danger": True})
    page = html(desk(district, "intake").get(f"{LIST}?{query}"))
    assert {
        word for word in ("路面", "井盖") if f"{word}塌了" in page or f"{word}破了" in page
    } == seen


def test_a_receipt_finds_its_matter(district: District) -> None:
    receipt = appeal().matter.receipt
    assert receipt in html(desk(district, "intake").get(f"{LIST}?words={receipt}"))


def test_a_department_sees_in_the_list_only_what_it_holds_or_held(district: District) -> None:
    mine = dispatched(district).matter.receipt
    other = appeal().matter.receipt
    page = html(desk(district, "water").get(LIST))
    assert mine in page
    assert other not in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=nothing", "种类"),
        ("since=2026-13-45", "提出日期从"),
        ("office=abc", "经办单位"),
        ("after=yesterday_1", "翻页的位置不对"),
        ("after=2026-11-22T99:00:00%2B00:00_1", "翻页的位置不对"),
        ("after=2026-11-22T09:00:00_1", "翻页的位置不对"),
    ],
)
def test_a_wrong_filter_is_told_by_name(district: District, query: str, told: str) -> None:
    answer = desk(district, "intake").get(f"{LIST}?{query}")
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_pages_by_key_show_every_matter_once_newest_first(district: District) -> None:
    made = [appeal().matter.receipt for _number in range(25)]
    client, path, seen = desk(district, "intake"), f"{LIST}?kind=appeal", []
    for _page in range(2):
        page = html(client.get(path))
        seen += re.findall(r'<span class="receipt-no">([\w-]+)</span>', page)
        path = (re.findall(r'rel="next" href="([^"]+)"', page) or [""])[0].replace("&amp;", "&")
        path = LIST + path
    assert seen == made[::-1]
    assert "没有更多了" in page
    assert "回到第一页" in page


def test_the_count_stops_at_its_cap(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "COUNT_CAP", 20)
    for _number in range(20):
        appeal()
    assert '<span class="soft">20 件</span>' in html(desk(district, "intake").get(LIST))
    appeal()
    assert '<span class="soft">20+ 件</span>' in html(desk(district, "intake").get(LIST))


@pytest.mark.parametrize("name", ["intake", "roads", "driver"])
def test_the_list_takes_as_many_statements_for_a_hundred_rows_as_for_few(
    district: District, name: str
) -> None:
    client = desk(district, name)

    def statements(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as taken:
            html(client.get(path))
        return len(taken)

    for number in range(60):
        found = dispatched(district) if number % 2 else appeal(payload={"trade": "driver"})
        assert found.created
    statements(LIST)
    few, many = statements(LIST), statements(f"{LIST}?size=100")
    assert many <= few <= 7
    assert statements(f"{LIST}?open=on&words=路") <= 7


def test_a_link_is_saved_for_oneself_and_forgotten_again(district: District) -> None:
    mine, theirs = desk(district, "roads"), desk(district, "roads2")
    answer = mine.post(f"{LIST}links/", {"name": "超时的", "query": "due=late"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{LIST}?due=late"
    assert "超时的" in html(mine.get(LIST))
    assert "超时的" not in html(theirs.get(LIST))
    theirs.post(f"{LIST}links/", {"drop": SavedLink.objects.get().pk, "query": ""})
    assert SavedLink.objects.count() == 1
    mine.post(f"{LIST}links/", {"drop": SavedLink.objects.get().pk, "query": ""})
    assert not SavedLink.objects.exists()


@pytest.mark.parametrize(("name", "told"), [("", "40 字以内"), ("x" * 41, "40 字以内")])
def test_a_link_needs_a_short_name(district: District, name: str, told: str) -> None:
    post = desk(district, "roads").post(f"{LIST}links/", {"name": name, "query": ""}, follow=True)
    assert told in html(post)
    assert not SavedLink.objects.exists()


def test_a_taken_name_is_refused(district: District) -> None:
    client, said = desk(district, "roads"), {"name": "超时的", "query": "due=late"}
    client.post(f"{LIST}links/", said)
    assert "已有一个叫“超时的”的" in html(client.post(f"{LIST}links/", said, follow=True))


def test_a_dozen_links_are_enough(district: District) -> None:
    client = desk(district, "roads")
    for number in range(13):
        said = {"name": f"第{number}个", "query": ""}
        last = html(client.post(f"{LIST}links/", said, follow=True))
    assert SavedLink.objects.count() == 12
    assert "最多保存 12 个" in last


def test_a_redirect_of_a_saved_link_stays_on_the_list(district: District) -> None:
    said = {"name": "坏的", "query": "//evil.example/?x"}
    answer = desk(district, "roads").post(f"{LIST}links/", said)
    assert answer.headers["Location"].startswith(LIST)


def test_requests_waiting_for_a_ruling_are_on_the_page_of_who_may_rule(district: District) -> None:
    raised = dispatched(district)
    step(district.scope("roads"), raised.matter, "sign")
    raised.matter.refresh_from_db()
    said = {"version": raised.matter.version, "days": 2, "reason": "等配件"}
    desk(district, "roads").post(f"{LIST}{raised.matter.receipt}/ask/extension/", said)
    page = html(desk(district, "supervisor").get("/desk/"))
    assert tiles(page)["等我裁定"] == 1
    assert "延期" in page
    assert "等我裁定" not in html(desk(district, "intake").get("/desk/"))
