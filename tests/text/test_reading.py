"""Words, duplicates, calibration, keywords and likeness, each on its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.calibrate import calibrate, calibration_error
from zhuchao.text.duplicates import deal, duplicate_groups
from zhuchao.text.features import (
    DULL,
    FAMILIES,
    UNKNOWN,
    in_order,
    learn_vocabulary,
    numbering,
    rows,
)
from zhuchao.text.keywords import propose_by_keywords
from zhuchao.text.similar import similar
from zhuchao.text.words import words

LIGHT = "建设路与和平街交叉口的路灯坏了半个月，晚上看不见路"
DRAIN = "菜市场后门的下水道堵了，污水流到街面上"
DOG = "楼下邻居的狗整夜叫唤，影响孩子休息"


def test_function_words_and_punctuation_are_left_out() -> None:
    assert words("我们小区的路灯，倾斜了！") == ["小区", "路灯", "倾斜"]
    assert words("") == words("的了吗？") == []


def test_each_family_of_features_has_length_one() -> None:
    vocabulary = learn_vocabulary([LIGHT, DRAIN, LIGHT, DRAIN])
    found = rows([LIGHT, "", DRAIN], vocabulary)
    square = found.multiply(found).sum(axis=1)
    assert list(square) == pytest.approx([FAMILIES, 0, FAMILIES])


def test_a_piece_is_known_unknown_or_dull() -> None:
    number_of = numbering(["路灯", "井盖"])
    assert [number_of[piece] for piece in ("井盖", "下水道", "的", "，", "……")] == [
        1,
        UNKNOWN,
        DULL,
        DULL,
        DULL,
    ]


@given(st.lists(st.integers(0, 2**31 - 1)))
def test_cells_are_put_in_order(cells: list[int]) -> None:
    assert in_order(np.array(cells, dtype=np.int32)).tolist() == sorted(cells)


def test_a_copy_with_a_few_words_changed_is_in_the_group_of_its_model() -> None:
    texts = [LIGHT, f"{LIGHT}，请修", DRAIN, DOG]
    vocabulary = learn_vocabulary([*texts, *texts])
    groups = duplicate_groups(rows(texts, vocabulary), vocabulary.families)
    assert groups[0] == groups[1]
    assert len(set(groups)) == 3


@given(st.lists(st.integers(0, 20), min_size=1), st.integers(2, 5))
def test_a_group_is_never_split_between_folds(groups: list[int], folds: int) -> None:
    dealt = deal(np.array(groups), folds)
    assert all(0 <= fold < folds for fold in dealt)
    for group in set(groups):
        assert len({fold for g, fold in zip(groups, dealt, strict=True) if g == group}) == 1


def test_calibration_finds_how_steep_the_scores_are() -> None:
    chance = np.random.default_rng(1)
    scores = chance.normal(size=(4000, 3))
    sure = np.exp(3 * scores) / np.exp(3 * scores).sum(axis=1, keepdims=True)
    truth = np.array([chance.choice(3, p=row) for row in sure])
    calibration = calibrate(scores.astype(np.float32), truth)
    assert calibration.steepness == pytest.approx(3, rel=0.1)
    found = calibration.probabilities(scores.astype(np.float32))
    assert found.sum(axis=1) == pytest.approx(np.ones(4000), abs=1e-5)
    assert calibration_error(found.max(axis=1), found.argmax(axis=1) == truth) < 0.03


def test_scores_that_are_always_right_do_not_break_calibration() -> None:
    calibration = calibrate(np.eye(3, dtype=np.float32), np.arange(3))
    assert np.isfinite(calibration.steepness)


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    sure = np.array([0.9, 0.9, 0.9, 0.9])
    assert calibration_error(sure, np.array([True, True, True, False])) == pytest.approx(0.15)


def test_keywords_propose_the_category_that_matched_most() -> None:
    listed = {"照明": ["路灯", "灯杆"], "排水": ["下水道", "污水"], "养犬": ["狗"]}
    light, drain = propose_by_keywords("下水道旁的路灯和灯杆都坏了，污水外溢", listed, top=2)
    assert (drain.label, drain.words) == ("照明", ("灯杆", "路灯"))
    assert (light.label, light.words) == ("排水", ("下水道", "污水"))
    assert light.confidence + drain.confidence == pytest.approx(1)
    assert light.source == drain.source == "keywords"


def test_keywords_that_do_not_occur_propose_nothing() -> None:
    assert propose_by_keywords("你好", {"照明": ["路灯", ""]}) == []
    assert propose_by_keywords("", {}) == []


def test_the_nearest_message_is_the_one_about_the_same_thing() -> None:
    same, other, empty = similar("建设路和平街口路灯坏了", [LIGHT, DRAIN, ""])
    assert same > 0.3 > 0.1 > other
    assert empty == 0


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert similar(one, [other]) == pytest.approx(similar(other, [one]))
    assert 0 <= similar(one, [other])[0] <= 1 + 1e-9


def test_a_message_is_wholly_like_itself_whatever_the_punctuation() -> None:
    assert similar(LIGHT, [f"“{LIGHT}”！"]) == [pytest.approx(1)]
    assert similar(LIGHT, []) == []
