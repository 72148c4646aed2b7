"""How many make a collective visit and how many may speak for it, in the rules in force."""

from datetime import date

from zhuchao.places.queries import rule_set
from zhuchao.rules.ruleset import RuleSet


def rules_at(path: str, day: date) -> RuleSet:
    """The rules of petitions at a place on a day."""
    return rule_set("petition", path, day)


def is_collective(rules: RuleSet, headcount: int) -> bool:
    """Whether so many people make a collective visit (集体访)."""
    return headcount >= rules.thresholds["collective"].of(headcount)


def most_deputies(rules: RuleSet, headcount: int) -> int:
    """How many may speak for a group of that size: at most five (信访工作条例第二十条)."""
    return min(headcount, rules.thresholds["deputies"].of(headcount))
