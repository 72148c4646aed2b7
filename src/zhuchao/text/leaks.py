"""What in a text that is to be public may give somebody away: name, number, home, illness, cash."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

What = Literal["name", "phone", "number", "address", "illness", "hardship", "school", "cash"]

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
GAP = r"[\s\-—_.·]*"
MOBILE = re.compile(rf"(?<!\d)(?:\+?86{GAP})?1(?:{GAP}\d){{10}}(?!\d)")
LANDLINE = re.compile(rf"(?<!\d)0\d{{2,3}}{GAP}\d{{7,8}}(?!\d)|(?<!\d)\d{{7,8}}(?!\d)")
_PERSON_NUMBER = re.compile(rf"(?<!\d)[1-9](?:{GAP}\d){{16}}{GAP}[\dXx](?!\d)")
_LONG_NUMBER = re.compile(r"\d{9,}")
UNIT = re.compile(r"\d{1,4}\s*(?:号楼|号院|栋|幢|单元|门洞|座)|\d{3,4}\s*室")
_STREET = re.compile(r"[\u4e00-\u9fff]{1,8}(?:路|街|巷|弄|里|道|村|园|苑|庄|胡同)\s*\d{1,5}\s*号")
_NUMBERED = re.compile(r"\d{1,5}\s*[号#](?!电池|螺丝|铅|线|字|楼?层|码|钢)")
_ESTATE = re.compile(r"[\u4e00-\u9fff]{2,6}(?:小区|花园|公寓|家园|新村|大院|嘉园|佳苑)")
_SCHOOL = re.compile(r"[\u4e00-\u9fff]{2,8}(?:小学|中学|幼儿园|一中|二中|三中)")
_TITLED = re.compile(
    r"[\u4e00-\u9fff](?:大爷|大娘|大妈|奶奶|爷爷|阿姨|叔叔|伯伯|老人家|师傅|女士|先生|某某?)"
)
_OLD = re.compile(
    r"[老小](?=[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜])[\u4e00-\u9fff]"
)


@dataclass(frozen=True)
class Leak:
    """A place in a text. A certain one is refused; of another a person decides."""

    what: What
    words: str
    certain: bool


@cache
def _words(name: str) -> tuple[str, ...]:
    """One list of leak_words.txt: a heading in brackets, then words."""
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in (files("zhuchao.text") / "leak_words.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            here.extend(line.split())
    return tuple(found[name])


def leaks(text: str, *, name: str = "", address: str = "", known: str = "") -> list[Leak]:
    """The places of a text that should not be public, the certain ones first, each once.

    `name` and `address` are the sealed ones of whom it is about; `known` is what may be said of
    where he lives (the names of his divisions).

    >>> [(leak.what, leak.words) for leak in leaks("张奶奶想要血压计，电话138 1234 1234")]
    [('phone', '138 1234 1234'), ('name', '张奶奶')]
    """
    plain = unicodedata.normalize("NFKC", text)
    found = dict.fromkeys((*_own(plain, name, address, known), *_patterns(plain), *_listed(plain)))
    kept: list[Leak] = []
    for leak in sorted(found, key=lambda one: (not one.certain, -len(one.words))):
        if not any(leak.words in other.words for other in kept):
            kept.append(leak)
    return kept


def _own(text: str, name: str, address: str, known: str) -> Iterator[Leak]:
    """His own name and home, whole or in pieces."""
    name = unicodedata.normalize("NFKC", name).strip()
    if len(name) >= 2 and name in text:
        yield Leak("name", name, certain=True)
    if len(name) >= 3 and name[1:] in text:
        yield Leak("name", name[1:], certain=True)
    home, text_numbers = _numbers(unicodedata.normalize("NFKC", address)), _numbers(text)
    for size in (8, 6, 4, 3):
        for start in range(len(home) - size + 1):
            piece = home[start : start + size]
            if piece not in _numbers(known) and piece in text_numbers:
                at = text_numbers.index(piece)
                yield Leak("address", text[at : at + size], certain=True)


def _numbers(text: str) -> str:
    """Chinese digits as digits, sign by sign, so that places stay comparable."""
    return text.translate(_DIGITS)


def _patterns(text: str) -> Iterator[Leak]:
    """Numbers and places by their shape; Chinese digits count like others."""
    plain = _numbers(text)
    shapes: tuple[tuple[What, re.Pattern[str], bool], ...] = (
        ("number", _PERSON_NUMBER, True),
        ("phone", MOBILE, True),
        ("phone", LANDLINE, True),
        ("number", _LONG_NUMBER, True),
        ("address", _STREET, True),
        ("address", UNIT, True),
        ("address", _NUMBERED, False),
        ("address", _ESTATE, False),
        ("school", _SCHOOL, False),
        ("name", _TITLED, False),
        ("name", _OLD, False),
    )
    for what, shape, certain in shapes:
        for hit in shape.finditer(plain):
            yield Leak(what, text[hit.start() : hit.end()].strip(), certain)


def _listed(text: str) -> Iterator[Leak]:
    lists: tuple[tuple[What, str, bool], ...] = (
        ("illness", "illness", True),
        ("illness", "illness?", False),
        ("hardship", "hardship?", False),
        ("cash", "cash", True),
    )
    for what, heading, certain in lists:
        yield from (Leak(what, word, certain) for word in _words(heading) if word in text)
