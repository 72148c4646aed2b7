"""Turn scores into probabilities that come true as often as they say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax, softmax

from zhuchao.text.features import Floats, Integers

BINS = 15


@dataclass(frozen=True)
class Calibration:
    """How steeply scores turn into probabilities, found on rows the scorer had not seen."""

    steepness: float

    def probabilities(self, scores: Floats) -> Floats:
        """One probability for each row and category; each row sums to 1."""
        found: Floats = softmax(scores * np.float32(self.steepness), axis=1)
        return found


def calibrate(scores: Floats, categories: Integers) -> Calibration:
    """The steepness under which the true categories of the scored rows are likeliest."""

    # Takes a while to load, and only learning needs it.
    from scipy.optimize import minimize

    def surprise(logarithm: NDArray[np.float64]) -> float:
        likelihood = log_softmax(scores * np.exp(logarithm[0]), axis=1)
        return -float(likelihood[np.arange(len(categories)), categories].mean())

    found = minimize(surprise, x0=[0.0], method="Nelder-Mead", bounds=[(-5.0, 5.0)])
    return Calibration(float(np.exp(found.x[0])))


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """How far, on average, confidence lies from the share that was right (ECE, 15 equal bins)."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    surplus = np.bincount(bins, weights=confidence - right, minlength=BINS)
    return float(np.abs(surplus).sum() / len(confidence))
