"""Find where a message speaks of: what stands before 小区, 路, 学校, 公司 is a name."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import rjieba

LONGEST_NAME = 10
NOISE = re.compile(r"https?://\S+|\*{3,}")
# Messages are published with districts masked as A3区; what stands there names no estate.
MASKED = re.compile(r"[a-z]\d{0,2}(?:县市|[省市区县])")
DOTTED = re.compile(r"(?<=[\u4e00-\u9fff])[.·•](?=[\u4e00-\u9fff])")
NUMBERED_SCHOOL = re.compile(
    r"(?<![\u4e00-\u9fff])第?([一二三四五六七八九十]{1,3})中(?:学)?"
    r"(?=[学生有收竟计周补要强的]|$|[^\u4e00-\u9fff])"
)
WHOLE = re.compile(r"[\u4e00-\u9fffa-z0-9]+")
WITHIN = re.compile(r"^.+(?:小区|社区)(?=..)")
DULL_TAIL = re.compile(r"(?:小区|社区|楼盘|项目|居民区|小学|幼儿园|(?:股份)?(?:有限)?公司|集团)+$")
PHASE = re.compile(r"[一二三四五六七八九十0-9]+期$")
UNTELLING = re.compile(r"[0-9a-z]+[年月日期栋号]?|.*(?:政府|[省市县])")
COUNTED = re.compile(r"^(?:[0-9一二三四五六七八九十几两]+[个条家名号期栋所])+")

FUNCTION_TAGS = frozenset([*"pcuryeowdfx", "uj", "ul", "uv", "ud", "uz", "ug"])
NAME_TAGS = ("nr", "ns", "nt", "nz", "ng", "zg")
NOUN_TAGS = "nzjqmeglb"


class Token(NamedTuple):
    """A word of a text, its part of speech as jieba tags it, and where it stands."""

    word: str
    tag: str
    start: int
    end: int


@cache
def _listed(section: str) -> tuple[str, ...]:
    text = files("zhuchao.text").joinpath("place_words.txt").read_text(encoding="utf-8")
    found = re.search(rf"^\[{section}\]\n(.*?)(?=\n#|\Z)", text, re.S | re.M)
    return tuple(found[1].split()) if found else ()


@cache
def _known(section: str) -> frozenset[str]:
    return frozenset(_listed(section))


@cache
def _pattern(section: str, least: int) -> re.Pattern[str]:
    ordered = sorted((w for w in _listed(section) if len(w) >= least), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))


def says_nothing(word: str) -> bool:
    """Whether a word stands in complaints of every sort."""
    return word in _known("common") or word in _known("boundaries")


def plain(text: str) -> str:
    """A text as it is compared: one width and case, no addresses of pages, no masked districts.

    >>> plain("Ａ３区丽景·花园，二中学生")
    ' 丽景花园,第二中学生'
    """
    said = NOISE.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    said = DOTTED.sub("", MASKED.sub(" ", said))
    return NUMBERED_SCHOOL.sub(r"第\1中学", said)


def tokens(text: str) -> list[Token]:
    """The words of a plain text, which together are the text."""
    found, at = [], 0
    for word, tag in rjieba.tag(text):
        found.append(Token(word, tag, at, at + len(word)))
        at += len(word)
    return found


def named(text: str) -> frozenset[str]:
    """The names in a text, by grammar alone; without a heap of messages to compare with.

    >>> sorted(named("投诉柳林花园小区旁边的金桥路夜间施工"))
    ['柳林花园', '金桥', '金桥路']
    """
    said = plain(text)
    spans = name_spans(said, tokens(said))
    whole = (said[start:end] for start, end in spans if end - start <= LONGEST_NAME)
    found = {shortened(WITHIN.sub("", name)) for name in whole}
    return frozenset(n for n in found if telling(n))


def name_spans(text: str, words: Sequence[Token]) -> list[tuple[int, int]]:
    """Where names may stand: from the last boundary to an ending, or to what follows names."""
    found = []
    rest = iter(words)
    token = next(rest, None)
    for run in WHOLE.finditer(text):
        inside = []
        while token and token.start < run.end():
            if token.start >= run.start():
                inside.append(token)
            token = next(rest, None)
        starts = [run.start(), *(t.end for t in inside if _bounds(t))]
        for end in sorted(_ends(text, run, inside)):
            start = starts[bisect_right(starts, end - 2) - 1]
            if end - start >= 2:
                found.append((start, end))
    return found


def _bounds(token: Token) -> bool:
    counted = token.tag[0] == "m" and token.word[-1] in "个条家名位户"
    return counted or token.tag in FUNCTION_TAGS or token.word in _known("boundaries")


def _ends(text: str, run: re.Match[str], inside: Sequence[Token]) -> set[int]:
    ends = {m.end() for m in _pattern("endings", 2).finditer(text, run.start(), run.end())}
    ends.update(t.end for t in inside if _ends_a_name(t))
    nouns = {t.end for t in inside if t.tag[0] in NOUN_TAGS}
    # Two single signs in a row are a word the dictionary does not know: 金果贷.
    nouns.update(
        b.end
        for a, b in pairwise(inside)
        if len(a.word) == len(b.word) == 1 and not (_bounds(a) or _bounds(b))
    )
    following = _pattern("followers", 1).finditer(text, run.start(), run.end())
    ends.update(m.start() for m in following if m.start() in nouns)
    return ends


def _ends_a_name(token: Token) -> bool:
    """One sign such as 路 ends a name when it is a word itself or ends a name or a compound."""
    if token.word[-1] not in _known("endings"):
        return False
    return len(token.word) != 2 or token.tag in NAME_TAGS


def shortened(name: str) -> str:
    """Without the word for what it is: 丽景小区二期 and 丽景 are one estate."""
    short = PHASE.sub("", DULL_TAIL.sub("", name))
    return short if telling(short) else name


@cache
def telling(name: str) -> bool:
    """Whether a name tells one place from others: 安置小区 and 物业公司 do not.

    >>> telling("柳林花园"), telling("安置小区")
    (True, False)
    """
    words = tokens(COUNTED.sub("", name))
    if len(name) < 2 or not words or UNTELLING.fullmatch(name):
        return False
    if len(words) <= 3 and all(_says_kind(t.word) for t in words):
        return False
    if len(words) == 1 and words[0].tag not in (*NAME_TAGS, "eng", "nrt", "nrfg", "l"):
        return False
    return not _bounds(words[0])


def _says_kind(word: str) -> bool:
    listed = _known("kinds") | _known("endings")
    return word in listed or word in "的一二三四五六七八九十第几两"


def each_start(text: str, start: int, end: int) -> Iterator[str]:
    """The texts that end there and begin anywhere from `start`, as far as a name can reach."""
    return (text[at:end] for at in range(max(start, end - LONGEST_NAME), end - 1))
