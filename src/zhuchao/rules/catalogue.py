"""The rule sets that come with the platform; a district loads its own over them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from zhuchao.rules.ruleset import RuleSet
from zhuchao.rules.ruleset_file import read_rule_set

SHIPPED = ("appeal", "hazard", "petition")


@cache
def shipped() -> Mapping[str, RuleSet]:
    """Every shipped rule set by its key, read once."""
    folder = files("zhuchao.rules") / "sets"
    texts = {key: (folder / f"{key}.toml").read_text("utf-8") for key in SHIPPED}
    return MappingProxyType({k: read_rule_set(text, f"{k}.toml") for k, text in texts.items()})
