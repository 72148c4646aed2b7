"""Turn messages into rows that say where each speaks of and what about, kept apart."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from zhuchao.text.name_book import NameBook, learn_names
from zhuchao.text.places_named import Token, name_spans, plain, says_nothing, tokens
from zhuchao.text.sparse_rows import TEACHING, Counts, Floats, columns_of, counted, rare, topics

# What a message is about stands in its title and its opening.
LEAD = 300
EARLY = 120
TITLE, NEAR, LATER = 2.0, 1.2, 0.7
AREA = re.compile(r"[A-Za-z]\d{1,2}(?:县市|[市区县])")
AREA_LEAD = 150
STRIDE = 500
END = Token("。", "x", 0, 0)


@dataclass(frozen=True, eq=False)
class Rows:
    """One row for each message in each matrix; rows have length one, or zero where nothing is said.

    `places`: names weighed by where they stand; `titled`: those in the title; `signs`: pairs and
    triples of signs of nouns, so that 松荫苑 and 松荫院 still meet; `words`: all other words;
    `headline`: those of the title; `topics`: `words` in the few directions in which the messages
    differ; `claimed`, `mentioned`, `areas`: counts of the longest title names, of all names and
    of districts; `names`: what the columns of `places` stand for.
    """

    places: sp.csr_array
    titled: sp.csr_array
    signs: sp.csr_array
    words: sp.csr_array
    headline: sp.csr_array
    topics: Floats
    claimed: sp.csr_array
    mentioned: sp.csr_array
    areas: sp.csr_array
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A message read: its words, where its title ends, and where which name stands."""

    words: Sequence[Token]
    title: int
    names: Sequence[tuple[int, str]]


def message_rows(
    titles: Sequence[str],
    texts: Sequence[str],
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Rows:
    """Read messages, given by title and text in the same order.

    `progress` gets how many are read.
    """
    read = _read(titles, texts, progress)
    places = [_weighed(one) for one in read]
    titled = [{name: 1.0 for at, name in one.names if at < one.title} for one in read]
    claimed = [dict.fromkeys(_longest(names), 1.0) for names in titled]
    kept = [_other_words(one) for one in read]
    if len(kept) < TEACHING:
        kept = [[t for t in own if not says_nothing(t.word)] for own in kept]
    words = [
        _logarithmic(_sum((t.word, TITLE if t.start < one.title else 1.0) for t in own))
        for one, own in zip(read, kept, strict=True)
    ]
    headline = [
        {t.word: 1.0 for t in own if t.start < one.title}
        for one, own in zip(read, kept, strict=True)
    ]
    signs = [_signs(one) for one in read]
    areas = [_areas(*pair) for pair in zip(titles, texts, strict=True)]
    columns = columns_of(places)
    word_rows = rare(words, columns_of(words, least=2))
    return Rows(
        places=rare(places, columns),
        titled=rare(titled, columns),
        signs=rare(signs, columns_of(signs, least=2)),
        words=word_rows,
        headline=rare(headline, columns_of(headline, least=2)),
        topics=topics(word_rows),
        claimed=counted(claimed, columns),
        mentioned=counted(places, columns),
        areas=counted(areas, columns_of(areas)),
        names=tuple(columns),
    )


def _read(
    titles: Sequence[str], texts: Sequence[str], progress: Callable[[int], None]
) -> list[_Read]:
    heads = [plain(t) for t in titles]
    said = [f"{h}。{plain(t.strip()[:LEAD])}" for h, t in zip(heads, texts, strict=True)]
    words, spans = [], []
    for number, text in enumerate(said, 1):
        words.append(tokens(text))
        spans.append(name_spans(text, words[-1]))
        if number % STRIDE == 0 or number == len(said):
            progress(number)
    book = learn_names(said, spans)
    return [
        _Read(cut, len(head), _names(text, book, own))
        for cut, head, text, own in zip(words, heads, said, book.own, strict=True)
    ]


def _names(text: str, book: NameBook, own: Iterable[str]) -> list[tuple[int, str]]:
    return [*book.within(text), *((at, n) for n in own if (at := text.find(n)) >= 0)]


def _weighed(read: _Read) -> Counts:
    weights: Counts = {}
    for at, name in read.names:
        weight = TITLE if at < read.title else NEAR if at < read.title + EARLY else LATER
        weights[name] = max(weight, weights.get(name, 0.0))
    return weights


def _longest(names: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        if not any(name in longer for longer in kept):
            kept.append(name)
    return kept


def _other_words(read: _Read) -> list[Token]:
    """The words of two signs or more that are part of no name."""
    taken: set[int] = set()
    for at, name in read.names:
        taken.update(range(at, at + len(name)))
    return [
        t
        for t in read.words
        if len(t.word) > 1
        and t.word[0].isalnum()
        and t.start not in taken
        and t.end - 1 not in taken
    ]


def _signs(read: _Read) -> Counts:
    """Pairs and triples of signs in unbroken stretches of nouns, names and numbers."""
    found: list[tuple[str, float]] = []
    stretch, at = "", 0
    for token in [*read.words, END]:
        if token.word[0].isalnum() and _nominal(token.tag):
            stretch += token.word
            at = token.start
            continue
        weight = TITLE if at < read.title else 1.0
        found += ((stretch[i : i + n], weight) for n in (2, 3) for i in range(len(stretch) - n + 1))
        stretch = ""
    return _logarithmic(_sum(found))


def _nominal(tag: str) -> bool:
    return tag[0] in "nzjqm" or tag in ("eng", "an", "k", "b", "g")


def _sum(found: Iterable[tuple[str, float]]) -> Counts:
    total: Counter[str] = Counter()
    for key, weight in found:
        total[key] += weight  # type: ignore[assignment]
    return dict(total)


def _logarithmic(counts: Counts) -> Counts:
    return {key: 1 + float(np.log(value)) for key, value in counts.items()}


def _areas(title: str, text: str) -> Counts:
    return dict.fromkeys(map(str.casefold, AREA.findall(f"{title} {text[:AREA_LEAD]}")), 1.0)
