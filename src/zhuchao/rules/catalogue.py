"""The rule sets that come with the platform; a district loads its own over them."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from zhuchao.rules.ruleset import RuleSet
from zhuchao.rules.ruleset_file import read_rule_set

SHIPPED = (
    "admission",
    "appeal",
    "charter",
    "difficulty",
    "dispute",
    "founding",
    "hazard",
    "help",
    "petition",
    "project",
    "refund",
    "reorganisation",
    "reunion",
    "tip",
    "whistle",
    "wish",
)
EARLIER = ("admission-2014",)
"""Files of versions that were in force before; what began under one keeps it."""
NO_KIND = f"应为 {'、'.join(SHIPPED)} 之一"
NO_CLOCK = "缺少这个时限"
NO_THRESHOLD = "缺少这个数"
NO_LIST = "缺少这张清单"
NO_STEP = "缺少这一步"
WORDING = (NO_KIND, NO_CLOCK, NO_THRESHOLD, NO_LIST, NO_STEP)


@cache
def shipped() -> Mapping[str, RuleSet]:
    """Every shipped rule set by its key, read once."""
    folder = files("zhuchao.rules") / "sets"
    texts = {key: (folder / f"{key}.toml").read_text("utf-8") for key in SHIPPED}
    return MappingProxyType({k: read_rule_set(text, f"{k}.toml") for k, text in texts.items()})


@cache
def shipped_versions(key: str) -> tuple[RuleSet, ...]:
    """Every shipped version of a rule set, the oldest first. Raises KeyError for an unknown key."""
    folder = files("zhuchao.rules") / "sets"
    mine = (name for name in EARLIER if name.rpartition("-")[0] == key)
    earlier = [read_rule_set((folder / f"{n}.toml").read_text("utf-8"), f"{n}.toml") for n in mine]
    return (*sorted(earlier, key=lambda r: r.in_force_from), shipped()[key])


def shipped_on(key: str, day: date) -> RuleSet:
    """The shipped version in force on a day; where none was yet, the newest."""
    versions = shipped_versions(key)
    return next((r for r in reversed(versions) if r.in_force(day)), versions[-1])


def shortcomings(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """What keeps a rule set from being used here, as (key of the file, why).

    It must be of a known kind and have every clock, threshold and list of it: a missing one would
    stop a matter later.
    """
    if rules.key not in shipped():
        yield "key", NO_KIND
        return
    known = shipped()[rules.key]
    yield from ((f"clock.{c}", NO_CLOCK) for c in known.clocks if c not in rules.clocks)
    yield from (
        (f"threshold.{name}", NO_THRESHOLD)
        for name in known.thresholds
        if name not in rules.thresholds
    )
    yield from ((f"list.{name}", NO_LIST) for name in known.lists if not rules.lists.get(name))
    yield from ((f"step.{name}", NO_STEP) for name in known.steps if name not in rules.steps)
