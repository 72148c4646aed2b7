"""Names as they are compared, and ID numbers however they are spaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.names import holds_id_number, plain_name


@pytest.mark.parametrize(
    "spelling", ["欧阳归雁", "歐陽 归雁", "欧　阳归雁", " 欧阳·归雁 ", "歐陽归雁"]
)
def test_spellings_of_one_name_are_one(spelling: str) -> None:
    assert plain_name(spelling) == "欧阳归雁"


@given(st.text(alphabet="张王李赵買张·陈 　.Aa", max_size=8))
def test_a_flattened_name_stays_as_it_is(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "340181199001011234",
        "34018119900101123X",
        "我的号是3401 8119 9001 011234",
        "３４０１８１１９９００１０１１２３４",
        "340181900101123",
        "340181-19900101-123x",
    ],
)
def test_what_looks_like_an_id_number_is_found(text: str) -> None:
    assert holds_id_number(text)


@pytest.mark.parametrize(
    "text",
    ["13812341234", "+86 138-1234-1234", "某县某镇第3党支部", "2026-11-23", "", "0000-8000032"],
)
def test_phones_dates_and_addresses_are_none(text: str) -> None:
    assert not holds_id_number(text)
