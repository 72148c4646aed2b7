"""Numbers of people and organisations: check signs, and what people write around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.identifiers import (
    SIGNS,
    NoIdentifier,
    credit_sign,
    person_sign,
    read_credit_code,
    read_person_number,
    read_phone,
)

STANDARD = "91350100M000100Y43"
"""The example of GB 32100-2015."""


def test_the_example_of_the_standard_is_right() -> None:
    assert credit_sign(STANDARD[:17]) == STANDARD[17]
    assert read_credit_code(STANDARD) == STANDARD


def test_the_example_of_the_standard_for_people_is_right() -> None:
    # GB 11643-1999 shows 11010519491231002X.
    assert person_sign("11010519491231002") == "X"


@given(st.text(SIGNS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(SIGNS))
def test_one_sign_mistyped_is_always_found(first: str, place: int, sign: str) -> None:
    code = first + credit_sign(first)
    assert read_credit_code(code) == code
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        with pytest.raises(NoIdentifier):
            read_credit_code(wrong)


@given(st.dates(), st.integers(0, 999), st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_digit_mistyped_in_a_citizens_number_is_found(
    born: object, order: int, place: int, digit: str
) -> None:
    day = str(born).replace("-", "")
    if day < "19000101":
        return
    first = f"340181{day}{order:03d}"
    number = first + person_sign(first)
    assert read_person_number(number) == number
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong != number:
        with pytest.raises(NoIdentifier):
            read_person_number(wrong)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("340181900101001", "15 位的是一代身份证号"),
        ("34018119900101", "应为 18 位，现在 14 位"),
        ("34018119900230001X", "出生日期不存在：19900230"),
        ("34018118991231001X", "出生日期不存在：18991231"),
        ("34018119900101001A", "只有数字，末位可为 X"),
        ("340181199001010011", "校验位不对"),
        (3.40181199001010e17, "末几位已经丢失"),
        ("3.40181E+17", "末几位已经丢失"),
    ],
)
def test_what_is_wrong_with_a_citizens_number_is_said(cell: object, why: str) -> None:
    with pytest.raises(NoIdentifier, match=why):
        read_person_number(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("138 1234 1234", "13812341234"),
        ("+86-13812341234", "13812341234"),
        (13812341234.0, "13812341234"),
        ("０５５１—８２３４５６７", "05518234567"),
        ("(0551)8234567转801", "05518234567转801"),
        ("8234567", "8234567"),
        ("400-820-8820", "4008208820"),
    ],
)
def test_phones_are_read_as_people_write_them(cell: object, number: str) -> None:
    assert read_phone(cell) == number


@pytest.mark.parametrize("cell", ["1381234123", "12345", "无电话", "13812341234、13912341234"])
def test_what_is_no_one_phone_is_refused(cell: str) -> None:
    with pytest.raises(NoIdentifier):
        read_phone(cell)
