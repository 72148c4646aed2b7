"""The rules of petitions: the law's clocks by name, thresholds and lists as data, and variants."""

from datetime import UTC, datetime

import pytest

from zhuchao.rules.calendar import national
from zhuchao.rules.catalogue import shipped, shortcomings
from zhuchao.rules.deadline import due
from zhuchao.rules.flows import flow
from zhuchao.rules.ruleset import RuleSet, limit
from zhuchao.rules.ruleset_file import read_rule_set
from zhuchao.rules.toml import MalformedError

FLOW = flow("petition")
RULES = shipped()["petition"]
HEAD = """
key = "petition"
version = "zj"
label = "信访"
basis = "《浙江省信访条例》"
in_force_from = 2022-05-01

[clock.D1]
label = "登记"
article = "x"
start = "x"
stop = "x"
amount = 15
unit = "day"
"""
GROUPS = """
[threshold.deputies]
label = "走访代表人数，最多"
article = "《浙江省信访条例》"
amount = 5
[[threshold.deputies.upto]]
group = 10
amount = 3
"""


def read(more: str = "") -> RuleSet:
    """A rule set of one clock and what is written beside it."""
    return read_rule_set(HEAD + more, "zj.toml")


def test_every_clock_of_the_flow_is_in_the_rules_under_the_same_amount() -> None:
    for clock in FLOW.clocks:
        found = limit(RULES, clock.name)
        assert (found.amount, found.unit) == (clock.amount, clock.unit), clock.name


def test_petitioners_rights_are_windows_and_organs_duties_are_not() -> None:
    windows = {c.name for c in FLOW.clocks if c.window}
    assert windows == {"D4", "D7", "D8"}
    assert not [c.name for c in FLOW.clocks if c.then]
    assert FLOW.clock("D8a").pauses == ("hold_hearing",)
    assert not FLOW.clock("D7a").pauses


def test_the_sixty_days_are_for_branch_six_alone() -> None:
    assert FLOW.clock("D5").only == ("branch", ("ordinary",))
    assert FLOW.clock("D9").only == ("branch", ("simple",))


def test_no_step_ends_a_petition_by_itself() -> None:
    assert not [s.name for s in FLOW.steps if "system" in s.by]


def test_five_speak_for_any_group_by_the_regulation_and_three_for_ten_in_zhejiang() -> None:
    law, local = RULES.thresholds["deputies"], read(GROUPS).thresholds["deputies"]
    assert [law.of(n) for n in (2, 10, 11, 300)] == [5, 5, 5, 5]
    assert [local.of(n) for n in (2, 10, 11, 300)] == [3, 3, 5, 5]


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("[threshold.deputies]\nlabel='x'\narticle='x'\namount=0", "threshold.deputies.amount"),
        ("[threshold.deputies]\nlabel='x'\narticle='x'", "threshold.deputies.amount"),
        ("[threshold.deputies]\nlabel='x'\narticle='x'\namount=5\nx=1", "threshold.deputies.x"),
        (f"{GROUPS}[[threshold.deputies.upto]]\ngroup=0\namount=1", "threshold.deputies.upto"),
        ("[list.termination]\nother = 3", "list.termination.other"),
    ],
)
def test_what_is_wrong_in_thresholds_and_lists_is_named(more: str, key: str) -> None:
    with pytest.raises(MalformedError) as refused:
        read(more)
    assert refused.value.key.startswith(key)


def test_rules_without_the_thresholds_or_lists_of_their_kind_are_not_used() -> None:
    lacking = {key for key, _why in shortcomings(read(GROUPS))}
    assert {"threshold.collective", "list.termination"} <= lacking
    assert "threshold.deputies" not in lacking
    assert list(shortcomings(RULES)) == []


@pytest.mark.parametrize(
    ("clock", "day", "warned", "told"),
    [
        # Spring Festival 2026: 02-15 to 02-23 off, 02-14 and 02-28 are working days.
        ("D4", "2026-02-13", "2026-02-27", "2026-02-27"),
        ("D3", "2026-02-03", "2026-02-18", "2026-02-24"),
        ("D9", "2026-02-12", "2026-03-04", "2026-03-04"),
        # A last day on a Saturday or Sunday that is made up for is no rest day.
        ("D1", "2026-02-13", "2026-02-28", "2026-02-28"),
        ("D7", "2026-08-21", "2026-09-20", "2026-09-20"),
        ("D7", "2026-08-20", "2026-09-19", "2026-09-20"),
        ("D5", "2026-08-03", "2026-10-02", "2026-10-08"),
    ],
)
def test_the_law_counted_over_festivals_and_make_up_days(
    clock: str, day: str, warned: str, told: str
) -> None:
    start = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    found = due(start, limit(RULES, clock), national(), UTC)
    assert (str(found.due.date()), str(found.shifted.date())) == (warned, told)
    assert not found.provisional
