"""Who may do what with merchants: the offices of the territory, and whoever keeps the shop."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, either, under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.merchants.kinds import SITE_KIND
from zhuchao.circle.models import Application
from zhuchao.places.models import Site
from zhuchao.registry.site_policy import hosted, managed, role_on, territory

READS = ("administrator", "supervisor", "auditor", "intake")


def shop_rule(scope: Scope) -> Q:
    """The sites whose counter a scope may work at: its own, and those of its territory."""
    return either(managed(scope), hosted(scope))


def read_rule(scope: Scope) -> Q:
    """The sites whose visits a scope may read: the same, and what it oversees."""
    return either(shop_rule(scope), under("division__path", scope.paths(*READS)))


def shops(scope: Scope) -> QuerySet[Site]:
    """The merchants a scope may read, by key."""
    merchants = Site.objects.filter(kind=SITE_KIND).exclude(status="planned")
    return merchants.filter(read_rule(scope)).select_related("division").order_by("pk")


def kept(scope: Scope) -> QuerySet[Site]:
    """The merchants a scope keeps itself."""
    merchants = Site.objects.filter(hosted(scope), kind=SITE_KIND).exclude(status="closed")
    return merchants.select_related("division").order_by("pk")


def works_at(scope: Scope, site: Site) -> bool:
    """Whether a scope works at this counter."""
    return scope.system or role_on(scope, site) in ("staff", "keeper")


def demand_counter(scope: Scope, site: Site) -> None:
    """Raise Refused("forbidden") unless the scope works at this counter."""
    demand(works_at(scope, site), _("只有店里的人和属地工作人员可以操作"))


def application_rule(scope: Scope) -> Q:
    """The applications a scope decides on: those of its territory."""
    return managed(scope, "division__path")


def reviews(scope: Scope) -> bool:
    """Whether a scope decides on any application."""
    return bool(territory(scope))


def seen_application(scope: Scope, receipt: str) -> Application:
    """An application the scope decides on. Raises Refused("not_found") otherwise."""
    rows = Application.objects.filter(application_rule(scope), receipt=receipt)
    found = rows.select_related("division", "contact", "site").first()
    if found is None:
        raise Refused("not_found", _("没有这份申请"))
    return found


def sees_application(scope: Scope, number: int) -> bool:
    """Whether a scope may see an application, and so its photo."""
    return Application.objects.filter(application_rule(scope), pk=number).exists()
