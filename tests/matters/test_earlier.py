"""Beginning an answer from an earlier one of one's own office: blanked, editable, never sent."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import wish_cast
from tests.cast import District, appeal, dispatched, hazard, step
from tests.desk import LIST, desk, html, one, submit
from zhuchao.journal.writing import erase_remarks, writing
from zhuchao.matters.earlier import to_write_from
from zhuchao.matters.models import Matter
from zhuchao.matters.queries import detail
from zhuchao.rules.flows import FLOWS
from zhuchao.text.redacting import redact

pytestmark = pytest.mark.one_database

SAID = (
    "王师傅您好，您11月20日反映的3号楼门口路面塌陷（261120-K7M3QP）已补好，"
    "有事打13812345678找李科长，身份证340101199001011234不用再带"
)
BLANKED = (
    "〔称呼〕您好，您〔日期〕反映的〔楼号〕门口路面塌陷（〔编号〕）已补好，"
    "有事打〔电话〕找〔称呼〕，〔证件号〕不用再带"
)


def answered(district: District, words: str = SAID, *, by: str = "roads", **changes: Any) -> Matter:
    """A closed appeal that one office answered."""
    raised = appeal(**changes)
    intake = district.scope("intake")
    step(intake, raised.matter, "dispatch", lead=district.office(by))
    step(district.scope(by), raised.matter, "answer", note=words)
    return step(intake, raised.matter, "confirm", resolved=True)


def earlier(client: Client, matter: Matter, query: str = "?step=answer", status: int = 200) -> str:
    """The page of earlier answers."""
    return html(client.get(f"{LIST}{matter.receipt}/earlier/{query}"), status)


def offered(page: str) -> list[str]:
    """The receipts whose words may be used."""
    return re.findall(r"\?draft=([\w-]+)&amp;step=\w+#", page)


def note(page: str, name: str = "answer") -> str:
    """What stands in the note of a step's form."""
    area = re.search(rf'<textarea[^>]*id="id_{name}_note"[^>]*>(.*?)</textarea>', page, re.S)
    assert area
    return unescape(area[1]).strip()


def test_an_answer_begins_from_blanked_earlier_words_and_a_person_sends_it(
    district: District,
) -> None:
    old, now = answered(district), dispatched(district).matter
    client = desk(district, "roads")
    link = f"{LIST}{now.receipt}/earlier/?step=answer"
    assert f'href="{link}"' in one(client, now)
    page = html(client.get(link))
    assert offered(page) == [old.receipt]
    assert BLANKED in page
    assert "13812345678" not in page
    opened = one(client, now, f"?draft={old.receipt}&step=answer")
    assert re.search(r'<details[^>]* id="answer" open>', opened)
    assert note(opened) == BLANKED
    assert f"草稿取自 {old.receipt} 的答复" in opened
    assert Matter.objects.get(pk=now.pk).answer == ""
    html(submit(client, now, "step/answer", note="您好，坑已补好。", evidence="note"))
    assert Matter.objects.get(pk=now.pk).answer == "您好，坑已补好。"


def test_without_a_draft_the_form_stays_empty_and_shut(district: District) -> None:
    answered(district)
    now = dispatched(district).matter
    page = one(desk(district, "roads"), now)
    assert note(page) == ""
    assert "草稿取自" not in page
    assert not re.search(r'id="answer" open', page)


def test_the_likest_three_of_the_category_come_first(district: District) -> None:
    texts = (
        "路灯杆歪了",
        "春风社区门口路面塌了一块石头",
        "春风社区门口路面塌了",
        "路面有坑",
        "积水",
    )
    old = [answered(district, f"第{n}次已办好", text=text) for n, text in enumerate(texts)]
    answered(district, "已供水", text="春风社区门口路面塌了一块", category="tap")
    now = dispatched(district).matter
    found = offered(earlier(desk(district, "roads"), now))
    assert found[:2] == [old[1].receipt, old[2].receipt]
    assert len(found) == 3


def test_what_another_office_answered_is_never_offered(district: District) -> None:
    other = answered(district, "水务局的话", by="water")
    now = dispatched(district).matter
    client = desk(district, "roads")
    page = earlier(client, now)
    assert offered(page) == []
    assert "水务局的话" not in page
    assert "还没有可参考的答复" in page
    assert note(one(client, now, f"?draft={other.receipt}&step=answer")) == ""


def test_of_a_matter_two_offices_answered_each_is_offered_its_own_words(
    district: District,
) -> None:
    old = dispatched(district).matter
    step(district.scope("roads"), old, "answer", note="城管局补好了路")
    step(district.scope("water"), old, "answer", note="水务局换好了管")
    step(district.scope("intake"), old, "confirm", resolved=True)
    now = dispatched(district).matter
    for name, own, others in (
        ("roads", "城管局补好了路", "水务局换好了管"),
        ("water", "水务局换好了管", "城管局补好了路"),
    ):
        page = earlier(desk(district, name), now)
        assert own in page
        assert others not in page


def test_an_office_that_gave_it_back_lends_nothing_of_it(district: District) -> None:
    raised = dispatched(district)
    intake = district.scope("intake")
    step(intake, raised.matter, "dispatch", lead=district.office("water"))
    step(district.scope("water"), raised.matter, "answer", note="水务局的话")
    step(intake, raised.matter, "confirm", resolved=True)
    page = earlier(desk(district, "roads"), dispatched(district).matter)
    assert offered(page) == []
    assert "水务局的话" not in page


def test_what_is_not_closed_yet_lends_nothing(district: District) -> None:
    step(district.scope("roads"), dispatched(district).matter, "answer", note="还没确认")
    assert "还没确认" not in earlier(desk(district, "roads"), dispatched(district).matter)


def test_erased_words_are_not_offered(district: District) -> None:
    old, now = answered(district), dispatched(district).matter
    with writing("system:test") as log:
        erase_remarks(log, ("appeal", old.pk))
    assert offered(earlier(desk(district, "roads"), now)) == []


@pytest.mark.parametrize("name", ["supervisor", "intake"])
def test_who_may_not_answer_now_sees_no_earlier_answers(district: District, name: str) -> None:
    answered(district)
    now = dispatched(district).matter
    client = desk(district, name)
    assert "/earlier/" not in one(client, now)
    assert SAID[-6:] not in earlier(client, now, status=403)


def test_a_stranger_is_told_there_is_no_such_matter(district: District) -> None:
    answered(district)
    raised = appeal()
    for name in ("roads", "street2", "auditor"):
        earlier(desk(district, name), raised.matter, status=404)
    assert Client().get(f"{LIST}{raised.matter.receipt}/earlier/").status_code == 302


@pytest.mark.parametrize("query", ["?step=sign", "?step=fly", "?step=guide"])
def test_only_for_a_step_that_tells_the_asker_something(district: District, query: str) -> None:
    answered(district)
    now = dispatched(district).matter
    earlier(desk(district, "roads"), now, query, status=403)
    assert offered(earlier(desk(district, "roads"), now, ""))


def test_once_ones_own_part_is_done_it_is_over(district: District) -> None:
    answered(district)
    now = dispatched(district).matter
    step(district.scope("roads"), now, "answer", note="好了")
    earlier(desk(district, "roads"), now, status=403)


@pytest.mark.parametrize(
    "query",
    [
        "?draft={closed}&step=sign",
        "?draft={closed}",
        "?draft={own}&step=answer",
        "?draft=000000-AAAAAA&step=answer",
        "?draft=%00&step=answer",
        "?draft={closed}&step=fly",
        "?draft={closed}&step=contact",
    ],
)
def test_an_address_made_by_hand_drafts_nothing(district: District, query: str) -> None:
    old, now = answered(district), dispatched(district).matter
    page = one(desk(district, "roads"), now, query.format(closed=old.receipt, own=now.receipt))
    assert note(page) == ""
    assert BLANKED not in page


def test_a_fix_of_a_hazard_is_drafted_alike(district: District) -> None:
    def fixed(words: str) -> Matter:
        raised = hazard()
        step(district.scope("intake"), raised.matter, "verify")
        step(district.scope("intake"), raised.matter, "dispatch", lead=district.office("roads"))
        if words:
            step(district.scope("roads"), raised.matter, "fix", note=words)
            step(district.scope("intake"), raised.matter, "feed_back", note="")
        return raised.matter

    old, now = fixed("井盖换好了，张女士放心"), fixed("")
    page = earlier(desk(district, "roads"), now, "?step=fix")
    assert offered(page) == [old.receipt]
    assert "井盖换好了，〔称呼〕放心" in page
    opened = one(desk(district, "roads"), now, f"?draft={old.receipt}&step=fix")
    assert note(opened, "fix") == "井盖换好了，〔称呼〕放心"


@pytest.mark.parametrize("kind", FLOWS)
def test_no_sealed_kind_lends_words(district: District, kind: str) -> None:
    answered(district)
    roads = district.scope("roads")
    found = detail(roads, dispatched(district).matter.receipt)
    assert [s.name for s in to_write_from(roads, found)] == ["answer"]
    lent = to_write_from(roads, replace(found, flow=FLOWS[kind]))
    assert bool(lent) == (FLOWS[kind].secrecy != "sealed")


@pytest.mark.django_db
def test_at_a_wish_nobody_is_offered_earlier_words() -> None:
    district = wish_cast.found_community()
    matter = wish_cast.wish(district).matter
    for name in district.accounts:
        client = desk(district, name)
        assert client.get(f"{LIST}{matter.receipt}/earlier/").status_code in (302, 403, 404)
        assert "/earlier/" not in client.get(f"{LIST}{matter.receipt}/").content.decode()


def test_looking_costs_at_most_three_statements_more_however_much_was_answered(
    district: District,
) -> None:
    now = dispatched(district).matter
    client = desk(district, "roads")

    def statements(query: str) -> int:
        with CaptureQueriesContext(connection) as taken:
            html(client.get(f"{LIST}{now.receipt}/{query}"))
        return len(taken)

    statements("")
    plain = statements("")
    old = answered(district)
    first = statements("earlier/?step=answer")
    for _again in range(4):
        answered(district)
    assert statements("earlier/?step=answer") == first <= plain + 3
    assert statements("") == plain
    assert statements(f"?draft={old.receipt}&step=answer") <= plain + 3


@pytest.mark.parametrize(
    ("said", "blanked"),
    [
        ("请张建国先生于2026年11月25日 10:23到现场", "请〔称呼〕于〔日期〕到现场"),
        ("老王反映的，小李已处理", "〔称呼〕反映的，〔称呼〕已处理"),
        ("十一月二十五日前办好，物业李经理0551-62345678", "〔日期〕前办好，物业〔称呼〕〔电话〕"),
        ("皖A·12345停在2栋3单元501室门口", "〔车牌〕停在〔楼号〕门口"),
        ("工作人员已于现场处置，请拨打12345", "工作人员已于现场处置，请拨打12345"),
    ],
)
def test_who_when_and_where_become_blanks_and_the_rest_stays(said: str, blanked: str) -> None:
    assert redact(said) == blanked
