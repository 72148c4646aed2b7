"""verb → rule(scope) → Q: the same Q filters lists, guards actions and shows buttons."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope

Rule = Callable[[Scope], Q]

NOTHING = Q(pk__in=[])
EVERYTHING = Q()


def under(field: str, paths: Iterable[str]) -> Q:
    """Rows whose path column lies at or below one of `paths`.

    A range on the materialised path ("/34/0181/" ≤ p < "/34/01810"), which both engines serve
    from an index; the root path "/" covers everything. No path: nothing.
    """
    found = NOTHING
    for path in set(paths):
        if path == "/":
            return EVERYTHING
        found |= Q(**{f"{field}__gte": path, f"{field}__lt": path[:-1] + "0"})
    return found


def either(*rules: Q) -> Q:
    """Rows that fit any of the rules. EVERYTHING is an empty Q, which a plain OR would drop."""
    if not all(rules):
        return EVERYTHING
    return reduce(or_, (rule for rule in rules if rule is not NOTHING), Q()) or NOTHING


def over(path: str, paths: Iterable[str]) -> bool:
    """Whether `path` lies at or below one of `paths`."""
    return any(path.startswith(p) for p in paths)


def demand(allowed: bool, message: str) -> None:
    """Raise Refused("forbidden") unless allowed."""
    if not allowed:
        raise Refused("forbidden", message)


def demand_verb(scope: Scope, verb: str) -> None:
    """Raise Refused("forbidden") when an API key acts beyond the verbs it was made for."""
    if scope.api_verbs is not None and verb not in scope.api_verbs:
        raise Refused("forbidden", _("这个接口密钥不含“%(verb)s”") % {"verb": verb})


def demand_administrator(scope: Scope, message: str) -> None:
    """Raise Refused unless an administrator acts in person, second factor proved, or a job."""
    demand(scope.system or scope.holds("administrator"), message)
    demand(scope.api_verbs is None, message)
    demand_second_factor(scope, _("请先完成二次验证"))


def demand_second_factor(scope: Scope, message: str) -> None:
    """Raise Refused("second_factor") unless this session proved a second factor (等保三级 d)."""
    if not scope.second_factor and not scope.system:
        raise Refused("second_factor", message)
