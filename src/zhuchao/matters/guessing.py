"""Propose category, place and urgency of what somebody is writing; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zhuchao.journal.clock import now
from zhuchao.matters.models import Matter
from zhuchao.matters.policy import OPEN_WORDS
from zhuchao.matters.queries import open_in, open_near
from zhuchao.places.atlas import Area, atlas, metres
from zhuchao.registry.routing import desk
from zhuchao.text.alike import Earlier, Likeness, likeness
from zhuchao.text.classify import load_if_newer
from zhuchao.text.keywords import propose_by_keywords
from zhuchao.text.proposal import Proposal

NEAR_METRES = 120
SAME_SPOT_METRES = 30
ALIKE = 0.35
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Near:
    """An open matter close by, or of the same named place, that may be the same."""

    matter: Matter
    metres: int
    """-1 when one of the two has no point."""
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
    placed = (lon, lat) if lon is not None and lat is not None else None
    area = (found.at(*placed) if placed else None) or found.named_in(f"{address} {text}")
    area = area or found.root
    return Guess(
        categories,
        area,
        label.urgency if label else "general",
        _near(kind, f"{text} {address}", placed, area) if kind in OPEN_WORDS else (),
    )


def propose_category(kind: str, text: str) -> tuple[Proposal, ...]:
    """Up to three categories of a kind: by the trained model, else by the duties' keywords.

    Labels are category codes. A trained label that this district has not is left out.
    """
    return propose_categories(kind, [text], reasons=True)[0]


def propose_categories(
    kind: str, texts: Sequence[str], *, reasons: bool = False
) -> list[tuple[Proposal, ...]]:
    """The same for many texts at once, as an import needs it: the model gives no words for them."""
    words = {lab.code: lab.keywords for lab in desk().labels if lab.kind == kind}
    return [
        known or tuple(propose_by_keywords(text, words)[:3])
        for text, known in zip(texts, _by_model(kind, texts, reasons), strict=True)
    ]


def _by_model(kind: str, texts: Sequence[str], reasons: bool) -> list[tuple[Proposal, ...]]:
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
        for proposed in model.propose(texts, reasons=reasons)
    ]


def _near(
    kind: str, text: str, point: tuple[float, float] | None, area: Area | None
) -> tuple[Near, ...]:
    """The three likeliest: around the point, or without one, of the place that the words name."""
    if point:
        around = [(m, _metres(point, m)) for m in open_near(kind, *point)]
        close = [(m, far) for m, far in around if 0 <= far <= NEAR_METRES]
    else:
        close = [(m, -1) for m in open_in(kind, area.path)] if area and text.strip() else []
    scores = alike(text, [m for m, _far in close])
    found = [
        Near(m, far, like.score)
        for (m, far), like in zip(close, scores, strict=True)
        if _likely(text, far, like)
    ]
    return tuple(sorted(found, key=lambda n: (-n.alike, n.metres))[:3])


def alike(text: str, matters: Sequence[Matter]) -> list[Likeness]:
    """How likely each of these matters is about what a text says: its words, its place, its age."""
    today = now()
    return likeness(
        text,
        [
            Earlier(
                f"{m.title} {m.text} {m.address}",
                (today - m.raised_at).total_seconds() / DAY_SECONDS,
            )
            for m in matters
        ],
    )


def _likely(text: str, far: int, like: Likeness) -> bool:
    """Without a point only a place that both name makes two of them one."""
    if far < 0:
        return like.same_place and like.score >= ALIKE
    return not text.strip() or far <= SAME_SPOT_METRES or like.score >= ALIKE


def _metres(point: tuple[float, float], matter: Matter) -> int:
    if matter.lon is None or matter.lat is None:
        return -1
    return round(metres(*point, matter.lon, matter.lat))
