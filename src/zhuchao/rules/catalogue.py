"""The rule sets that come with the platform; a district loads its own over them."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from zhuchao.rules.ruleset import RuleSet
from zhuchao.rules.ruleset_file import read_rule_set

SHIPPED = ("appeal", "hazard", "petition")
NO_KIND = f"应为 {'、'.join(SHIPPED)} 之一"
NO_CLOCK = "缺少这个时限"
WORDING = (NO_KIND, NO_CLOCK)


@cache
def shipped() -> Mapping[str, RuleSet]:
    """Every shipped rule set by its key, read once."""
    folder = files("zhuchao.rules") / "sets"
    texts = {key: (folder / f"{key}.toml").read_text("utf-8") for key in SHIPPED}
    return MappingProxyType({k: read_rule_set(text, f"{k}.toml") for k, text in texts.items()})


def shortcomings(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """What keeps a rule set from being used here, as (key of the file, why).

    It must be of a known kind and have every clock of it: a missing one would stop a matter later.
    """
    if rules.key not in shipped():
        yield "key", NO_KIND
        return
    for clock in shipped()[rules.key].clocks:
        if clock not in rules.clocks:
            yield f"clock.{clock}", NO_CLOCK
