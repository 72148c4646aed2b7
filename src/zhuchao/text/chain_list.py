"""接龙: the numbered list that goes round in a group, one line for each who joined it."""

import re
from dataclasses import dataclass

from zhuchao.text.chat_noise import listed, without_emoji
from zhuchao.text.surnames import PERSON, is_person

_MARK = re.compile(r"^\s*[#＃]?\s*接龙\s*[:：]?\s*")
_EXAMPLE = re.compile(r"\s*(?:例|示例|例如|格式)(?:[\s:：].*)?")
_NUMBERED = re.compile(
    r"\s*(?:(?P<n>\d{1,3})(?:\ufe0f?\u20e3|(?P<sign>\s*[.．、,，)）])|\s)|(?P<c>[①-⑳㉑-㉟])|[(（](?P<p>\d{1,3})[)）])"
    r"\s*(?P<rest>.*)"
)
_APART = re.compile(r"\s*[\s:：，,、/|｜+—–\-]+\s*")
_HOME = re.compile(
    r"[A-Za-z]?\d+[\dA-Za-z\-—–_#]*"
    r"(?:(?:号楼|号院|号|楼|栋|幢|单元|门|室|座|区|期|户)[\d\-]*)*"
)
_TROUBLE = re.compile("[坏漏堵破停断乱脏没不有请求缺]")
_LONGEST_NICKNAME = 8


@dataclass(frozen=True)
class Joined:
    """One line of the list: who joined, as far as it tells, and what he wrote."""

    who: str
    said: str


@dataclass(frozen=True)
class ChainList:
    """The title above a list, its lines, and what was said after it."""

    title: str
    joined: tuple[Joined, ...]
    after: str


def chain_list(text: str) -> ChainList | None:
    """Read a 接龙; None where the text is none.

    >>> found = chain_list("#接龙\\n路灯报修\\n\\n1. 张三 3号楼\\n2、李四🌹 5号楼\\n门口")
    >>> found.title, found.joined[1]
    ('路灯报修', Joined(who='李四', said='5号楼门口'))

    Only a text that says 接龙 above its first number is one: other numbered lists are one's own.
    """
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if _number(line, 0)), len(lines))
    head = [line for line in lines[:first] if not _EXAMPLE.fullmatch(line)]
    if first == len(lines) or not any("接龙" in line for line in head):
        return None
    title = " ".join(t for line in head if (t := _MARK.sub("", line).strip()))
    rows, after = _rows(lines[first:])
    joined = tuple(_joined(row) for row in rows if row.strip())
    return ChainList(title.rstrip("：:。，, "), joined, "\n".join(after).strip())


def _rows(lines: list[str]) -> tuple[list[str], list[str]]:
    """Each numbered line with what was wrapped; the rest begins after an empty line."""
    rows: list[str] = []
    last = 0
    for i, line in enumerate(lines):
        numbered = _number(line, last)
        if numbered:
            last = numbered[0]
            rows.append(numbered[1].strip())
        elif not line.strip() and not any(_number(later, last) for later in lines[i:]):
            return rows, lines[i:]
        elif line.strip():
            rows[-1] = _wrapped(rows[-1], line.strip())
    return rows, []


def _wrapped(row: str, more: str) -> str:
    plain = row[-1:].isascii() and more[:1].isascii()
    return f"{row} {more}".strip() if plain else f"{row}{more}"


def _number(line: str, last: int) -> tuple[int, str] | None:
    """The number a line begins with, and the rest; only one that goes on counting."""
    hit = _NUMBERED.fullmatch(line)
    if hit is None or _EXAMPLE.fullmatch(hit["rest"]):
        return None
    number = int(hit["n"] or hit["p"] or 0) or int(_circled(hit["c"]))
    loose = hit["n"] is not None and (hit["sign"] is None or hit["rest"][:1].isdigit())
    fits = number in (last + 1, 1) if loose else number > last or number == 1
    return (number, hit["rest"]) if fits else None


def _circled(sign: str | None) -> int:
    if sign is None:
        return 0
    return ord(sign) - 0x2460 + 1 if sign <= "⑳" else ord(sign) - 0x3251 + 21


def _joined(row: str) -> Joined:
    """Tell the name from the words: it stands first, maybe behind the house; places stay."""
    home = _HOME.match(row)
    place = home[0] if home else ""
    rest = row[len(place) :].lstrip(" ，,:：-—/|")
    first, more = _split(rest)
    if place and is_person(first):
        return Joined(first, f"{place} {more}".strip())
    if place:
        return Joined("", row)
    glued = PERSON.match(row)
    if glued and row[glued.end() : glued.end() + 1].isdigit():
        return Joined(glued[0], row[glued.end() :])
    if more and (is_person(first) or _is_nickname(first)):
        return Joined(first, more)
    return Joined(first, "") if is_person(first) and not _TROUBLE.search(first) else Joined("", row)


def _split(row: str) -> tuple[str, str]:
    first, *more = _APART.split(row, maxsplit=1)
    return without_emoji(first), more[0] if more else ""


def _is_nickname(first: str) -> bool:
    """WeChat puts the name first, so a short word that tells of no trouble is one."""
    plain = not re.search(r"\d", first) and not _TROUBLE.search(first)
    return (
        bool(first)
        and plain
        and len(first) <= _LONGEST_NICKNAME
        and not first.endswith(listed("places"))
    )
