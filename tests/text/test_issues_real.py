"""Hot issues of the real messages against those checked by hand; skipped where they are absent."""

import csv
import time
from collections import defaultdict
from datetime import UTC
from functools import partial
from pathlib import Path

import pytest

from zhuchao.text.issues import Issue, find_issues
from zhuchao.text.message_file import Columns, read_messages

SECONDS = 10
COLUMNS = Columns("id", "title", "text", "time", "for")


@pytest.fixture(scope="module")
def found(shared_data: Path) -> list[Issue]:
    file = shared_data / "data" / "messages" / "unlabelled_4326.csv"
    read = read_messages(file, COLUMNS, UTC)
    assert len(read.messages) == 4326
    assert read.faults == []
    started = time.process_time()
    issues = find_issues(read.messages)
    assert time.process_time() - started < SECONDS
    return issues


def _gold(shared_data: Path) -> tuple[dict[str, set[str]], set[str]]:
    file = shared_data / "data" / "messages" / "hot_issues_dev.csv"
    gold: dict[str, set[str]] = defaultdict(set)
    negatives = set()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["gold_issue"]:
                gold[row["gold_issue"]].add(row["留言编号"])
            else:
                negatives.add(row["留言编号"])
    return gold, negatives


def _f1(gold: set[str], ids: set[str]) -> float:
    return 2 * len(gold & ids) / (len(gold) + len(ids))


def test_hand_checked_issues_come_out_whole_and_alone(
    shared_data: Path, found: list[Issue]
) -> None:
    gold, negatives = _gold(shared_data)
    groups = [{m.id for m in issue.messages} for issue in found]
    best = {name: max(groups, key=partial(_f1, ids)) for name, ids in gold.items()}
    scores = {name: _f1(gold[name], group) for name, group in best.items()}
    assert sum(scores.values()) / len(scores) >= 0.95, scores
    assert min(scores.values()) >= 0.9, scores
    assert all(not group & negatives for group in best.values())


def test_the_hottest_are_hand_checked_ones(shared_data: Path, found: list[Issue]) -> None:
    gold, _negatives = _gold(shared_data)
    largest = max(gold.values(), key=len)
    assert len(largest & {m.id for m in found[0].messages}) >= 0.9 * len(largest)
    assert [issue.heat for issue in found] == sorted((i.heat for i in found), reverse=True)
