"""Numbers that name a person or an organisation: read as people write them, and checked."""

import re
import unicodedata
from datetime import date

from zhuchao.text.unclear import Unclear

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The signs of GB 32100, by their value: I, O, S, V and Z are left out."""

CREDIT_LENGTH = "统一社会信用代码应为 18 位，现在 %(given)s 位"
CREDIT_OLD = "15 位的是旧工商注册号，请写 18 位统一社会信用代码"
CREDIT_SIGN = "统一社会信用代码不用字母 I、O、S、V、Z：%(given)s"
CREDIT_SUM = "统一社会信用代码的校验位不对，请核对原件"
ID_OLD = "15 位的是一代身份证号，请写 18 位号码"
ID_LENGTH = "身份证号应为 18 位，现在 %(given)s 位"
ID_SIGN = "身份证号只有数字，末位可为 X"
ID_DAY = "身份证号里的出生日期不存在：%(given)s"
ID_SUM = "身份证号的校验位不对，请核对证件"
LOST = "Excel 把号码存成了数，末几位已经丢失：请把这一列设为文本后重新填写"
PHONE = "不是有效的电话号码"
PHONES = "一格只写一个电话号码"
WORDING = (
    CREDIT_LENGTH, CREDIT_OLD, CREDIT_SIGN, CREDIT_SUM, ID_OLD, ID_LENGTH, ID_SIGN, ID_DAY, ID_SUM,
    LOST, PHONE, PHONES,
)  # fmt: skip

PRECISE = 2**53
"""Whole numbers beyond this are no longer exact in a workbook."""
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-8]\d{6,7}(?:(?:转|ext|x|#)\d{1,6})?|[48]00\d{7}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_SIGNS = "10X98765432"


class NoIdentifier(Unclear):
    """A cell that holds no such number."""


def read_credit_code(cell: object) -> str:
    """A unified social credit code with a right check sign, in capitals (GB 32100-2015).

    >>> read_credit_code(" 91340181ma2trxyx1m ")
    '91340181MA2TRXYX1M'

    Raises NoIdentifier.
    """
    code = _signs(cell)
    if len(code) == 15:
        raise NoIdentifier(CREDIT_OLD)
    if len(code) != 18:
        raise NoIdentifier(CREDIT_LENGTH, str(len(code)))
    if wrong := [sign for sign in code if sign not in SIGNS]:
        raise NoIdentifier(CREDIT_SIGN, wrong[0])
    if code[17] != credit_sign(code[:17]):
        raise NoIdentifier(CREDIT_SUM)
    return code


def credit_sign(first: str) -> str:
    """The check sign of the first 17 signs: 31 less the sum of sign × 3^place, modulo 31."""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return SIGNS[-total % 31]


def read_person_number(cell: object) -> str:
    """A citizen's number of 18 signs with a real birthday and a right check sign (GB 11643-1999).

    >>> read_person_number("340181 19900101 001x")
    '34018119900101001X'

    Raises NoIdentifier, also for a number of the first generation (15 digits).
    """
    number = _signs(cell)
    if len(number) == 15:
        raise NoIdentifier(ID_OLD)
    if len(number) != 18:
        raise NoIdentifier(ID_LENGTH, str(len(number)))
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        raise NoIdentifier(ID_SIGN)
    _birthday(number)
    if number[17] != person_sign(number[:17]):
        raise NoIdentifier(ID_SUM)
    return number


def person_sign(first: str) -> str:
    """The check sign of the first 17 digits (ISO 7064 MOD 11-2)."""
    return _ID_SIGNS[sum(int(d) * w for d, w in zip(first, _ID_WEIGHTS, strict=True)) % 11]


def _birthday(number: str) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise NoIdentifier(ID_DAY, number[6:14]) from error
    if born.year < 1900:
        raise NoIdentifier(ID_DAY, number[6:14])
    return born


def read_phone(cell: object) -> str:
    """One mobile or landline as it is dialled in China.

    >>> read_phone("＋86 138-1234-1234"), read_phone("(0551) 8234567")
    ('13812341234', '05518234567')

    Raises NoIdentifier, also for two numbers in one cell: which one is meant?
    """
    text = unicodedata.normalize("NFKC", _written(cell)).lower()
    if len(re.findall(r"\d{7,}", re.sub(r"(?<=\d)[ -](?=\d)", "", text))) > 1:
        raise NoIdentifier(PHONES)
    digits = re.sub(r"^(?:\+86|0086|86(?=1\d{10}$))", "", re.sub(r"[\s()\-—]", "", text))
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise NoIdentifier(PHONE)
    return digits


def _signs(cell: object) -> str:
    text = unicodedata.normalize("NFKC", _written(cell)).upper()
    return re.sub(r"[\s'’`\-—]", "", text)


def _written(cell: object) -> str:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if abs(cell) >= PRECISE:
            raise NoIdentifier(LOST)
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    text = str(cell).strip()
    if re.fullmatch(r"\d(\.\d+)?[eE]\+\d+", text):
        raise NoIdentifier(LOST)
    return text
