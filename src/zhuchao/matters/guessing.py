"""Propose category, place and urgency of what somebody is writing; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zhuchao.matters.models import Matter
from zhuchao.matters.queries import open_near
from zhuchao.places.atlas import Area, atlas, metres
from zhuchao.registry.routing import desk
from zhuchao.text.classify import load_if_newer
from zhuchao.text.keywords import propose_by_keywords
from zhuchao.text.proposal import Proposal
from zhuchao.text.similar import similar

NEAR_METRES = 120
ALIKE = 0.35


@dataclass(frozen=True)
class Near:
    """An open matter close by that may be the same."""

    matter: Matter
    metres: int
    alike: float


@dataclass(frozen=True)
class Guess:
    """What is proposed, and from what; everything can be corrected on the next screen."""

    categories: tuple[Proposal, ...]
    area: Area | None
    urgency: str
    near: tuple[Near, ...]


def guess(
    kind: str, text: str, *, address: str = "", lon: float | None = None, lat: float | None = None
) -> Guess:
    """Propose for a draft. At most three categories, with confidence and the words for them."""
    found = atlas()
    categories = propose_category(kind, text)
    label = desk().label(kind, categories[0].label) if categories else None
    area = found.at(lon, lat) if lon is not None and lat is not None else None
    return Guess(
        categories,
        area or found.named_in(f"{address} {text}") or found.root,
        label.urgency if label else "general",
        _near(kind, text, lon, lat) if lon is not None and lat is not None else (),
    )


def propose_category(kind: str, text: str) -> tuple[Proposal, ...]:
    """Up to three categories of a kind: by the trained model, else by the duties' keywords.

    Labels are category codes. A trained label that this district has not is left out.
    """
    return propose_categories(kind, [text])[0]


def propose_categories(kind: str, texts: Sequence[str]) -> list[tuple[Proposal, ...]]:
    """The same for many texts at once, as an import needs it."""
    words = {lab.code: lab.keywords for lab in desk().labels if lab.kind == kind}
    return [
        known or tuple(propose_by_keywords(text, words)[:3])
        for text, known in zip(texts, _by_model(kind, texts), strict=True)
    ]


def _by_model(kind: str, texts: Sequence[str]) -> list[tuple[Proposal, ...]]:
    """What the trained model proposes, as codes of this district; nothing where it knows none."""
    model = load_if_newer(Path(settings.ZHUCHAO_HOME) / "models" / "dispatch")
    if model is None or kind != "appeal":
        return [()] * len(texts)
    codes = {
        name: lab.code for lab in desk().labels if lab.kind == kind for name in (lab.name, lab.code)
    }
    return [
        tuple(
            Proposal(codes[p.label], p.confidence, p.words, p.source)
            for p in proposed
            if p.label in codes
        )
        for proposed in model.propose(texts)
    ]


def _near(kind: str, text: str, lon: float, lat: float) -> tuple[Near, ...]:
    rows = [
        (round(metres(lon, lat, m.lon, m.lat)), m)
        for m in open_near(kind, lon, lat)
        if m.lon is not None and m.lat is not None
    ]
    close = [(far, m) for far, m in rows if far <= NEAR_METRES]
    scores = similar(text, [f"{m.title} {m.text}" for _, m in close]) if text.strip() else []
    found = [
        Near(m, far, score)
        for (far, m), score in zip(close, scores or [0.0] * len(close), strict=True)
        if not text.strip() or score >= ALIKE or far <= 30
    ]
    return tuple(sorted(found, key=lambda n: (-n.alike, n.metres))[:3])
