"""The report: its figures against a count by hand."""

import pytest

from tests.text.corpus import corpus
from zhuchao.text.classify import train
from zhuchao.text.proposal import Proposal
from zhuchao.text.report import evaluate, measures, surest_misses


def proposed(*pairs: tuple[str, float]) -> list[Proposal]:
    return [Proposal(label, confidence, (), "model") for label, confidence in pairs]


def test_the_figures_agree_with_a_count_by_hand() -> None:
    found = [
        proposed(("甲", 0.9), ("乙", 0.1)),
        proposed(("甲", 0.6), ("乙", 0.4)),
        proposed(("乙", 0.8), ("甲", 0.2)),
        [],
    ]
    report = measures(found, ["甲", "乙", "乙", "甲"])
    assert report["n"] == 4
    assert report["accuracy"] == 0.5
    assert report["top2"] == 0.75
    assert report["macro_f1"] == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert report["confusion"] == {
        "乙": {"": 0, "乙": 1, "甲": 1},
        "甲": {"": 1, "乙": 0, "甲": 1},
    }


def test_a_label_the_model_never_learned_counts_against_it() -> None:
    report = measures([proposed(("甲", 1.0))], ["丙"])
    assert report["accuracy"] == report["macro_f1"] == report["top2"] == 0


def test_evaluating_measures_the_speed_too() -> None:
    texts, labels = corpus()
    report = evaluate(train(texts, labels), texts, labels)
    assert report["n"] == len(texts)
    assert report["accuracy"] > 0.95
    assert report["per_second"] > 0


def test_evaluating_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no messages"):
        measures([], [])


def test_misses_come_surest_first() -> None:
    texts, labels = corpus()
    classifier = train(texts, labels)
    wrong = ["排水" if label == "照明" else label for label in labels]
    misses = surest_misses(classifier, texts, wrong, 5)
    assert len(misses) == 5
    assert all((miss.label, miss.proposed) == ("排水", "照明") for miss in misses)
    sure = [miss.confidence for miss in misses]
    assert sure == sorted(sure, reverse=True)
