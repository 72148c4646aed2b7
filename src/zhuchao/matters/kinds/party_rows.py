"""The organisations that intake asks of Party kinds pick from, and what any one is called."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuchao.access.policy import demand, over
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope, on_behalf
from zhuchao.journal.clock import local_day, now
from zhuchao.matters.changing import Change
from zhuchao.matters.kind import Rows
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.models import Organisation

if TYPE_CHECKING:
    from zhuchao.matters.models import Matter

UNITS = tuple(UNIT_SECTORS)
SOCIAL = tuple(kind for kind, sector in UNIT_SECTORS.items() if sector == "social")


def job(change: Change) -> Scope:
    """The flow asked the permission of its step; what follows from it is written for the same."""
    return on_behalf(change.scope)


def demand_over(change: Change, touched: Iterable[Organisation]) -> None:
    """Raise Refused("forbidden") unless who approves has the desk over each organisation touched.

    A matter may lie in one street and name an organisation of another.
    """
    paths = change.scope.paths("party_desk")
    mine = all(over(str(row.division.path), paths) for row in touched)
    demand(change.scope.system or mine, _("有的党组织或单位不在您管辖的范围内，请由上级党建岗批准"))


def applied_for(matter: "Matter", number: int) -> None:
    """The organisation that money is for stays with the matter, whoever took it down."""
    if not matter.holdings.filter(organisation=number, role="origin").exists():
        matter.holdings.create(organisation_id=number, role="origin", since=now())


def organisations(*kinds: str) -> Rows:
    """The organisations of these kinds that exist today."""

    def offered(_matter: "Matter | None") -> Iterable[tuple[int, str]]:
        alive = Q(valid_to=None) | Q(valid_to__gte=local_day(now()))
        found = Organisation.objects.filter(alive, kind__in=kinds)
        return found.order_by("division__path", "name", "pk").values_list("pk", "name")

    return Rows(offered, named)


def named(number: int) -> str:
    """The name of an organisation; empty for none."""
    found = Organisation.objects.filter(pk=number).values_list("name", flat=True).first()
    return found or ""


def organisation(number: int, field: str) -> Organisation:
    """An organisation by its number. Raises Refused at a field when there is none such today."""
    rows = Organisation.objects.select_related("division").filter(pk=number)
    found = rows.first()
    if found is None or (found.valid_to and found.valid_to < local_day(now())):
        raise Refused("invalid", _("没有这个单位，或者它已经撤销"), field)
    return found


PARTY = organisations(*PARTY_KINDS)
COVERABLE = organisations(*UNITS)
ASSOCIATIONS = organisations(*SOCIAL)
