"""The classifier on real labelled messages it has not seen, near-duplicates on one side."""

from pathlib import Path

import numpy as np

from zhuchao.text.classify import train
from zhuchao.text.duplicates import deal, duplicate_groups
from zhuchao.text.features import learn_vocabulary, rows
from zhuchao.text.labelled_file import read_labelled
from zhuchao.text.report import evaluate

PARTS = 7


def test_unseen_real_messages_are_dispatched_well(shared_data: Path) -> None:
    read = read_labelled(shared_data / "data" / "messages" / "labelled.csv", "text", "label")
    vocabulary = learn_vocabulary(read.texts)
    groups = duplicate_groups(rows(read.texts, vocabulary), vocabulary.families)
    unseen = deal(groups, PARTS) == 0
    texts, labels = np.array(read.texts, object), np.array(read.labels, object)
    classifier = train(list(texts[~unseen]), list(labels[~unseen]))
    report = evaluate(classifier, list(texts[unseen]), list(labels[unseen]))
    assert report["n"] > 900
    assert report["macro_f1"] >= 0.92
    assert report["top2"] >= 0.98
    assert report["ece"] <= 0.03
