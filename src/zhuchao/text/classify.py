"""Learn categories from labelled messages and propose them for new ones."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from zhuchao.text import model_file
from zhuchao.text.calibrate import Calibration, calibrate
from zhuchao.text.features import Integers, Vocabulary, learn_vocabulary, rows
from zhuchao.text.linear import Weights, learn_weights
from zhuchao.text.proposal import Proposal
from zhuchao.text.trial import Trial, Unlearnable, summary, unseen_scores

log = logging.getLogger(__name__)

BATCH = 512
SHOWN_WORDS = 5
# A word that spoke far more softly than the loudest one explains nothing.
TELLING = 0.15


@dataclass(frozen=True, eq=False)
class Classifier:
    """Proposes categories; immutable, so that threads may share it."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Weights
    calibration: Calibration
    trial: Trial

    def propose(
        self, texts: Sequence[str], top: int = 3, *, reasons: bool = True
    ) -> list[list[Proposal]]:
        """The likeliest categories of each message, best first.

        A message without a single known word or character gets none. Without `reasons` the
        proposals name no words: nobody reads those of an import.
        """
        batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
        return [proposed for batch in batches for proposed in self._propose(batch, top, reasons)]

    def _propose(self, texts: Sequence[str], top: int, reasons: bool) -> Iterator[list[Proposal]]:
        found = rows(texts, self.vocabulary)
        sure = self.calibration.probabilities(self.weights.scores(found))
        best = np.argsort(-sure, axis=1, kind="stable")[:, :top]
        heard = found[:, : len(self.vocabulary.words)] if reasons else None
        spoken = [
            [()] * len(texts) if heard is None else self._reasons(heard, categories)
            for categories in best.T
        ]
        confidence = np.take_along_axis(sure, best, axis=1).tolist()
        for row, categories in enumerate(best.tolist()):
            known = found.indptr[row] < found.indptr[row + 1]
            yield [
                Proposal(self.labels[category], confidence[row][rank], spoken[rank][row], "model")
                for rank, category in enumerate(categories if known else ())
            ]

    def _reasons(self, heard: sp.csr_array, categories: Integers) -> list[tuple[str, ...]]:
        """For each row of words those that raised its category most above the mean category."""
        owners = np.repeat(np.arange(len(categories)), np.diff(heard.indptr))
        raised = heard.data * self.weights.weights[heard.indices, categories[owners]]
        strongest = np.zeros(len(categories), dtype=np.float32)
        np.maximum.at(strongest, owners, raised)
        telling = np.flatnonzero(raised > TELLING * strongest[owners])
        order = telling[np.lexsort((-raised[telling], owners[telling]))]
        ends = np.searchsorted(owners[order], np.arange(len(categories) + 1)).tolist()
        columns = heard.indices[order].tolist()
        return [self._distinct(columns[start:end]) for start, end in pairwise(ends)]

    def _distinct(self, columns: Sequence[int]) -> tuple[str, ...]:
        """The first words of the columns; one that speaks in text and title is named once."""
        likely = map(self.vocabulary.words.__getitem__, columns[: 2 * SHOWN_WORDS])
        return tuple(islice(dict.fromkeys(likely), SHOWN_WORDS))

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
