"""Copied chats and 接龙, in the forms people paste them; everybody in them is invented."""

import re
import time
import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.chat import Chat, read_chat
from zhuchao.text.masking import mask

NOON = datetime.fromisoformat("2026-11-25T12:00+08:00")
"""A Wednesday."""


def read(text: str) -> Chat:
    """As pasted on that day."""
    return read_chat(text, NOON)


def told(text: str) -> list[tuple[str, str]]:
    """Who said what."""
    return [(item.who, item.text) for item in read(text).items]


LAMP, LID = "3号楼门口路灯坏了", "北门井盖松动"
TWO = [("张三", LAMP), ("李四", LID)]


@pytest.mark.parametrize(
    "text",
    [
        f"张三:\n{LAMP}\n\n李四:\n{LID}\n",
        f"张三：{LAMP}\n李四：{LID}",
        f"张三: {LAMP}\n李四: {LID}",
        f"张三 2026/11/25 10:23\n{LAMP}\n李四 2026/11/25 10:25:01\n{LID}",
        f"[10:23] 张三：{LAMP}\n[10:25] 李四：{LID}",
        f"【10:23】张三：{LAMP}\n【10:25】李四：{LID}",
        f"10:23 张三：{LAMP}\n10:25 李四：{LID}",
        f"[2026/11/25 10:23:05] 张三: {LAMP}\n[2026/11/25 10:24:06] 李四: {LID}",
        f"张三  昨天 10:23\n{LAMP}\n\n李四  昨天 下午3:05\n{LID}",
        f"张三 星期三 10:23\n{LAMP}\n李四 周三 上午10:25\n{LID}",
        f"张三 11月25日 上午10:23\n{LAMP}\n李四 11-25 10:25\n{LID}",
        f"张三 2026年11月25日 10:23\n{LAMP}\n李四 2026年11月25日 10：25\n{LID}",
        f"—————  2026-11-25  —————\n\n张三  10:23\n\n{LAMP}\n\n李四  10:25\n\n{LID}",
        f"2026年11月25日 星期三\n张三 10:23\n{LAMP}\n李四 10:25\n{LID}",
        f"2026-11-25 10:23:05 张三(10001)\n{LAMP}\n2026-11-25 10:25:05 李四<b@example.org>\n{LID}",
        f"[聊天记录]\n张三：{LAMP}\n李四：{LID}",
        f"群聊的聊天记录\n\n张三:\n{LAMP}\n\n李四:\n{LID}",
        f"张三🌹:\n{LAMP}[图片]\n\n李四☀️~:\n{LID}[捂脸]",
        f"张三 10:23 AM\n{LAMP}\n李四 11:25 AM\n{LID}",
        f"\ufeff张三:\r\n{LAMP}\r\n\r\n李四:\r\n{LID}\r\n",
        f"张三：\n{LAMP}\n王五撤回了一条消息\n李四：\n{LID}",
        f"张三:\n{LAMP}\n\n李四:\n「张三：{LAMP}」\n- - - - - - - - - - - - - - -\n{LID}",
        f"张三:\n@所有人 {LAMP}\n\n李四:\n@网格员\u2005{LID}",
    ],
)
def test_each_form_tells_who_said_what(text: str) -> None:
    assert told(text) == TWO


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        ("张三 2026/11/24 09:05", "2026-11-24T09:05"),
        ("张三 昨天 下午3:05", "2026-11-24T15:05"),
        ("张三 前天 10:23", "2026-11-23T10:23"),
        ("张三 星期一 10:23", "2026-11-23T10:23"),
        ("张三 11月20日 晚上8:10", "2026-11-20T20:10"),
        ("张三 12-31 10:23", "2025-12-31T10:23"),
        ("张三 10:23", "2026-11-25T10:23"),
        ("—— 2026-11-20 ——\n张三 10:23", "2026-11-20T10:23"),
        ("昨天 10:23\n张三：", "2026-11-24T10:23"),
        ("张三 23:59", None),
        ("张三 25:61", None),
        ("张三 2月30日 10:00", None),
        ("张三：", None),
    ],
)
def test_when_it_was_said_is_seen_from_the_day_of_pasting(head: str, moment: str | None) -> None:
    (item,) = read(f"{head}\n{LAMP}").items
    assert (item.who, item.text) == ("张三", LAMP)
    assert item.when == (datetime.fromisoformat(f"{moment}+08:00") if moment else None)


def test_what_one_says_in_a_row_is_one_thing_also_across_an_acknowledgement() -> None:
    chat = read(
        "张三:\n路灯坏了\n\n李四:\n收到👍\n\n张三:\n3号楼门口\n\n王五:\n水管漏了\n\n张三:\n快来"
    )
    assert [(i.who, i.text) for i in chat.items] == [
        ("张三", "路灯坏了\n3号楼门口"),
        ("王五", "水管漏了"),
        ("张三", "快来"),
    ]
    assert chat.idle == 1


def test_another_day_is_another_thing() -> None:
    first = "张三 11月20日 10:00\n路灯坏了\n张三 11月20日 10:01\n快来修"
    text = f"{first}\n张三 11月24日 10:00\n井盖也坏了"
    assert told(text) == [("张三", "路灯坏了\n快来修"), ("张三", "井盖也坏了")]


@pytest.mark.parametrize(
    "words",
    [
        *("收到", "好的", "好的，谢谢！", "👍", "👍👍👍", "[强][强]", "收到[抱拳]", "大家早上好☀️"),
        *("辛苦了🌹", "嗯嗯", "OK", "+1", "您好", "主任辛苦了", "知道了", "？？？", "谢谢领导"),
        *("[图片]", '[语音] 12"', "[视频]", "[动画表情]"),
    ],
)
def test_who_asks_for_nothing_is_left_out(words: str) -> None:
    chat = read(f"张三：{words}\n李四：{LID}")
    assert [(i.who, i.text) for i in chat.items] == [("李四", LID)]
    assert chat.idle == 1


def test_pictures_and_recordings_are_counted_and_a_sent_place_keeps_its_words() -> None:
    (item,) = read(
        '张三 10:23\n[图片]\n张三 10:24\n井盖破了[图片: 7.jpg(请在附件中查看)][语音] 8"[视频]'
        "[微笑]\n张三 10:25\n[位置：春风社区北门]"
    ).items
    assert (item.pictures, item.recordings) == (1, 2)
    assert item.text == "井盖破了\n春风社区北门"


CHAIN = """#接龙
路灯报修：

例 姓名 楼号 问题
1. 张三 3号楼路灯坏
2. 李四🌹 5号楼门口的灯
一闪一闪的
3、王五：9栋2单元楼道灯不亮，电话13812345678
④ 赵六
(5) 6号楼孙阿姨 电梯停了
6️⃣ 幸福一家 7号楼漏水[图片]
7 周八2-301下水道堵
8. 春风路口积水"""


def test_a_chain_gives_one_thing_for_each_line_with_its_title_before_it() -> None:
    items = read(CHAIN).items
    assert [(i.who, i.text) for i in items] == [
        ("张三", "路灯报修：3号楼路灯坏"),
        ("李四", "路灯报修：5号楼门口的灯一闪一闪的"),
        ("王五", "路灯报修：9栋2单元楼道灯不亮，〔电话〕"),
        ("赵六", "路灯报修"),
        ("孙阿姨", "路灯报修：6号楼 电梯停了"),
        ("幸福一家", "路灯报修：7号楼漏水"),
        ("周八", "路灯报修：2-301下水道堵"),
        ("", "路灯报修：春风路口积水"),
    ]
    assert items[2].phones == ("13812345678",)
    assert items[5].pictures == 1


def test_a_chain_that_goes_round_counts_each_line_once() -> None:
    first = "#接龙\n报修\n1. 张三 路灯坏"
    text = f"张三 10:01\n{first}\n李四 10:05\n{first}\n2. 李四 井盖破\n王五 10:06\n收到"
    assert told(text) == [("张三", "报修：路灯坏"), ("李四", "报修：井盖破")]


def test_a_chain_between_named_messages_ends_with_its_empty_line() -> None:
    text = "物业:\n#接龙\n报修统计：\n1. 张三：路灯坏\n2. 李四：井盖破\n\n王五:\n电梯也停了"
    assert told(text) == [
        ("张三", "报修统计：路灯坏"),
        ("李四", "报修统计：井盖破"),
        ("王五", "电梯也停了"),
    ]


def test_the_phone_in_a_title_is_nobodys_who_joined() -> None:
    (item,) = read("#接龙\n有事打13912345678\n1. 张三 路灯坏").items
    assert (item.text, item.phones) == ("有事打〔电话〕：路灯坏", ())


@pytest.mark.parametrize(
    "text",
    [
        "春风社区3号楼门口路灯坏了三天，晚上看不见路。",
        "地点：春风社区北门\n问题：井盖破了\n联系人：李四\n时间：昨天 10:23",
        "反映三个问题：\n1、路灯坏了\n2、井盖破了\n3、没人管",
        "从早上 8:30 停水到现在",
        "我家停水 10:30\n到现在还没有来",
        "春风社区：北门积水",
        "2026年11月25日 10:23 春风社区停水",
        "王大爷反映：楼道灯不亮",
        "网址 https://example.org/a:8080 打不开",
    ],
)
def test_plain_words_are_one_thing_as_they_stand(text: str) -> None:
    assert told(text) == [("", text)]


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "收到", "[图片]", "👍", "\x00\u200b", "——"])
def test_from_nothing_comes_nothing(text: str) -> None:
    assert read(text).items == ()


def test_numbers_of_people_leave_the_text_and_only_phones_are_kept() -> None:
    (item,) = read(
        "李阿姨１３９1234 5678 10:23\n身份证34010119900101123X，卡号6222 0212 3456 7890 123，"
        "电话：138-1234-5678或(0551)6234 5678\n12345热线没人接，工单20261125"
    ).items
    assert item.who == "李阿姨"
    assert item.phones == ("13812345678", "055162345678", "13912345678")
    assert item.numbers == 2
    assert (
        item.text == "〔证件号〕，卡号〔证件号〕，〔电话〕或〔电话〕\n12345热线没人接，工单20261125"
    )


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("13812345678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("138—1234—5678", "13812345678"),
        ("一三八一二三四五六七八", "13812345678"),
        ("1 3 8 1 2 3 4 5 6 7 8", "13812345678"),
        ("0551-62345678", "055162345678"),
        ("62345678转801", "62345678"),
        ("013812345678", "13812345678"),
        ("١٣٨١٢٣٤٥٦٧٨", "13812345678"),
    ],
)
def test_a_phone_is_known_however_it_is_typed(written: str, digits: str) -> None:
    found = mask(f"周一找我{written}，谢谢")
    assert (found.text, found.phones) == ("周一找我〔电话〕，谢谢", (digits,))


FORMS = ("{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "+86{0}{1}{2}", "{0}.{1}.{2}")
PHONE = st.builds(
    lambda head, middle, tail, form: form.format(head, middle, tail),
    st.from_regex(r"1[3-9][0-9]", fullmatch=True),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.sampled_from(FORMS),
)
SCRAPS = st.sampled_from(
    [
        *"张三李四路灯:：，。\n\n\n[]#1.①—😀👍",
        "接龙",
        "#接龙\n",
        "10:23",
        "昨天 ",
        "2026-11-25",
        "[图片]",
        "收到",
        "「",
        "」",
    ]
)
WORDS = st.lists(SCRAPS | st.text(max_size=6), max_size=25).map("".join)


def _digits(text: str) -> str:
    return "".join(str(d) for c in text if (d := unicodedata.decimal(c, None)) is not None)


@given(WORDS, PHONE, WORDS)
def test_no_phone_number_is_left_in_any_words_and_every_thing_has_words(
    before: str, phone: str, after: str
) -> None:
    for item in read(f"{before}，{phone}，{after}").items:
        assert item.text.strip()
        assert not mask(item.text).phones
        assert phone.removeprefix("+86") not in item.text
        assert phone not in item.who


@given(WORDS)
def test_anything_can_be_pasted(text: str) -> None:
    chat = read(text)
    assert chat == read(text)
    assert all(_digits(phone) == phone for item in chat.items for phone in item.phones)


@pytest.mark.parametrize(
    "scrap",
    [
        " ",
        "-",
        "—",
        "张三：路灯坏\n",
        "10:23\n",
        "1",
        "1-",
        "嗯",
        "知道了",
        "「」\n",
        "[图片",
        "1. 张三\n\n",
        "接龙\n",
        "(",
        "\n \n",
    ],
)
def test_a_paste_of_the_greatest_length_is_read_at_once(scrap: str) -> None:
    began = time.process_time()
    read("#接龙\n1. 张三 " + scrap * (50_000 // len(scrap)) + "x")
    read(scrap * (50_000 // len(scrap)) + "x")
    assert time.process_time() - began < 10


def test_the_words_of_a_place_are_untouched() -> None:
    text = "柳林街道春风社区3号楼2单元501室门口，建设路18号对面"
    assert told(f"张三：{text}") == [("张三", text)]
    assert re.search("501室", told(f"#接龙\n1. {text}")[0][1])
