"""The numbers for emergencies: each with its source, and words that lead there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.rules.emergency import dangers, lines

WORDS = [(line.number, word) for line in lines() for word in line.words]


def test_the_four_numbers_and_the_line_for_the_mind_are_there_each_with_its_source() -> None:
    assert [line.number for line in lines()] == ["120", "119", "110", "122", "12356"]
    assert all(line.source and line.label for line in lines())


@given(
    pair=st.sampled_from(WORDS), before=st.text(max_size=5), gap=st.sampled_from(["", " ", "\n"])
)
def test_every_word_leads_to_its_number_even_with_gaps(
    pair: tuple[str, str], before: str, gap: str
) -> None:
    number, word = pair
    found = dangers(f"{before} {gap.join(word)}")
    assert number in [danger.line.number for danger in found]


@pytest.mark.parametrize(
    "text", ["", "想请人帮忙搬一袋米", "水龙头漏水，想请人看看", "陪我去趟银行"]
)
def test_calm_words_lead_nowhere(text: str) -> None:
    assert dangers(text) == []
