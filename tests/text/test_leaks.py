"""What gives somebody away is found however it is written; what does not is let be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.leaks import leaks

GAPS = st.sampled_from(["", " ", "-", "—", ".", "  "])
BEFORE = st.sampled_from(["", "想要一盏灯，", "请打", "她说："])
DIGITS = {str(n): sign for n, sign in enumerate("零一二三四五六七八九")}
FULL_WIDTH = {str(n): chr(0xFF10 + n) for n in range(10)}


def certain(text: str, **own: str) -> set[str]:
    """What surely must go, by kind."""
    return {leak.what for leak in leaks(text, **own) if leak.certain}


@given(
    tail=st.text("0123456789", min_size=10, max_size=10),
    gap=GAPS,
    before=BEFORE,
    signs=st.sampled_from([{}, DIGITS, FULL_WIDTH]),
)
def test_a_mobile_number_is_found_however_it_is_written(
    tail: str, gap: str, before: str, signs: dict[str, str]
) -> None:
    number = "1" + tail
    written = number[:3] + gap + number[3:7] + gap + number[7:]
    shown = "".join(signs.get(sign, sign) for sign in written)
    assert {"phone", "number"} & certain(f"{before}{shown}")


@given(
    name=st.text("王李张赵桂兰秀英建国志强", min_size=2, max_size=3),
    before=BEFORE,
    after=st.sampled_from(["", "想要一双鞋", "。"]),
)
def test_ones_own_name_is_never_let_through(name: str, before: str, after: str) -> None:
    assert "name" in certain(f"{before}{name}{after}", name=name)


@given(
    street=st.sampled_from(["春风路", "和平街", "幸福里", "柳林巷"]), number=st.integers(1, 9999)
)
def test_a_house_number_is_never_let_through(street: str, number: int) -> None:
    assert "address" in certain(f"住{street}{number}号，想要一盏灯")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("住三栋", "address"),
        ("在 12 单元 402 室", "address"),
        ("身份证 34010119500101123X", "number"),
        ("得了糖尿病", "illness"),
        ("打钱到银行卡", "cash"),
        ("家里座机 0553-1234567", "phone"),
    ],
)
def test_the_sure_ones_are_sure(text: str, what: str) -> None:
    assert what in certain(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("张奶奶想要一双棉鞋", "name"),
        ("老李想要一副象棋", "name"),
        ("独居，想有人说说话", "hardship"),
        ("想要助听器", "illness"),
        ("在实验小学上学", "school"),
        ("住阳光小区", "address"),
    ],
)
def test_the_doubtful_ones_are_left_to_a_person(text: str, what: str) -> None:
    found = leaks(text)
    assert what in {leak.what for leak in found}
    assert certain(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "想要一盏夜里会自己亮的小灯",
        "想要 200 元以内的电饭煲",
        "想要 5 号电池和一台收音机",
        "想在 2026 年 8 月 15 日过个生日",
        "想有人陪着去一次公园",
        "想要 38 码的棉鞋",
    ],
)
def test_plain_wishes_pass(text: str) -> None:
    assert leaks(text) == []


def test_pieces_of_the_home_are_found_but_not_the_community_itself() -> None:
    home, known = "春风社区杏花苑7栋502室", "柳林街道 · 春风社区"
    assert "address" in certain("住在杏花苑", address=home, known=known)
    assert certain("春风社区的邻居想要一盏灯", address=home, known=known) == set()


def test_each_place_is_named_once_and_the_sure_come_first() -> None:
    found = leaks("赵桂兰，电话13900001111，独居", name="赵桂兰")
    assert [leak.certain for leak in found] == sorted(
        (leak.certain for leak in found), reverse=True
    )
    assert len({leak.words for leak in found}) == len(found)
