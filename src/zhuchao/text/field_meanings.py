"""Which field a column means: by its heading, the words around it, and what stands below it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from zhuchao.text.cells import is_blank
from zhuchao.text.identifiers import (
    NoIdentifier,
    read_credit_code,
    read_person_number,
    read_phone,
)

SAME = "列名就是“%(given)s”"
SYNONYM = "与“%(given)s”同义"
PART = "分组表头的末级是“%(given)s”"
DECORATED = "去掉修饰词后是“%(given)s”"
HOLDS = "列名里含有“%(given)s”"
LIKE = "列名与“%(given)s”相近"
VALUES = "列里的内容像“%(given)s”"
CHOSEN = "由您指定"
WORDING = (SAME, SYNONYM, PART, DECORATED, HOLDS, LIKE, VALUES, CHOSEN)

SURE = 90
"""From this score on a guess is not marked as one to look at."""
LEAST = 60
"""A guess below this is none."""
SAMPLE = 50


@dataclass(frozen=True)
class Meaning:
    """A field a column may mean: its name, the word for it first, then the words people use.

    `shape` names what its values look like, where that can be told: see SHAPES.
    """

    field: str
    words: tuple[str, ...]
    shape: str = ""


@dataclass(frozen=True)
class Guess:
    """What a column means, how surely (0 to 100), and why, in words with what was given."""

    column: int
    field: str
    score: int
    why: str
    given: str


SHAPES = {
    "credit_code": read_credit_code,
    "person_number": read_person_number,
    "phone": read_phone,
}
"""What values can be recognised by themselves."""

QUALIFIERS = (
    "负责人", "法定代表人", "法人代表", "法人", "联系人", "联系", "监护人", "户主", "上级", "书记",
    "配偶", "父母", "经办人", "填报人", "登记人", "审核人", "原", "曾用", "英文", "注册", "紧急",
    "拟", "预计", "上年", "去年", "指导员", "联络员", "网格员", "物业", "附件", "照片", "备注",
    "介绍人", "培养", "工会", "团员", "女", "少数民族", "流动", "困难", "转出", "转入", "预备",
    "申请",
)  # fmt: skip
"""Words by which a heading speaks of somebody or something else than the plain field."""
_NUMBERING = re.compile(
    r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2}|\([一二三四五六七八九十\d]+\))[.、)]?"
)
_NOTE = re.compile(r"[(\[【〔<](.*?)[)\]】〕>]")
_MARKS = re.compile(r"[\s*:：、,，;；\"'“”＊★☆_\-/\\|.。]")
_SUFFIXES = (
    "名称", "姓名", "号码", "情况", "信息", "类型", "类别", "数量", "总数", "数",
    "日期", "时间", "号", "名",
)  # fmt: skip
_PREFIXES = (
    "本单位", "企业", "单位", "机构", "组织", "公司", "社会组织", "商户", "本人", "个人", "人员",
    "员工", "党员", "是否", "所在", "所属", "现", "填写", "请填写",
)  # fmt: skip


def normal(heading: str) -> str:
    """A heading as it is compared: no numbering, notes, marks or blanks.

    >>> normal("1、 *企业 名称\\n（全称）："), normal("从业人员数(人)")
    ('企业名称', '从业人员数')
    """
    words = unicodedata.normalize("NFKC", heading).strip().lower()
    words = _MARKS.sub("", _NOTE.sub("", words))
    return _NUMBERING.sub("", words) or words


def guesses(
    headings: Sequence[str],
    meanings: Iterable[Meaning],
    samples: Mapping[int, Sequence[object]] | None = None,
    chosen: Mapping[int, str] | None = None,
) -> list[Guess]:
    """The best field for each column, each field once, in the order of the columns.

    `headings` of several rows are joined with "/"; `samples` are cells below a heading; `chosen`
    are columns somebody has settled ("" for none), which are taken as they are.
    """
    settled = dict(chosen or {})
    fixed = [Guess(c, f, 100, CHOSEN, "") for c, f in settled.items() if f]
    taken = {g.field for g in fixed}
    found: list[Guess] = []
    for meaning in meanings:
        if meaning.field not in taken:
            found += _candidates(headings, meaning, samples or {}, settled)
    found.sort(key=lambda g: (-g.score, g.column))
    kept: dict[int, Guess] = {g.column: g for g in fixed}
    for guess in found:
        if guess.column not in kept and guess.field not in taken:
            kept[guess.column] = guess
            taken.add(guess.field)
    return [kept[column] for column in sorted(kept)]


def _candidates(
    headings: Sequence[str],
    meaning: Meaning,
    samples: Mapping[int, Sequence[object]],
    settled: Mapping[int, str],
) -> Iterable[Guess]:
    for column, heading in enumerate(headings):
        if column in settled:
            continue
        score, why, given = likeness(heading, meaning)
        if score < SURE and meaning.shape and _looks(meaning.shape, samples.get(column, ())):
            score, why, given = max((score, why, given), (80, VALUES, meaning.words[0]))
        if score >= LEAST:
            yield Guess(column, meaning.field, score, why, given)


def likeness(heading: str, meaning: Meaning) -> tuple[int, str, str]:
    """How surely a heading means a field (0 to 100), why, and by which word.

    >>> field = Meaning("headcount", ("从业人数", "从业人员数量"))
    >>> likeness("从业人员数量（人）", field)[0], likeness("负责人姓名", field)[0]
    (98, 0)
    """
    whole, last, notes = _parts(heading)
    best = (0, "", "")
    for place, word in enumerate(meaning.words):
        plain = normal(word)
        if whole == plain:
            return (100, SAME, word) if place == 0 else (98, SYNONYM, word)
        if not whole:
            continue
        best = max(best, (_part(whole, last, plain, notes), *_reason(whole, last, plain, word)))
    return best


def _part(whole: str, last: str, word: str, notes: tuple[str, ...]) -> int:
    if last == word:
        return 92
    if word in notes:
        return 88
    if _foreign(last, word):
        return 0
    if _stem(last) == _stem(word):
        return 85
    # What a heading is about stands at its end: 手机银行 is no 手机.
    if len(word) > 1 and re.sub(r"\d+$", "", last).endswith(word):
        return 60 + round(25 * len(word) / len(last))
    ratio = _ratio(last, word)
    return round(75 * ratio) if ratio >= 0.8 and len(word) > 2 else 0


def _reason(whole: str, last: str, word: str, shown: str) -> tuple[str, str]:
    if last == word != whole:
        return PART, shown
    if _stem(last) == _stem(word):
        return DECORATED, shown
    return (HOLDS if word in last else LIKE), shown


@cache
def _parts(heading: str) -> tuple[str, str, tuple[str, ...]]:
    """The whole heading, its last level, and the notes in brackets, all plain."""
    text = unicodedata.normalize("NFKC", heading).lower()
    notes = tuple(_MARKS.sub("", note) for note in _NOTE.findall(text))
    return normal(heading), normal(heading.rpartition("/")[2]), notes


def _foreign(heading: str, word: str) -> bool:
    """Whether the heading speaks of somebody or something else: 负责人姓名 is not 姓名."""
    rest = heading.replace(word, "", 1) if word in heading else heading
    return any(q in rest and q not in word for q in QUALIFIERS)


@cache
def _stem(words: str) -> str:
    for prefix in _PREFIXES:
        if words.startswith(prefix) and len(words) > len(prefix) + 1:
            words = words.removeprefix(prefix)
            break
    for suffix in _SUFFIXES:
        if words.endswith(suffix) and len(words) > len(suffix) + 1:
            return words.removesuffix(suffix)
    return words


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _looks(shape: str, cells: Sequence[object]) -> bool:
    """Whether most of what is filled reads as such a number."""
    filled = [cell for cell in cells[:SAMPLE] if not is_blank(cell)]
    return len(filled) >= 3 and sum(_reads(shape, cell) for cell in filled) * 10 > len(filled) * 6


def _reads(shape: str, cell: object) -> bool:
    try:
        SHAPES[shape](cell)
    except NoIdentifier:
        return False
    return True
