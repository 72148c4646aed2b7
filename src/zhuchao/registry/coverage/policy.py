"""Who sees how units are covered: the Party-building desk of the area and those who oversee it."""

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over
from zhuchao.access.scope import Scope

SEES = ("party_desk", "supervisor", "administrator")
ACTS = ("party_desk", "administrator")


def areas(scope: Scope) -> tuple[str, ...]:
    """The division paths a scope sees the coverage of."""
    return ("/",) if scope.system else scope.paths(*SEES)


def demand_area(scope: Scope, path: str) -> None:
    """Raise Refused("forbidden") unless the scope sees the coverage at a path."""
    demand(over(path, areas(scope)), _("没有权限查看这里的覆盖情况"))


def acts(scope: Scope, path: str) -> bool:
    """Whether a scope may post instructors and start foundings at a path."""
    return scope.system or over(path, scope.paths(*ACTS))
