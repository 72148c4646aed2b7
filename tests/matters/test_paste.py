"""Pasting a group chat or a 接龙 at the desk, and taking one thing after the other down."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import District
from tests.desk import desk, html
from tests.whistle_cast import found_street
from zhuchao.matters.models import Matter
from zhuchao.matters.views_paste import MOST_ITEMS, MOST_SIGNS

PASTE = "/desk/paste/"
CHAT = """张三 2026/11/25 10:23
春风社区路面塌了一块[图片][图片]
电话13812345678，身份证340101199001011234
李四 2026/11/25 10:25
收到👍
王五🌹 2026/11/25 10:26
夏荷社区井盖破了[语音] 5\""""


def read(client: Client, words: str, status: int = 200) -> str:
    """The page after pasting."""
    return html(client.post(PASTE, {"words": words}), status)


def forms(page: str) -> list[dict[str, str]]:
    """What each item would send when its button is pressed as it stands."""
    found = re.findall(r'<form class="sheet".*?</form>', page, re.S)
    return [_filled(form) for form in found]


def _filled(form: str) -> dict[str, str]:
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    for name, inner in re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option value="(\w+)" selected', inner)
        given[name] = (chosen or re.findall(r"<option>([^<]+)", inner))[0]
    given.pop("csrfmiddlewaretoken", None)
    return {name: unescape(value) for name, value in given.items()} | {"guess": "1"}


def test_each_thing_is_listed_with_who_when_and_what_was_left_out(district: District) -> None:
    page = read(desk(district, "intake"), CHAT)
    assert "读出 2 件" in page
    assert "另有 1 条只有问候" in page
    assert "2 张图片带不过来" in page
    assert "1 段语音或视频带不过来" in page
    assert "1 个证件号或账号已删去" in page
    assert "340101199001011234" not in page
    assert page.count("13812345678") == 2  # seen once, sent on once
    first, second = forms(page)
    assert first["text"] == "春风社区路面塌了一块\n〔电话〕，〔证件号〕"
    assert (first["name"], first["phone"], first["kind"]) == ("张三", "13812345678", "appeal")
    assert (second["name"], second["kind"]) == ("王五", "hazard")
    assert "phone" not in second
    assert "诉求 · 道路" in page
    assert "随手报 · 井盖破损" in page


def test_the_button_opens_the_form_of_entry_filled_in_and_keeps_nothing(
    district: District,
) -> None:
    client = desk(district, "intake")
    said = forms(read(client, CHAT))[0]
    page = html(client.post("/desk/enter/", said))
    assert "春风社区路面塌了一块\n〔电话〕，〔证件号〕" in page
    assert 'name="name" value="张三"' in page
    assert 'name="phone" value="13812345678"' in page
    assert '<option value="road" selected>' in page
    assert '<option value="C11" selected>' in page
    assert not Matter.objects.exists()


def test_what_is_then_registered_keeps_who_and_phone_sealed(district: District) -> None:
    client = desk(district, "intake")
    said = forms(read(client, CHAT))[0]
    page = html(client.post("/desk/enter/", said))
    key = re.search(r'name="intake_key" value="([^"]+)"', page)
    assert key
    said.pop("guess")
    html(client.post("/desk/enter/", {**said, "intake_key": key[1]}, follow=True))
    matter = Matter.objects.get()
    assert "13812345678" not in matter.text + matter.title
    identity = matter.participants.get(role="asker").identity
    assert identity
    assert (identity.name_mask, identity.phone_mask) == ("张*", "138****5678")


def test_of_several_phones_one_is_chosen(district: District) -> None:
    page = read(desk(district, "intake"), "路灯坏了，打13812345678或0551-62345678")
    assert forms(page)[0]["phone"] == "13812345678"
    assert "<option>055162345678</option>" in page


def test_a_chain_gives_a_form_for_each_line(district: District) -> None:
    page = read(desk(district, "street1"), "#接龙\n报修\n1. 张三 3号楼路面有坑\n2. 李四 停水")
    assert [f["text"] for f in forms(page)] == ["报修：3号楼路面有坑", "报修：停水"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "请先把聊天记录或接龙粘贴进来"),
        (" \n ", "请先把聊天记录或接龙粘贴进来"),
        ("收到[图片]", "没有读出要办的事"),
        ("坏" * (MOST_SIGNS + 1), "最多 50000 字，现在有 50001 字"),
        (
            "#接龙\n报修\n" + "\n".join(f"{n}. 甲{n}路口" for n in range(1, MOST_ITEMS + 2)),
            "201 条",
        ),
        ("路灯\x00坏了", "空字符"),
    ],
)
def test_what_cannot_be_read_is_told_at_the_field(
    district: District, words: str, told: str
) -> None:
    page = read(desk(district, "intake"), words, 422)
    assert told in page
    assert 'id="id_words_error"' in page
    assert not forms(page)


def test_the_greatest_paste_is_read(district: District) -> None:
    assert len(forms(read(desk(district, "intake"), "坏" * MOST_SIGNS))) == 1


@pytest.mark.django_db
def test_only_kinds_one_may_enter_are_offered() -> None:
    district = found_street()
    for name, kinds in (("roads", ["appeal", "hazard"]), ("whistler", ["appeal", "whistle"])):
        page = read(desk(district, name), CHAT)
        assert all(f'<option value="{kind}"' in page for kind in kinds)
        assert ('<option value="whistle"' in page) == (name == "whistler")
        assert '<option value="wish"' not in page


def test_it_is_for_those_who_take_demands_down(district: District) -> None:
    html(desk(district, "auditor").get(PASTE), 403)
    html(desk(district, "auditor").post(PASTE, {"words": CHAT}), 403)
    assert Client().get(PASTE).status_code == 302


def test_words_of_people_stay_words(district: District) -> None:
    page: Any = read(desk(district, "intake"), '张三:\n"><img src=x>路面坏了')
    assert "<img src=x>" not in page


def test_the_page_of_entry_leads_there(district: District) -> None:
    client = desk(district, "intake")
    assert f'href="{PASTE}"' in html(client.get("/desk/enter/"))
    assert "粘贴聊天或接龙" in html(client.get(PASTE))


def test_fifty_things_take_no_more_statements_than_one(district: District) -> None:
    client = desk(district, "intake")

    def statements(lines: int) -> int:
        said = "\n".join(f"{n}. 甲{n}路口的路面有坑" for n in range(1, lines + 1))
        with CaptureQueriesContext(connection) as taken:
            assert len(forms(read(client, f"#接龙\n报修\n{said}"))) == lines
        return len(taken)

    statements(1)
    assert statements(1) == statements(50) <= 4
