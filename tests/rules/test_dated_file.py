"""Dated steps in a rule set's file: a fault is named by file and key."""

import pytest

from zhuchao.rules.ruleset_file import read_rule_set
from zhuchao.rules.toml import MalformedError

GOOD = """
key = "admission"
version = "v"
label = "发展党员"
basis = "b"
in_force_from = 2026-01-01

[clock.next]
label = "下一步"
article = "a"
start = "s"
stop = "t"
amount = 7
unit = "day"

[step.apply]
number = 1
stage = "apply"
label = "申请"
article = "a"
evidence = ["申请书"]

[step.talk]
number = 2
stage = "apply"
label = "谈话"
article = "a"

[[step.talk.latest]]
after = "apply"
amount = 1
unit = "month"
article = "a"
"""


def test_steps_are_read_in_their_order_with_their_bounds() -> None:
    steps = read_rule_set(GOOD, "admission.toml").steps
    assert list(steps) == ["apply", "talk"]
    assert steps["apply"].evidence == ("申请书",)
    (bound,) = steps["talk"].bounds
    assert (bound.kind, bound.after, bound.amount, bound.unit) == ("latest", "apply", 1, "month")


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ("number = 2", "number = 3", "step.apply", "1、2、3"),
        ('after = "apply"', 'after = "talk"', "step.talk.latest[1].after", "没有这一步"),
        ('unit = "month"', 'unit = "week"', "step.talk.latest[1].unit", "working_day"),
        ("amount = 1\n", "amount = 0\n", "step.talk.latest[1].amount", "正整数"),
        ('evidence = ["申请书"]', "evidence = [1]", "step.apply.evidence", "文字"),
        ('stage = "apply"', "", "step.apply.stage", "缺少"),
        ('label = "谈话"', 'label = "谈话"\nsoon = 1', "step.talk.soon", "没有这一项"),
    ],
)
def test_a_fault_is_named_by_file_and_key(old: str, new: str, key: str, why: str) -> None:
    assert old in GOOD
    with pytest.raises(MalformedError) as refused:
        read_rule_set(GOOD.replace(old, new, 1), "admission.toml")
    assert (refused.value.file, refused.value.key) == ("admission.toml", key)
    assert why in refused.value.why
