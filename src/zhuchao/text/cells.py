"""Cells as people fill them: days, counts, yes and no, words out of a list, names."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime

from zhuchao.text.dates import BEYOND, IMPOSSIBLE, YEARS, NoMoment, read_moment
from zhuchao.text.unclear import Unclear

YEAR_ONLY = "只写了年份，请至少写到月：%(given)s"
TENTH = "Excel 把 %(given)s 存成了小数，1 月和 10 月分不清：请写成 2024-01 这样，并设为文本"
NO_COUNT = "应为整数：%(given)s"
ABOUT = "要写确切的数，不能写“约”“余”“左右”：%(given)s"
NEGATIVE = "不能是负数：%(given)s"
TOO_MANY = "数太大：%(given)s"
NO_FLAG = "应为 是 或 否：%(given)s"
NO_CHOICE = "没有这个选项：%(given)s"
NO_NAME = "不像姓名：%(given)s"
LONG_NAME = "姓名太长：%(given)s"
BROKEN = "公式出错，单元格里是 %(given)s"
WORDING = (
    YEAR_ONLY, TENTH, NO_COUNT, ABOUT, NEGATIVE, TOO_MANY, NO_FLAG, NO_CHOICE, NO_NAME, LONG_NAME,
    BROKEN,
)  # fmt: skip

MOST = 10_000_000
BLANK = frozenset(
    {"", "-", "—", "——", "/", "\\", "无", "不详", "暂无", "空", "n/a", "null", "none"}
)
"""What people write where there is nothing to write."""
YES = frozenset({"是", "有", "√", "✓", "✔", "对", "1", "y", "yes", "true", "☑", "已"})
NO = frozenset({"否", "无", "×", "✗", "✘", "x", "不是", "没有", "0", "n", "no", "false", "□", "未"})

_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?")
_YEAR = re.compile(r"\d{4}\s*年?")
_COUNT = re.compile(r"([+-]?\d+(?:\.\d+)?)(万)?(?:人|名|个|家|位|户|人次|元|户数)?")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,}|[A-Za-z][A-Za-z .'·-]+")
_ERROR = re.compile(r"#(?:REF|N/A|VALUE|NAME\?|DIV/0|NUM|NULL)!?", re.IGNORECASE)


class NoValue(Unclear):
    """A cell that cannot be read as what its column holds."""


def written(cell: object) -> str:
    """A cell as words: whole numbers without .0, full-width as half-width, blanks folded.

    >>> written(340181.0), written(" 示例　公司 "), written("—")
    ('340181', '示例 公司', '—')

    Raises NoValue for the error a formula left.
    """
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    words = " ".join(unicodedata.normalize("NFKC", str(cell)).split())
    if _ERROR.fullmatch(words):
        raise NoValue(BROKEN, words)
    return words


def is_blank(cell: object) -> bool:
    """Whether nothing is said: empty, or one of the signs that stand for nothing."""
    return str(cell).strip().lower() in BLANK


def read_day(cell: object) -> date:
    """The day a cell names; a month is its first day.

    >>> read_day("2024.3").isoformat(), read_day(45356.0).isoformat(), read_day(20240305.0).day
    ('2024-03-01', '2024-03-05', 5)

    Raises NoValue or NoMoment, also for a year alone and for 2024.1 kept as a number.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _day_of_number(float(cell))
    if isinstance(cell, date):
        return read_moment(cell, UTC).date()
    words = written(cell)
    if found := _MONTH.fullmatch(words):
        return _first(int(found[1]), int(found[2]), words)
    if _YEAR.fullmatch(words):
        raise NoValue(YEAR_ONLY, words)
    if found := re.fullmatch(r"((?:19|20)\d{2})(0[1-9]|1[0-2])", words):
        return _first(int(found[1]), int(found[2]), words)
    return read_moment(words, UTC).date()


def _day_of_number(number: float) -> date:
    """Eight digits, six digits, year.month, or an Excel serial."""
    if number in YEARS and number.is_integer():
        raise NoValue(YEAR_ONLY, str(int(number)))
    if int(number) in YEARS and not number.is_integer():
        month = round((number % 1) * 100)
        if month == 10:
            raise NoValue(TENTH, str(number))
        return _first(int(number), month // 10 if month % 10 == 0 else month, str(number))
    if number.is_integer() and 190001 <= number <= 210012:
        return _first(*divmod(int(number), 100), str(int(number)))
    return read_moment(number, UTC).date()


def _first(year: int, month: int, given: str) -> date:
    if year not in YEARS:
        raise NoMoment(BEYOND, str(year))
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise NoMoment(IMPOSSIBLE, given) from error


def read_count(cell: object) -> int:
    """A whole number of people or things, with its unit and thousands signs if it has them.

    >>> read_count("1,234 人"), read_count("１２名"), read_count("1.2万")
    (1234, 12, 12000)

    Raises NoValue: a count is never rounded, and 约 30 is none.
    """
    words = written(cell)
    if re.search("约|余|多|左右|近|以上|以下|不足", words):
        raise NoValue(ABOUT, words[:40])
    found = _COUNT.fullmatch(re.sub(r"(?<=\d)[,，](?=\d{3})|\s", "", words))
    value = float(found[1]) * (10_000 if found[2] else 1) if found else 0.5
    if abs(value - round(value)) > 1e-6:
        raise NoValue(NO_COUNT, words[:40])
    if value < 0:
        raise NoValue(NEGATIVE, words[:40])
    if value > MOST:
        raise NoValue(TOO_MANY, words[:40])
    return round(value)


def read_flag(cell: object) -> bool:
    """是 or 否, however it is marked. Raises NoValue."""
    words = written(cell).lower()
    if words in YES or words in NO:
        return words in YES
    raise NoValue(NO_FLAG, words[:40])


def read_choice(cell: object, words: Mapping[str, str]) -> str:
    """The code a word stands for; `words` maps each word to its code. Raises NoValue."""
    said = plain(written(cell))
    if said in words:
        return words[said]
    raise NoValue(NO_CHOICE, said[:40])


def plain(words: str) -> str:
    """Words as they are compared: no blanks, no brackets with what is in them, capitals small."""
    return re.sub(r"[(\[【〔].*?[)\]】〕]|\s", "", unicodedata.normalize("NFKC", words)).lower()


def read_person_name(cell: object) -> str:
    """A person's name without the blanks between its signs; every kind of dot is one dot.

    >>> read_person_name("张　三"), read_person_name("阿依古丽•买买提")
    ('张三', '阿依古丽·买买提')

    Raises NoValue for what is no name.
    """
    words = re.sub(r"[•・．‧∙.](?=[\u3400-\u9fff])", "·", written(cell))
    words = re.sub(r"(?<=[\u3400-\u9fff·])\s+(?=[\u3400-\u9fff·])", "", words)
    words = re.sub(r"\((?:男|女)\)$", "", words)
    if len(words) > 30:
        raise NoValue(LONG_NAME, words[:40])
    if not _NAME.fullmatch(words):
        raise NoValue(NO_NAME, words[:40])
    return words


def read_organisation_name(cell: object) -> str:
    """A name of an organisation with the brackets such names have.

    >>> read_organisation_name("示例(巢上) 商贸有限公司")
    '示例（巢上）商贸有限公司'
    """
    words = written(cell).replace("(", "（").replace(")", "）")
    return re.sub(r"(?<=[\u3400-\u9fff（）])\s+|\s+(?=[\u3400-\u9fff（）])", "", words)


def alike_names(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same, one sign mistyped, or one left out.

    >>> alike_names("王小明", "王晓明"), alike_names("张三", "李四"), alike_names("张三", "张三丰")
    (True, False, True)
    """
    if one == other:
        return True
    if not one or not other or one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return len(one) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


_FORMS = ("有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "集团公司", "公司")
_LOOSE = re.compile(r"^(?:中国共产党|中共)|[省市区县]")


def normal_organisation(name: str) -> str:
    """A name of an organisation as it is compared, without what is written now this way, now that:
    brackets, the legal form, 中共 before it, and 省 市 区 县.

    >>> normal_organisation("示例市（巢上）商贸有限责任公司")
    '示例巢上商贸'
    """
    words = unicodedata.normalize("NFKC", name)
    words = re.sub(r"[\s()\[\]《》“”\"'·.,、\-—_]|委员会", "", words).lower()
    for form in _FORMS:
        if words.endswith(form) and len(words) > len(form) + 1:
            words = words.removesuffix(form)
            break
    return _LOOSE.sub("", words) or words
