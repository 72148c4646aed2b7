"""Who looks at reach and siting: whoever manages the sites of a territory."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand
from zhuchao.access.scope import Scope
from zhuchao.registry.site_policy import managed, territory


def demand_planner(scope: Scope) -> None:
    """Raise Refused unless the scope is a supervisor's, an administrator's or a local office's."""
    words = _("只有督办、管理员和属地街道、社区的工作人员可以看十分钟圈")
    demand(scope.system or bool(territory(scope)), words)


def within(scope: Scope, path: str) -> Q:
    """The rows, by their path column, of the territories a scope answers for."""
    return managed(scope, path)


def widest(scope: Scope) -> str:
    """The territory that what a scope brings belongs to: the widest of its own."""
    return min(territory(scope), key=len, default="")
