"""Hot issues among invented messages: same thing and same place together, anything else apart."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuchao.text import clustering, pair_likeness
from zhuchao.text.issues import Issue, Message, find_issues, heat

START = datetime(2026, 3, 2, 8, tzinfo=UTC)

KILN = (
    (
        "云岭新城小区附近的砖窑粉尘太大",
        "我是云岭新城的业主，小区旁边的砖窑日夜冒烟，粉尘飘进屋里，不敢开窗。",
    ),
    (
        "投诉云岭新城旁砖窑污染环境",
        "砖窑离云岭新城小区不到百米，粉尘和黑烟让老人孩子咳嗽，请环保部门查处。",
    ),
    (
        "砖窑黑烟熏得云岭新城居民开不了窗",
        "云岭新城小区东面的砖窑又开工了，黑烟滚滚，粉尘落满阳台。",
    ),
    ("小区旁的砖窑何时搬走？", "云岭新城小区居民反映多次，砖窑粉尘污染一直没有人管，何时能搬走？"),
)
LIFT = (
    ("云岭新城小区电梯经常困人", "云岭新城3栋电梯一个月困人四次，物业不修，老人不敢下楼。"),
    ("云岭新城电梯故障没人修", "云岭新城小区3栋的电梯又坏了，物业说没有维修资金，电梯停了一周。"),
)
OTHER_KILN = (
    (
        "青石湾小区附近的砖窑粉尘太大",
        "我是青石湾的业主，小区旁边的砖窑日夜冒烟，粉尘飘进屋里，不敢开窗。",
    ),
    (
        "投诉青石湾旁砖窑污染环境",
        "砖窑离青石湾小区不到百米，粉尘和黑烟让老人孩子咳嗽，请环保部门查处。",
    ),
)
ALONE = (
    ("春水路公交站牌写错了", "春水路站牌上的末班车时间和实际不一样。"),
    ("咨询老年卡怎么办理", "父母今年满六十五岁，想问老年优待卡去哪里办理。"),
    ("文昌中学门口没有斑马线", "文昌中学上下学时车多，过马路危险，请画斑马线。"),
    ("幸福村水渠断流", "幸福村三组的水渠上游塌方，稻田缺水。"),
    ("建议增加夜间图书馆", "希望图书馆晚上延长开放到九点。"),
)


def messages(*groups: tuple[tuple[str, str], ...], votes: int = 0) -> list[Message]:
    said = [pair for group in groups for pair in group]
    return [
        Message(f"{n:03}", title, text, START + timedelta(days=n), votes)
        for n, (title, text) in enumerate(said)
    ]


def groups(found: list[Issue]) -> set[frozenset[str]]:
    return {frozenset(m.id for m in issue.messages) for issue in found}


def ids(first: int, count: int) -> frozenset[str]:
    return frozenset(f"{n:03}" for n in range(first, first + count))


def test_different_words_for_one_thing_in_one_place_are_one_issue() -> None:
    found = find_issues(messages(KILN, ALONE))
    assert groups(found) == {ids(0, 4)}
    assert found[0].place == "云岭新城"
    assert "砖窑" in found[0].title


def test_one_place_with_two_problems_is_two_issues() -> None:
    found = find_issues(messages(KILN, LIFT, ALONE))
    assert groups(found) == {ids(0, 4), ids(4, 2)}


def test_one_problem_in_two_places_is_two_issues_even_word_for_word() -> None:
    found = find_issues(messages(KILN, OTHER_KILN, ALONE))
    assert groups(found) == {ids(0, 4), ids(4, 2)}
    assert {issue.place for issue in found} == {"云岭新城", "青石湾"}


def test_what_nobody_else_writes_about_is_no_issue() -> None:
    assert find_issues(messages(ALONE)) == []
    assert find_issues([]) == []
    assert find_issues([Message("1", "", "")]) == []


def test_the_hottest_come_first_and_say_from_when_to_when() -> None:
    found = find_issues(messages(LIFT, KILN, ALONE))
    assert [issue.rank for issue in found] == [1, 2]
    assert [len(issue.messages) for issue in found] == [4, 2]
    assert found[0].heat > found[1].heat
    assert (found[0].first, found[0].last) == (START + timedelta(days=2), START + timedelta(days=5))
    times = [m.time for m in found[0].messages]
    assert times == sorted(t for t in times if t)


def test_messages_without_a_time_or_title_are_grouped_too() -> None:
    said = [Message(str(n), "", f"{title}。{text}") for n, (title, text) in enumerate(KILN)]
    found = find_issues(said)
    assert len(found) == 1
    assert found[0].first is None
    assert found[0].title


def test_reading_is_told_as_it_goes() -> None:
    told: list[int] = []
    find_issues(messages(KILN, ALONE), progress=told.append)
    assert told == [9]


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_no_group(chance: Random) -> None:
    said = messages(KILN, LIFT, OTHER_KILN, ALONE)
    chance.shuffle(said)
    assert groups(find_issues(said)) == {ids(0, 4), ids(4, 2), ids(6, 2)}


@settings(max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60)), max_size=12))
def test_any_text_is_read_and_no_message_is_in_two_issues(said: list[tuple[str, str]]) -> None:
    found = find_issues([Message(str(n), *pair) for n, pair in enumerate(said)])
    grouped = [m.id for issue in found for m in issue.messages]
    assert len(grouped) == len(set(grouped)) <= len(said)
    assert all(len(issue.messages) >= 2 and issue.heat > 0 for issue in found)


def test_voices_are_people_where_people_are_known() -> None:
    many = [Message(str(n), "", "", author="一人") for n in range(6)]
    few = [Message(str(n), "", "", author=f"第{n}人") for n in range(3)]
    assert heat(few) > heat(many)
    assert heat([Message(str(n), "", "") for n in range(6)]) == 6


def test_votes_add_slowly_and_a_dense_month_counts_more() -> None:
    plain = messages(LIFT)
    assert heat(messages(LIFT, votes=100)) == pytest.approx(heat(plain) + 7.65, abs=0.01)
    spread = [Message(m.id, "", "", START + timedelta(days=200 * n)) for n, m in enumerate(plain)]
    assert heat(spread) == pytest.approx(heat(plain) * 0.75)


def test_an_issue_of_more_messages_than_are_compared_at_a_time_stays_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pair_likeness, "COMMON", 10)
    monkeypatch.setattr(pair_likeness, "COMMON_SIGN", 5)
    said = messages(*[KILN] * 15, ALONE)
    assert groups(find_issues(said)) == {ids(0, 60)}


def test_a_component_too_large_to_compare_is_cut_at_a_higher_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clustering, "LARGEST", 3)
    found = find_issues(messages(KILN, LIFT, ALONE))
    assert {m.id for issue in found for m in issue.messages} <= ids(0, 6)
    assert all(not (ids(0, 4) & g and ids(4, 2) & g) for g in groups(found))
