"""Earlier words made fit to be written from again: who, when and where become plain blanks."""

import re

from zhuchao.text.dates import DAY
from zhuchao.text.leaks import UNIT
from zhuchao.text.masking import mask
from zhuchao.text.surnames import CALLED, FAMILIAR

_NUMERAL = "[〇零○一二三四五六七八九十廿卅\\d]"
_YEAR_FREE = rf"(?:{_NUMERAL}{{2,4}}\s*年\s*)?{_NUMERAL}{{1,3}}\s*月\s*{_NUMERAL}{{1,3}}\s*[日号]"
_DAY = rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', DAY.pattern)}|{_YEAR_FREE})"
_CLOCK = (
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)?\s*"
    r"\d{1,2}\s*(?:[:：]\s*\d{2}|[点时](?:\s*\d{1,2}\s*分|半)?)"
)
BLANKS = (
    (re.compile(r"(?<![\dA-Za-z])\d{6}[\s-]?[2-9A-HJ-NP-Z]{6}(?![\dA-Za-z])"), "〔编号〕"),
    (re.compile(rf"{_DAY}(?:\s*{_CLOCK})?"), "〔日期〕"),
    (re.compile(r"[\u4e00-\u9fff][A-Z][·\s]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"), "〔车牌〕"),
    (CALLED, "〔称呼〕"),
    (FAMILIAR, "〔称呼〕"),
    (UNIT, "〔楼号〕"),
)
"""What is looked for, and what stands there instead; in this order."""


def redact(text: str) -> str:
    """Blank out phones and identity numbers, receipts, days, plates, houses, 某先生 and the like.

    >>> redact("王师傅您好，261120-K7M3QP已于11月24日下午3点修好，有事打13812345678")
    '〔称呼〕您好，〔编号〕已于〔日期〕修好，有事打〔电话〕'

    A name without 先生 or the like is not seen: whoever sends the words again reads them first.
    """
    text = mask(text).text
    for shape, blank in BLANKS:
        text = shape.sub(blank, text)
    return re.sub(r"(〔\w+〕)(?:\s*\1)+", r"\1", text)
