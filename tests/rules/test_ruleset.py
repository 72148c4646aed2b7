"""Rule sets: the shipped ones, the choice of a limit, and what a written file is refused for."""

from datetime import date, time

import pytest

from zhuchao.rules.catalogue import shipped
from zhuchao.rules.flows import FLOWS
from zhuchao.rules.ruleset import Limit, RuleSet, limit
from zhuchao.rules.ruleset_file import read_rule_set
from zhuchao.rules.toml import MalformedError

GOOD = """
key = "appeal"
version = "2026-1"
label = "诉求"
basis = "本区规定"
in_force_from = 2026-01-01
in_force_to = 2026-12-31

[clock.answer]
label = "办理时限"
article = "第一条"
start = "派单"
stop = "答复"
amount = 5
unit = "working_day"

[[clock.answer.except]]
category = "water"
article = "第二条"
amount = 3
unit = "day"

[[clock.answer.except]]
urgency = "emergency"
article = "第三条"
amount = 2
unit = "hour"

[[clock.answer.except]]
category = "water"
urgency = "emergency"
article = "第四条"
amount = 30
unit = "minute"

[quiet]
from = 22:00:00
to = 07:00:00
spares = ["emergency"]
"""


def test_the_petition_clocks_are_those_of_the_regulation() -> None:
    rules = shipped()["petition"]
    law = [name for name in rules.clocks if name.startswith("D")]
    found = {name: (limit(rules, name).amount, limit(rules, name).unit) for name in law}
    assert found == {
        "D1": (15, "day"),
        "D2": (15, "day"),
        "D3": (15, "day"),
        "D4": (5, "working_day"),
        "D5": (60, "day"),
        "D6": (30, "day"),
        "D7": (30, "day"),
        "D7a": (30, "day"),
        "D8": (30, "day"),
        "D8a": (30, "day"),
        "D9": (10, "working_day"),
    }
    assert rules.in_force_from == date(2022, 5, 1)
    assert limit(rules, "D5").article == "《信访工作条例》第三十四条"


@pytest.mark.parametrize(
    ("urgency", "amount", "unit"),
    [
        ("emergency", 2, "hour"),
        ("timely", 24, "hour"),
        ("general", 7, "day"),
        ("difficult", 15, "day"),
        ("", 7, "day"),
    ],
)
@pytest.mark.parametrize("clock", ["appeal.answer", "hazard.fix"])
def test_handling_is_limited_by_urgency(clock: str, urgency: str, amount: int, unit: str) -> None:
    kind, name = clock.split(".")
    found = limit(shipped()[kind], name, "any category", urgency)
    assert (found.amount, found.unit) == (amount, unit)


@pytest.mark.parametrize("kind", FLOWS)
def test_every_clock_and_hop_of_a_flow_has_its_limit_in_the_shipped_rules(kind: str) -> None:
    flow, rules = FLOWS[kind], shipped()[kind]
    wanted = {clock.name: (clock.label, clock.amount, clock.unit) for clock in flow.clocks}
    for hop in flow.chain.hops if flow.chain else ():
        wanted[f"hop.{hop.name}"] = (hop.label, hop.amount, hop.unit)
    general = {name: limit(rules, name) for name in wanted}
    assert wanted == {
        name: (rules.clocks[name].label, row.amount, row.unit) for name, row in general.items()
    }


@pytest.mark.parametrize("kind", FLOWS)
def test_lateness_climbs_to_section_head_and_leader_outside_of_the_night(kind: str) -> None:
    rules = shipped()[kind]
    extended = {r.limit for r in FLOWS[kind].requests if r.name == "extension"}
    assert {"escalate.section_head", "escalate.leader", *extended} <= set(rules.clocks)
    assert rules.quiet is not None
    assert (rules.quiet.begins, rules.quiet.ends) == (time(22), time(7))


def good() -> RuleSet:
    return read_rule_set(GOOD, "appeal.toml")


@pytest.mark.parametrize(
    ("category", "urgency", "article"),
    [
        ("", "", "第一条"),
        ("roads", "general", "第一条"),
        ("water", "general", "第二条"),
        ("roads", "emergency", "第三条"),
        ("water", "emergency", "第四条"),
    ],
)
def test_the_most_specific_row_decides(category: str, urgency: str, article: str) -> None:
    assert limit(good(), "answer", category, urgency).article == article


def test_urgency_goes_before_category() -> None:
    text = GOOD.replace('category = "water"\nurgency = "emergency"', 'category = "heat"')
    found = limit(read_rule_set(text, "appeal.toml"), "answer", "water", "emergency")
    assert found == Limit(2, "hour", "", "emergency", "第三条")


def test_an_unknown_clock_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        limit(good(), "reply")


def test_a_version_is_in_force_from_its_first_to_its_last_day() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [good().in_force(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('key = "appeal"\n', "", "key", "缺少此项"),
        ("in_force_from = 2026-01-01", 'in_force_from = "2026"', "in_force_from", "应为日期"),
        (
            "in_force_from = 2026-01-01",
            "in_force_from = 2026-01-01T00:00:00",
            "in_force_from",
            "应为日期",
        ),
        ("2026-12-31", "2025-12-31", "in_force_to", "早于 in_force_from"),
        ("basis =", "bases =", "basis", "缺少此项"),
        ("[quiet]", "[silence]", "silence", "没有这一项"),
        ("amount = 5", "amount = true", "clock.answer.amount", "应为整数"),
        ("amount = 5", "amount = 0", "clock.answer.amount", "应为正整数"),
        ("amount = 5", "ammount = 5", "clock.answer.amount", "缺少此项"),
        ("amount = 5", "amount = 5\nmax = 6", "clock.answer.max", "没有这一项"),
        ('"working_day"', '"week"', "clock.answer.unit", "应为 minute"),
        ("amount = 3", "amount = -3", "clock.answer.except[1].amount", "应为正整数"),
        ('category = "water"\narticle', "article", "clock.answer.except[1].category", "应写明"),
        ('"emergency"\narticle', '"soon"\narticle', "clock.answer.except[2].urgency", "应为 emerg"),
        ('category = "water"\nurgency', "urgency", "clock.answer.except[3].urgency", "重复"),
        ("[[clock.answer.except]]", "[clock.answer.except]", "appeal.toml", "TOML"),
        ("to = 07:00:00", "to = 22:00:00", "quiet.to", "起止时刻相同"),
        ("to = 07:00:00", "to = 7", "quiet.to", "应为时刻"),
        ('spares = ["emergency"]', 'spares = ["soon"]', "quiet.spares", "应为 emergency"),
    ],
)
def test_a_fault_is_named_by_file_and_key(old: str, new: str, key: str, why: str) -> None:
    assert old in GOOD
    with pytest.raises(MalformedError) as refused:
        read_rule_set(GOOD.replace(old, new, 1), "appeal.toml")
    assert str(refused.value).startswith("appeal.toml: ")
    assert f"{key}: " in str(refused.value)
    assert why in refused.value.why


def test_a_rule_set_without_clocks_is_refused() -> None:
    with pytest.raises(MalformedError, match="clock: 缺少此项"):
        read_rule_set('key = "appeal"', "appeal.toml")
