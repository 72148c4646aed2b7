"""Whatever a file holds: an undo restores everything, and a second import changes nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import District
from tests.import_files import citizen, credit
from tests.registry.imports.test_import_actions import apply, held, planned, undone
from zhuchao.journal.spans import false_span
from zhuchao.registry.models import ImportRun

UNIT_HEAD = (
    "单位名称", "统一社会信用代码", "企业类型", "所属社区", "从业人数", "经营状态", "成立日期",
    "覆盖党组织", "组建方式", "覆盖日期",
)  # fmt: skip
UNIT = st.tuples(
    st.sampled_from(["甲公司", "乙公司", "丙（春风）公司", "丙春风有限公司"]),
    st.sampled_from(["", credit(1), credit(2), credit(3)]),
    st.sampled_from(["企业", "平台企业", "协会"]),
    st.sampled_from(["", "春风社区", "秋实社区"]),
    st.sampled_from(["", "5", "60人"]),
    st.sampled_from(["", "在营", "停业"]),
    st.sampled_from(["", "2019.3", "2024-01-05"]),
    st.sampled_from(["", "wuliu", "zhibu", "shiqiao"]),
    st.sampled_from(["", "单独组建"]),
    st.sampled_from(["", "2025-02-01", "2026-01-01"]),
)
PERSON_HEAD = ("姓名", "身份证号", "手机号码", "所在党支部", "党员类别", "入党时间")
PERSON = st.tuples(
    st.sampled_from(["王小明", "王晓明", "李四"]),
    st.sampled_from(["", citizen(1), citizen(2)]),
    st.sampled_from(["", "13800000001", "13800000002"]),
    st.sampled_from(["", "wuliu", "zhibu"]),
    st.sampled_from(["", "正式党员", "预备党员"]),
    st.sampled_from(["", "2011.07", "2020-07-01"]),
)
FILES = st.one_of(
    st.tuples(st.just("units"), st.just(UNIT_HEAD), st.lists(UNIT, min_size=1, max_size=5)),
    st.tuples(st.just("people"), st.just(PERSON_HEAD), st.lists(PERSON, min_size=1, max_size=5)),
)


def writable(run: ImportRun) -> bool:
    """Whether it has a sound row to write and no doubt left."""
    counts = run.counts
    return bool(counts.get("create") or counts.get("change")) and not counts.get("duplicate")


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=st.lists(FILES, min_size=1, max_size=3))
def test_undoing_in_turn_restores_every_state_and_repeating_changes_none(
    district: District, files: list[tuple[str, Any, list[Any]]]
) -> None:
    begun = held()
    states, runs = [], []
    for kind, head, rows in files:
        run = planned(district, kind, head, rows)
        if not writable(run):
            continue
        states.append(held())
        runs.append(apply(district, run, sound_only=True))
        again = planned(district, kind, head, rows)
        assert not again.counts.get("create"), again.counts
        assert not again.counts.get("change"), again.counts
    for run, state in zip(reversed(runs), reversed(states), strict=True):
        run = undone(district, run)
        assert run.state == "undone", run.failure
        assert held() == state
    assert held() == begun
    assert false_span() is None
