"""What a kind offers just now: the rows an ask of that kind picks from, and the steps."""

from collections.abc import Sequence
from typing import Any

from zhuchao.access.form_parts import Choices
from zhuchao.access.scope import Scope
from zhuchao.matters.asking import shown
from zhuchao.matters.kinds import KINDS
from zhuchao.matters.models import Matter
from zhuchao.matters.queries import Detail
from zhuchao.rules.flow import Ask, Step


def offered(kind: str, asks: Sequence[Ask], matter: Matter | None = None) -> dict[str, Choices]:
    """The rows each of these asks offers now, by its name: for a matter, or for a new one."""
    rows = KINDS[kind].rows
    return {a.name: list(rows[a.name].offered(matter)) for a in asks if a.kind == "row"}


def steps_offered(scope: Scope, found: Detail) -> list[Step]:
    """The steps a page offers: those that may be taken, without what makes no sense just now."""
    idle = KINDS[found.matter.kind].idle
    return [s for s in found.steps if s.name not in idle or not idle[s.name](found.matter, scope)]


def told(kind: str, ask: Ask, code: Any) -> str:
    """An answer as people read it, whatever the kind of ask."""
    return KINDS[kind].rows[ask.name].named(int(code)) if ask.kind == "row" else shown(ask, code)
