"""The names a heap of messages uses, each in the form that stands on its own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhuchao.text.places_named import LONGEST_NAME, each_start, shortened, telling

Span = tuple[int, int]

# A shorter form is taken when people use it by itself this often: 宏远云岭新城 is 云岭新城.
ALONE = 0.25
LEAST = 2


@dataclass(frozen=True)
class NameBook:
    """`own` are the names each message spells out; `known` are those two messages or more do."""

    own: list[frozenset[str]]
    known: dict[str, list[str]]
    """By their first two signs, the longest first."""

    def within(self, text: str) -> list[tuple[int, str]]:
        """Where known names stand in a text, those within others included."""
        return [
            (at, name)
            for at in range(len(text) - 1)
            for name in self.known.get(text[at : at + 2], ())
            if text.startswith(name, at)
        ]


def learn_names(texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> NameBook:
    """Learn names from plain texts and the spans where grammar suspects one."""
    used: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    spelled = []
    for text, found in zip(texts, spans, strict=True):
        whole = {text[a:b] for a, b in found if b - a <= LONGEST_NAME}
        used.update({s for a, b in found for s in each_start(text, a, b)})
        alone.update(whole)
        spelled.append(whole)
    form = {name: _standing_form(name, used, alone) for name in alone}
    own = [frozenset(form[n] for n in whole if telling(form[n])) for whole in spelled]
    often = Counter(name for names in own for name in names)
    return NameBook(own, _by_opening(n for n, count in often.items() if count >= LEAST))


def _standing_form(name: str, used: Counter[str], alone: Counter[str]) -> str:
    """The longest part at its end that people use by itself, else the name; without its tail."""
    for at in range(1, len(name) - 2):
        part = name[at:]
        if alone[part] >= LEAST and alone[part] >= ALONE * used[part] and telling(part):
            return shortened(part)
    return shortened(name)


def _by_opening(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        found.setdefault(name[:2], []).append(name)
    return found
