"""Who may write the card of an estate: the office of its territory and its host; anybody reads."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, either
from zhuchao.access.scope import Scope
from zhuchao.places.models import Site
from zhuchao.registry.site_policy import hosted, managed, role_on


def writes_rule(scope: Scope) -> Q:
    """The sites whose card a scope may write."""
    return either(managed(scope), hosted(scope))


def demand_writer(scope: Scope, site: Site) -> str:
    """The role in which a scope writes this card. Raises Refused("forbidden") for strangers."""
    role = "staff" if scope.system else role_on(scope, site)
    demand(role in ("staff", "keeper"), _("只有属地工作人员和承办单位可以填写指路图"))
    return role
