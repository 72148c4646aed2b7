"""Measure a classifier on messages whose category is known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from sklearn.metrics import f1_score

from zhuchao.text.calibrate import calibration_error
from zhuchao.text.classify import Classifier
from zhuchao.text.proposal import Proposal

NOTHING = ""


@dataclass(frozen=True)
class Miss:
    """A message whose label and proposal differ."""

    text: str
    label: str
    proposed: str
    confidence: float


def evaluate(classifier: Classifier, texts: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    """Propose for every message, timed but without reasons, and compare with the true labels.

    Answers n, macro_f1, accuracy, top2 (the label is among the first two), ece (expected
    calibration error), per_second and confusion (true label → proposed label → count; a
    message without proposal counts under ""). Raises ValueError without messages.
    """
    classifier.propose(texts[:1])  # the first message of a process waits for the dictionaries
    start = perf_counter()
    proposed = classifier.propose(texts, top=2, reasons=False)
    seconds = perf_counter() - start
    return {**measures(proposed, labels), "per_second": round(len(texts) / seconds, 1)}


def surest_misses(
    classifier: Classifier, texts: Sequence[str], labels: Sequence[str], count: int
) -> list[Miss]:
    """The misses with the highest confidence, surest first: where a label may be the wrong one."""
    misses = [
        Miss(text, label, found[0].label, found[0].confidence)
        for text, label, found in zip(
            texts, labels, classifier.propose(texts, top=1, reasons=False), strict=True
        )
        if found and found[0].label != label
    ]
    return sorted(misses, key=lambda miss: -miss.confidence)[:count]


def measures(proposed: Sequence[Sequence[Proposal]], labels: Sequence[str]) -> dict[str, Any]:
    """The figures of `evaluate` that do not depend on time."""
    if not labels:
        raise ValueError("no messages to measure on")
    first = [found[0].label if found else NOTHING for found in proposed]
    sure = np.array([found[0].confidence if found else 0.0 for found in proposed])
    right = np.array([one == label for one, label in zip(first, labels, strict=True)])
    top2 = [
        label in {one.label for one in found[:2]}
        for found, label in zip(proposed, labels, strict=True)
    ]
    score = f1_score(labels, first, labels=sorted(set(labels)), average="macro", zero_division=0.0)
    return {
        "n": len(labels),
        "macro_f1": float(score),
        "accuracy": float(right.mean()),
        "top2": sum(top2) / len(labels),
        "ece": calibration_error(sure, right),
        "confusion": _confusion(labels, first),
    }


def _confusion(labels: Sequence[str], proposed: Sequence[str]) -> dict[str, dict[str, int]]:
    counts = Counter(zip(labels, proposed, strict=True))
    columns = sorted({*labels, *proposed})
    return {
        label: {column: counts[label, column] for column in columns}
        for label in sorted(set(labels))
    }
