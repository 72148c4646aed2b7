"""Learn categories from labelled messages and propose them for new ones."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhuchao.text import model_file
from zhuchao.text.calibrate import Calibration, calibrate
from zhuchao.text.features import Floats, Integers, Vocabulary, learn_vocabulary, rows
from zhuchao.text.linear import Weights, learn_weights
from zhuchao.text.proposal import Proposal
from zhuchao.text.trial import Trial, Unlearnable, summary, unseen_scores

log = logging.getLogger(__name__)

BATCH = 1024
SHOWN_WORDS = 5


@dataclass(frozen=True, eq=False)
class Classifier:
    """Proposes categories; immutable, so that threads may share it."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Weights
    calibration: Calibration
    trial: Trial

    def propose(self, texts: Sequence[str], top: int = 3) -> list[list[Proposal]]:
        """The likeliest categories of each message, best first.

        A message without a single known word or character gets none.
        """
        batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
        return [proposed for batch in batches for proposed in self._propose(batch, top)]

    def _propose(self, texts: Sequence[str], top: int) -> Iterator[list[Proposal]]:
        found = rows(texts, self.vocabulary)
        sure = self.calibration.probabilities(self.weights.scores(found))
        best = np.argsort(-sure, axis=1, kind="stable")[:, :top]
        for row, categories in enumerate(best):
            cells = slice(found.indptr[row], found.indptr[row + 1])
            columns, values = found.indices[cells], found.data[cells]
            reasons = self._reasons(columns, values, categories) if len(columns) else ()
            yield [
                Proposal(self.labels[category], float(sure[row, category]), spoken, "model")
                for category, spoken in zip(categories, reasons, strict=False)
            ]

    def _reasons(
        self, columns: Integers, values: Floats, categories: Integers
    ) -> list[tuple[str, ...]]:
        """For each category the words that raised it most above the mean category."""
        count = int(np.searchsorted(columns, len(self.vocabulary.words)))
        weights = self.weights.weights[columns[:count]]
        raised = weights[:, categories] * values[:count, None]
        order = np.argsort(-raised, axis=0)[: 2 * SHOWN_WORDS].T
        return [
            tuple(self._distinct(columns[chosen[raised[chosen, place] > 0]]))
            for place, chosen in enumerate(order)
        ]

    def _distinct(self, columns: Integers) -> list[str]:
        """The words of the columns; one that speaks in text and title is named once."""
        return list(dict.fromkeys(map(self.vocabulary.words.__getitem__, columns.tolist())))[
            :SHOWN_WORDS
        ]

    def save(self, path: Path) -> None:
        """Write the model as one data file; a reader sees the old file or the new one, whole."""
        arrays: dict[str, NDArray[Any]] = {
            "numbers": self.vocabulary.numbers.astype(np.int32),
            "families": self.vocabulary.families.astype(np.int8),
            "rarity": self.vocabulary.rarity,
            "weights": self.weights.weights,
            "offset": self.weights.offset,
        }
        facts = {
            "labels": self.labels,
            "known": self.vocabulary.known,
            "steepness": self.calibration.steepness,
            "trial": vars(self.trial),
        }
        model_file.write(path, arrays, facts)

    @classmethod
    def load(cls, path: Path) -> "Classifier":
        """Read what `save` wrote; raises FileNotFoundError, or BrokenModel on anything else."""
        arrays, facts = model_file.read(path)
        with model_file.well_formed(path):
            return cls(
                labels=tuple(facts["labels"]),
                vocabulary=Vocabulary(
                    tuple(facts["known"]),
                    arrays["numbers"].astype(np.int64),
                    arrays["families"].astype(np.int64),
                    arrays["rarity"],
                ),
                weights=Weights(arrays["weights"], arrays["offset"]),
                calibration=Calibration(float(facts["steepness"])),
                trial=Trial(**facts["trial"]),
            )


def train(texts: Sequence[str], labels: Sequence[str]) -> Classifier:
    """Learn from messages and their labels; the same input gives the same classifier.

    Raises Unlearnable when there are fewer than two labels or than two different messages.
    """
    names, categories = np.unique(np.asarray(labels, dtype=object), return_inverse=True)
    if len(names) < 2:
        raise Unlearnable
    vocabulary = learn_vocabulary(texts)
    found = rows(texts, vocabulary)
    scores = unseen_scores(found, vocabulary.families, categories, len(names))
    calibration = calibrate(scores, categories)
    return Classifier(
        labels=tuple(names),
        vocabulary=vocabulary,
        weights=learn_weights(found, vocabulary.families, categories, len(names)),
        calibration=calibration,
        trial=summary(calibration.probabilities(scores), categories),
    )


def load_if_newer(path: Path) -> Classifier | None:
    """The classifier now stored at `path`, read again only when the file changed.

    None when there is no file, or a broken one, which is logged. Costs one `stat` when
    nothing changed.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return _loaded(path, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=1)
def _loaded(path: Path, _changed: int, _file: int) -> Classifier | None:
    try:
        return Classifier.load(path)
    except (model_file.BrokenModel, FileNotFoundError):
        log.exception("the dispatch model cannot be read; train it again")
        return None
