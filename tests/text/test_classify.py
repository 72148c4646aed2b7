"""The classifier: learns, explains, stays the same through a file, refuses what it cannot learn."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.corpus import THINGS, corpus
from zhuchao.text.classify import Classifier, load_if_newer, train
from zhuchao.text.model_file import BrokenModel
from zhuchao.text.trial import Unlearnable


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return train(*corpus())


def test_it_learns_the_categories(classifier: Classifier) -> None:
    proposed = classifier.propose(["南门口的路灯不亮好久了", "门前井盖破损", "行道树倒伏压住了车"])
    assert [found[0].label for found in proposed] == ["照明", "排水", "绿化"]
    assert all(found[0].source == "model" for found in proposed)


def test_the_words_that_spoke_for_it_occur_in_the_message(classifier: Classifier) -> None:
    text = "西关村下水道堵塞，请尽快处理"
    best = classifier.propose([text])[0][0]
    assert best.words[0] in {"下水道", "堵塞"}
    assert all(word in text for word in best.words)


def test_probabilities_come_best_first_and_sum_to_one(classifier: Classifier) -> None:
    for proposed in classifier.propose(["路灯旁边的井盖破损", "建设路12号"], top=len(THINGS)):
        sure = [proposal.confidence for proposal in proposed]
        assert sum(sure) == pytest.approx(1, abs=1e-5)
        assert sure == sorted(sure, reverse=True)


def test_without_reasons_the_proposals_are_the_same_but_name_no_words(
    classifier: Classifier,
) -> None:
    texts = ["南门口的路灯不亮好久了", "", "西关村下水道堵塞"]
    told, plain = classifier.propose(texts), classifier.propose(texts, reasons=False)
    assert [[replace(p, words=()) for p in one] for one in told] == plain
    assert told[0][0].words


def test_top_limits_the_number_of_proposals(classifier: Classifier) -> None:
    assert [len(classifier.propose(["井盖"], top=top)[0]) for top in (1, 2, 9)] == [1, 2, 3]


@pytest.mark.parametrize("text", ["", "   ", "。。！", "xyzzy", "\U0001f600"])
def test_a_message_without_a_known_word_gets_no_proposal(classifier: Classifier, text: str) -> None:
    assert classifier.propose([text, "路灯不亮"])[0] == []


def test_no_messages_give_no_proposals(classifier: Classifier) -> None:
    assert classifier.propose([]) == []


@given(st.text())
def test_any_text_is_read(classifier: Classifier, text: str) -> None:
    for proposal in classifier.propose([text])[0]:
        assert 0 <= proposal.confidence <= 1


@given(st.lists(st.sampled_from(["路灯不亮", "井盖", "", "树枝遮窗，污水外溢"]), max_size=6))
def test_neighbours_do_not_change_a_proposal(classifier: Classifier, texts: list[str]) -> None:
    together = classifier.propose(texts)
    alone = [classifier.propose([text])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert [p.label for p in one] == [p.label for p in other]
        assert [p.words for p in one] == [p.words for p in other]
        assert [p.confidence for p in one] == pytest.approx([p.confidence for p in other])


def test_training_again_gives_the_same_proposals(classifier: Classifier) -> None:
    texts, labels = corpus()
    assert train(texts, labels).propose(texts[:20]) == classifier.propose(texts[:20])


def test_a_saved_classifier_proposes_the_same(classifier: Classifier, tmp_path: Path) -> None:
    texts, _labels = corpus()
    classifier.save(tmp_path / "models" / "dispatch")
    loaded = Classifier.load(tmp_path / "models" / "dispatch")
    assert loaded.propose(texts) == classifier.propose(texts)
    assert loaded.trial == classifier.trial
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["dispatch"]


def test_the_file_holds_no_pickle(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "dispatch")
    with np.load(tmp_path / "dispatch", allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04 cut short"])
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dispatch"
    path.write_bytes(content)
    with pytest.raises(BrokenModel):
        Classifier.load(path)
    assert load_if_newer(path) is None


def test_arrays_that_are_no_model_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "dispatch").open("wb") as file:
        np.savez(file, facts=np.frombuffer(b'{"format": 1}', dtype=np.uint8))
    with pytest.raises(BrokenModel):
        Classifier.load(tmp_path / "dispatch")


def test_a_failed_save_leaves_the_old_model(
    classifier: Classifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dispatch"
    classifier.save(path)
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _file: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        classifier.save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_running_program_sees_a_new_model(classifier: Classifier, tmp_path: Path) -> None:
    path = tmp_path / "dispatch"
    assert load_if_newer(path) is None
    classifier.save(path)
    first = load_if_newer(path)
    assert first is not None
    assert load_if_newer(path) is first
    classifier.save(path)
    assert load_if_newer(path) not in (None, first)


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        ([], []),
        (["路灯不亮", "井盖破损"], ["照明", "照明"]),
        (["路灯不亮了", "路灯不亮了"], ["照明", "排水"]),
    ],
)
def test_what_teaches_nothing_is_refused(texts: list[str], labels: list[str]) -> None:
    with pytest.raises(Unlearnable):
        train(texts, labels)


def test_a_label_with_a_single_message_does_not_stop_training() -> None:
    texts, labels = corpus()
    classifier = train([*texts, "宠物犬无人牵绳"], [*labels, "养犬"])
    assert "养犬" in classifier.labels
    assert classifier.propose(["路灯不亮"])[0][0].label == "照明"
