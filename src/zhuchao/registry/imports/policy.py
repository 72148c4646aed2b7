"""Who may see and do an import: whoever may bring in that register where its rows belong."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.policy import NOTHING, demand, either, over, under
from zhuchao.access.scope import Scope
from zhuchao.registry.imports.kinds import KINDS, ImportKind
from zhuchao.registry.models import ImportRun


def kinds_of(scope: Scope) -> list[ImportKind]:
    """The registers a scope may bring in somewhere."""
    return [kind for kind in KINDS.values() if kind.paths(scope)]


def importable(scope: Scope) -> Q:
    """The runs a scope may see."""
    rules = [
        Q(kind=kind.name) & under("division__path", kind.paths(scope)) for kind in kinds_of(scope)
    ]
    return either(*rules) if rules else NOTHING


def visible_runs(scope: Scope) -> QuerySet[ImportRun]:
    """Those runs, with what lists show of them."""
    return ImportRun.objects.filter(importable(scope)).select_related("division", "account")


def demand_import(scope: Scope, kind: str, path: str) -> None:
    """Raise Refused unless a scope may bring in this register at a path."""
    known = KINDS.get(kind)
    allowed = known is not None and over(path, known.paths(scope))
    demand(allowed and scope.api_verbs is None, _("没有权限在这里导入这一类名册"))
