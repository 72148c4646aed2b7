"""Names of places in invented messages: what is one, what is none, and which form stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.name_book import learn_names
from zhuchao.text.places_named import name_spans, named, plain, telling, tokens


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("投诉柳林花园小区旁边的金桥路夜间施工", {"柳林花园", "金桥路"}),
        ("我在文昌中学读书", {"文昌中学"}),
        ("反映云岭新城业主停车难", {"云岭新城"}),
        ("请问春风街道青石湾小区何时通公交", {"青石湾"}),
        ("小区门口的菜市场和停车场都很乱", set()),
        ("我们小区物业公司不管，市政府也不管", set()),
        ("", set()),
    ],
)
def test_a_name_is_what_stands_before_its_kind(text: str, names: set[str]) -> None:
    assert named(text) >= names
    assert bool(named(text)) == bool(names)


def test_wide_and_dotted_and_masked_writing_is_one() -> None:
    assert plain("Ａ３区丽景·花园") == plain(" 丽景花园")
    assert named("A3区丽景.花园物业") == named("丽景花园物业")


def test_the_numbered_school_is_named_alike() -> None:
    assert named("第二中学补课收费") == named("二中补课收费")


@pytest.mark.parametrize("name", ["安置小区", "物业公司", "市政府", "2019年", "12号", "省", ""])
def test_what_many_places_are_called_tells_none_apart(name: str) -> None:
    assert not telling(name)


@given(st.text(max_size=80))
def test_the_words_of_a_text_are_the_text_and_names_lie_in_it(text: str) -> None:
    said = plain(text)
    words = tokens(said)
    assert "".join(t.word for t in words) == said
    assert all(0 <= a < b <= len(said) for a, b in name_spans(said, words))


def test_the_form_people_use_by_itself_stands_for_the_longer_one() -> None:
    texts = [plain(t) for t in ("宏远云岭新城漏水", "云岭新城停电", "云岭新城太吵", "问云岭新城")]
    book = learn_names(texts, [name_spans(t, tokens(t)) for t in texts])
    assert book.own[0] == {"云岭新城"}
    assert (2, "云岭新城") in book.within("宏远云岭新城漏水")
