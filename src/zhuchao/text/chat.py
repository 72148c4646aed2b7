"""Read what people copy out of a group chat, or a 接龙, into things somebody asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from zhuchao.text.chain_list import chain_list
from zhuchao.text.chat_lines import NAMED, Mark, Style, moment_of, opening, stamp, style_of
from zhuchao.text.chat_noise import Cleaned, clean, is_idle, visible, without_emoji
from zhuchao.text.masking import NUMBER, PHONE, mask

_ACCOUNT = re.compile(r"\s*[(（<](?:\d{4,12}|[^\s@]{1,60}@[^\s@]{1,60})[)）>]$")
"""Some programs write one's number or address behind the name."""


@dataclass(frozen=True)
class Item:
    """One thing somebody says: never without words, never with the number of a person in them."""

    who: str
    """As the chat calls him; empty where it does not tell."""
    when: datetime | None
    text: str
    phones: tuple[str, ...] = ()
    """That stood in his words or his name, as digits."""
    numbers: int = 0
    """Identity and account numbers that were dropped."""
    pictures: int = 0
    recordings: int = 0
    """Voices and films; like pictures they cannot be copied as text."""


@dataclass(frozen=True)
class Chat:
    """What was read, and how many messages were left out for asking nothing."""

    items: tuple[Item, ...]
    idle: int


@dataclass(frozen=True)
class _Message:
    name: str
    when: datetime | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Said:
    """A cleaned message; a line of a 接龙 stands alone and has a title."""

    name: str
    when: datetime | None
    cleaned: Cleaned
    title: str | None = None


def read_chat(text: str, now: datetime) -> Chat:
    """Read a copied chat, a 接龙 or plain words.

    Messages of one speaker that follow each other on one day are one item, also across somebody's
    收到; a 接龙 gives one for each line, its title before it, however often it was sent round;
    words without a speaker are one. `now`, with a zone, is what 昨天 counts from.

    >>> noon = datetime.fromisoformat("2026-11-25T12:00+08:00")
    >>> words = "张三 昨天 10:23\\n3号楼路灯坏了\\n我电话13812345678\\n李四 10:25\\n收到"
    >>> chat = read_chat(words, noon)
    >>> chat.items[0].who, chat.items[0].text, chat.items[0].phones, chat.idle
    ('张三', '3号楼路灯坏了\\n我〔电话〕', ('13812345678',), 1)
    """
    said = [one for message in _messages(visible(text), now) for one in _said(message)]
    telling = [one for one in said if one.title is not None or not is_idle(one.cleaned.text)]
    items: dict[object, Item] = {}
    for one in _together(telling):
        item = _item(one)
        if item.text:
            # A list that goes round is the same line again, at another moment.
            items.setdefault(item if one.title is None else (item.who, item.text), item)
    return Chat(tuple(items.values()), len(said) - len(telling))


def _messages(text: str, now: datetime) -> Iterator[_Message]:
    """The messages in order; without any speaker the whole text is one."""
    lines = text.split("\n")
    style = style_of(lines)
    day = time = name = ""
    when: datetime | None = None
    body: list[str] = []
    for line in lines:
        mark = _mark(line, style, body)
        if mark is None:
            body.append(line)
            continue
        yield _Message(name, when, tuple(body))
        if mark.name is None:
            day, time = mark.day or day, mark.time
            name, body, when = "", [], moment_of(day, time, now)
            continue
        name, body = mark.name, [mark.said]
        when = moment_of(mark.day or day, mark.time or ("" if mark.day else time), now)
    yield _Message(name, when, tuple(body))


def _mark(line: str, style: Style, body: list[str]) -> Mark | None:
    """What a line opens; inside a 接龙 a colon opens nothing before the list is over."""
    if not style:
        return None
    listing = style is NAMED and any("接龙" in one for one in body) and body[-1].strip()
    return None if listing else stamp(line) or opening(line, style)


def _said(message: _Message) -> Iterator[_Said]:
    """A message as it stands, or each line of the 接龙 it is."""
    if not any(line.strip() for line in message.lines):
        return
    found = chain_list("\n".join(message.lines))
    if found is None:
        yield _Said(message.name, message.when, clean("\n".join(message.lines)))
        return
    title = clean(found.title).text
    for row in found.joined:
        yield _Said(row.who, message.when, clean(row.said), title)
    if found.after:
        yield _Said(message.name, message.when, clean(found.after))


def _together(said: list[_Said]) -> list[_Said]:
    """Join what one speaker says in a row."""
    found: list[_Said] = []
    for one in said:
        if found and _goes_on(found[-1], one):
            found[-1] = replace(found[-1], cleaned=_joined(found[-1].cleaned, one.cleaned))
        else:
            found.append(one)
    return found


def _goes_on(before: _Said, one: _Said) -> bool:
    if before.title is not None or one.title is not None or before.name != one.name:
        return False
    days = {moment.date() for moment in (before.when, one.when) if moment}
    return len(days) <= 1


def _joined(one: Cleaned, more: Cleaned) -> Cleaned:
    return Cleaned(
        f"{one.text}\n{more.text}".strip(),
        one.pictures + more.pictures,
        one.recordings + more.recordings,
    )


def _item(one: _Said) -> Item:
    words, name = mask(one.cleaned.text), mask(_ACCOUNT.sub("", one.name))
    title = mask(one.title or "").text
    who = without_emoji(name.text.replace(PHONE, "").replace(NUMBER, ""))
    return Item(
        who=who,
        when=one.when,
        text="：".join(part for part in (title, words.text) if part),
        phones=tuple(dict.fromkeys((*words.phones, *name.phones))),
        numbers=words.numbers + name.numbers,
        pictures=one.cleaned.pictures,
        recordings=one.cleaned.recordings,
    )
