"""Propose categories by the duties' keywords, for as long as no model is trained."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from zhuchao.text.proposal import Proposal


@lru_cache(maxsize=20_000)
def _signs(word: str) -> frozenset[str]:
    return frozenset(word)


def propose_by_keywords(
    text: str, keywords: Mapping[str, Iterable[str]], top: int = 3
) -> list[Proposal]:
    """The categories whose keywords occur in the text, most matched characters first.

    >>> [p.label for p in propose_by_keywords("路灯不亮", {"照明": ["路灯"], "排水": ["井盖"]})]
    ['照明']

    A longer keyword says more, so a category weighs as many characters as it matched; the
    confidence is its share of them. Nothing found, nothing proposed.
    """
    signs = frozenset(text)
    found = {
        # Most keywords have a sign the text has not, which is sooner told than looked for.
        label: sorted(
            {w for w in listed if w and _signs(w) <= signs and w in text},
            key=lambda w: (-len(w), w),
        )
        for label, listed in keywords.items()
    }
    weight = {label: sum(map(len, matched)) for label, matched in found.items() if matched}
    total = sum(weight.values())
    ranked = sorted(weight, key=lambda label: -weight[label])[:top]
    return [
        Proposal(label, weight[label] / total, tuple(found[label]), "keywords") for label in ranked
    ]
