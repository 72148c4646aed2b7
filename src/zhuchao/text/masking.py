"""Phone and identity numbers in a text, however they are typed: found, taken out and told."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from zhuchao.text.dates import NoMoment, read_moment
from zhuchao.text.leaks import GAP, LANDLINE, MOBILE

PHONE, NUMBER = "〔电话〕", "〔证件号〕"
"""What stands in the text where a number was."""

_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_BORN = (
    rf"(?:1{GAP}9|2{GAP}0)(?:{GAP}\d){{2}}{GAP}(?:0{GAP}[1-9]|1{GAP}[0-2])"
    rf"{GAP}(?:0{GAP}[1-9]|[12]{GAP}\d|3{GAP}[01])"
)
_IDENTITY = rf"(?<!\d)[1-9](?:{GAP}\d){{5}}{GAP}{_BORN}(?:{GAP}\d){{3}}{GAP}[\dXx](?!\d)"
_CARD = r"(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?(?!\d)|\d{15,}[Xx]?"
_WITH_AREA = rf"[(（]0\d{{2,3}}[)）]{GAP}\d{{3,4}}{GAP}\d{{4}}(?!\d)"
_SHAPES = re.compile(
    f"(?P<number>{_IDENTITY}|{_CARD})"
    f"|(?P<phone>{_WITH_AREA}|{MOBILE.pattern}|{LANDLINE.pattern})(?:转{GAP}\\d{{1,6}})?"
)


@dataclass(frozen=True)
class Masked:
    """A text without the numbers of people; the phones that stood in it, each once, as digits."""

    text: str
    phones: tuple[str, ...]
    numbers: int
    """How many identity or account numbers were taken out; they are kept nowhere."""


def mask(text: str) -> Masked:
    """Take out mobiles, landlines, identity numbers and long account numbers.

    >>> mask("李姐 １３８-1234 5678，身份证340101199001011234，12345热线打过")
    Masked(text='李姐 〔电话〕，〔证件号〕，12345热线打过', phones=('13812345678',), numbers=1)

    Digits of any script and Chinese ones count; eight digits that are a day stay, and so do short
    service numbers. Everything else is left as it was written.
    """
    phones: dict[str, None] = {}
    numbers = 0

    def seen(kind: str, digits: str) -> None:
        nonlocal numbers
        if kind == "phone":
            phones[_dialled(digits)] = None
        else:
            numbers += 1

    # Digits first by themselves: in 周一13812345678 the 一 is none.
    for plain in (_decimal, lambda words: _decimal(words).translate(_CHINESE)):
        text = _replaced(text, plain, seen)
    return Masked(_without_labels(text), tuple(phones), numbers)


def _decimal(text: str) -> str:
    """Every digit of any script as 0–9, sign by sign, so that places stay comparable."""
    return "".join(str(unicodedata.decimal(c, c)) for c in text)


def _replaced(text: str, plain: Callable[[str], str], seen: Callable[[str, str], None]) -> str:
    parts, end = [], 0
    for hit in _SHAPES.finditer(plain(text)):
        kind = hit.lastgroup or ""
        if _is_day(hit[0]):
            continue
        seen(kind, re.sub(r"\D", "", hit["phone"] or ""))
        parts += [text[end : hit.start()], PHONE if kind == "phone" else NUMBER]
        end = hit.end()
    return "".join((*parts, text[end:]))


def _is_day(words: str) -> bool:
    if not re.fullmatch(r"\d{8}", words):
        return False
    try:
        read_moment(words, UTC)
    except NoMoment:
        return False
    return True


def _dialled(digits: str) -> str:
    """A number as one dials it: no 86 and no 0 before a mobile."""
    return re.sub(r"^(?:86|0)(?=1[3-9]\d{9}$)", "", digits)


_LABELS = {
    PHONE: "(?:联系|手机|我的)?(?:电话|手机|号码|手机号码?|联系方式)",
    NUMBER: "(?:身份证|证件|银行卡)(?:号码?)?",
}


def _without_labels(text: str) -> str:
    """电话〔电话〕 says it twice."""
    for mark, label in _LABELS.items():
        text = re.sub(rf"{label}(?:号|是|为)?\s*[:：]?\s*(?={mark})", "", text)
    return text
