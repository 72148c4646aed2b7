"""Which rules and which calendar hold at a place on a day."""

from collections.abc import Mapping
from datetime import date

from zhuchao.places.memory import Remembered
from zhuchao.places.models import Holiday
from zhuchao.places.models import RuleSet as StoredRuleSet
from zhuchao.rules.calendar import Calendar, national
from zhuchao.rules.catalogue import shipped_on, shipped_versions
from zhuchao.rules.ruleset import RuleSet
from zhuchao.rules.ruleset_file import read_rule_set

Loaded = tuple[tuple[str, RuleSet], ...]


def _load_calendar() -> Calendar:
    rows = list(Holiday.objects.all())
    years = {r.day.year for r in rows if r.completes_year}
    return national({r.day: r.working for r in rows}, years)


def _load_rule_sets() -> Loaded:
    rows = StoredRuleSet.objects.order_by("in_force_from", "pk")
    return tuple((r.path, read_rule_set(r.source, f"{r.key} {r.version}")) for r in rows)


calendar: Remembered[Calendar] = Remembered(_load_calendar)
"""The national working-day calendar with this district's days; call it."""
_rule_sets: Remembered[Loaded] = Remembered(_load_rule_sets)


def rule_set(key: str, path: str, day: date) -> RuleSet:
    """The rules of a kind in force at a division path on a day.

    The most specific place wins, then the latest beginning; without a loaded one, the shipped
    example holds. Raises KeyError for a kind that has no rules at all.
    """
    fitting = [
        (len(where), rules.in_force_from, rules)
        for where, rules in _rule_sets()
        if rules.key == key and path.startswith(where) and rules.in_force(day)
    ]
    if not fitting:
        return shipped_on(key, day)
    return max(fitting, key=lambda found: found[:2])[2]


def rule_set_version(key: str, version: str) -> RuleSet:
    """The version a matter began under, wherever it was loaded. Raises KeyError if it is gone."""
    known: Mapping[str, RuleSet] = {r.version: r for _, r in _rule_sets() if r.key == key}
    if version in known:
        return known[version]
    for rules in shipped_versions(key):
        if rules.version == version:
            return rules
    raise KeyError(f"{key}@{version}")
